"""Checks that read one number off a series, and the measures they can read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboard.analysis import levels
from dashboard.analysis.eras import clipped_years
from dashboard.analysis.levels import Level, Span
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import LevelCheck
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases, quantities
from dashboard.evidence.findings import CheckInputs, Finding
from dashboard.evidence.kinds.base import Measure, ThresholdKind, span_of
from dashboard.evidence.marks import Bound, Mark, flat_mark, threshold_bounds
from dashboard.evidence.quantities import DIFFERENCE, DURATION, VALUE, Quantity
from dashboard.views.selection import Selection

LevelFinding = Finding[LevelCheck, Level]


@dataclass(frozen=True)
class LevelText:
    """What a sentence on a level is made of: its value, that with its unit, its years."""

    check: LevelCheck
    indicator: Indicator
    level: Level
    value: float
    amount: str
    span: str

    @property
    def coverage(self) -> str:
        """Return how many years of a span have values; "" of a single year."""
        return f" (n {self.level.n}/{self.level.years})" if self.level.years > 1 else ""

    @property
    def above(self) -> str:
        """Return the bound of the check with its unit."""
        return phrases.value(self.indicator, self.check.above or 0.0)

    @property
    def count(self) -> int:
        """Return in how many years a share holds."""
        return round(self.value * self.level.n)

    @property
    def rank(self) -> str:
        """Return a standing as a rank, with the share of others ahead unless it is the first."""
        if self.level.standing is None:
            return ""
        rank = f"{phrases.ordinal(self.level.standing.place)} of {self.level.standing.economies} economies"
        return rank if not self.value else f"{rank}, {phrases.percent(self.value)} of the others ahead"


def _no_bounds(_check: LevelCheck, _indicator: Indicator) -> Iterator[Bound]:
    yield from ()


def _above_bound(check: LevelCheck, indicator: Indicator) -> Iterator[Bound]:
    above = check.above or 0.0
    yield Bound(above, f"above {phrases.value(indicator, above)}", in_favour=True)


@dataclass(frozen=True)
class LevelMeasure(Measure):
    """A measure of a series: how it is read and worded, which of its bounds and values can be drawn in the chart.

    `goes_stale`: more years of the series help where it is too old. `beside_others`: it is seen among economies.
    """

    read: Callable[[LevelCheck, CheckInputs], Level]
    sentence: Callable[[LevelText], str]
    brief: Callable[[LevelText], str] = lambda text: f"{text.amount} in {text.span}"
    bounds: Callable[[LevelCheck, Indicator], Iterator[Bound]] = _no_bounds
    is_drawn: bool = False
    goes_stale: bool = False
    beside_others: bool = False


class LevelKind(ThresholdKind[LevelCheck, Level]):
    """One number of a series, by its measure."""

    def find(self, check: LevelCheck, inputs: CheckInputs) -> LevelFinding:
        """Return what a check comes to."""
        level = MEASURES[check.measure].read(check, inputs)
        return self.judged(check, level.value, level.n, level.reason, level)

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
        above = phrases.value(indicator, check.above or 0.0)
        return MEASURES[check.measure].what.format(name=indicator.short_name, above=above)

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
        indicator = inputs.catalogue.indicator(check.indicator)
        amount = self.quantity(check).write(indicator, level.value)
        return LevelText(check, indicator, level, level.value, amount, phrases.years((level.first, level.last)))


def _latest(check: LevelCheck, inputs: CheckInputs) -> Level:
    return levels.latest(inputs.panel(check), check.economy, inputs.newest(check.economy))


def _standing(check: LevelCheck, inputs: CheckInputs) -> Level:
    newest = _latest(check, inputs)
    if check.has_span:
        years = _years(check, inputs)
    elif newest.reason or newest.last is None:
        return replace(newest, measure="standing", value=None)
    else:
        years = range(newest.last, newest.last + 1)
    own = Span(inputs.panel(check), check.economy, years)
    return levels.standing(own, inputs.comparators(check.economy), check.direction)


def span_read(read: Callable[[Span], Level]) -> Callable[[LevelCheck, CheckInputs], Level]:
    """Return how a measure of a span is read for a check."""
    return lambda check, inputs: read(_span(check, inputs))


def _span(check: LevelCheck, inputs: CheckInputs) -> Span:
    return Span(inputs.panel(check), check.economy, _years(check, inputs))


def _years(check: LevelCheck, inputs: CheckInputs) -> range:
    """Return the years of a check's span; what has no end goes on to the newest value of all."""
    panel = inputs.panel(check)
    if check.last is not None:
        known, _ = panel.observed(check.economy)
        end = int(known[-1]) if len(known) else panel.last
        return range(end - check.last + 1, end + 1)
    if check.era is not None:
        return clipped_years(inputs.catalogue.eras[check.era], span_of(check), panel.last)
    first = panel.first if check.first_year is None else check.first_year
    return range(first, (panel.last if check.last_year is None else check.last_year) + 1)


