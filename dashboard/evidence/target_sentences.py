"""Say what became of a target, in words."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetOutcome, TargetState, is_met
from dashboard.analysis.target_releases import Change, Knowledge
from dashboard.catalogue import wording
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target

_MOST_DECIMALS: Final = 6
# what arithmetic leaves behind is no distance
_NOISE: Final = 1e-9


def outcome_text(target: Target, outcomes: Mapping[str, TargetOutcome], indicator: Indicator) -> str:
    """Return what became of an indicator's target, with its value: Missed: 6.9 % in 2015; "" where nothing is known."""
    outcome = outcomes.get(target.id)
    if outcome is None:
        return ""
    if outcome.state is TargetState.NOT_DUE and outcome.last is not None:
        return f"{label(outcome)}; figures end in {outcome.last}"
    value = delivered(target, outcome, indicator)
    return f"{label(outcome)}: {value}" if value else label(outcome)


def label(outcome: TargetOutcome) -> str:
    """Return what became of a target in few words, without its value: Met in 2017, three years early."""
    return _LABELS[outcome.state](outcome)


def timing(outcome: TargetOutcome) -> str:
    """Return how early or late a target was reached: three years early, on time; "" where it was not or has no time."""
    return "" if outcome.early is None else formatting.years_early(outcome.early)


def _missed(outcome: TargetOutcome) -> str:
    if outcome.reached is None:
        return "Missed"
    return f"Missed; reached in {outcome.reached}, {formatting.years_early(outcome.early or 0)}"


_LABELS: Final[dict[TargetState, Callable[[TargetOutcome], str]]] = {
    TargetState.MET: lambda _outcome: "Met",
    TargetState.MET_EARLY: lambda found: f"Met in {found.reached}, {formatting.years_early(found.early or 0)}",
    TargetState.MISSED: _missed,
    TargetState.NOT_DUE: lambda found: f"Not due until {found.deadline}",
    TargetState.FIGURES_STOP: lambda found: f"Figures stop in {found.last}",
    TargetState.DIFFERS: lambda _outcome: "Definition differs",
    TargetState.SERIES_BREAK: lambda _outcome: "The series breaks in these years",
    TargetState.NO_FIGURES: lambda found: f"No figure for {found.deadline}",
    TargetState.NO_SERIES: lambda _outcome: "No series measures it",
    TargetState.NOT_SET: lambda _outcome: "No figure was set",
}


def delivered(target: Target, outcome: TargetOutcome, indicator: Indicator) -> str:
    """Return the value of a target's deadline, or the newest before it, with its year: 2.36 % in 2020; "" of none."""
    if outcome.value is None:
        return ""
    value, year = outcome.value, outcome.year or target.last_year
    if target.basis == "change":
        return f"{formatting.change_pct(value, max(1, target.decimals))} {formatting.during(target.first_year, year)}"
    text = formatting.quantity(value, indicator.unit_short, _decimals(value, target, indicator))
    if target.basis == "average":
        return f"{text} on average {formatting.during(target.first_year, year)}"
    return f"{text} in {year}"


def _decimals(value: float, target: Target, indicator: Indicator) -> int:
    """Return with how many decimals a value shows on which side of its target it lies: 1.96 under 2, not 2.0."""
    least = max(target.decimals, indicator.decimals)
    if target.about:
        return least
    wanted = is_met(value, target)
    told = (places for places in range(least, _MOST_DECIMALS) if is_met(round(value, places), target) == wanted)
    return next(told, _MOST_DECIMALS)


def known_text(known: Knowledge) -> str:
    """Return by which release it was first known that a target was met, and what later ones made of it; "" of none."""
    if known.first is None:
        return ""
    if known.change is not Change.NONE and known.changed is not None:
        first, changed = _day(known.first), _day(known.changed)
        if known.change is Change.TO_MISSED:
            return f"Met by the release of {first}; missed since that of {changed}"
        if known.first < known.changed:
            return f"Met by the release of {first}, then missed; met again since that of {changed}"
        return f"Missed at first; met since the release of {changed}"
    if known.is_earliest:
        return f"{'Only' if known.releases == 1 else 'Earliest'} release stored ({_day(known.first)})"
    return f"Release of {_day(known.first)}"


def _day(date: dt.date) -> str:
    return formatting.day(date, "day")


