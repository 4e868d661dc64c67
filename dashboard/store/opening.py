"""Open the store of this process: seeded from the snapshot, in memory where its file cannot be written."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import HistoryError, StoreUnwritable
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.earlier import released
from dashboard.store.history_files import read_changes, read_releases
from dashboard.store.observations import Release, Store
from dashboard.store.snapshot import Entry, read_manifest, read_snapshot

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cache:
    """An open store holding at least the shipped observations, and what a user should know about it."""

    store: Store
    notes: tuple[str, ...]


def open_cache(url: str, snapshot: Path) -> Cache:
    """Open the database of a URL and seed it from the snapshot where the snapshot is newer.

    A SQLite file that cannot be written gives way to memory, with a note. Raises StoreError where PostgreSQL cannot
    be reached and SnapshotError, naming the file, where the snapshot is damaged.
    """
    entries = read_manifest(snapshot)
    try:
        engine, note = open_database(url)
        store = Store(engine)
        seed(store, snapshot, entries)
        history = add_history(store, snapshot)
    except StoreUnwritable as exc:
        engine, _ = open_database(MEMORY_URL)
        store = Store(engine)
        seed(store, snapshot, entries)
        history = add_history(store, snapshot)
        note = f"{exc} Until then Eraline serves the shipped figures from memory."
    notes = tuple(text for text in (note, history) if text)
    for text in notes:
        _LOG.warning(text)
    return Cache(store, notes)


def seed(store: Store, snapshot: Path, entries: Sequence[Entry]) -> int:
    """Commit what the snapshot has newer than the store, and return how many observations were written."""
    held = store.vintages()
    newer = [entry for entry in entries if entry.id not in held or held[entry.id].published < _published(entry)]
    if not newer:
        return 0
    releases = [
        Release(shipped.entry.id, _published(shipped.entry), shipped.entry.release, shipped.observations, "snapshot")
        for shipped in read_snapshot(snapshot, newer)
    ]
    return sum(vintage.added + vintage.revised for vintage in store.commit(releases))


def add_history(store: Store, snapshot: Path) -> str:
    """Put the earlier releases that are shipped before what is stored, where they are not there yet.

    Returns a note where they cannot be read: what is stored does not depend on them. Raises StoreError.
    """
    try:
        shipped, stored = read_releases(snapshot), store.first_vintages()
        lacking = [
            releases
            for indicator, releases in shipped.items()
            if indicator in stored and released(releases[0]) < stored[indicator].published
        ]
        if lacking:
            store.put_before([read_changes(snapshot, releases) for releases in lacking])
    except HistoryError as exc:
        return f"Earlier releases are not shown, for their files cannot be used. {exc.mistakes[0]}."
    return ""


def _published(entry: Entry) -> dt.datetime:
    return dt.datetime.combine(entry.published, dt.time(), tzinfo=dt.UTC)
