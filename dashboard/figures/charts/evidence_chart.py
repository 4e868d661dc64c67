"""Draw what a check looks at: the annotated chart with the years it compares shaded, and what they come to."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.analysis.era_gap import EraGap, EraMean
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.levels import Level
from dashboard.analysis.milestone_change import Change, MilestoneChange
from dashboard.analysis.targets import TargetReading
from dashboard.catalogue.claims import LevelCheck, ThresholdCheck
from dashboard.catalogue.frequency import middle_of_year
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.evidence.checks import Finding
from dashboard.figures import Figure
from dashboard.figures.charts.line import line_parts
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import ValueScale
from dashboard.figures.parts.axes import value_scale
from dashboard.figures.parts.notes import Shape, escaped, text_note
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

HEIGHT_PX: Final = 430
_LABEL_PX: Final = 11
# above this part of the plot a label would reach the pins
_HIGH: Final = 0.88


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
    """A threshold of a check that is a figure of the series: drawn across, dashed in favour and dotted against."""

    value: float
    text: str
    in_favour: bool


def evidence_figure(
    view: View,
    marks: Sequence[Mark],
    bounds: Sequence[Bound] = (),
    *,
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return the annotated chart of a view with the marks and bounds of a check in it."""
    shades = palette(mode)
    parts = line_parts(view, mode=mode, width=width, height=HEIGHT_PX)
    drawn = [mark for mark in marks if mark.values]
    px_a_year = parts.canvas.time.width / max(1, (view.axis[1] - view.axis[0]).days) * 365.25
    return parts.adding(
        traces=[
            *(_bound(bound, view, shades) for bound in inside(bounds, view)),
            *(_line(mark, shades) for mark in drawn),
        ],
        shapes=[_shade(mark, parts.canvas.plot, shades) for mark in marks],
        annotations=[_label(mark, parts.canvas.values, shades) for mark in drawn if _fits(mark, px_a_year)],
    ).figure()


def marks_of(finding: Finding, indicator: Indicator, view: View) -> tuple[Mark, ...]:
    """Return the years that a finding compares, and what they come to."""
    match finding.detail:
        case MilestoneChange() as found:
            return window_marks(found.change, indicator, figures_of(view, found.economy))
        case EraGap() as gap:
            return tuple(mark for era in (gap.before, gap.after) for mark in _era_mark(era, indicator))
        case Level() as level:
            return tuple(_level_mark(level, indicator))
        case TargetReading() as reading:
            return tuple(_target_mark(reading))


def bounds_of(finding: Finding, indicator: Indicator) -> tuple[Bound, ...]:
    """Return the thresholds of a check where they are figures of the series, none where they measure something else."""
    check = finding.check
    if not isinstance(check, LevelCheck) or check.measure not in ("latest", "mean", "share-above"):
        return ()
    if check.measure == "share-above":
        above = check.above or 0.0
        return (Bound(above, f"above {phrases.value(indicator, above)}", in_favour=True),)
    return tuple(_thresholds(check, indicator))


def inside(bounds: Sequence[Bound], view: View) -> tuple[Bound, ...]:
    """Return the bounds that lie on the axis of a view's chart: the others are left to the words beside it."""
    scale = value_scale(view)
    return tuple(bound for bound in bounds if scale.low < bound.value < scale.high)


