"""Open the store of this process: seeded from the snapshot, in memory where its file cannot be written."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dashboard.catalogue.corrections import Correction
from dashboard.errors import HistoryError, StoreUnwritable
from dashboard.settings import SNAPSHOT, read_settings
from dashboard.store.corrections import corrected, false_values, most_removed
from dashboard.store.database import MEMORY_URL, open_database, open_replica
from dashboard.store.earlier import released
from dashboard.store.history_files import Earlier, read_changes, read_releases
from dashboard.store.observations import Release, Store
from dashboard.store.reader import Reader
from dashboard.store.records import Vintage
from dashboard.store.snapshot import Entry, SnapshotObservations, read_manifest, read_snapshot
from dashboard.store.units import former_unit

_LOG = logging.getLogger(__name__)
# between two releases of one day, so that the later one is the newer
_MOMENT: Final = dt.timedelta(seconds=1)
_FEW: Final = 3


@dataclass(frozen=True)
class Cache:
    """An open store holding at least the shipped observations, and what a user should know about it."""

    store: Store
    notes: tuple[str, ...]


def open_configured(corrections: Collection[Correction]) -> Cache:
    """Open the database that the settings name, and seed it from the project's snapshot less what is declared false."""
    settings = read_settings()
    return open_cache(settings.cache_url(), SNAPSHOT, corrections, settings.read_database_url)


def open_cache(url: str, snapshot: Path, corrections: Collection[Correction], replica: str = "") -> Cache:
    """Open the database of a URL, and its replica's, and seed it from the snapshot where the snapshot is newer.

    A SQLite file that cannot be written gives way to memory, with a note. Raises StoreError where PostgreSQL cannot
    be reached and SnapshotError, naming the file, where the snapshot is damaged.
    """
    entries = read_manifest(snapshot)
    try:
        engine, note = open_database(url)
        store = Store(Reader(engine, open_replica(replica, engine)))
        seed(store, snapshot, entries, corrections)
        history = add_history(store, snapshot, corrections)
    except StoreUnwritable as exc:
        engine, _ = open_database(MEMORY_URL)
        store = Store(engine)
        seed(store, snapshot, entries, corrections)
        history = add_history(store, snapshot, corrections)
        note = f"{exc} Until then Eraline serves the shipped figures from memory."
        _LOG.warning("%s", " ".join((note, *exc.notes)))
    if history:
        _LOG.warning("%s", history)
    return Cache(store, tuple(text for text in (note, history) if text))


def seed(store: Store, snapshot: Path, entries: Sequence[Entry], corrections: Collection[Correction] = ()) -> int:
    """Commit what the snapshot has newer than the store, or more of, and return how many observations were written.

    What corrections declare false stays out.
    """
    stored, declared = store.vintages(), _by_indicator(corrections)
    wanted = [entry for entry in entries if _is_wanted(store, entry, stored.get(entry.id), declared[entry.id])]
    if not wanted:
        return 0
    releases = [
        _release(shipped, stored.get(shipped.entry.id), declared[shipped.entry.id])
        for shipped in read_snapshot(snapshot, wanted)
    ]
    return sum(vintage.added + vintage.revised for vintage in store.commit(releases))


def _by_indicator(corrections: Iterable[Correction]) -> Mapping[str, Sequence[Correction]]:
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        found[one.indicator].append(one)
    return found


def _is_wanted(store: Store, entry: Entry, stored: Vintage | None, corrections: Sequence[Correction]) -> bool:
    if stored is None or _released(stored) < _published(entry):
        return True
    if stored.origin != "snapshot":
        return False
    fewest = entry.rows - most_removed(corrections)
    # an earlier Eraline shipped fewer economies of the same release, or declared fewer of its values false
    return stored.rows < fewest or (
        stored.rows > fewest and stored.release == entry.release and _holds_false(store, stored, corrections)
    )


def _holds_false(store: Store, stored: Vintage, corrections: Sequence[Correction]) -> bool:
    held = store.by_year(stored, sorted({one.economy for one in corrections}))
    return any(held.get((one.economy, year)) == one.value for one in corrections for year in one.every_year)


def _release(shipped: SnapshotObservations, stored: Vintage | None, corrections: Sequence[Correction]) -> Release:
    entry, published = shipped.entry, _published(shipped.entry)
    return Release(
        entry.id,
        published if stored is None else max(published, stored.published + _MOMENT),
        entry.release,
        corrected(shipped.observations, corrections)[0],
        "snapshot",
        updated=entry.published,
        unit=entry.unit,
        former="" if stored is None else former_unit(stored.unit, entry.unit, ()),
        dated=entry.dated,
        remark=" ".join(f"{_listed(other.economies)}: {other.release}." for other in entry.others),
        url=entry.url,
    )


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes) if len(codes) <= _FEW else f"{len(codes)} economies, {', '.join(codes[:_FEW])} among them"


def add_history(store: Store, snapshot: Path, corrections: Collection[Correction] = ()) -> str:
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
            declared = _by_indicator(corrections)
            earlier = (read_changes(snapshot, releases) for releases in lacking)
            store.put_before([_without_false(one, declared[one.indicator]) for one in earlier])
    except HistoryError as exc:
        return f"Earlier releases are not shown, for their files cannot be used. {exc.mistakes[0]}."
    return ""


def _without_false(earlier: Earlier, corrections: Sequence[Correction]) -> Earlier:
    """Return earlier releases that take away what is declared false."""
    if not corrections:
        return earlier
    values = earlier.changes["value"].mask(false_values(earlier.changes, corrections))
    return replace(earlier, changes=earlier.changes.assign(value=values))


def _released(stored: Vintage) -> dt.datetime:
    """Return from when a release counts: that of a shipped one is its own, whenever it came in."""
    return _start_of(stored.updated) if stored.origin == "snapshot" and stored.updated else stored.published


def _published(entry: Entry) -> dt.datetime:
    return _start_of(entry.published)


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
