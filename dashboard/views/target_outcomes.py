"""How did each target turn out? In words: met, missed, reached early or late, or still open."""

from collections.abc import Iterable

from dashboard import formatting
from dashboard.analysis.panel import Panel
from dashboard.analysis.targets import outcome, reached
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target


def target_outcomes(panel: Panel, indicator: Indicator, targets: Iterable[Target]) -> dict[str, str]:
    """Return by target what became of it, "" where figures cannot tell; compared as `is_met` compares."""
    return {target.id: _turned_out(panel, indicator, target) for target in targets if target.is_set}


def _turned_out(panel: Panel, indicator: Indicator, target: Target) -> str:
    if target.basis == "by-end":
        return _by_the_deadline(panel, indicator, target)
    found = outcome(panel, target)
    if found.outcome is None:
        return ""
    return f"{'met' if found.met else 'missed'}: {formatting.quantity(found.outcome, indicator.unit_short, 1)}"


def _by_the_deadline(panel: Panel, indicator: Indicator, target: Target) -> str:
    found = reached(panel, target)
    if found.year is not None and found.early is not None:
        come = f"reached in {found.year}, {formatting.years_early(found.early)}"
        return come if found.early >= 0 else f"missed: {come}"
    years, values = panel.observed(target.economy)
    if not len(years):
        return ""
    # a missed target is measured at its deadline, an open one at the newest figure
    row = -1 if found.state == "open" else int((years <= target.last_year).sum()) - 1
    figure = f"{formatting.quantity(float(values[row]), indicator.unit_short, 1)} in {years[row]}"
    return f"still open: {figure}" if found.state == "open" else f"missed: {figure}"
