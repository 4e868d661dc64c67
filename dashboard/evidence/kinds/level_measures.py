"""Measures that a level check reads off a series: how each is found and worded, and where its number can lie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard import formatting
from dashboard.analysis import levels, standings
from dashboard.analysis.eras import clipped_years
from dashboard.analysis.levels import Level, Span
from dashboard.catalogue.checks import Direction, LevelCheck
from dashboard.catalogue.indicators import Indicator, Kind
from dashboard.evidence import phrases, quantities
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.kinds.base import NO_SCOPE, WHOLE, Measure, clipped, span_of
from dashboard.evidence.kinds.others import count_too
from dashboard.evidence.marks import Bound, threshold_bounds
from dashboard.evidence.quantities import DURATION, MARGIN, RANK, VALUE

_PERCENT: Final = 100.0
# which other economies a standing counts, by the direction of its claim
AHEAD: Final[dict[Direction, str]] = {"up": "ahead", "down": "lower"}


@dataclass(frozen=True)
class LevelText:
    """What a sentence on a level is made of: its value, that with its unit, its years, and who else takes part.

    `others` says what other economies have, as a sentence ends.
    """

    check: LevelCheck
    indicator: Indicator
    level: Level
    value: float
    amount: str
    span: str
    ahead: tuple[str, ...]
    others: str

    @property
    def coverage(self) -> str:
        """Return in brackets how many years of a span have values; "" of all of them."""
        return phrases.coverage(self.level.n, self.level.years)

    @property
    def above(self) -> str:
        """Return the bound of the check: zero, 5.0 %."""
        return bound_of(self.check, self.indicator)

    @property
    def count(self) -> int:
        """Return in how many years a share holds."""
        return round(self.value * self.level.n)

    @property
    def rank(self) -> str:
        """Return a standing as a rank: 2nd of 31 economies, 2nd-lowest of 31 economies."""
        standing = self.level.standing
        if standing is None:
            return ""
        rank = phrases.ordinal(standing.rank)
        if self.check.direction == "down":
            rank = "lowest" if standing.rank == 1 else f"{rank}-lowest"
        return f"{rank} of {standing.economies} economies"

    @property
    def behind(self) -> str:
        """Return how many are ahead of the subject, by name where they are few."""
        if not self.value or not self.level.standing or self.level.standing.rank == 1:
            return ""
        if self.ahead:
            behind = "behind" if self.check.direction == "up" else "above"
            return f", {behind} {formatting.listing(self.ahead)}"
        share = (self.level.standing.rank - 1) / (self.level.standing.economies - 1)
        return f", with {phrases.percent(share)} of the others {AHEAD[self.check.direction]}"

    @property
    def others_above(self) -> str:
        """Return in how many years the median of other economies was above the bound, as a sentence ends."""
        others = self.level.others
        if others is None or others.years_above is None:
            return self.others
        all_years = others.years_above in (0, self.level.n)
        where = "below" if not others.years_above else "above"
        count = f"all {self.level.n}" if all_years else f"{others.years_above} of {self.level.n}"
        values = [entry.value for entry in others.values]
        too = count_too(self.check, values)
        return f"; the median of {len(values)} other economies was {where} {self.above} in {count} years{too}"


def bound_of(check: LevelCheck, indicator: Indicator) -> str:
    """Return the bound above which a check counts years: zero, 5.0 %."""
    return phrases.value(indicator, check.above) if check.above else "zero"


def _no_bounds(_check: LevelCheck, _indicator: Indicator) -> Iterator[Bound]:
    yield from ()


def _above_bound(check: LevelCheck, indicator: Indicator) -> Iterator[Bound]:
    above = check.above or 0.0
    yield Bound(above, f"above {bound_of(check, indicator)}", in_favour=True)


def _no_scope(_check: LevelCheck, _inputs: CheckInputs) -> tuple[float, float]:
    return NO_SCOPE


def _share_scope(_check: LevelCheck, _inputs: CheckInputs) -> tuple[float, float]:
    return WHOLE


def _value_scope(check: LevelCheck, inputs: CheckInputs) -> tuple[float, float]:
    """Return where values of a series can lie: those never below zero not there, percentages of a whole up to 100."""
    panel = inputs.panel(check)
    low, high = NO_SCOPE
    if panel.kind is Kind.GROWTH or not panel.values.size:
        return low, high
    if float(np.nanmin(panel.values)) >= 0:
        low = 0.0
        high = _PERCENT if panel.kind is Kind.SHARE and float(np.nanmax(panel.values)) <= _PERCENT else high
    return low, high


@dataclass(frozen=True)
class LevelMeasure(Measure):
    """A measure of a series: how it is read and worded, which of its bounds and values can be drawn in the chart.

    `scope` is where its number can lie. `goes_stale`: more years of the series help where it is too old.
    `beside_others`: it is seen among economies.
    """

    read: Callable[[LevelCheck, CheckInputs], Level]
    sentence: Callable[[LevelText], str]
    brief: Callable[[LevelText], str] = lambda text: f"{text.amount} in {text.span}"
    bounds: Callable[[LevelCheck, Indicator], Iterator[Bound]] = _no_bounds
    scope: Callable[[LevelCheck, CheckInputs], tuple[float, float]] = _no_scope
    is_drawn: bool = False
    goes_stale: bool = False
    beside_others: bool = False


def _latest(check: LevelCheck, inputs: CheckInputs) -> Level:
    newest, others = inputs.newest(check.economy), inputs.comparators(check.economy)
    return levels.latest(inputs.panel(check), check.economy, newest, others)


def _standing(check: LevelCheck, inputs: CheckInputs) -> Level:
    others = inputs.comparators(check.economy)
    if check.has_span:
        return standings.span_standing(_span(check, inputs), others, check.direction)
    return standings.standing_now(
        inputs.panel(check),
        check.economy,
        others,
        check.direction,
        everybody=inputs.single,
        newest=inputs.newest(check.economy),
    )


def span_read(read: Callable[[Span, Sequence[str]], Level]) -> Callable[[LevelCheck, CheckInputs], Level]:
    """Return how a measure of a span is read for a check."""
    return lambda check, inputs: read(_span(check, inputs), inputs.comparators(check.economy))


def _span(check: LevelCheck, inputs: CheckInputs) -> Span:
    return Span(inputs.panel(check), check.economy, _years(check, inputs), whole=check.last is not None)


def _years(check: LevelCheck, inputs: CheckInputs) -> range:
    """Return the years of a check's span, clipped to those with economies enough; the newest n of the economy's own."""
    panel = inputs.panel(check)
    if check.last is not None:
        known, _ = panel.observed(check.economy)
        end = int(known[-1]) if len(known) else panel.last
        return range(end - check.last + 1, end + 1)
    first, last = clipped(span_of(check), inputs.years_compared(check.indicator))
    if check.era is not None:
        return clipped_years(inputs.catalogue.eras[check.era], (first, last), panel.last)
    # years asked for before the series starts count as missing
    return range(first if check.first_year is not None else max(first, panel.first), min(last, panel.last) + 1)


def _doubled(text: LevelText) -> str:
    moved = "doubled" if text.value > 0 else "halved"
    return f"{phrases.opening(text.indicator)} {moved} every {text.amount}, {text.span}"


def _stood(text: LevelText) -> str:
    by = f" by the median of {text.span}" if text.level.years > 1 else f" in {text.span}"
    others = text.level.others
    count = formatting.economies(others.older) if others else ""
    older = f" ({count} with a figure up to three years older)" if others and others.older else ""
    return f"{text.indicator.name}: {text.rank}{by}{text.coverage}{text.behind}{older}"


MEASURES: Final[dict[str, LevelMeasure]] = {
    "latest": LevelMeasure(
        title="latest value",
        what="{name}",
        method="The latest value; one more than five years older than other figures of the economy counts as none.",
        quantity=VALUE,
        read=_latest,
        sentence=lambda text: f"{text.indicator.name}: {text.amount} in {text.span}{text.others}",
        bounds=threshold_bounds,
        scope=_value_scope,
        goes_stale=True,
    ),
    "mean": LevelMeasure(
        title="mean",
        what="the mean of {name}",
        method=(
            "The mean over the span: of at least five values in 60 % of its years and half of the years of each third, "
            "or of every one of the last years."
        ),
        quantity=VALUE,
        read=span_read(levels.span_mean),
        sentence=lambda text: (
            f"{phrases.opening(text.indicator)} averaged {text.amount} in {text.span}{text.coverage}{text.others}"
        ),
        bounds=threshold_bounds,
        scope=_value_scope,
        is_drawn=True,
    ),
    "change": LevelMeasure(
        title="change",
        what="the change in {name}",
        method="The last value of the span minus the first, compared with the median of others in the same two years.",
        quantity=MARGIN,
        read=span_read(levels.span_change),
        sentence=lambda text: (
            f"{phrases.opening(text.indicator)} changed by {text.amount} "
            f"{formatting.during(text.level.first, text.level.last)}{text.coverage}{text.others}"
        ),
        brief=lambda text: f"{text.amount} {formatting.during(text.level.first, text.level.last)}",
    ),
    "share-above": LevelMeasure(
        title="years above a bound",
        what="the share of years in which {name} is above {above}",
        method="The share of years with values in which they lie above the bound.",
        quantity=quantities.share("share of years"),
        read=lambda check, inputs: levels.share_above(
            _span(check, inputs), check.above or 0.0, inputs.comparators(check.economy)
        ),
        sentence=lambda text: (
            f"{phrases.opening(text.indicator)} was above {text.above} in {text.count} of {text.level.n} years, "
            f"{text.span}{text.others_above}"
        ),
        brief=lambda text: f"{text.count} of {text.level.n} years above {text.above}",
        bounds=_above_bound,
        scope=_share_scope,
    ),
    "standing": LevelMeasure(
        title="rank among economies",
        what="the share of other economies {ahead} in {name}",
        method=(
            "The share of the other economies that are strictly ahead: in the newest year with 80 % of all economies, "
            "or by the medians of a span. Economies of a million people or more; aggregates are left out."
        ),
        quantity=quantities.share("share of other economies ahead"),
        read=_standing,
        sentence=_stood,
        brief=lambda text: text.rank,
        scope=_share_scope,
        beside_others=True,
    ),
    "rank": LevelMeasure(
        title="rank",
        what="the rank in {name}",
        method=(
            "The rank among economies of a million people or more, in the newest year with 80 % of all economies; to "
            "lead is to be first."
        ),
        quantity=RANK,
        read=lambda check, inputs: standings.as_rank(_standing(check, inputs)),
        sentence=_stood,
        brief=lambda text: text.rank,
        beside_others=True,
    ),
    "doubling-time": LevelMeasure(
        title="doubling time",
        what="the doubling time of {name}",
        method="ln 2 over the slope of the logarithm on years; it takes an R squared of 0.8.",
        quantity=DURATION,
        read=lambda check, inputs: levels.span_doubling_time(_span(check, inputs)),
        sentence=lambda text: f"{_doubled(text)}{text.coverage}",
        brief=lambda text: f"{'doubling' if text.value > 0 else 'halving'} every {text.amount}",
    ),
}
