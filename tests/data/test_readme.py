"""The README's numbers are those of what is shipped."""

from pathlib import Path

from dashboard.settings import SNAPSHOT
from dashboard.store.snapshot import read_manifest, read_snapshot

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_counts_what_the_snapshot_holds() -> None:
    entries = list(read_manifest(SNAPSHOT))
    economies = {code for one in read_snapshot(SNAPSHOT, entries) for code in one.observations["economy"]}
    words = " ".join(README.read_text("utf-8").split())
    assert f"{sum(entry.rows for entry in entries):,} published figures" in words
    assert f"{len(entries)} indicators, {len(economies)} economies and aggregates" in words
