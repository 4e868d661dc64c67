"""A snapshot of whatever figures a test wants, written as the real one is."""

from collections.abc import Iterable
from pathlib import Path

from dashboard.cli.snapshot import replace_files
from dashboard.store.snapshot import SnapshotObservations, folder_contents, written


def write_snapshot(folder: Path, figures: Iterable[SnapshotObservations]) -> None:
    """Write the CSV files and the manifest; the rows and sha256 of each entry are taken from what is written."""
    replace_files(folder, folder_contents([written(item.entry, item.observations, item.frequency) for item in figures]))
