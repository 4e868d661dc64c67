"""A snapshot of whatever figures a test wants, written as the real one is, or of a part of the real one."""

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from dashboard.cli.snapshot import replace_files
from dashboard.settings import SNAPSHOT
from dashboard.store.history_files import HISTORY, RELEASES
from dashboard.store.snapshot import (
    SnapshotObservations,
    folder_contents,
    manifest_text,
    read_manifest,
    written,
)


def write_snapshot(folder: Path, figures: Iterable[SnapshotObservations]) -> None:
    """Write the CSV files and the manifest; the rows and sha256 of each entry are taken from what is written."""
    replace_files(folder, folder_contents([written(item.entry, item.observations, item.frequency) for item in figures]))


def copy_part(folder: Path, indicators: Collection[str]) -> Path:
    """Copy what is shipped of some indicators, their earlier releases included, and return the folder."""
    entries = [entry for entry in read_manifest(SNAPSHOT) if entry.id in indicators]
    (folder / HISTORY).mkdir()
    (folder / "manifest.toml").write_text(manifest_text(entries), encoding="utf-8")
    header, *lines = (SNAPSHOT / HISTORY / RELEASES).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.partition(",")[0] in indicators]
    (folder / HISTORY / RELEASES).write_text("".join([header, *kept]), encoding="utf-8")
    for entry in entries:
        shutil.copy(SNAPSHOT / entry.file, folder)
        if (earlier := SNAPSHOT / HISTORY / entry.file).exists():
            shutil.copy(earlier, folder / HISTORY)
    return folder
