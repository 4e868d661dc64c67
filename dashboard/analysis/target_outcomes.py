"""Tell what became of a target, as a value: met, early or not, missed, not due, or not to be told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.analysis.panel import Floats, Panel, Years
from dashboard.catalogue.policy import Target

# under this a value and a bound are the same: what arithmetic leaves behind, relative to the bound
_NOISE: Final = 1e-9


class TargetState(StrEnum):
    """What became of a target; the comment names the parameters of `TargetOutcome` that come with it."""

    # value, year; reached and early (zero) of a target that may be met in any year up to its deadline
    MET = "met"
    # value, year, reached, early
    MET_EARLY = "met-early"
    # value, year; reached and early (negative) where it was reached late
    MISSED = "missed"
    # the newest value, year and last, if there are any
    NOT_DUE = "not-due"
    # the same: the deadline is over, and no value tells of it
    FIGURES_STOP = "figures-stop"
    # value, year: the series measures something else, so it does not judge
    DIFFERS = "definition-differs"
    # last: what the years of an average or a change have is of two definitions; of a value of one year: value and year
    # too, which are of another definition than the one known when the target was set
    SERIES_BREAK = "series-break"
    # last, if there are any values: none of the years wanted
    NO_FIGURES = "no-figures"
    # the catalogue has no series of it
    NO_SERIES = "no-series"
    # it is on record that no value was set
    NOT_SET = "not-set"


_MET: Final = {TargetState.MET: True, TargetState.MET_EARLY: True, TargetState.MISSED: False}


@dataclass(frozen=True)
class TargetOutcome:
    """What became of a target, in the unit of its indicator, or in percent where the target is a change.

    `value` is that of `year`: the deadline, or the newest year where that is not over. It is a mean where the target is
    an average. `distance` is the value at the deadline minus the nearest bound, zero inside a range, and `pct` the same
    in percent of the bound. `reached` is the first year in which it was met, `early` how many years before the deadline
    that was (negative: after it), `last` the newest year with a value.
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
    last: int | None = None

    @property
    def met(self) -> bool | None:
        """Tell whether it was met; None where that cannot be told."""
        return _MET.get(self.state)


@dataclass(frozen=True)
class _Read:
    """What values tell of a target: that of its deadline or the newest before, and in which year it was met first."""

    value: float | None = None
    year: int | None = None
    reached: int | None = None
    is_due: bool = False


def target_outcome(panel: Panel, target: Target, now: int) -> TargetOutcome:
    """Return what became of a target by its economy's values, as told in the year `now`."""
    if not target.is_set:
        return TargetOutcome(target.id, target.last_year, TargetState.NOT_SET)
    years, values = panel.observed(target.economy)
    last = int(years[-1]) if len(years) else None
    is_broken = last is not None and _is_broken(panel, target, last)
    read = _Read() if is_broken else _READERS[target.basis](years, values, target)
    state = _state(target, read, last, now)
    if (is_broken and state is TargetState.NO_FIGURES) or (state in _MET and _is_redefined(panel, target, read)):
        state = TargetState.SERIES_BREAK
    # what is measured differently is neither near nor reached
    is_comparable = not target.differs and state is not TargetState.SERIES_BREAK
    away = (None, None)
    if read.value is not None and read.year == target.last_year and is_comparable:
        away = _away(read.value, target)
    reached = read.reached if is_comparable else None
    early = None if reached is None else target.last_year - reached
    return TargetOutcome(target.id, target.last_year, state, read.value, read.year, *away, reached, early, last)


def without_series(target: Target) -> TargetOutcome:
    """Return the outcome of a target of which the catalogue has no series."""
    state = TargetState.NO_SERIES if target.is_set else TargetState.NOT_SET
    return TargetOutcome(target.id, target.last_year, state)


