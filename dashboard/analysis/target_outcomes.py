"""Tell what became of a target: met or missed, early or late, or still open, as a value."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.analysis.panel import Panel
from dashboard.catalogue.policy import Target

# as outcomes are announced
_DECIMALS: Final = 1


class TargetState(StrEnum):
    """What became of a target; the comment names the parameters of `TargetOutcome` that come with it."""

    # value and year at the deadline; reached and early of a target that may be met in any year up to it
    MET = "met"
    # the same; early is negative where it was reached late
    MISSED = "missed"
    # the newest value and its year
    OPEN = "open"
    # no values that could tell
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TargetOutcome:
    """What became of a target, in the unit of its indicator.

    `value` is that of `year`, or the mean of the span where the target is an average. `distance` is the value at the
    deadline minus the nearest bound, zero inside a range, and `pct` the same in percent of the bound. `reached` is the
    first year in which it was met, `early` how many years before the deadline that was.
    """

    target: str
    deadline: int
    state: TargetState
    value: float | None = None
    year: int | None = None
    distance: float | None = None
    pct: float | None = None
    reached: int | None = None
    early: int | None = None

    @property
    def met(self) -> bool | None:
        """Tell whether it was met; None where that cannot be told yet."""
        return {TargetState.MET: True, TargetState.MISSED: False}.get(self.state)


def target_outcome(panel: Panel, target: Target) -> TargetOutcome:
    """Return what became of a target that was set, by its economy's values."""
    return _by_the_end(panel, target) if target.basis == "by-end" else _in_its_years(panel, target)


def distance(value: float, target: Target) -> float:
    """Return value minus the nearest bound, 0 inside a range; a target open at one end or single is a point."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    if not bounds:
        raise ValueError(f"{target.id}: no figure was set, so nothing is distant from it")
    if min(bounds) <= value <= max(bounds):
        return 0.0
    return value - min(bounds, key=lambda bound: abs(value - bound))


def is_met(value: float, target: Target) -> bool:
    """Tell whether a value comes to a target's lower bound, both rounded to one decimal as outcomes are announced."""
    bound = target.low if target.low is not None else target.high
    if bound is None:
        raise ValueError(f"{target.id}: no figure was set, so none can be reached")
    return round(value, _DECIMALS) >= round(bound, _DECIMALS)


def _in_its_years(panel: Panel, target: Target) -> TargetOutcome:
    """Return the outcome of a target for one year, or for the average of several."""
    years, values = panel.observed(target.economy)
    first = target.first_year if target.basis == "average" else target.last_year
    inside = (years >= first) & (years <= target.last_year)
    if int(inside.sum()) < target.last_year - first + 1:
        return TargetOutcome(target.id, target.last_year, TargetState.UNKNOWN)
    value = float(values[inside].mean())
    state = TargetState.MET if is_met(value, target) else TargetState.MISSED
    return TargetOutcome(target.id, target.last_year, state, value, target.last_year, *_away(value, target))


def _by_the_end(panel: Panel, target: Target) -> TargetOutcome:
    """Return the outcome of a target that may be met in any year up to its deadline."""
    years, values = panel.observed(target.economy)
    if not len(years):
        return TargetOutcome(target.id, target.last_year, TargetState.UNKNOWN)
    met = [int(year) for year, value in zip(years, values, strict=True) if is_met(float(value), target)]
    reached = met[0] if met else None
    early = None if reached is None else target.last_year - reached
    if early is not None:
        state = TargetState.MET if early >= 0 else TargetState.MISSED
    else:
        state = TargetState.MISSED if int(years[-1]) >= target.last_year else TargetState.OPEN
    # a target is measured at its deadline, by the newest value before that
    row = max(0, int((years <= target.last_year).sum()) - 1)
    value, year = float(values[row]), int(years[row])
    away = _away(value, target) if year == target.last_year else (None, None)
    return TargetOutcome(target.id, target.last_year, state, value, year, *away, reached, early)


def _away(value: float, target: Target) -> tuple[float, float]:
    away = distance(value, target)
    bound = value - away
    return away, away / bound * 100 if bound and away else 0.0