def legend(marks: Sequence[Mark], bounds: Sequence[Bound]) -> str:
    """Return what the marks and bounds in a chart stand for; "" where there are none."""
    shaded = "Shaded: the years that are compared" if marks else ""
    drawn = ", the dashed line through them what they come to" if any(mark.values for mark in marks) else ""
    dashes = [f"{'dashed' if bound.in_favour else 'dotted'} across: {bound.text}" for bound in bounds]
    said = "; ".join(part for part in (f"{shaded}{drawn}", *dashes) if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def window_marks(change: Change, indicator: Indicator, figures: Mapping[int, float]) -> tuple[Mark, ...]:
    """Return the two windows of a change with their means or trends; without those where it cannot be said."""
    spans = change.windows.before(change.year), change.windows.after(change.year)
    if change.before is None or change.after is None:
        return tuple(Mark(*span) for span in spans)
    found = zip(spans, (change.before, change.after), strict=True)
    if change.windows.statistic == "mean":
        return tuple(_flat(span, mean, indicator) for span, mean in found)
    return tuple(
        Mark(*span, _trend(span, slope, indicator, figures), phrases.slope(indicator, slope)) for span, slope in found
    )


def figures_of(view: View, economy: str) -> dict[int, float]:
    """Return an economy's figures by year, as drawn."""
    series = view.series(economy)
    return dict(zip(series["period"].dt.year.tolist(), series["value"].tolist(), strict=True))


def _flat(span: tuple[int, int], mean: float, indicator: Indicator) -> Mark:
    first, last = span
    return Mark(first, last, (mean,) * (last - first + 1), phrases.value(indicator, mean))


def _trend(
    span: tuple[int, int], slope: float, indicator: Indicator, figures: Mapping[int, float]
) -> tuple[float, ...]:
    """Return the least-squares line through the figures of a window: it goes through their means."""
    years = range(span[0], span[1] + 1)
    held = [figures[year] for year in years if year in figures]
    middle = (span[0] + span[1]) / 2
    if len(held) < len(years):
        return ()
    if indicator.kind not in COMPOUNDS:
        return tuple(math.fsum(held) / len(held) + slope * (year - middle) for year in years)
    level = math.fsum(math.log(value) for value in held) / len(held)
    return tuple(math.exp(level + slope / 100 * (year - middle)) for year in years)


def _era_mark(era: EraMean, indicator: Indicator) -> Iterator[Mark]:
    if era.first is not None and era.last is not None and era.mean is not None:
        yield _flat((era.first, era.last), era.mean, indicator)


def _level_mark(level: Level, indicator: Indicator) -> Iterator[Mark]:
    if level.first is None or level.last is None:
        return
    if level.measure == "mean" and level.value is not None:
        yield _flat((level.first, level.last), level.value, indicator)
    else:
        yield Mark(level.first, level.last)


def _target_mark(reading: TargetReading) -> Iterator[Mark]:
    reached = reading.reached
    if reached is not None and reached.year is not None:
        yield Mark(reached.year, reached.year)
    elif reached is None and reading.first is not None and reading.last is not None:
        yield Mark(reading.first, reading.last)


def _thresholds(check: ThresholdCheck, indicator: Indicator) -> Iterator[Bound]:
    if check.supports is not None and check.against is not None:
        yield Bound(check.supports, f"in favour at {phrases.value(indicator, check.supports)}", in_favour=True)
        yield Bound(check.against, f"against at {phrases.value(indicator, check.against)}", in_favour=False)


def _fits(mark: Mark, px_a_year: float) -> bool:
    return typeset.width(mark.text, _LABEL_PX, bold=True) <= (mark.last - mark.first + 1) * px_a_year


def _shade(mark: Mark, top: float, shades: Palette) -> Shape:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": f"{mark.first}-01-01",
        "x1": f"{mark.last}-12-31",
        "y0": 0,
        "y1": top,
        "fillcolor": shades.focus,
        "opacity": 0.1,
        "layer": "below",
        "line": {"width": 0},
    }


def _label(mark: Mark, scale: ValueScale, shades: Palette) -> Shape:
    """Return what a line says, on a ground of its own over it; under it where it lies high, below the pins."""
    place = len(mark.values) // 2
    value, (low, high) = scale.at(mark.values[place]), scale.range
    is_high = value > low + _HIGH * (high - low)
    year = mark.first + place
    return text_note(
        f"<b>{escaped(mark.text)}</b>",
        x=middle_of_year(year).isoformat() if len(mark.values) % 2 else f"{year}-01-01",
        y=value,
        size=_LABEL_PX,
        colour=shades.focus,
        anchor="center",
        yref="y",
        yshift=-_LABEL_PX if is_high else _LABEL_PX,
        bgcolor=shades.ground,
    )


def _line(mark: Mark, shades: Palette) -> dict[str, Any]:
    years = range(mark.first, mark.last + 1)
    span = phrases.years((mark.first, mark.last))
    days, values = [middle_of_year(year).isoformat() for year in years], list(mark.values)
    if values[0] == values[-1]:
        # a mean goes from edge to edge of the years that it is the mean of
        days, values = [f"{mark.first}-01-01", *days, f"{mark.last}-12-31"], [values[0], *values, values[-1]]
    return {
        "type": "scatter",
        "x": days,
        "y": values,
        "mode": "lines",
        "name": span,
        "line": {"color": shades.focus, "width": 2.4, "dash": "dash"},
        "customdata": [mark.text] * len(values),
        "hovertemplate": "%{customdata}<extra>" + span + "</extra>",
    }


def _bound(bound: Bound, view: View, shades: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [day.isoformat() for day in view.axis],
        "y": [bound.value] * 2,
        "mode": "lines",
        "name": bound.text,
        "line": {"color": shades.muted, "width": 1.4, "dash": "dash" if bound.in_favour else "dot"},
        "hovertemplate": bound.text + "<extra></extra>",
    }
