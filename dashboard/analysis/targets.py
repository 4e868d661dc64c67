"""Measure outcomes against targets: mean distance, shares of years set and deadlines met, years early."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.analysis.target_outcomes import TargetOutcome, TargetState, target_outcome
from dashboard.catalogue.policy import Target

# under so many years with a target and an outcome nothing is said of them together
MIN_YEARS: Final = 5


@dataclass(frozen=True)
class TargetReading:
    """One measure of outcomes against targets from `n` years or deadlines of `years`, or the reason why there is none.

    `value`: a mean distance in the unit of the indicator, a share from 0 to 1, or years early; a missed deadline has no
    number of years, and no reason either.
    """

    measure: str
    n: int
    years: int
    first: int | None
    last: int | None
    reason: Reason | None
    value: float | None = None
    distances: tuple[TargetOutcome, ...] = ()
    reached: TargetOutcome | None = None

    @property
    def margin(self) -> float | None:
        """Return the mean distance of the years read; None where there is none."""
        away = [entry.distance for entry in self.distances if entry.distance is not None]
        return float(np.mean(away)) if away else None


def mean_margin(panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int]) -> TargetReading:
    """Return the mean distance of outcomes from the targets of their years; `span` limits the years."""
    return _of_years("mean-margin", panel, economy, _yearly(targets, span), lambda away: away)


def mean_distance(panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int]) -> TargetReading:
    """Return the mean size of the distances of outcomes from the targets of their years, above and below alike."""
    return _of_years("mean-distance", panel, economy, _yearly(targets, span), abs)


def share_beyond(
    panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int], beyond: float
) -> TargetReading:
    """Return in which share of the years with a target and an outcome the outcome lies so much or more above it."""
    return _of_years("share-beyond", panel, economy, _yearly(targets, span), lambda away: float(away >= beyond))


def share_set(panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int]) -> TargetReading:
    """Return for which share of the years of a span, up to the newest value, a yearly target was set."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values("share-set")
    newest = int(years[-1])
    asked = range(span[0], min(span[1], newest) + 1)
    with_target = {target.last_year for target in targets if target.is_set and target.basis == "each-year"}
    ends = (asked[0], asked[-1]) if asked else (None, None)
    reading = TargetReading("share-set", len(asked), len(asked), *ends, reason=None)
    return _with_mean(reading, [float(year in with_target) for year in asked], Cause.NO_YEAR_WITH_VALUE)


def share_met(panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int]) -> TargetReading:
    """Return which share of the deadlines inside a span was met."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values("share-met")
    newest = int(years[-1])
    due = [target for target in targets if target.is_set and target.last_year <= newest]
    found = tuple(target_outcome(panel, target, newest) for target in _latest_set(due, span))
    known = [entry for entry in found if entry.met is not None]
    ends = (known[0].deadline, known[-1].deadline) if known else (None, None)
    reading = TargetReading("share-met", len(known), len(found), *ends, reason=None, distances=found)
    return _with_mean(reading, [float(bool(entry.met)) for entry in known], Cause.NO_DEADLINE_REACHED)


def years_early(panel: Panel, economy: str, targets: Sequence[Target], _span: tuple[int, int]) -> TargetReading:
    """Return how many years before its deadline the one target was reached."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values("years-early")
    (target,) = targets
    found = target_outcome(panel, target, int(years[-1]))
    reason = None
    if found.state is TargetState.NOT_DUE:
        reason = Reason(Cause.NOT_DUE, years=(target.last_year, int(years[-1])))
    elif found.state is TargetState.SERIES_BREAK:
        since = min(target.first_year, target.set_on.year)
        reason = Reason(Cause.SERIES_BREAK, years=panel.broken_between(economy, since, target.last_year))
    early = None if found.early is None else float(found.early)
    return TargetReading(
        "years-early", len(years), len(years), int(years[0]), int(years[-1]), reason, early, reached=found
    )


def _yearly(targets: Sequence[Target], span: tuple[int, int]) -> list[Target]:
    return _latest_set([known for known in targets if known.basis == "each-year" and known.is_set], span)


def _of_years(
    measure: str, panel: Panel, economy: str, targets: Sequence[Target], of_distance: Callable[[float], float]
) -> TargetReading:
    """Return the mean of what is made of the distances of the years with a target and an outcome, at least five."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values(measure)
    due = [target for target in targets if target.last_year <= int(years[-1])]
    found = tuple(target_outcome(panel, target, int(years[-1])) for target in due)
    known = [(entry.deadline, entry.distance) for entry in found if entry.distance is not None]
    ends = (known[0][0], known[-1][0]) if known else (None, None)
    reading = TargetReading(measure, len(known), len(found), *ends, reason=None, distances=found)
    if known and len(known) < MIN_YEARS:
        return replace(reading, reason=Reason(Cause.TOO_FEW_TARGETS, n=len(known), least=MIN_YEARS))
    return _with_mean(reading, [of_distance(away) for _, away in known], Cause.NO_YEAR_WITH_TARGET)


def _without_values(measure: str) -> TargetReading:
    return TargetReading(measure, 0, 0, None, None, NO_DATA)


def _with_mean(reading: TargetReading, values: Sequence[float], without: Cause) -> TargetReading:
    if not values:
        return replace(reading, reason=Reason(without))
    return replace(reading, value=float(np.mean(values)))


def _latest_set(targets: Sequence[Target], span: tuple[int, int]) -> list[Target]:
    """Return one target per deadline inside a span, by deadline: the one that was set last."""
    inside = [target for target in targets if span[0] <= target.last_year <= span[1]]
    by_deadline = {target.last_year: target for target in sorted(inside, key=lambda target: target.set_on)}
    return [by_deadline[year] for year in sorted(by_deadline)]
