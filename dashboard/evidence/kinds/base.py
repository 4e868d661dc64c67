"""Interface of a check kind, and what kinds with thresholds have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from dashboard.analysis.reasons import Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CONTEXT, Check, ThresholdCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.evidence import phrases
from dashboard.evidence.findings import CheckInputs, Compared, DatedChange, Finding
from dashboard.evidence.marks import Bound, Mark
from dashboard.evidence.quantities import Quantity
from dashboard.views.selection import Selection

C = TypeVar("C", bound=Check)
T = TypeVar("T", bound=ThresholdCheck)
D = TypeVar("D")

NO_SCOPE: Final = (float("-inf"), float("inf"))
# of a share from 0 to 1
WHOLE: Final = (0.0, 1.0)


@dataclass(frozen=True)
class Measure:
    """What a measure is called in a check's title and in a sentence, how it is found, and how its number is written.

    In `what`, {name} is the indicator's short name, {above} the bound of the check, {ahead} where others are counted.
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

    def targets_read(self, finding: Finding[C, D]) -> tuple[str, ...]:
        """Return the ids of the targets that outcomes were compared with."""
        return ()

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

    def compared(self, finding: Finding[C, D], inputs: CheckInputs) -> Compared | None:
        """Return the other economies that take part; None of a check that compares none."""
        return None

    @abstractmethod
    def judge(self, finding: Finding[C, D], inputs: CheckInputs, zone: float) -> Outcome:
        """Return what a finding comes to with the unclear zone so many times as wide as stated."""

    def would_change(self, finding: Finding[C, D], inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check, from "if" or "when" on; "" of context, which cannot."""
        if finding.check.role == CONTEXT:
            return ""
        if finding.outcome is not Outcome.UNTESTED:
            return self.other_outcome(finding, inputs)
        name = phrases.inside(inputs.catalogue.indicator(finding.check.indicator))
        years, _ = inputs.panel(finding.check).observed(finding.check.economy)
        if not len(years):
            return f"when there are figures for {name}"
        wanted = self.wanted_year(finding, int(years[-1]), inputs)
        if wanted > years[-1]:
            return f"when figures for {name} reach {wanted}"
        return f"if {name} had figures without a gap or a break for {self.wanted_years(finding)}"

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
        """Return what is compared, in a sentence: the latest value of GDP."""

    def scope(self, check: T, inputs: CheckInputs) -> tuple[float, float]:
        """Return the least and the largest number that the measure can be."""
        return NO_SCOPE

    def is_rank(self, check: T) -> bool:
        """Tell whether thresholds are ranks, which a wider zone multiplies."""
        return False

    def supports_too(self, finding: Finding[T, D]) -> bool:
        """Tell whether what a finding takes besides its threshold speaks for it too."""
        return True

    def judged(
        self, check: T, value: float | None, n: int, reason: Reason | None, detail: D, inputs: CheckInputs
    ) -> Finding[T, D]:
        """Return a finding as the thresholds of a check judge a number; untested without one."""
        found = Finding(check, Outcome.UNTESTED, value, n, reason if value is None else None, detail)
        return found if value is None else replace(found, outcome=self.judge(found, inputs, 1.0))

    def judge(self, finding: Finding[T, D], inputs: CheckInputs, zone: float) -> Outcome:
        """Return what a finding comes to with the unclear zone so many times as wide as stated."""
        check, value = finding.check, finding.value
        if value is None or check.supports is None or check.against is None:
            return finding.outcome if value is None else Outcome.UNCLEAR
        bounds = check.supports, check.against
        supports, against = (
            ranks(bounds, zone) if self.is_rank(check) else zoned(bounds, self.scope(check, inputs), zone)
        )
        sign = 1 if check.better == "up" else -1
        if sign * value >= sign * supports:
            return Outcome.SUPPORTS if self.supports_too(finding) else Outcome.UNCLEAR
        return Outcome.AGAINST if sign * value <= sign * against else Outcome.UNCLEAR

    def notes(self, finding: Finding[T, D], inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence: the thresholds."""
        yield self.threshold_note(finding.check, inputs.catalogue.indicator(finding.check.indicator))

    def threshold_note(self, check: T, indicator: Indicator) -> str:
        """Return where a check counts in favour and where against, and why there."""
        if check.supports is None or check.against is None:
            return "It is shown beside the claim; no threshold is set."
        written = self.quantity(check)
        words = written.larger, written.smaller
        toward, away = words if check.better == "up" else reversed(words)
        supports, against = (written.write(indicator, bound) for bound in (check.supports, check.against))
        shown = " It is context and never counts." if check.role == CONTEXT else ""
        at = written.at
        return f"Counts in favour {at} {supports} {toward}, against {at} {against} {away}: {check.reason}.{shown}"

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
                return f"if {what} {gained} {supports} or {lost} {against}"


def zoned(bounds: tuple[float, float], scope: tuple[float, float], zone: float) -> tuple[float, float]:
    """Return thresholds in favour and against with the zone between them so many times as wide, inside a scope.

    About the middle m of S and A: m + zone (S - A) / 2 and m - zone (S - A) / 2.
    """
    supports, against = bounds
    if zone == 1:
        # as stated, with nothing that arithmetic leaves behind
        return bounds
    middle, half = (supports + against) / 2, zone * (supports - against) / 2
    low, high = scope
    return min(max(middle + half, low), high), min(max(middle - half, low), high)


def ranks(bounds: tuple[float, float], zone: float) -> tuple[float, float]:
    """Return thresholds that are ranks so many times as large; none is under 1."""
    supports, against = (max(1.0, bound * zone) for bound in bounds)
    return supports, against


def span_of(check: Check) -> tuple[int, int]:
    """Return the first and last year that a check allows."""
    return check.first_year or FIRST_YEAR, check.last_year or LAST_YEAR


def clipped(span: tuple[int, int], to: tuple[int, int]) -> tuple[int, int]:
    """Return the years of a span that lie in another."""
    return max(span[0], to[0]), min(span[1], to[1])
