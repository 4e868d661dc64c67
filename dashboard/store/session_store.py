"""Read series that a user brought beside those that are stored; nothing of them is ever written."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import sqlalchemy as sa

from dashboard.store.as_of import AsOf
from dashboard.store.changes import diff
from dashboard.store.observation_cache import ObservationCache
from dashboard.store.observations import Store
from dashboard.store.reader import Reader
from dashboard.store.records import Origin, Reach, Vintage
from dashboard.store.vintages import lives

# the lowest id that a column of the database can hold: those stored count from one, earlier releases down from there
_BELOW_ALL: Final = -(2**31)


@dataclass(frozen=True, eq=False)
class Brought:
    """A series that a user brought: its only vintage, and its observations as a store returns them."""

    vintage: Vintage
    observations: pd.DataFrame


def brought(indicator: str, observations: pd.DataFrame, *, now: dt.datetime, number: int) -> Brought:
    """Return a series brought now; `number` tells it from the others of its session."""
    ordered = observations.sort_values(["economy", "period"], ignore_index=True)
    vintage = Vintage(
        id=_BELOW_ALL - number,
        indicator=indicator,
        published=now,
        release="your own table",
        rows=len(ordered),
        added=len(ordered),
        revised=0,
        withdrawn=0,
        origin="live",
    )
    return Brought(vintage, ordered)


def beside(store: Store, series: Mapping[str, Brought]) -> Store:
    """Return a store with the series of a session beside what it holds: itself where there are none."""
    return store.opened_as(lambda reader, cache: SessionStore(reader, cache, series)) if series else store


class SessionStore(Store):
    """A store with the series of one session beside what is stored.

    They have one vintage each, which is the one known on any day.
    """

    def __init__(self, database: sa.Engine | Reader, cache: ObservationCache, series: Mapping[str, Brought]) -> None:
        super().__init__(database, cache)
        self._series = series

    def vintages(self, origin: Origin | None = None) -> Mapping[str, Vintage]:
        """Return the newest vintage of each indicator, those of the session behind those stored."""
        own = {name: series.vintage for name, series in self._series.items()} if origin is None else {}
        return {**super().vintages(origin), **own}

    def vintage(self, indicator: str, as_of: AsOf | None = None) -> Vintage:
        """Return the vintage known on a day: the only one of a series of the session."""
        own = self._series.get(indicator)
        return own.vintage if own else super().vintage(indicator, as_of)

    def history(self, indicator: str) -> tuple[Vintage, ...]:
        """Return every vintage of an indicator, oldest first."""
        own = self._series.get(indicator)
        return (own.vintage,) if own else super().history(indicator)

    def observations(self, vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what a vintage holds, as a store does."""
        own = self._series.get(vintage.indicator)
        if own is None:
            return super().observations(vintage, economies)
        found = own.observations
        return found.copy() if economies is None else found[found["economy"].isin(economies)].reset_index(drop=True)

    def changes(self, vintage: Vintage) -> pd.DataFrame:
        """Return what a vintage changed: everything, where it is the only one."""
        own = self._series.get(vintage.indicator)
        return diff(own.observations.iloc[:0], own.observations) if own else super().changes(vintage)

    def lifetimes(self, indicator: str, economies: Collection[str] | None = None) -> pd.DataFrame:
        """Return every value with when it was the one known: since it was brought."""
        own = self._series.get(indicator)
        if own is None:
            return super().lifetimes(indicator, economies)
        found = self.observations(own.vintage, None if economies is None else tuple(economies))
        ids = [own.vintage.id] * len(found)
        return lives(found, ids, ids, [own.vintage])

    def spans(self, indicators: Collection[str] | None = None) -> Mapping[str, tuple[dt.date, dt.date]]:
        """Return the first and last period of indicators, of those of the session too."""
        own = {
            name: (series.observations["period"].min().date(), series.observations["period"].max().date())
            for name, series in self._series.items()
            if indicators is None or name in indicators
        }
        return {**super().spans(indicators), **own}

    def reach(self, indicators: Collection[str]) -> Mapping[str, Reach]:
        """Return how far indicators reach, those of the session too."""
        own = {
            name: Reach(*span, self._series[name].observations["economy"].nunique())
            for name, span in self.spans([name for name in indicators if name in self._series]).items()
        }
        return {**super().reach(indicators), **own}
