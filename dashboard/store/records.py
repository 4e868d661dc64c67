"""Records of the store: a vintage, which is one release of one indicator, and an attempt to refresh it."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from dashboard.catalogue.records import Record, Slug, Text

Origin = Literal["snapshot", "live"]


Ending = Literal["fresh", "unchanged", "failed", "cancelled"]


class Vintage(Record):
    """One release of one indicator as it entered the store; `published` is when it could be known (UTC).

    `origin` tells observations shipped with Eraline from those fetched; `updated` is the source's own last-updated day
    and `unit` its own words for the unit, "" where it has none.
    """

    id: int
    indicator: Slug
    published: dt.datetime
    release: Text
    rows: int
    added: int
    revised: int
    withdrawn: int
    origin: Origin
    updated: dt.date | None = None
    unit: str = ""

    @property
    def date(self) -> dt.date:
        """Return the day (UTC) on which it was published."""
        return self.published.date()

    @property
    def is_changed(self) -> bool:
        """Tell whether it brought other observations than the vintage before it."""
        return bool(self.added or self.revised or self.withdrawn)


class Attempt(Record):
    """One try to refresh one indicator and how it ended (UTC); `vintage` is what it wrote, `detail` why it failed."""

    id: int
    indicator: Slug
    started: dt.datetime
    finished: dt.datetime
    outcome: Ending
    detail: str = ""
    vintage: int | None = None


def releases(vintages: Iterable[Vintage]) -> str:
    """Return the release texts joined by "; ", each after its indicator's id where there are several."""
    distinct = list({vintage.id: vintage for vintage in vintages}.values())
    if len(distinct) == 1:
        return distinct[0].release
    return "; ".join(f"{vintage.indicator}: {vintage.release}" for vintage in distinct)
