"""Records of the store: a vintage, which is one release of one indicator, one held back, and an attempt to refresh."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from pydantic import field_validator

from dashboard import formatting
from dashboard.catalogue.records import IndicatorId, Record, Text, shown
from dashboard.store.doubts import Doubt

Origin = Literal["history", "snapshot", "live"]
Dated = Literal["published", "seen on"]

# what `covers` says of a release that has countries and no aggregates
COUNTRIES: Final = "countries"

Ending = Literal["fresh", "unchanged", "failed", "cancelled", "pending"]


class Stored(Record):
    """A record of the database: it cannot be refused any more, so what cannot be shown is left out of it."""

    @field_validator("*")
    @classmethod
    def _readable(cls, value: object) -> object:
        """Return texts on one line, whatever they hold and however long they are."""
        return shown(value) if isinstance(value, str) else value


class Vintage(Stored):
    """One release of one indicator as it entered the store; `published` is when it could be known (UTC).

    `origin` tells observations shipped with Eraline, as earlier releases or as the newest, from those fetched. `dated`
    tells the source's own day of release from the day on which it was seen, which is the latest that it can be.
    `updated` is the source's own last-updated day, or that of a shipped release by its manifest, and `unit` its own
    words for the unit, "" where it has none.

    `added`, `revised` and `withdrawn` count changes against the vintage before. What changed because the release counts
    in another `definition` ("" is today's; a base year is one too) is `redefined` and no revision. `covers` is "" where
    a release has all economies, COUNTRIES where it lacks the aggregates, else the codes of those that it has.
    """

    id: int
    indicator: IndicatorId
    published: dt.datetime
    release: Text
    rows: int
    added: int
    revised: int
    withdrawn: int
    origin: Origin
    updated: dt.date | None = None
    unit: str = ""
    dated: Dated = "seen on"
    redefined: int = 0
    definition: str = ""
    covers: str = ""
    remark: str = ""
    licence: str = ""
    url: str = ""

    @property
    def date(self) -> dt.date:
        """Return the day (UTC) on which it was published."""
        return self.published.date()

    @property
    def day(self) -> str:
        """Return its day for people, with how it is known: published 17 November 2016, seen on 21 December 2013."""
        return f"{self.dated} {formatting.day(self.date, 'day')}"

    @property
    def is_changed(self) -> bool:
        """Tell whether it brought other observations than the vintage before it."""
        return bool(self.added or self.revised or self.withdrawn or self.redefined)


class Reach(NamedTuple):
    """How far the observations of an indicator reach: first and last period, and how many economies."""

    first: dt.date
    last: dt.date
    economies: int


class Attempt(Stored):
    """One try to refresh one indicator and how it ended (UTC); `vintage` is what it wrote, `detail` why it failed."""

    id: int
    indicator: IndicatorId
    started: dt.datetime
    finished: dt.datetime
    outcome: Ending
    detail: str = ""
    vintage: int | None = None


class Pending(Stored):
    """A release that was held back: when it was fetched (UTC), why it is doubted, and what a person decided and when.

    `release`, `updated`, `unit` and `rows` are as in a vintage; `digest` tells its values and unit from any other's.
    """

    indicator: IndicatorId
    state: Literal["pending", "refused"]
    digest: str
    fetched: dt.datetime
    decided: dt.datetime | None = None
    release: Text
    updated: dt.date | None = None
    unit: str = ""
    rows: int
    doubts: tuple[Doubt, ...]


def distinct(vintages: Iterable[Vintage]) -> tuple[Vintage, ...]:
    """Return vintages each once, in the order in which they come."""
    return tuple({vintage.id: vintage for vintage in vintages}.values())


def releases(vintages: Iterable[Vintage]) -> str:
    """Return the release texts joined by "; ", each after its indicator's id where there are several."""
    known = distinct(vintages)
    if len(known) == 1:
        return known[0].release
    return "; ".join(f"{vintage.indicator}: {vintage.release}" for vintage in known)
