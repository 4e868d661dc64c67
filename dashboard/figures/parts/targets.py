"""Draw the targets of a chart: a mark each, a box for a range, a dotted line for an average over years."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.catalogue import wording
from dashboard.catalogue.policy import Target
from dashboard.evidence.target_sentences import outcome_text
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.notes import Shape, escaped
from dashboard.figures.theme import Palette
from dashboard.views.view import View


def target_traces(
    view: View, time: TimeScale, shades: Palette, shade: Mapping[str, str], **more: object
) -> list[dict[str, Any]]:
    """Return the targets' marks in one trace, none where there are none; a hover says what became of each.

    Where they are of several economies each is in the `shade` of its own. `more` are further settings of the trace.
    """
    if not view.targets:
        return []
    year_px = time.px(time.first + dt.timedelta(days=365))
    marks = [_mark(target, year_px) for target in view.targets]
    colour = _colour(view, shades, shade)
    return [
        {
            "type": "scatter",
            "x": [_day(target, view).isoformat() for target in view.targets],
            "y": [target_value(target) for target in view.targets],
            "name": "Target",
            "mode": "markers",
            "marker": {
                "symbol": [symbol for symbol, _ in marks],
                "size": [size for _, size in marks],
                "color": colour,
                "line": {"width": 1.6, "color": colour},
            },
            "customdata": [_told(target, view) for target in view.targets],
            "hovertemplate": "Target: %{customdata}<extra></extra>",
            **more,
        }
    ]


def target_key(targets: Sequence[Target]) -> str:
    """Return what the signs of targets mean, those alone that are drawn: △ at least, – a figure for one year."""
    drawn = {_symbol(target) for target in targets}
    several = len({target.economy for target in targets}) > 1
    signs = ", ".join(meaning for symbol, meaning in _KEY.items() if symbol in drawn)
    return f"{signs}; each in its economy's colour" if several else signs


def _colour(view: View, shades: Palette, shade: Mapping[str, str]) -> str | list[str]:
    """Return the colour of all targets, or that of each where they are of several economies."""
    if not any(map(view.target_of, view.targets)):
        return shades.target
    return [shade.get(target.economy, shades.target) for target in view.targets]


_KEY: Final = {
    "triangle-up-open": "△ at least",
    "triangle-down-open": "▽ at most",
    "diamond-open": "◇ a figure",
    "line-ew-open": "– a figure for one year",
}


def _told(target: Target, view: View) -> str:
    whose = view.target_of(target)
    asked = f"{whose}{', ' if whose else ''}{wording.bound(target)}, {wording.deadline(target)} ({target.set_by})"
    outcome = outcome_text(target, view.outcomes, view.indicator)
    return "<br>".join(escaped(text) for text in (asked, outcome) if text)


def _mark(target: Target, year_px: float) -> tuple[str, float]:
    """Return the symbol and size of a target."""
    symbol = _symbol(target)
    if symbol == "line-ew-open":
        # plotly draws this symbol 1.4 times as wide as it is told
        return symbol, min(12.0, max(4.0, year_px * 0.6))
    return symbol, 4.0 if symbol == "diamond-open" and target.basis == "average" else 7.0


def _symbol(target: Target) -> str:
    """Return the symbol of a target: a triangle for a floor or ceiling, a dash for a year's figure, else a diamond."""
    if target.high is None or target.low is None:
        return f"triangle-{target.direction}-open"
    return "line-ew-open" if target.basis == "each-year" else "diamond-open"


def _day(target: Target, view: View) -> dt.date:
    if target.basis == "by-end":
        # where the value that it is compared with is drawn
        return view.day(target.last_year)
    first, last = dt.date(target.first_year, 1, 1), dt.date(target.last_year, 12, 31)
    return first + (last - first) / 2


def target_value(target: Target) -> float:
    """Return the height at which a target is drawn: its bound, the middle of two."""
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    return sum(bounds) / len(bounds)


def target_shapes(view: View, shades: Palette, shade: Mapping[str, str], axis: str = "y") -> list[Shape]:
    """Return a box for each range set for a year and a dotted line for each average over several, on a value axis."""
    colour = _colour(view, shades, shade)
    each = [colour] * len(view.targets) if isinstance(colour, str) else colour
    return [
        {
            "type": "rect" if target.low != target.high else "line",
            "xref": "x",
            "yref": axis,
            "x0": f"{target.first_year}-01-01",
            "x1": f"{target.last_year}-12-31",
            "y0": target.low,
            "y1": target.high,
            "line": {"color": own, "width": 1, "dash": "dot" if target.basis == "average" else "solid"},
            "opacity": 0.75,
            "layer": "above",
        }
        for target, own in zip(view.targets, each, strict=True)
        if target.low is not None
        and target.high is not None
        and (target.basis == "average" or (target.basis == "each-year" and target.low != target.high))
    ]
