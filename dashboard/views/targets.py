"""Tell what became of targets by the observations stored, as of a day or now."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.target_outcomes import TargetOutcome, target_outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target
from dashboard.store.as_of import AsOf, day_of
from dashboard.views.loading import Observations


def outcomes(found: Observations, targets: Iterable[Target], as_of: AsOf | None) -> dict[str, TargetOutcome]:
    """Return by target what became of it by the observations of its indicator, as told then."""
    wanted = tuple(targets)
    own = found.of({target.economy for target in wanted})
    return _told(panel_of(own.annual, found.indicator.kind, found.breaks), wanted, as_of)


def outcomes_without(indicator: Indicator, targets: Iterable[Target], as_of: AsOf | None) -> dict[str, TargetOutcome]:
    """Return by target what is to be told of it where the store has no observations of its indicator."""
    return _told(panel_of(pd.DataFrame(), indicator.kind), targets, as_of)


def _told(panel: Panel, targets: Iterable[Target], as_of: AsOf | None) -> dict[str, TargetOutcome]:
    now = _year(as_of)
    return {target.id: target_outcome(panel, target, now) for target in targets}


def _year(as_of: AsOf | None) -> int:
    return (day_of(as_of) if as_of is not None else dt.datetime.now(dt.UTC).date()).year