def _doubled(text: LevelText) -> str:
    return f"{text.indicator.name} {'doubled' if text.value > 0 else 'halved'} every {text.amount}, {text.span}"


MEASURES: Final[dict[str, LevelMeasure]] = {
    "latest": LevelMeasure(
        title="latest figure",
        what="the latest figure of {name}",
        method="The latest figure; one more than five years older than other figures of the economy counts as none.",
        quantity=VALUE,
        read=_latest,
        sentence=lambda text: f"{text.indicator.name}: {text.amount} in {text.span}",
        bounds=threshold_bounds,
        goes_stale=True,
    ),
    "mean": LevelMeasure(
        title="mean",
        what="the mean of {name}",
        method="The mean over the span, of at least five figures in 60 % of its years.",
        quantity=VALUE,
        read=span_read(levels.span_mean),
        sentence=lambda text: f"{text.indicator.name}: {text.amount} on average in {text.span}{text.coverage}",
        bounds=threshold_bounds,
        is_drawn=True,
    ),
    "change": LevelMeasure(
        title="change",
        what="the change of {name}",
        method="The last figure of the span minus the first.",
        quantity=DIFFERENCE,
        read=span_read(levels.span_change),
        sentence=lambda text: (
            f"{text.indicator.name}: {text.amount} from {text.level.first} to {text.level.last}{text.coverage}"
        ),
    ),
    "share-above": LevelMeasure(
        title="years above a bound",
        what="the share of years in which {name} is above {above}",
        method="The share of years with figures in which they lie above the bound.",
        quantity=quantities.share("share of years"),
        read=lambda check, inputs: levels.share_above(_span(check, inputs), check.above or 0.0),
        sentence=lambda text: (
            f"{text.indicator.name} was above {text.above} in {text.count} of {text.level.n} years, {text.span}"
        ),
        brief=lambda text: f"{text.count} of {text.level.n} years above {text.above}",
        bounds=_above_bound,
    ),
    "standing": LevelMeasure(
        title="place among economies",
        what="the share of other economies ahead in {name}",
        method="The share of the other economies that are ahead; aggregates are left out.",
        quantity=quantities.share("share of other economies ahead"),
        read=_standing,
        sentence=lambda text: (
            f"{text.indicator.name}: {text.rank}, {'mean of ' if text.level.years > 1 else ''}{text.span}"
            f"{text.coverage}"
        ),
        brief=lambda text: text.rank,
        beside_others=True,
    ),
    "doubling-time": LevelMeasure(
        title="doubling time",
        what="the doubling time of {name}",
        method="ln 2 over the slope of the logarithm on years; it takes an R squared of 0.8.",
        quantity=DURATION,
        read=span_read(levels.span_doubling_time),
        sentence=lambda text: f"{_doubled(text)}{text.coverage}",
        brief=lambda text: f"{'doubling' if text.value > 0 else 'halving'} every {text.amount}",
    ),
}
