"""Say what became of a target, in words."""

from collections.abc import Mapping
from typing import Final

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetOutcome, TargetState
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target

_STATES: Final = {TargetState.MET: "met", TargetState.MISSED: "missed", TargetState.OPEN: "still open"}


def outcome_text(target: Target, outcomes: Mapping[str, TargetOutcome], indicator: Indicator) -> str:
    """Return what became of an indicator's target: reached in 2017, 3 years early; "" where values cannot tell."""
    outcome = outcomes.get(target.id)
    if outcome is None or outcome.value is None:
        return ""
    if outcome.reached is not None and outcome.early is not None:
        come = f"reached in {outcome.reached}, {formatting.years_early(outcome.early)}"
        return come if outcome.state is TargetState.MET else f"missed: {come}"
    when = f" in {outcome.year}" if target.basis == "by-end" else ""
    return f"{_STATES[outcome.state]}: {formatting.quantity(outcome.value, indicator.unit_short, 1)}{when}"
