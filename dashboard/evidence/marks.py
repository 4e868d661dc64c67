"""Marks that a comparison leaves in the chart of its series: the years it reads, what they come to, its thresholds."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.milestone_change import Change
from dashboard.catalogue.checks import ThresholdCheck
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases


@dataclass(frozen=True)
class Mark:
    """A span of years that a comparison reads: shaded, and with a line of values where it comes to one a year.

    `text` is what the line says: 9.4 % on average.
    """

    first: int
    last: int
    values: tuple[float, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Bound:
    """A threshold of a check that is a value of the series: drawn across, dashed in favour and dotted against."""

    value: float
    text: str
    in_favour: bool


def flat_mark(span: tuple[int, int], mean: float, indicator: Indicator) -> Mark:
    """Return the mark of a span that comes to one mean."""
    first, last = span
    return Mark(first, last, (mean,) * (last - first + 1), phrases.value(indicator, mean))


def window_marks(change: Change, indicator: Indicator, values: Mapping[int, float]) -> tuple[Mark, ...]:
    """Return the two windows of a change with their means or trends; without those where it cannot be computed.

    `values` are the economy's by year, as published.
    """
    spans = change.windows.before(change.year), change.windows.after(change.year)
    if change.before is None or change.after is None:
        return tuple(Mark(*span) for span in spans)
    found = zip(spans, (change.before, change.after), strict=True)
    if change.windows.statistic == "mean":
        return tuple(flat_mark(span, mean, indicator) for span, mean in found)
    return tuple(
        Mark(*span, _trend(span, slope, indicator, values), phrases.slope(indicator, slope)) for span, slope in found
    )


def threshold_bounds(check: ThresholdCheck, indicator: Indicator) -> Iterator[Bound]:
    """Yield the thresholds of a check whose number is a value of the series."""
    if check.supports is not None and check.against is not None:
        yield Bound(check.supports, f"in favour at {phrases.value(indicator, check.supports)}", in_favour=True)
        yield Bound(check.against, f"against at {phrases.value(indicator, check.against)}", in_favour=False)


def legend(marks: Sequence[Mark], bounds: Sequence[Bound]) -> str:
    """Return what the marks and bounds in a chart stand for; "" where there are none."""
    shaded = "Shaded: the years that are compared" if marks else ""
    drawn = ", the dashed line through them what they come to" if any(mark.values for mark in marks) else ""
    dashes = [f"{'dashed' if bound.in_favour else 'dotted'} across: {bound.text}" for bound in bounds]
    text = "; ".join(part for part in (f"{shaded}{drawn}", *dashes) if part)
    return f"{formatting.sentence(text)}." if text else ""


def _trend(span: tuple[int, int], slope: float, indicator: Indicator, values: Mapping[int, float]) -> tuple[float, ...]:
    """Return the least-squares line through the values of a window: it goes through their means."""
    years = range(span[0], span[1] + 1)
    known = [values[year] for year in years if year in values]
    middle = (span[0] + span[1]) / 2
    if len(known) < len(years):
        return ()
    if indicator.kind not in COMPOUNDS:
        return tuple(math.fsum(known) / len(known) + slope * (year - middle) for year in years)
    level = math.fsum(math.log(value) for value in known) / len(known)
    return tuple(math.exp(level + slope / 100 * (year - middle)) for year in years)