def summary(outcomes: Collection[TargetOutcome]) -> str:
    """Return what became of targets in a sentence or two, with how many of them could be judged."""
    if not outcomes:
        return "No targets are on record for this choice."
    counted = Counter(outcome.state for outcome in outcomes)
    early, met = counted[TargetState.MET_EARLY], counted[TargetState.MET] + counted[TargetState.MET_EARLY]
    missed, on_record = counted[TargetState.MISSED], formatting.count(len(outcomes), "target")
    before = "" if not early else " (early)" if early == met == 1 else f" ({early} of them early)"
    rest = [_counted(counted[state], *words) for state, words in _REST.items() if counted[state]]
    told = f" Of the others, {formatting.listing(rest)}." if rest else ""
    if not met + missed:
        return f"Of {on_record} on record, none can be judged: {formatting.listing(rest)}."
    decided = f"{_counted(met, 'was', 'were')} met{before} and {_counted(missed, 'was', 'were')} missed"
    judged = str(met + missed) if rest or len(outcomes) == 1 else "all"
    return f"Of {on_record} on record, {judged} can be judged: {decided}.{told}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number or 'none'} {many if number > 1 else one}"


_REST: Final = {
    TargetState.NOT_DUE: ("is not due yet", "are not due yet"),
    TargetState.FIGURES_STOP: ("has figures that stop before it is due", "have figures that stop before they are due"),
    TargetState.DIFFERS: ("is defined otherwise than its series", "are defined otherwise than their series"),
    TargetState.SERIES_BREAK: ("has a series that breaks in its years", "have series that break in their years"),
    TargetState.NO_FIGURES: ("has no figure for its year", "have no figure for their year"),
    TargetState.NO_SERIES: ("has no series that measures it", "have no series that measures them"),
    TargetState.NOT_SET: ("was set without a figure", "were set without a figure"),
}


def passed_sentence(target: Target, outcome: TargetOutcome, indicator: Indicator) -> str:
    """Return when a target was passed, as a sentence goes on: the 110 GW target for 2020 was passed in 2017, ..."""
    amount = f"the {wording.amount(target)} {indicator.unit_short} target"
    if outcome.state is TargetState.NOT_DUE:
        return f"{amount} is for {target.last_year}"
    goal = f"{amount} for {target.last_year}"
    if outcome.reached is None or outcome.early is None:
        return f"{goal} had not been reached by {outcome.last}"
    return f"{goal} was passed in {outcome.reached}, {formatting.years_early(outcome.early)}"


def margin(distance: float, indicator: Indicator) -> str:
    """Return how far from a target a value or a mean lies: 0.1 points above target, on target."""
    size = _size(distance, indicator)
    return "on target" if not size else f"{size} {_points(indicator)} {_side(distance)} target"


def margin_of(target: Target, outcome: TargetOutcome, indicator: Indicator) -> str:
    """Return how far the value of a deadline lies from its target, in the target's unit: 0.04 points below target.

    "" where no value tells; a value inside a range, or on its bound, is on target.
    """
    away = outcome.distance
    if away is None:
        return ""
    if abs(away) < _NOISE:
        return "on target"
    unit = "points" if target.basis == "change" else _points(indicator)
    # a target that was missed by little is not said to be on it: the first digit that is none is written
    size = formatting.quantity(abs(away), unit, max(target.decimals, indicator.decimals, 1))
    return f"{size} {_side(away)} target"


def extremes(outcomes: Sequence[TargetOutcome], indicator: Indicator) -> str:
    """Return the years farthest above and below their targets, in brackets: (2.6 above in 2021, 2.4 below in 2022)."""
    known = [(found.distance, found.deadline) for found in outcomes if found.distance is not None]
    # the largest of each sign, so that none above its target is told as the farthest below
    ends = [end for end, sign in ((max(known), 1), (min(known), -1)) if end[0] * sign > 0] if known else []
    told = [f"{size} {_side(away)} in {year}" for away, year in ends if (size := _size(away, indicator))]
    return f" ({', '.join(told)})" if told else ""


def _size(distance: float, indicator: Indicator) -> str:
    text = formatting.number(abs(distance), max(1, indicator.decimals))
    return text if text.strip("0.") else ""


def _side(distance: float) -> str:
    return "above" if distance > 0 else "below"


def _points(indicator: Indicator) -> str:
    return "points" if indicator.unit_short == "%" else indicator.unit_short