def distance(value: float, target: Target) -> float:
    """Return value minus the nearest bound, 0 inside a range; a target open at one end or single is a point."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    if not bounds:
        raise ValueError(f"{target.id}: no figure was set, so nothing is distant from it")
    if min(bounds) <= value <= max(bounds):
        return 0.0
    return value - min(bounds, key=lambda bound: abs(value - bound))


def is_met(value: float, target: Target) -> bool:
    """Tell whether a value comes up to a target, down to it where it is a ceiling or a fall, or lies in its band.

    A target of about so much is met by what rounds to it at its own decimals; nothing is rounded up to any other: 1.96
    is not 2.
    """
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    if not bounds:
        raise ValueError(f"{target.id}: no figure was set, so none can be reached")
    compared = round(value, target.decimals) if target.about else value
    low, high = bounds[0], bounds[-1]
    comes_up = compared >= low - _NOISE * max(1.0, abs(low))
    comes_down = compared <= high + _NOISE * max(1.0, abs(high))
    return {"up": comes_up, "down": comes_down, "within": comes_up and comes_down}[target.direction]


def _is_broken(panel: Panel, target: Target, last: int) -> bool:
    """Tell whether a target asks to compare years between which the series breaks."""
    compares = target.basis in ("average", "change")
    return compares and bool(panel.broken_between(target.economy, target.first_year, min(target.last_year, last)))


def _is_redefined(panel: Panel, target: Target, read: _Read) -> bool:
    """Tell whether the value that decides is of another definition than those known when the target was set."""
    year = target.last_year if read.reached is None else min(read.reached, target.last_year)
    is_of_one_year = target.basis in ("by-end", "each-year")
    return is_of_one_year and bool(panel.broken_between(target.economy, target.set_on.year, year))


def _state(target: Target, read: _Read, last: int | None, now: int) -> TargetState:
    is_met_by_then = read.reached is not None and read.reached <= target.last_year
    if not read.is_due and (target.differs or not is_met_by_then):
        if last is not None and last >= target.last_year:
            return TargetState.NO_FIGURES
        if target.last_year >= now:
            return TargetState.NOT_DUE
        return TargetState.NO_FIGURES if last is None else TargetState.FIGURES_STOP
    if target.differs:
        return TargetState.DIFFERS
    if not is_met_by_then:
        return TargetState.MISSED
    return TargetState.MET if read.reached == target.last_year else TargetState.MET_EARLY


def _of_its_year(years: Years, values: Floats, target: Target) -> _Read:
    return _read(years, values, target, values[years == target.last_year])


def _of_an_average(years: Years, values: Floats, target: Target) -> _Read:
    inside = values[(years >= target.first_year) & (years <= target.last_year)]
    is_whole = len(inside) == target.last_year - target.first_year + 1
    return _read(years, values, target, inside.mean(keepdims=True) if is_whole else inside[:0])


def _of_a_change(years: Years, values: Floats, target: Target) -> _Read:
    base = values[years == target.first_year]
    if not len(base) or not base[0]:
        return _Read()
    # the newest year tells how far it has come
    since = years >= target.first_year
    changes = (values[since] / base[0] - 1) * 100
    return _read(years[since], changes, target, changes[years[since] == target.last_year])


def _read(years: Years, values: Floats, target: Target, found: Floats) -> _Read:
    """Return the value found for a deadline; without it the newest, where the target is not of an average."""
    if len(found):
        value = float(found[0])
        return _Read(value, target.last_year, target.last_year if is_met(value, target) else None, is_due=True)
    if target.basis == "average" or not len(years) or int(years[-1]) >= target.last_year:
        return _Read()
    return _Read(float(values[-1]), int(years[-1]))


def _by_the_end(years: Years, values: Floats, target: Target) -> _Read:
    if not len(years):
        return _Read()
    # what lay beyond the bound before anybody set it is no target reached
    since = years >= target.set_on.year
    met = [int(year) for year, value in zip(years[since], values[since], strict=True) if is_met(float(value), target)]
    # measured at its deadline, or by the newest value before that
    row = max(0, int((years <= target.last_year).sum()) - 1)
    is_due = int(years[-1]) >= target.last_year
    return _Read(float(values[row]), int(years[row]), met[0] if met else None, is_due)


_READERS: Final = {
    "each-year": _of_its_year,
    "average": _of_an_average,
    "change": _of_a_change,
    "by-end": _by_the_end,
}


def _away(value: float, target: Target) -> tuple[float, float]:
    away = distance(value, target)
    bound = value - away
    return away, away / abs(bound) * 100 if bound and away else 0.0
