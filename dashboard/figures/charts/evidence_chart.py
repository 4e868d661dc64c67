"""Draw the annotated chart of a comparison: the years that it reads shaded, with what they come to."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.evidence import phrases
from dashboard.evidence.marks import Bound, Mark, legend
from dashboard.figures import Figure
from dashboard.figures.charts.line import line_parts
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import ValueScale
from dashboard.figures.parts.axes import value_scale
from dashboard.figures.parts.notes import Shape, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

HEIGHT_PX: Final = 430
_LABEL_PX: Final = 11
# above this part of the plot a label would reach the pins
_HIGH: Final = 0.88


def evidence_figure(
    view: View,
    marks: Sequence[Mark],
    bounds: Sequence[Bound] = (),
    *,
    mode: Mode = "light",
    width: int | None = None,
    more_at: str = "",
) -> Figure:
    """Return the annotated chart of a view with the marks and bounds of a check in it.

    Under it stands what they mean, and the key of the pins; `more_at` is the URL of what the key has no room for.
    """
    shades = palette(mode)
    marks = seen(marks, view)
    note = legend(marks, inside(bounds, view))
    parts = line_parts(view, Sheet(width, HEIGHT_PX, more_at=more_at), mode=mode, note=note)
    drawn = [mark for mark in marks if mark.values]
    px_a_year = parts.canvas.time.width / max(1, (view.axis[1] - view.axis[0]).days) * 365.25
    return parts.adding(
        traces=[
            *(_bound(bound, view, shades) for bound in inside(bounds, view)),
            *(_line(mark, view, shades) for mark in drawn),
        ],
        shapes=[_shade(mark, parts.canvas.plot, shades) for mark in marks],
        annotations=[_label(mark, view, parts.canvas.values, shades) for mark in drawn if _fits(mark, px_a_year)],
    ).figure()


def inside(bounds: Sequence[Bound], view: View) -> tuple[Bound, ...]:
    """Return the bounds that lie on the axis of a view's chart: the others are left to the words beside it."""
    scale = value_scale(view)
    return tuple(bound for bound in bounds if scale.low < bound.value < scale.high)


def seen(marks: Iterable[Mark], view: View) -> tuple[Mark, ...]:
    """Return the marks of which a year at least lies on the time axis of a view's chart."""
    first, last = view.axis
    return tuple(mark for mark in marks if mark.first <= last.year and mark.last >= first.year)


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


def _label(mark: Mark, view: View, scale: ValueScale, shades: Palette) -> Shape:
    """Return what a line says, on a ground of its own over it; under it where it lies high, below the pins."""
    index = len(mark.values) // 2
    value, (low, high) = scale.at(mark.values[index]), scale.range
    is_high = value > low + _HIGH * (high - low)
    day = view.day(mark.first + index)
    if len(mark.values) % 2 == 0:
        day -= (day - view.day(mark.first + index - 1)) / 2
    return text_note(
        f"<b>{escaped(mark.text)}</b>",
        x=day.isoformat(),
        y=value,
        size=_LABEL_PX,
        colour=shades.focus,
        anchor="center",
        yref="y",
        yshift=-_LABEL_PX if is_high else _LABEL_PX,
        bgcolor=shades.ground,
    )


def _line(mark: Mark, view: View, shades: Palette) -> dict[str, Any]:
    years = range(mark.first, mark.last + 1)
    span = phrases.years((mark.first, mark.last))
    days, values = [view.day(year).isoformat() for year in years], list(mark.values)
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
        "customdata": [escaped(mark.text)] * len(values),
        "hovertemplate": "%{customdata}<extra>" + span + "</extra>",
    }


def _bound(bound: Bound, view: View, shades: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [day.isoformat() for day in view.axis],
        "y": [bound.value] * 2,
        "mode": "lines",
        "name": escaped(bound.text),
        "line": {"color": shades.muted, "width": 1.4, "dash": "dash" if bound.in_favour else "dot"},
        "hovertemplate": escaped(bound.text) + "<extra></extra>",
    }
