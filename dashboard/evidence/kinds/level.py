"""Checks that read one number off a series."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dashboard import formatting
from dashboard.analysis import levels
from dashboard.analysis.levels import Level
from dashboard.analysis.reasons import Cause
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import LEVEL_MEASURES, LevelCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.evidence.findings import CheckInputs, Compared, Finding
from dashboard.evidence.kinds import others as others_text
from dashboard.evidence.kinds.base import ThresholdKind
from dashboard.evidence.kinds.level_measures import AHEAD, MEASURES, LevelText, bound_of
from dashboard.evidence.marks import Bound, Mark, flat_mark
from dashboard.evidence.quantities import Quantity
from dashboard.views.selection import Selection

LevelFinding = Finding[LevelCheck, Level]
# so few ahead are named
_NAMED_AHEAD: Final = 5


class LevelKind(ThresholdKind[LevelCheck, Level]):
    """One number of a series, by its measure."""

    def find(self, check: LevelCheck, inputs: CheckInputs) -> LevelFinding:
        """Return what a check comes to."""
        level = MEASURES[check.measure].read(check, inputs)
        return self.judged(check, level.value, level.n, level.reason, level, inputs)

    def scope(self, check: LevelCheck, inputs: CheckInputs) -> tuple[float, float]:
        """Return the least and the largest number that the measure can be."""
        return MEASURES[check.measure].scope(check, inputs)

    def is_rank(self, check: LevelCheck) -> bool:
        """Tell whether thresholds are ranks, which a wider zone multiplies."""
        return LEVEL_MEASURES[check.measure].is_rank

    def supports_too(self, finding: LevelFinding) -> bool:
        """Tell whether a change is beyond the median change of other economies, where there are eight."""
        others, value = finding.detail.others, finding.value
        if finding.check.measure != "change" or others is None or others.median is None or value is None:
            return True
        return value > others.median if finding.check.direction == "up" else value < others.median

    def compared(self, finding: LevelFinding, inputs: CheckInputs) -> Compared | None:
        """Return the other economies with the same number."""
        level = finding.detail
        return Compared(level.others.economies, level.last) if level.others and level.last else None

    def title(self, check: LevelCheck, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends."""
        last = f", last {check.last} years" if check.last else ""
        span = f", {catalogue.eras[check.era].short_name}" if check.era else last
        return f"{MEASURES[check.measure].title}{span}"

    def method(self, check: LevelCheck) -> str:
        """Return how its number is found."""
        return MEASURES[check.measure].method

    def quantity(self, check: LevelCheck) -> Quantity:
        """Return how its number is written."""
        return MEASURES[check.measure].quantity

    def what(self, check: LevelCheck, indicator: Indicator) -> str:
        """Return what is compared, in a sentence."""
        name = phrases.inside(indicator)
        ahead = AHEAD[check.direction]
        return MEASURES[check.measure].what.format(name=name, above=bound_of(check, indicator), ahead=ahead)

    def would_change(self, finding: LevelFinding, inputs: CheckInputs) -> str:
        """Return what would change the outcome; of a rank whose full year is long past, newer values of most."""
        told, reason = super().would_change(finding, inputs), finding.reason
        beside = MEASURES[finding.check.measure].beside_others
        if not told or not beside or reason is None or reason.cause is not Cause.FIGURES_STOP:
            return told
        name = phrases.inside(inputs.catalogue.indicator(finding.check.indicator))
        year = inputs.newest(finding.check.economy) - levels.STALE_YEARS
        return f"when most economies have figures for {name} of {year} or later"

    def other_outcome(self, finding: LevelFinding, inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check that could be tested: a threshold, or another rank."""
        check = finding.check
        if not self.is_rank(check) or check.supports is None or check.against is None:
            return super().other_outcome(finding, inputs)
        name = phrases.inside(inputs.catalogue.indicator(check.indicator))
        first, last = round(check.supports), phrases.rank_of(check.against)
        leads = "first" if first == 1 else f"among the first {formatting.in_words(first)}"
        match finding.outcome:
            case Outcome.SUPPORTS:
                return f"if it were no longer {leads} in {name}"
            case Outcome.AGAINST:
                return f"if it ranked better than {last} in {name}"
            case _:
                return f"if it were {leads} in {name}, or ranked {last} or lower"

    def sentence(self, finding: LevelFinding, inputs: CheckInputs) -> str:
        """Return what a series reads, or why that cannot be computed."""
        text = self._text(finding, inputs)
        if text is None:
            return phrases.too_short(finding.detail.reason)
        return f"{MEASURES[finding.check.measure].sentence(text)}."

    def brief(self, finding: LevelFinding, inputs: CheckInputs) -> str:
        """Return a level in few words: 9.1 % in 2023, 2nd of 31 economies; "" where there is none."""
        text = self._text(finding, inputs)
        return "" if text is None else MEASURES[finding.check.measure].brief(text)

    def wanted_year(self, finding: LevelFinding, last: int, inputs: CheckInputs) -> int:
        """Return up to which year values would have to reach, `last` where more years alone are no help."""
        if MEASURES[finding.check.measure].goes_stale:
            return inputs.newest(finding.check.economy) - levels.STALE_YEARS
        return last

    def marks(self, finding: LevelFinding, indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the years that were read, with their mean where that is the measure."""
        level = finding.detail
        if level.first is None or level.last is None:
            return
        if level.value is not None and MEASURES[finding.check.measure].is_drawn:
            yield flat_mark((level.first, level.last), level.value, indicator)
        else:
            yield Mark(level.first, level.last)

    def bounds(self, check: LevelCheck, indicator: Indicator) -> Iterator[Bound]:
        """Yield the thresholds that are values of the series."""
        return MEASURES[check.measure].bounds(check, indicator)

    def selection(self, check: LevelCheck) -> Selection:
        """Return the selection that shows what a check looks at; a rank is seen beside the usual economies."""
        found = super().selection(check)
        return replace(found, economies=None) if MEASURES[check.measure].beside_others else found

    def _text(self, finding: LevelFinding, inputs: CheckInputs) -> LevelText | None:
        level, check = finding.detail, finding.check
        if level.value is None or level.first is None or level.last is None:
            return None
        indicator, economies = inputs.catalogue.indicator(check.indicator), inputs.catalogue.economies
        amount = self.quantity(check).write(indicator, level.value)
        ahead = level.standing.ahead if level.standing else ()
        few = tuple(economies[code].told for code in ahead) if len(ahead) <= _NAMED_AHEAD else ()
        span = phrases.years((level.first, level.last))
        return LevelText(check, indicator, level, level.value, amount, span, few, self._beside(finding, inputs))

    def _beside(self, finding: LevelFinding, inputs: CheckInputs) -> str:
        """Return what other economies have, how many would count too, and what of a change was world-wide."""
        level, check = finding.detail, finding.check
        indicator, write = inputs.catalogue.indicator(check.indicator), self.quantity(check).write
        others = level.others
        told = others_text.beside(others, indicator, inputs.catalogue.economies, lambda value: write(indicator, value))
        if others is None or others.median is None:
            return told
        shared = others_text.world_wide(level.value, others.median) if check.measure == "change" else ""
        return f"{told}{shared}{others_text.count_too(check, [entry.value for entry in others.values])}"
