"""How do outcomes lie to what was aimed at? Distances, targets met, and years early."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.policy import Target

State = Literal["reached", "missed", "open"]
# as outcomes are announced
_DECIMALS: Final = 1


@dataclass(frozen=True)
class Distance:
    """The outcome of a target's deadline against it: `distance` in the unit of the target, in `pct` of the bound.

    `outcome` is the figure of the deadline, or the mean of the span where the target is an average; None where it is
    not known, and so are the others then. Above the bound is positive; inside a range it is nought.
    """

    target: str
    year: int
    outcome: float | None
    distance: float | None
    pct: float | None
    met: bool | None


@dataclass(frozen=True)
class Reached:
    """When figures first came to a target: years `early` before its deadline (negative: late), or why not yet."""

    target: str
    deadline: int
    state: State
    year: int | None = None
    early: int | None = None


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
    distances: tuple[Distance, ...] = ()
    reached: Reached | None = None


def distance(value: float, target: Target) -> float:
    """Return value minus the nearest bound, 0 inside a range; a target open at one end or single is a point."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    if not bounds:
        raise ValueError(f"{target.id}: no figure was set, so nothing is distant from it")
    if min(bounds) <= value <= max(bounds):
        return 0.0
    return value - min(bounds, key=lambda bound: abs(value - bound))


def is_met(value: float, target: Target) -> bool:
    """Tell whether a figure comes to a target's lower bound, both rounded to one decimal as outcomes are announced."""
    return round(value, _DECIMALS) >= round(_floor(target), _DECIMALS)


def reached(panel: Panel, target: Target) -> Reached:
    """Return the first year with a figure at or above a target, and how many years before its deadline that was."""
    years, values = panel.observed(target.economy)
    met = [int(year) for year, value in zip(years, values, strict=True) if is_met(float(value), target)]
    if met:
        return Reached(target.id, target.last_year, "reached", met[0], target.last_year - met[0])
    is_over = len(years) > 0 and int(years[-1]) >= target.last_year
    return Reached(target.id, target.last_year, "missed" if is_over else "open")


def outcome(panel: Panel, target: Target) -> Distance:
    """Return the outcome of a target at its deadline and how far it lies from it."""
    value = _outcome(panel, target)
    if value is None or not target.is_set:
        return Distance(target.id, target.last_year, value, None, None, None)
    away = distance(value, target)
    bound = value - away
    met = is_met(value, target)
    if target.basis == "by-end":
        early = reached(panel, target).early
        met = early is not None and early >= 0
    return Distance(target.id, target.last_year, value, away, away / bound * 100 if bound and away else 0.0, met)


def mean_margin(panel: Panel, economy: str, targets: Sequence[Target], span: tuple[int, int]) -> TargetReading:
    """Return the mean distance of outcomes from the targets of their years; `span` limits the years."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values("mean-margin")
    newest = int(years[-1])
    yearly = [known for known in targets if known.basis == "each-year" and known.is_set and known.last_year <= newest]
    found = tuple(outcome(panel, target) for target in _latest_set(yearly, span))
    known = [entry for entry in found if entry.distance is not None]
    ends = (known[0].year, known[-1].year) if known else (None, None)
    reading = TargetReading("mean-margin", len(known), len(found), *ends, reason=None, distances=found)
    distances = [entry.distance for entry in known if entry.distance is not None]
    return _with_mean(reading, distances, Cause.NO_YEAR_WITH_TARGET)


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
    found = tuple(outcome(panel, target) for target in _latest_set(due, span))
    known = [entry for entry in found if entry.met is not None]
    ends = (known[0].year, known[-1].year) if known else (None, None)
    reading = TargetReading("share-met", len(known), len(found), *ends, reason=None, distances=found)
    return _with_mean(reading, [float(bool(entry.met)) for entry in known], Cause.NO_DEADLINE_REACHED)


def years_early(panel: Panel, economy: str, targets: Sequence[Target], _span: tuple[int, int]) -> TargetReading:
    """Return how many years before its deadline the one target was reached."""
    years, _ = panel.observed(economy)
    if not len(years):
        return _without_values("years-early")
    (target,) = targets
    found = reached(panel, target)
    is_open = found.state == "open"
    reason = Reason(Cause.NOT_DUE, years=(target.last_year, int(years[-1]))) if is_open else None
    early = None if found.early is None else float(found.early)
    return TargetReading(
        "years-early", len(years), len(years), int(years[0]), int(years[-1]), reason, early, reached=found
    )


def _without_values(measure: str) -> TargetReading:
    return TargetReading(measure, 0, 0, None, None, NO_DATA)


def _with_mean(reading: TargetReading, values: Sequence[float], without: Cause) -> TargetReading:
    if not values:
        return replace(reading, reason=Reason(without))
    return replace(reading, value=float(np.mean(values)))


def _latest_set(targets: Sequence[Target], span: tuple[int, int]) -> list[Target]:
    """Return one target a deadline inside a span, by deadline: the one that was set last."""
    inside = [target for target in targets if span[0] <= target.last_year <= span[1]]
    by_deadline = {target.last_year: target for target in sorted(inside, key=lambda target: target.set_on)}
    return [by_deadline[year] for year in sorted(by_deadline)]


def _outcome(panel: Panel, target: Target) -> float | None:
    years, values = panel.observed(target.economy)
    first = target.first_year if target.basis == "average" else target.last_year
    inside = (years >= first) & (years <= target.last_year)
    is_whole = int(inside.sum()) == target.last_year - first + 1
    return float(values[inside].mean()) if is_whole else None


def _floor(target: Target) -> float:
    bound = target.low if target.low is not None else target.high
    if bound is None:
        raise ValueError(f"{target.id}: no figure was set, so none can be reached")
    return bound
