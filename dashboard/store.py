"""What does the cache hold, as of when? Reads and writes of observations and vintages on either engine."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.database import CURRENT, insert_observations, observation_table, reading, vintage_table, writing
from dashboard.errors import NoFigures, StoreGone
from dashboard.model import Vintage

_KEY: Final = ["economy", "period"]


@dataclass(frozen=True)
class Release:
    """One release of one indicator to be committed.

    Observations have the columns economy (str), period (datetime64) and value (float64; NaN counts as absent).
    """

    indicator: str
    published: dt.datetime
    release: str
    observations: pd.DataFrame


class Store:
    """Reads and writes of one database; safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def is_gone(self) -> bool:
        """Tell whether the file under the store was removed or replaced, so that it must be opened anew."""
        try:
            with reading(self._engine):
                return False
        except StoreGone:
            return True

    def vintages(self) -> Mapping[str, Vintage]:
        """Return the newest vintage of each indicator that has one."""
        newest = sa.select(sa.func.max(vintage_table.c.id)).group_by(vintage_table.c.indicator)
        found = self._vintages(sa.select(vintage_table).where(vintage_table.c.id.in_(newest)))
        return {vintage.indicator: vintage for vintage in found}

    def vintage(self, indicator: str, as_of: dt.date | None = None) -> Vintage:
        """Return the vintage that was newest at the end of a day (UTC), or now; NoFigures if there was none."""
        query = sa.select(vintage_table).where(vintage_table.c.indicator == indicator)
        if as_of is not None:
            query = query.where(vintage_table.c.published <= dt.datetime.combine(as_of, dt.time.max))
        found = self._vintages(query.order_by(vintage_table.c.id.desc()).limit(1))
        if not found:
            raise NoFigures(f"No figures of {indicator} are in the cache" + (f" as of {as_of}." if as_of else "."))
        return found[0]

    def history(self, indicator: str) -> tuple[Vintage, ...]:
        """Return every vintage of an indicator, oldest first."""
        return self._vintages(
            sa.select(vintage_table).where(vintage_table.c.indicator == indicator).order_by(vintage_table.c.id)
        )

    def observations(self, vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what a vintage holds, of some economies or of all.

        Columns economy (str), period (datetime64[s], start of the period), value (float64); sorted by both keys.
        """
        table = observation_table.c
        query = sa.select(table.economy, table.period, table.value).where(
            table.indicator == vintage.indicator,
            # ids grow with time, so a row holds in a vintage that lies within first..last
            table.last_vintage >= vintage.id,
            table.first_vintage <= vintage.id,
        )
        if economies is not None:
            query = query.where(table.economy.in_(economies))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(table.economy, table.period)).all()
        return pd.DataFrame(
            {
                "economy": pd.Series([row[0] for row in rows], dtype="str"),
                "period": np.array([row[1] for row in rows], dtype="datetime64[s]"),
                "value": np.array([row[2] for row in rows], dtype="float64"),
            }
        )

    def commit(self, releases: Sequence[Release]) -> tuple[Vintage, ...]:
        """Write releases in one transaction, changed points only, and return the vintages written.

        A release not newer than what is held of its indicator is left out, so that committing twice, or from several
        processes at once, equals committing once. Raises StoreError and leaves everything as it was.
        """
        with writing(self._engine) as connection:
            written = [_commit_release(connection, release) for release in releases]
        return tuple(vintage for vintage in written if vintage is not None)

    def _vintages(self, query: sa.Select[Any]) -> tuple[Vintage, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(_vintage(row) for row in rows)


def _vintage(row: Mapping[Any, Any]) -> Vintage:
    return Vintage.model_validate({**row, "published": row["published"].replace(tzinfo=dt.UTC)})


def _commit_release(connection: sa.Connection, release: Release) -> Vintage | None:
    published = release.published.astimezone(dt.UTC).replace(tzinfo=None)
    query = sa.select(vintage_table.c.id, vintage_table.c.published).where(
        vintage_table.c.indicator == release.indicator
    )
    newest = connection.execute(query.order_by(vintage_table.c.id.desc()).limit(1)).first()
    if newest is not None and newest.published >= published:
        return None
    observations = _tidy(release.observations)
    changes = _changes(_held(connection, release.indicator) if newest else None, observations)
    row = {
        "indicator": release.indicator,
        "published": published,
        "release": release.release,
        "rows": len(observations),
        "added": int((changes["was"].isna() & changes["value"].notna()).sum()),
        "revised": int((changes["was"].notna() & changes["value"].notna()).sum()),
        "withdrawn": int(changes["value"].isna().sum()),
    }
    written = connection.execute(sa.insert(vintage_table).values(row).returning(vintage_table)).mappings().one()
    vintage = _vintage(written)
    if newest is not None:
        _close(connection, release.indicator, newest.id, changes[changes["was"].notna()])
    _insert(connection, vintage, changes[changes["value"].notna()])
    return vintage


def _held(connection: sa.Connection, indicator: str) -> pd.DataFrame:
    table = observation_table.c
    query = sa.select(table.economy, table.period, table.value).where(
        table.indicator == indicator, table.last_vintage == CURRENT
    )
    frame = pd.DataFrame(connection.execute(query).all(), columns=[*_KEY, "was"])
    return frame.astype({"economy": "str", "period": "datetime64[s]", "was": "float64"})


def _tidy(observations: pd.DataFrame) -> pd.DataFrame:
    frame = observations[[*_KEY, "value"]].astype({"economy": "str", "period": "datetime64[s]", "value": "float64"})
    # adding nought turns -0.0 into 0.0, which is all that SQLite keeps of it
    return frame.assign(value=frame["value"] + 0.0).dropna(subset=["value"])


def _changes(held: pd.DataFrame | None, observations: pd.DataFrame) -> pd.DataFrame:
    """Return the points that differ: economy, period, was (NaN: new), value (NaN: withdrawn)."""
    if held is None:
        return observations.assign(was=np.nan)
    both = held.merge(observations, on=_KEY, how="outer")
    return both[both["was"].ne(both["value"])]


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
    periods = points["period"].dt.date
    rows = [
        (vintage.indicator, economy, CURRENT, period, vintage.id, value)
        for economy, period, value in zip(points["economy"], periods, points["value"].tolist(), strict=True)
    ]
    insert_observations(connection, rows)
