"""Diff a release against the stored observations and write only the changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, Final

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.catalogue.described import Described
from dashboard.errors import StoreError
from dashboard.store.changes import Change, diff, kinds
from dashboard.store.connections import clock, insert_observations, next_id
from dashboard.store.ends import NEWEST, ends
from dashboard.store.records import Dated, Origin, Vintage
from dashboard.store.tables import CURRENT, observation_table, pending_table, vintage_table

_KEY: Final = ["economy", "period"]


@dataclass(frozen=True)
class Release:
    """One release of one indicator to be committed.

    Observations have the columns economy (str), period (datetime64) and value (float64; NaN counts as absent).
    `updated` is the source's own last-updated day and `unit` its own words for the unit, "" where it has none; `dated`,
    `definition`, `remark` and `url` are as in a vintage. `economies` are those that the source was asked for, empty
    where it was asked for all: what is stored of others stays as it is. `former` is the unit in which what is stored
    counts where the release counts in another, as after a change of the base year: nothing is a revision then.
    `described` is what the provider says of a series that nobody has curated.
    """

    indicator: str
    published: dt.datetime
    release: str
    observations: pd.DataFrame
    origin: Origin = "live"
    updated: dt.date | None = None
    unit: str = ""
    dated: Dated = "seen on"
    definition: str = ""
    remark: str = ""
    url: str = ""
    economies: tuple[str, ...] = ()
    former: str = ""
    described: Described | None = None


_NEXT: Final = dt.timedelta(microseconds=1)
_PUT_BACK: Final = dt.timedelta(days=1)
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()


def frame_of(rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return rows of economy, period and value as a frame of str, datetime64[s] and float64."""
    # numpy takes each date apart by itself; counted as days they go in at once, in a twentieth of the time
    days = np.fromiter((row[1].toordinal() for row in rows), dtype="int64", count=len(rows)) - _EPOCH_DAY
    return pd.DataFrame(
        {
            "economy": pd.Series([row[0] for row in rows], dtype="str"),
            "period": days.astype("datetime64[D]").astype("datetime64[s]"),
            "value": np.array([row[2] for row in rows], dtype="float64"),
        }
    )


def lives(values: pd.DataFrame, first: Sequence[int], last: Sequence[int], history: Sequence[Vintage]) -> pd.DataFrame:
    """Return values with since and until for the ids of their first and last vintages; equal ones in a row are one.

    `values` has economy, period and value, sorted by both keys and first vintage; `history` is oldest first.
    """
    ids = np.array([vintage.id for vintage in history], dtype="int64")
    moments = np.array([naive(vintage.published) for vintage in history] + [None], dtype="datetime64[us]")
    since = np.searchsorted(ids, np.array(first, dtype="int64"))
    until = np.searchsorted(ids, np.array(last, dtype="int64"), side="right")
    frame = values.assign(since=moments[since], until=moments[until])
    if frame.empty:
        return frame
    # earlier releases are put before what is stored as they are, also where a value went on
    before = frame.shift()
    goes_on = frame["since"].eq(before["until"])
    for name in (*_KEY, "value"):
        goes_on &= frame[name].eq(before[name])
    joined = frame.assign(until=frame.groupby((~goes_on).cumsum())["until"].transform("last").to_numpy())
    # "last" passes over what still holds
    still = frame["until"].isna().groupby((~goes_on).cumsum()).transform("any")
    return joined.assign(until=joined["until"].mask(still))[~goes_on].reset_index(drop=True)


def newest_of(connection: sa.Connection, indicator: str) -> tuple[int, dt.datetime] | None:
    """Return id and published (UTC, without a zone) of the newest vintage of an indicator, None if there is none."""
    row = _newest(connection, indicator)
    return None if row is None else (row["id"], row["published"])


def moment_to_publish(connection: sa.Connection, indicator: str) -> dt.datetime:
    """Return when what is written now of an indicator is published (UTC, without a zone).

    That is now by the database's clock, and always after what is stored: a clock that was put back loses nothing, and
    a citation that pins what is stored of other indicators goes on drawing what it drew. Only what a clock wrote that
    was wrong by more than a day drags no other indicator with it.
    """
    newest, now = newest_of(connection, indicator), clock(connection)
    newest_of_all = ends(vintage_table, NEWEST).subquery()
    latest = connection.scalar(
        sa.select(sa.func.max(newest_of_all.c.published)).where(newest_of_all.c.published <= now + _PUT_BACK)
    )
    stored = [moment for moment in (latest, newest and newest[1]) if moment]
    return max([now, *(moment + _NEXT for moment in stored)])


def _newest(connection: sa.Connection, indicator: str) -> Mapping[Any, Any] | None:
    query = sa.select(vintage_table).where(vintage_table.c.indicator == indicator)
    return connection.execute(query.order_by(vintage_table.c.id.desc()).limit(1)).mappings().first()


def write_newer(connection: sa.Connection, releases: Iterable[Release]) -> list[Vintage]:
    """Write those releases that are newer than what is stored of their indicators.

    What is shipped may be older than what was published meanwhile of other indicators. A citation pins all of a chart
    at the newest of its vintages: where there is one of its indicator before it, it counts from after all of them.
    """
    newest_of_all = ends(vintage_table, NEWEST).subquery()
    latest = connection.scalar(sa.select(sa.func.max(newest_of_all.c.published)))
    written: list[Vintage] = []
    for release in releases:
        published, newest = naive(release.published), newest_of(connection, release.indicator)
        if newest is not None and newest[1] >= published:
            continue
        told = release
        if newest and latest and release.origin == "snapshot" and published <= latest:
            told, published = replace(release, dated="seen on"), latest + _NEXT
        written.append(write_release(connection, told, published, stored_of(connection, release.indicator)))
    return written


