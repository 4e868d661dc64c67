"""Say what became of a target, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetOutcome, TargetState, is_met
from dashboard.catalogue import wording
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target

_MOST_DECIMALS: Final = 6


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
    TargetState.NO_FIGURES: lambda found: f"No figure for {found.deadline}",
    TargetState.NO_SERIES: lambda _outcome: "No series measures it",
    TargetState.NOT_SET: lambda _outcome: "No figure was set",
}


def delivered(target: Target, outcome: TargetOutcome, indicator: Indicator) -> str:
    """Return the value of a target's deadline, or the newest before it, with its year: 2.36 % in 2020; "" of none."""
    if outcome.value is None:
        return ""
    value = outcome.value
    if target.basis == "change":
        return f"{formatting.change_pct(value, max(1, target.decimals))} {_span(target.first_year, outcome.year)}"
    text = formatting.quantity(value, indicator.unit_short, _decimals(value, target, indicator))
    if target.basis == "average":
        return f"{text} on average {_span(target.first_year, outcome.year)}"
    return f"{text} in {outcome.year}"


def _span(first: int, last: int | None) -> str:
    return f"from {first} to {last}"


def _decimals(value: float, target: Target, indicator: Indicator) -> int:
    """Return with how many decimals a value shows on which side of its target it lies: 1.96 under 2, not 2.0."""
    least = max(target.decimals, indicator.decimals)
    if target.about:
        return least
    wanted = is_met(value, target)
    told = (places for places in range(least, _MOST_DECIMALS) if is_met(round(value, places), target) == wanted)
    return next(told, _MOST_DECIMALS)


def passed_sentence(target: Target, outcome: TargetOutcome, indicator: Indicator) -> str:
    """Return when a target was passed, as a sentence goes on: the 110 GW target for 2020 was passed in 2017, ..."""
    amount = f"the {wording.figure(target)} {indicator.unit_short} target"
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


def extremes(outcomes: Sequence[TargetOutcome], indicator: Indicator) -> str:
    """Return the years farthest above and below their targets, in brackets: (2.6 above in 2021, 2.4 below in 2022)."""
    known = [(found.distance, found.deadline) for found in outcomes if found.distance is not None]
    ends = dict.fromkeys([max(known), min(known)]) if known else ()
    told = [f"{size} {_side(away)} in {year}" for away, year in ends if (size := _size(away, indicator))]
    return f" ({', '.join(told)})" if told else ""


def _size(distance: float, indicator: Indicator) -> str:
    text = formatting.number(abs(distance), max(1, indicator.decimals))
    return text if text.strip("0.") else ""


def _side(distance: float) -> str:
    return "above" if distance > 0 else "below"


def _points(indicator: Indicator) -> str:
    return "points" if indicator.unit_short == "%" else indicator.unit_short
