"""Interface of a check kind, and what kinds with thresholds have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboard.analysis.reasons import Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CONTEXT, Check, ThresholdCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.evidence.findings import CheckInputs, DatedChange, Finding
from dashboard.evidence.marks import Bound, Mark
from dashboard.evidence.quantities import Quantity
from dashboard.views.selection import Selection

C = TypeVar("C", bound=Check)
T = TypeVar("T", bound=ThresholdCheck)
D = TypeVar("D")


@dataclass(frozen=True)
class Measure:
    """What a measure is called in a check's title and in a sentence, how it is found, and how its number is written.

    In `what`, {name} is the indicator's short name and {above} the bound of the check.
    """

    title: str
    what: str
    method: str
    quantity: Quantity


class CheckKind(ABC, Generic[C, D]):
    """One kind of check; `D` are the numbers behind its finding."""

    @abstractmethod
    def find(self, check: C, inputs: CheckInputs) -> Finding[C, D]:
        """Return what a check comes to."""

    @abstractmethod
    def title(self, check: C, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends: change at WTO accession."""

    @abstractmethod
    def method(self, check: C) -> str:
        """Return how its number is found."""

    @abstractmethod
    def quantity(self, check: C) -> Quantity:
        """Return how its number is written."""

    @abstractmethod
    def sentence(self, finding: Finding[C, D], inputs: CheckInputs) -> str:
        """Return what was found, or why that cannot be computed."""

    @abstractmethod
    def brief(self, finding: Finding[C, D], inputs: CheckInputs) -> str:
        """Return the deciding number in few words; "" where there is none."""

    @abstractmethod
    def notes(self, finding: Finding[C, D], inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence."""

    @abstractmethod
    def other_outcome(self, finding: Finding[C, D], inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check that could be tested."""

    def marks(self, finding: Finding[C, D], indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the years that were compared, and what they come to; `values` are the economy's by year."""
        yield from ()

    def bounds(self, check: C, indicator: Indicator) -> Iterator[Bound]:
        """Yield the thresholds that are values of the series."""
        yield from ()

    def dated_change(self, finding: Finding[C, D], catalogue: Catalogue) -> DatedChange | None:
        """Return the change that was ranked among all dates; None of a kind that ranks none."""
        return None

    def selection(self, check: C) -> Selection:
        """Return the selection that shows what a check looks at."""
        return Selection(
            indicator=check.indicator,
            economies=(check.economy,),
            first_year=check.first_year,
            last_year=check.last_year,
        )

    def would_change(self, finding: Finding[C, D], inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check: "" of context, which changes nothing."""
        if finding.check.role == CONTEXT:
            return ""
        if finding.outcome is not Outcome.UNTESTED:
            return self.other_outcome(finding, inputs)
        name = inputs.catalogue.indicator(finding.check.indicator).short_name
        years, _ = inputs.panel(finding.check).observed(finding.check.economy)
        if not len(years):
            return f"when there are figures of {name}"
        wanted = self.wanted_year(finding, int(years[-1]), inputs)
        if wanted > years[-1]:
            return f"when {name} reaches {wanted}"
        return f"if {name} had figures without gap or break for {self.wanted_years(finding)}"

    def wanted_year(self, finding: Finding[C, D], last: int, inputs: CheckInputs) -> int:
        """Return up to which year values would have to reach, `last` where more years alone are no help."""
        return last

    def wanted_years(self, finding: Finding[C, D]) -> str:
        """Return in words the years for which values are wanted."""
        return "more of the years compared"


class ThresholdKind(CheckKind[T, D]):
    """A kind of check that compares one number with two thresholds."""

    @abstractmethod
    def what(self, check: T, indicator: Indicator) -> str:
        """Return what is compared, in a sentence: the latest figure of GDP."""

    def judged(self, check: T, value: float | None, n: int, reason: Reason | None, detail: D) -> Finding[T, D]:
        """Return a finding as the thresholds of a check judge a number; untested without one."""
        outcome = Outcome.UNTESTED if value is None else against_thresholds(check, value)
        return Finding(check, outcome, value, n, reason if value is None else None, detail)

    def notes(self, finding: Finding[T, D], inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence: the thresholds."""
        yield self.threshold_note(finding.check, inputs.catalogue.indicator(finding.check.indicator))

    def threshold_note(self, check: T, indicator: Indicator) -> str:
        """Return where a check counts in favour and where against, and why there."""
        if check.supports is None or check.against is None:
            return "It is shown beside the claim; no threshold is set."
        toward, away = ("or more", "or less") if check.better == "up" else ("or less", "or more")
        write = self.quantity(check).write
        supports, against = (write(indicator, bound) for bound in (check.supports, check.against))
        shown = "; it is context and never counts" if check.role == CONTEXT else ""
        return f"Counted in favour at {supports} {toward}, against at {against} {away}: {check.reason}{shown}."

    def other_outcome(self, finding: Finding[T, D], inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check that could be tested: the threshold it lies beside."""
        check, indicator = finding.check, inputs.catalogue.indicator(finding.check.indicator)
        what, up = self.what(check, indicator), check.better == "up"
        write = self.quantity(check).write
        supports, against = (write(indicator, bound or 0.0) for bound in (check.supports, check.against))
        match finding.outcome:
            case Outcome.SUPPORTS:
                return f"if {what} {'fell below' if up else 'rose above'} {supports}"
            case Outcome.AGAINST:
                return f"if {what} {'rose above' if up else 'fell below'} {against}"
            case _:
                gained, lost = ("rose to", "fell to") if up else ("fell to", "rose to")
                return f"if {what} {gained} {supports}, or {lost} {against}"


def against_thresholds(check: ThresholdCheck, value: float) -> Outcome:
    """Return on which side of its thresholds a number lies; unclear between them, or where a check has none."""
    if check.supports is None or check.against is None:
        return Outcome.UNCLEAR
    sign = 1 if check.better == "up" else -1
    if sign * value >= sign * check.supports:
        return Outcome.SUPPORTS
    return Outcome.AGAINST if sign * value <= sign * check.against else Outcome.UNCLEAR


def span_of(check: Check) -> tuple[int, int]:
    """Return the first and last year that a check allows."""
    return check.first_year or FIRST_YEAR, check.last_year or LAST_YEAR
