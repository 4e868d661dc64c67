"""Compare what a chart showed as of an earlier day with what it shows now: the values that changed, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard import formatting
from dashboard.analysis.transforms import LEVEL, TRANSFORMS
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.indicators import Tier
from dashboard.store.as_of import AsOf
from dashboard.store.changes import Change, diff, kinds
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.releases import standing
from dashboard.views.view import View

_KEY: Final = ["economy", "period"]
# what was revised shows in digits that a headline would round away
_FINER: Final = 2


@dataclass(frozen=True, eq=False)
class Cited:
    """What a selection showed as of a day or an instant, and what it shows later.

    `changes` has economy (str), period (datetime64[s]), before and after (float64; NaN where there was or is no value)
    and change (str, a Change), sorted by both keys; what was only printed anew is not in it.
    """

    as_of: AsOf
    then: View
    now: View
    changes: pd.DataFrame

    def of(self, change: Change) -> pd.DataFrame:
        """Return the changes of one kind."""
        return self.changes[self.changes["change"] == change]

    @cached_property
    def largest(self) -> "pd.Series[Any] | None":
        """Return the largest revision: by the difference of percentages, else by the relative one; None without any."""
        revised = self.of(Change.REVISED)
        if revised.empty:
            return None
        size = (revised["after"] - revised["before"]).abs()
        if not self.now.unit_short.startswith("%"):
            # percent of a percentage say little, and a difference of other units is the largest economy's
            size = size / revised["before"].abs().replace(0, np.nan)
        return revised.iloc[int(np.argmax(size.fillna(0).to_numpy()))]

    def written(self, value: float) -> str:
        """Return a value with its unit, finely enough for a revision to show."""
        return exact(self.now, value)


def exact(view: View, value: float) -> str:
    """Return a value of a view with its unit and one decimal more than its chart writes."""
    return formatting.quantity(value, view.unit_short, view.decimals + 1, finer=_FINER)


def cited_of(loader: Loader, view: View) -> Cited | None:
    """Return what became of the values that a view cites, or of those that it draws beside its own.

    None where it does neither, or draws a user's own series. NoObservations where nothing was stored on the day cited.
    """
    selection = view.selection
    if view.indicator.tier is Tier.CUSTOM:
        return None
    if selection.cited is not None:
        return beside_cited(loader, view, selection.cited)
    if selection.as_of is None:
        return None
    return compared(loader, view, chart_view(loader, replace(selection, as_of=None)), selection.as_of)


def beside_cited(loader: Loader, view: View, day: AsOf) -> Cited:
    """Return what a view showed as of an earlier day and shows now; NoObservations where nothing was stored then."""
    return compared(loader, chart_view(loader, replace(view.selection, as_of=day, cited=None)), view, day)


def compared(loader: Loader, then: View, now: View, as_of: AsOf) -> Cited:
    """Return what changed between two views of one selection, by the points that each of them has."""
    before, after = (view.points[[*_KEY, "value"]] for view in (then, now))
    found = diff(before, after)
    told = kinds(found, before, after)
    if now.selection.transform != LEVEL or now.indicator.derived is not None:
        told = told.mask(_reads_the_same(now, found, told), Change.REPRINTED)
    both = found["before"].notna() & found["after"].notna()
    told = told.mask(both & found["economy"].isin(list(_defined_anew(loader, then, now))), Change.REDEFINED)
    changes = found.assign(change=told)
    return Cited(as_of, then, now, changes[changes["change"] != Change.REPRINTED].reset_index(drop=True))


def _reads_the_same(view: View, found: pd.DataFrame, told: "pd.Series[Any]") -> "pd.Series[Any]":
    """Tell which revisions of computed values nobody could read: no source printed their digits."""
    same = [
        change == Change.REVISED and exact(view, before) == exact(view, after)
        for before, after, change in zip(found["before"], found["after"], told, strict=True)
    ]
    return pd.Series(same, index=found.index, dtype="bool")


def _defined_anew(loader: Loader, then: View, now: View) -> Iterator[str]:
    """Yield the economies whose values count in another definition, unit or base now than they did."""
    if (then.unit, then.subtitle) != (now.unit, now.subtitle):
        yield from (economy.id for economy in now.economies)
        return
    newer = {vintage.indicator: vintage for vintage in now.vintages}
    pairs = [(old, newer[old.indicator]) for old in then.vintages if old.indicator in newer]
    moved = [(loader.store.history(old.indicator), old, new) for old, new in pairs if old.id != new.id]
    beside = [loader.catalogue.economies[WORLD]] if _needs_world(now) else []
    for economy in now.economies:
        if any(
            standing(history, old, each).definition != standing(history, new, each).definition
            for history, old, new in moved
            for each in (economy, *beside)
        ):
            yield economy.id


def _needs_world(view: View) -> bool:
    derived = view.indicator.derived
    return TRANSFORMS[view.selection.transform].needs_world or (derived is not None and derived.op == "share_of_world")
