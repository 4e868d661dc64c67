"""Checks that compare the years after a milestone with those before, and rank the change among all dates."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dashboard import formatting
from dashboard.analysis.milestone_change import (
    MilestoneChange,
    milestone_change,
    milestones_inside,
)
from dashboard.analysis.ranks import MIN_DATES
from dashboard.analysis.windows import Windows, why_not_yet
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import MilestoneCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import change_sentences, phrases, quantities
from dashboard.evidence.findings import CheckInputs, Compared, DatedChange, Finding
from dashboard.evidence.kinds.base import CheckKind
from dashboard.evidence.marks import Mark, window_marks
from dashboard.evidence.quantities import Quantity
from dashboard.views.selection import Selection

ChangeFinding = Finding[MilestoneCheck, MilestoneChange]
_RANK: Final = quantities.share("rank / dates")


class MilestoneKind(CheckKind[MilestoneCheck, MilestoneChange]):
    """The rank of a change at a milestone among all dates of the series."""

    def find(self, check: MilestoneCheck, inputs: CheckInputs) -> ChangeFinding:
        """Return what a check comes to."""
        year = first_year_from(inputs.catalogue.milestones[check.milestone].date)
        panel = inputs.panel(check).between(check.first_year, check.last_year)
        windows = Windows(check.statistic, check.k, check.lag)
        others = inputs.comparators(check.economy)
        found = milestone_change(panel, check.economy, others, year, windows, check.direction)
        n, rank, dates = found.change.n, found.dates.rank, found.dates.dates
        if rank is None:
            ended = why_not_yet(panel, check.economy, year, windows, inputs.newest(check.economy))
            return Finding(check, Outcome.UNTESTED, None, n, ended or found.change.reason or found.dates.reason, found)
        placed = Finding(check, Outcome.UNCLEAR, rank / dates, n, None, found)
        return replace(placed, outcome=self.judge(placed, inputs, 1.0))

    def judge(self, finding: ChangeFinding, inputs: CheckInputs, zone: float) -> Outcome:
        """Return what a rank comes to: in favour in the first tenth, against in the last quarter (of slopes, tenth)."""
        found, rank = finding.detail, finding.detail.dates.rank
        if rank is None:
            return Outcome.UNTESTED
        dates = found.dates.dates
        if 10 * zone * rank <= dates and found.economies.beyond is not False and found.agrees:
            return Outcome.SUPPORTS
        # whole numbers where the zone is as stated, so that no rounding decides
        behind = dates - rank
        is_last = 10 * zone * behind < dates if finding.check.statistic == "slope" else 4 * zone * behind <= dates
        return Outcome.AGAINST if is_last else Outcome.UNCLEAR

    def compared(self, finding: ChangeFinding, inputs: CheckInputs) -> Compared | None:
        """Return the other economies with values for the same windows."""
        change = finding.detail.change
        if change.reason:
            return None
        economies = tuple(entry.economy for entry in finding.detail.economies.changes)
        return Compared(economies, change.windows.after(change.year)[1])

    def title(self, check: MilestoneCheck, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends."""
        change = "change" if check.statistic == "mean" else "change of trend"
        return f"{change} at {catalogue.milestones[check.milestone].short_title}"

    def method(self, check: MilestoneCheck) -> str:
        """Return how its number is found."""
        what = "means" if check.statistic == "mean" else "slopes"
        return (
            f"The difference of the {what} of the {check.k} years before and after, ranked among all dates of the "
            "series at which it can be taken, and compared with the median of other economies; a rank in the first "
            "tenth is unusual."
        )

    def quantity(self, check: MilestoneCheck) -> Quantity:
        """Return how its number is written."""
        return _RANK

    def sentence(self, finding: ChangeFinding, inputs: CheckInputs) -> str:
        """Return what a series did about a milestone and its rank among all dates, or why that cannot be said."""
        if finding.reason is not None:
            return change_sentences.untold(finding.detail, finding.reason)
        indicator = inputs.catalogue.indicator(finding.check.indicator)
        told = change_sentences.change_sentence(indicator, finding.detail)
        return f"{told} {change_sentences.economies_sentence(indicator, finding.detail)}"

    def brief(self, finding: ChangeFinding, inputs: CheckInputs) -> str:
        """Return the deciding number in few words; "" where there is none."""
        dates = finding.detail.dates
        if dates.rank is None:
            return ""
        movement = phrases.movement(finding.detail.direction)
        return f"ranked by {movement}, {phrases.ordinal(dates.rank)} of {dates.dates} dates"

    def notes(self, finding: ChangeFinding, inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence, the reason of the check, and which ranks count."""
        check, found, catalogue = finding.check, finding.detail, inputs.catalogue
        indicator, milestones = catalogue.indicator(check.indicator), catalogue.history.milestones.values()
        others = milestones_inside(milestones, found.change.year, found.change.windows, check.milestone)
        named, rest = change_sentences.concerning(indicator, others)
        yield from change_sentences.change_notes(indicator, _named(finding, catalogue), found, named, rest)
        if check.reason:
            yield f"{formatting.sentence(check.reason)}."
        if found.dates.rank is not None:
            yield change_sentences.rank_rule(found, found.dates.rank)

    def other_outcome(self, finding: ChangeFinding, inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check that could be tested: another rank."""
        return change_sentences.other_rank(finding.detail, counts=finding.outcome is Outcome.SUPPORTS)

    def wanted_year(self, finding: ChangeFinding, last: int, inputs: CheckInputs) -> int:
        """Return up to which year values would have to reach: the end of the window, or of enough dates."""
        change, dates = finding.detail.change, finding.detail.dates
        return change.windows.after(change.year)[1] if change.reason else last + MIN_DATES - dates.dates

    def wanted_years(self, finding: ChangeFinding) -> str:
        """Return in words the years for which values are wanted: those of the windows."""
        windows, year = finding.detail.change.windows, finding.detail.change.year
        return formatting.spell(windows.before(year)[0], windows.after(year)[1])

    def marks(self, finding: ChangeFinding, indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the two windows with their means or trends."""
        yield from window_marks(finding.detail.change, indicator, values)

    def dated_change(self, finding: ChangeFinding, catalogue: Catalogue) -> DatedChange:
        """Return the change that was ranked among all dates."""
        return DatedChange(_named(finding, catalogue), finding.detail)

    def selection(self, check: MilestoneCheck) -> Selection:
        """Return the selection that shows what a check looks at, its milestone chosen."""
        return replace(super().selection(check), milestone=check.milestone)


def _named(finding: ChangeFinding, catalogue: Catalogue) -> str:
    return catalogue.milestones[finding.check.milestone].short_title
