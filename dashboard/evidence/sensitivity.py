"""What would change the outcome of a check? One line each, from the numbers at hand."""

from typing import Final

from dashboard import formatting
from dashboard.analysis.levels import STALE_YEARS, Level
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.placement import MIN_DATES
from dashboard.analysis.targets import Reached, TargetReading
from dashboard.catalogue.claims import CONTEXT, EraMeansCheck, MilestoneCheck, Outcome, ThresholdCheck
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.evidence.checks import Finding, Ground

MEASURES: Final = {
    "latest": "the latest figure of {name}",
    "mean": "the mean of {name}",
    "change": "the change of {name}",
    "share-above": "the share of years in which {name} is above {above}",
    "standing": "the share of other economies ahead in {name}",
    "doubling-time": "the doubling time of {name}",
    "mean-margin": "the mean distance of {name} from its target",
    "share-set": "the share of years with a target for {name}",
    "share-met": "the share of met deadlines for {name}",
}


def would_change(finding: Finding, ground: Ground) -> str:
    """Return what would change the outcome of a check: "" of context, which changes nothing."""
    check, indicator = finding.check, ground.catalogue.indicator(finding.check.indicator)
    if check.role == CONTEXT:
        return ""
    if finding.outcome is Outcome.UNTESTED:
        return _when_testable(finding, indicator, ground)
    if isinstance(check, MilestoneCheck):
        return _other_place(finding)
    return _other_number(check, finding, indicator)


def _other_place(finding: Finding) -> str:
    found = finding.detail
    if not isinstance(found, MilestoneChange):
        return ""
    first = found.dates.dates // 10
    places = "first place" if first == 1 else f"first {first}"
    when = "no longer came" if finding.outcome is Outcome.SUPPORTS else "came"
    return f"if the change {when} in the {places} of {found.dates.dates} dates"


def _other_number(check: ThresholdCheck, finding: Finding, indicator: Indicator) -> str:
    if isinstance(finding.detail, TargetReading) and finding.detail.reached is not None:
        return _other_year(check, finding.outcome, finding.detail.reached.deadline)
    what, up = _what(check, indicator), check.better == "up"
    supports, against = (phrases.measured(check, indicator, bound or 0.0) for bound in (check.supports, check.against))
    match finding.outcome:
        case Outcome.SUPPORTS:
            return f"if {what} {'fell below' if up else 'rose above'} {supports}"
        case Outcome.AGAINST:
            return f"if {what} {'rose above' if up else 'fell below'} {against}"
        case _:
            gained, lost = ("rose to", "fell to") if up else ("fell to", "rose to")
            return f"if {what} {gained} {supports}, or {lost} {against}"


def _other_year(check: ThresholdCheck, outcome: Outcome, deadline: int) -> str:
    early = formatting.years_early(check.supports or 0.0)
    reached = {
        Outcome.SUPPORTS: f"less than {early}",
        Outcome.AGAINST: "by its deadline",
        Outcome.UNCLEAR: f"{early} or more",
    }
    return f"if the target for {deadline} had been reached {reached[outcome]}"


def _what(check: ThresholdCheck, indicator: Indicator) -> str:
    if isinstance(check, EraMeansCheck):
        return f"the gap between the era means of {indicator.short_name}"
    above = phrases.value(indicator, getattr(check, "above", None) or 0.0)
    return MEASURES[check.measure].format(name=indicator.short_name, above=above)


def _when_testable(finding: Finding, indicator: Indicator, ground: Ground) -> str:
    name, found = indicator.short_name, finding.detail
    years, _ = ground.panel(finding.check).observed(finding.check.economy)
    if not len(years):
        return f"when there are figures of {name}"
    wanted = _wanted_year(finding, int(years[-1]), ground)
    if wanted > years[-1]:
        return f"when {name} reaches {wanted}"
    if isinstance(found, MilestoneChange):
        windows, year = found.change.windows, found.change.year
        return f"if {name} had figures without gap or break for {windows.before(year)[0]}–{windows.after(year)[1]}"
    return f"if {name} had figures without gap or break for more of the years compared"


def _wanted_year(finding: Finding, last: int, ground: Ground) -> int:
    """Return up to which year figures would have to reach, `last` where more years alone are no help."""
    match finding.detail:
        case MilestoneChange(change=change, dates=dates):
            return change.windows.after(change.year)[1] if change.reason else last + MIN_DATES - dates.dates
        case TargetReading(reached=Reached(deadline=deadline)):
            return deadline
        case Level(measure="latest"):
            return ground.newest(finding.check.economy) - STALE_YEARS
        case _:
            return last
