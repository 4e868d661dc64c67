"""Store: reads and writes of observations, vintages, attempts and the lease, on either engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import pandas as pd
import sqlalchemy as sa

from dashboard.catalogue.described import Described
from dashboard.errors import BeforeFirstRelease, NoObservations, StoreGone
from dashboard.store import attempts, descriptions, extent
from dashboard.store.as_of import AsOf, last_moment
from dashboard.store.changes import diff
from dashboard.store.connections import clock
from dashboard.store.earlier import put_before
from dashboard.store.edition import Edition, edition
from dashboard.store.ends import NEWEST, OLDEST, ends
from dashboard.store.history_files import Earlier
from dashboard.store.lease import Lease, broken_off, hold, holder
from dashboard.store.observation_cache import ObservationCache
from dashboard.store.reader import Reader
from dashboard.store.records import Attempt, Ending, Origin, Reach, Vintage
from dashboard.store.retrying import write
from dashboard.store.tables import attempt_table, observation_table, vintage_table
from dashboard.store.vintages import (
    Release,
    frame_of,
    lives,
    moment_to_publish,
    naive,
    stored_of,
    vintage_of,
    write_newer,
    write_release,
)

S = TypeVar("S")
Guard = Callable[[sa.Connection], None]
Examine = Callable[["pd.DataFrame"], None]


class Store:
    """Reads and writes of one database; safe to share between threads."""

    def __init__(self, database: sa.Engine | Reader, cache: ObservationCache | None = None) -> None:
        self._reader = database if isinstance(database, Reader) else Reader(database)
        self._cache = cache or ObservationCache()

    def opened_as(self, make: Callable[[Reader, ObservationCache], S]) -> S:
        """Return another kind of store on the same database and the same memory."""
        return make(self._reader, self._cache)

    def now(self) -> dt.datetime:
        """Return what time it is by the database (UTC), whatever this machine's own clock says."""
        return self._reader.ask(clock).replace(tzinfo=dt.UTC)

    def is_gone(self) -> bool:
        """Tell whether the file under the store was removed or replaced, so that it must be opened anew."""
        try:
            # a connection from the pool looks at its file when it begins to read, not before
            return not self._rows(sa.select(1))
        except StoreGone:
            return True

    def edition(self) -> Edition:
        """Return what tells what is stored now from what was before, and the time. StoreGone as `is_gone` tells it."""
        return self._reader.ask(edition)

    def vintages(self, origin: Origin | None = None) -> Mapping[str, Vintage]:
        """Return the newest vintage of each indicator that has one, of one origin or of any."""
        query = ends(vintage_table, NEWEST, lambda row: sa.true() if origin is None else row.origin == origin)
        return {vintage.indicator: vintage for vintage in self._vintages(query)}

    def newest(self) -> Vintage | None:
        """Return the vintage stored last, another one after each change; None where there is none."""
        return next(iter(self._vintages(sa.select(vintage_table).order_by(vintage_table.c.id.desc()).limit(1))), None)

    def vintage(self, indicator: str, as_of: AsOf | None = None) -> Vintage:
        """Return the vintage that was newest at the end of a day (UTC), at an instant, or now.

        Raises BeforeFirstRelease where the first came later, NoObservations where there is none at all.
        """
        of_indicator = sa.select(vintage_table).where(vintage_table.c.indicator == indicator)
        known = of_indicator
        if as_of is not None:
            known = known.where(vintage_table.c.published <= naive(last_moment(as_of)))
        if newest := self._vintages(known.order_by(vintage_table.c.id.desc()).limit(1)):
            return newest[0]
        first = self._vintages(of_indicator.order_by(vintage_table.c.id).limit(1))
        if as_of is None or not first:
            raise NoObservations(f"Eraline has no figures of {indicator} yet.")
        raise BeforeFirstRelease(indicator, first[0].published, is_seen=first[0].dated == "seen on")

    def history(self, indicator: str) -> tuple[Vintage, ...]:
        """Return every vintage of an indicator, oldest first."""
        return self._vintages(
            sa.select(vintage_table).where(vintage_table.c.indicator == indicator).order_by(vintage_table.c.id)
        )

    def observations(self, vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what a vintage holds, of some economies or of all.

        Columns economy (str), period (datetime64[s], start of the period), value (float64); sorted by both keys. It is
        the caller's own to change, and comes from memory where it was read before.
        """
        # every order of the same economies is the same question
        key = vintage, None if economies is None else tuple(sorted(set(economies)))
        kept = self._cache.get(key)
        return self._cache.put(key, self._read(*key)) if kept is None else kept

    def by_year(self, vintage: Vintage, economies: Sequence[str]) -> Mapping[tuple[str, int], float]:
        """Return the values of some economies in an annual vintage, by economy and year: few, and without a frame."""
        return {(economy, period.year): value for economy, period, value in self._held(vintage, economies)}

    def _read(self, vintage: Vintage, economies: Sequence[str] | None) -> pd.DataFrame:
        return frame_of(self._held(vintage, economies))

    def _held(self, vintage: Vintage, economies: Sequence[str] | None) -> Sequence[Any]:
        table = observation_table.c
        query = sa.select(table.economy, table.period, table.value).where(
            table.indicator == vintage.indicator,
            # ids grow with time, so a row holds in a vintage that lies within first..last
            table.last_vintage >= vintage.id,
            table.first_vintage <= vintage.id,
        )
        if economies is not None:
            query = query.where(table.economy.in_(economies))
        return self._rows(query.order_by(table.economy, table.period))

    def changes(self, vintage: Vintage) -> pd.DataFrame:
        """Return what a vintage changed against the one before it, sorted by both keys.

        Columns economy (str), period (datetime64[s]), before and after (float64; NaN where there was or is no value).
        """
        table = observation_table.c
        earlier = sa.select(sa.func.max(vintage_table.c.id)).where(
            vintage_table.c.indicator == vintage.indicator, vintage_table.c.id < vintage.id
        )
        columns = sa.select(table.economy, table.period, table.value).where(table.indicator == vintage.indicator)
        # a row that a vintage closes ends with the vintage before it
        ended = self._rows(columns.where(table.last_vintage == earlier.scalar_subquery()))
        begun = self._rows(columns.where(table.first_vintage == vintage.id))
        return diff(frame_of(ended), frame_of(begun))

    def lifetimes(self, indicator: str, economies: Collection[str] | None = None) -> pd.DataFrame:
        """Return every value that any vintage of an indicator ever had, with when it was the one known.

        Columns economy (str), period (datetime64[s]), value (float64), since and until (datetime64[us], UTC; when the
        first vintage with it and the one after its last were published, NaT while it still holds), sorted by economy,
        period and since. A value that was withdrawn and came back has two rows.
        """
        table, history = observation_table.c, self.history(indicator)
        query = sa.select(table.economy, table.period, table.value, table.first_vintage, table.last_vintage).where(
            table.indicator == indicator
        )
        if economies is not None:
            query = query.where(table.economy.in_(economies))
        rows = self._rows(query.order_by(table.economy, table.period, table.first_vintage))
        return lives(frame_of(rows), [row[3] for row in rows], [row[4] for row in rows], history)

    def descriptions(self, indicators: Collection[str] | None = None) -> Mapping[str, Described]:
        """Return what providers say of series that nobody has curated: of some or of all that are stored, by id."""
        return self._reader.ask(lambda connection: descriptions.read(connection, indicators))

    def spans(self, indicators: Collection[str] | None = None) -> Mapping[str, tuple[dt.date, dt.date]]:
        """Return the first and last period for which each of some indicators, or of all, has a value now."""
        return self._reader.ask(lambda connection: extent.spans(connection, indicators))

    def reach(self, indicators: Collection[str]) -> Mapping[str, Reach]:
        """Return from when to when, and for how many economies, each of some indicators has values now."""
        return self._reader.ask(lambda connection: extent.reach(connection, indicators))

    def coverage(self) -> pd.DataFrame:
        """Return for how many economies there is a value now: indicator (str), year (int64), economies (int64)."""
        return self._reader.ask(extent.coverage)

    def attempts(self, *, concluded: bool = False) -> Mapping[str, Attempt]:
        """Return the newest attempt to refresh each indicator, or the newest that was not called off."""
        query = ends(attempt_table, NEWEST, lambda row: row.outcome != "cancelled" if concluded else sa.true())
        return {attempt.indicator: attempt for attempt in self._attempts(query)}

    def record(
        self, indicator: str, *, started: dt.datetime, outcome: Ending, detail: str = "", vintage: int | None = None
    ) -> Attempt:
        """Write down an attempt that ends now, and return it. Raises StoreError."""

        def recorded(connection: sa.Connection) -> Attempt:
            return attempts.record(connection, indicator, started, outcome, detail=detail, vintage=vintage)

        return write(self._reader.primary, recorded)

    def prune_attempts(self) -> int:
        """Delete attempts that the rule does not keep, and return how many they were. Raises StoreError."""
        return write(self._reader.primary, attempts.prune)

    def lease(self, name: str = "refresh") -> AbstractContextManager[Lease]:
        """Take the lease of a name and hold it; RefreshRunning where another does, StoreError where it cannot be."""
        return hold(self._reader.primary, name)

    def lease_holder(self, name: str = "refresh") -> tuple[str, dt.datetime] | None:
        """Return who holds the lease of a name and since when (UTC), None where nobody alive does."""
        return holder(self._reader.primary, name)

    def lease_broken_off(self, name: str = "refresh") -> dt.datetime | None:
        """Return when a holder of a lease that ended without giving it back was last heard of (UTC), None of none."""
        return broken_off(self._reader.primary, name)

    def publish(
        self,
        release: Release,
        *,
        started: dt.datetime,
        guard: Guard = lambda _connection: None,
        examine: Examine = lambda _held: None,
    ) -> Vintage:
        """Write a release just fetched and the attempt that brought it in one transaction, changed points only.

        It is published when it is written, and always after what is stored. `guard` and `examine`, which sees the
        observations about to be replaced, may refuse by raising. Raises StoreError and leaves everything as it was.
        """

        def published(connection: sa.Connection) -> Vintage:
            guard(connection)
            stored = stored_of(connection, release.indicator)
            examine(stored)
            vintage = write_release(connection, release, moment_to_publish(connection, release.indicator), stored)
            if release.described is not None:
                descriptions.write(connection, release.described)
            outcome: Ending = "fresh" if vintage.is_changed else "unchanged"
            attempts.record(connection, release.indicator, started, outcome, vintage=vintage.id)
            return vintage

        return write(self._reader.primary, published)

    def commit(self, releases: Sequence[Release]) -> tuple[Vintage, ...]:
        """Write releases in one transaction, changed points only, and return the vintages written.

        A release not newer than what is stored of its indicator is left out, so that committing twice, or from several
        processes at once, equals committing once. What is shipped goes behind all that is stored, where an earlier one
        of its indicator is. Raises StoreError and leaves everything as it was.
        """
        return tuple(write(self._reader.primary, lambda connection: write_newer(connection, releases)))

    def put_before(self, history: Sequence[Earlier]) -> int:
        """Write earlier releases of indicators before what is stored of them, in one transaction; return how many.

        Those that are not older than all that is stored are left out, so that twice, or from several processes at once,
        equals once. Everything that is stored stays as it is. Raises StoreError and leaves everything as it was.
        """
        return write(self._reader.primary, lambda connection: put_before(connection, history))

    def first_vintages(self) -> Mapping[str, Vintage]:
        """Return the oldest vintage of each indicator that has one."""
        return {vintage.indicator: vintage for vintage in self._vintages(ends(vintage_table, OLDEST))}

    def _vintages(self, query: sa.Select[Any]) -> tuple[Vintage, ...]:
        rows = self._reader.ask(lambda connection: connection.execute(query).mappings().all())
        return tuple(map(vintage_of, rows))

    def _attempts(self, query: sa.Select[Any]) -> tuple[Attempt, ...]:
        return self._reader.ask(lambda connection: attempts.read(connection, query))

    def _rows(self, query: sa.Executable) -> Sequence[Any]:
        return self._reader.ask(lambda connection: connection.execute(query).all())