def write_release(connection: sa.Connection, release: Release, published: dt.datetime, stored: pd.DataFrame) -> Vintage:
    """Write a release as a vintage: its points that differ from those stored, and a row that counts them."""
    beyond = stored[~stored["economy"].isin(release.economies)] if release.economies else stored.iloc[:0]
    observations = _tidy(pd.concat([release.observations, beyond]) if len(beyond) else release.observations)
    changes = diff(stored, observations)
    newest = _newest(connection, release.indicator)
    comparable = newest is None or (newest["definition"] == release.definition and not release.former)
    if release.former:
        _redefine(connection, release.indicator, release.former)
    row = {
        "id": next_id(connection, vintage_table),
        "indicator": release.indicator,
        "published": published,
        "release": release.release,
        "rows": len(observations),
        **counted(kinds(changes, stored, observations, comparable=comparable)),
        "origin": release.origin,
        "updated": release.updated,
        "unit": release.unit,
        "dated": release.dated,
        "definition": release.definition,
        "remark": release.remark,
        "url": release.url,
        **dict.fromkeys(("covers", "licence"), ""),
    }
    written = connection.execute(sa.insert(vintage_table).values(row).returning(vintage_table)).mappings().one()
    vintage = vintage_of(written)
    if newest is not None:
        _close(connection, release.indicator, newest["id"], changes[changes["before"].notna()])
    _insert(connection, vintage, changes[changes["after"].notna()])
    _forget_older(connection, release)
    return vintage


def _forget_older(connection: sa.Connection, release: Release) -> None:
    """Let nothing older than a release wait for a decision any more; what is newer than one that is shipped does."""
    table = pending_table.c
    waiting = sa.and_(table.indicator == release.indicator, table.state == "pending")
    connection.execute(sa.delete(pending_table).where(waiting, table.fetched <= naive(release.published)))


def _redefine(connection: sa.Connection, indicator: str, unit: str) -> None:
    """Say of the vintages that counted in today's definition that they count in a unit that is today's no longer."""
    table = vintage_table.c
    todays = sa.and_(table.indicator == indicator, table.definition == "")
    connection.execute(sa.update(vintage_table).where(todays).values(definition=unit))


def counted(found: pd.Series[Any]) -> dict[str, int]:
    """Return how many changes there are of each kind that a vintage counts."""
    counts = found.value_counts()
    return {kind.value: int(counts.get(kind, 0)) for kind in Change if kind is not Change.REPRINTED}


def stored_of(connection: sa.Connection, indicator: str) -> pd.DataFrame:
    """Return the observations of an indicator that hold now: economy (str), period (datetime64[s]), value (float64)."""
    table = observation_table.c
    query = sa.select(table.economy, table.period, table.value).where(
        table.indicator == indicator, table.last_vintage == CURRENT
    )
    return frame_of(connection.execute(query).all())


def _tidy(observations: pd.DataFrame) -> pd.DataFrame:
    """Return observations as the table keeps them; StoreError for what it could not keep."""
    frame = pd.DataFrame(
        {
            "economy": observations["economy"].astype("str"),
            "period": observations["period"].astype("datetime64[s]"),
            # adding zero turns -0.0 into 0.0, which is all that SQLite keeps of it
            "value": observations["value"].astype("float64") + 0.0,
        }
    )
    frame = frame[frame["value"].notna()]
    if frame["period"].isna().any():
        raise StoreError("A release holds a figure without a period.")
    if frame.duplicated(_KEY).any():
        # the key of the table would catch those that change, and not a repeat of what is stored
        raise StoreError("A release holds more than one figure for the same economy and period.")
    return frame


def _close(connection: sa.Connection, indicator: str, last_vintage: int, points: pd.DataFrame) -> None:
    if points.empty:
        return
    table = observation_table.c
    statement = (
        sa.update(observation_table)
        .where(
            table.indicator == indicator,
            table.last_vintage == CURRENT,
            table.economy == sa.bindparam("of_economy"),
            table.period == sa.bindparam("of_period"),
        )
        .values(last_vintage=last_vintage)
    )
    keys = zip(points["economy"], points["period"].dt.date, strict=True)
    connection.execute(statement, [{"of_economy": economy, "of_period": period} for economy, period in keys])


def _insert(connection: sa.Connection, vintage: Vintage, points: pd.DataFrame) -> None:
    rows = zip(
        repeat(vintage.indicator, len(points)),
        points["economy"].tolist(),
        repeat(CURRENT, len(points)),
        days_of(points["period"]),
        repeat(vintage.id, len(points)),
        points["after"].tolist(),
        strict=True,
    )
    insert_observations(connection, list(rows))


def days_of(periods: pd.Series[Any]) -> Sequence[str]:
    """Return periods as the days that they begin with, written by ISO 8601."""
    # a few days stand for thousands of observations
    codes, days = pd.factorize(periods.to_numpy())
    return np.datetime_as_string(days, unit="D").astype(object)[codes].tolist()


def vintage_of(row: Mapping[Any, Any]) -> Vintage:
    """Return a row of the vintage table as a record, its moment in UTC."""
    return Vintage.model_validate({**row, "published": row["published"].replace(tzinfo=dt.UTC)})


def naive(moment: dt.datetime) -> dt.datetime:
    """Return a moment as the database keeps it: UTC, without saying so."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
