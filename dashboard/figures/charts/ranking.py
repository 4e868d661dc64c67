"""How is a year's ranking drawn? Bars, the largest on top, and beside or under them places over time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import SUBJECT
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.captions import what
from dashboard.figures.parts.places import (
    PLACES_PX,
    places_axes,
    places_below,
    places_beside,
    places_traces,
    places_words,
    year_line,
)
from dashboard.figures.parts.sheet import blend, sheet
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.comparison import Ranking

_ROW_PX: Final = 21
_APART_PX: Final = 10
_BESIDE_FROM_PX: Final = 900
_FEW_LINES_UNDER_PX: Final = 560
_BETWEEN_PX: Final = 26
_LEFT_PX: Final = 30
_BARS_SHARE: Final = 0.56
_VALUE_GAP_PX: Final = 5
_LONGEST_UNIT: Final = 4


@dataclass(frozen=True)
class _Bar:
    """One row: whose it is, the figure that its bar ends at, what is written there, its colour, what a hover adds."""

    economy: Economy
    value: float
    text: str
    colour: str
    place: int | None
    mark: str = ""


def ranking_figure(
    ranking: Ranking, chosen: Sequence[str] = (), *, mode: Mode = "light", width: int | None = None
) -> Figure:
    """Return the bars of a year and the subject's place over time; `chosen` economies have colours of their own.

    On a logarithmic scale, which has no zero for bars to start from, dots stand for bars.
    """
    shades, room = palette(mode), width or fr.SAFE_WIDTH
    bars = _bars(ranking, chosen, shades)
    ranked = len(ranking.ranked)
    bars_px = _row_y(len(bars) - 1, ranked) + _ROW_PX / 2
    beside = room >= _BESIDE_FROM_PX
    neighbours = ranking.neighbours(1 if room < _FEW_LINES_UNDER_PX else 2)
    codes = tuple(code for code in neighbours if (ranking.places["economy"] == code).any())
    under = 0 if beside or not codes else _BETWEEN_PX + PLACES_PX
    base = sheet(
        f"{ranking.view.indicator.name}, {ranking.year}: {formatting.economies(ranked)} ranked",
        f"{what(ranking.view)}.{' Pale: groups of economies, for reference.' if len(ranking.reference) else ''}",
        [ranking.view],
        room=room,
        body=(max(bars_px, PLACES_PX) if beside else bars_px) + under,
        sides=(_LEFT_PX, 12),
        under=30 if codes else 12,
    )
    names_px = 8 + max(lay.text_width(bar.economy.short_name, fr.TEXT_PX, bold=True) for bar in bars)
    start, end = base.x(names_px), _BARS_SHARE if beside else 1.0
    scale = _Scale(ranking, bars, (end - start) * base.inner)
    annotations = [note for row, bar in enumerate(bars) for note in _row_words(bar, row, ranked, scale, start, shades)]
    axes: dict[str, Any] = {
        "xaxis": {"domain": [start, end], "range": list(scale.range), "visible": False, "fixedrange": True},
        "yaxis": {"domain": [base.y(bars_px), 1], "range": [bars_px, 0], "visible": False, "fixedrange": True},
    }
    traces: list[dict[str, Any]] = [_bar_trace(bars, ranked, scale)]
    if codes:
        places = places_beside(ranking, codes, base, end) if beside else places_below(ranking, codes, base)
        shade = colours([ranking.economies[code] for code in codes], shades)
        axes |= places_axes(ranking, places, base, shades)
        annotations += places_words(ranking, places, shade, base, shades)
        traces += places_traces(ranking, places, shade)
    shapes = _leaders(bars, ranked, scale, shades) if scale.log else [_zero_line(base.y(bars_px), shades)]
    if codes:
        shapes.append(year_line(ranking.year, shades))
    return drawn_as_is(traces, base.layout(shades, annotations, shapes=shapes, bargap=0, **axes))


class _Scale:
    """Where figures lie across the bars' plot: with room at both ends for what is written there."""

    def __init__(self, ranking: Ranking, bars: Sequence[_Bar], plot_px: float) -> None:
        values = [bar.value for bar in bars]
        self.log = ranking.view.selection.scale == "log" and ranking.view.scale == "log"
        low, high = (min(values), max(values)) if self.log else (min(0.0, *values), max(0.0, *values))
        self._low, self._high = (math.log10(low), math.log10(high)) if self.log else (low, high)
        span = self._high - self._low or 1.0
        right = max(lay.text_width(bar.text, fr.TEXT_PX, bold=True) for bar in bars) + _VALUE_GAP_PX + 6
        negative = [lay.text_width(bar.text, fr.TEXT_PX, bold=True) for bar in bars if bar.value < 0]
        left = max(negative, default=0) + _VALUE_GAP_PX + 2 if negative and not self.log else (8 if self.log else 0)
        per_px = span / max(40.0, plot_px - left - right)
        self.range = (self._low - left * per_px, self._high + right * per_px)

    def at(self, value: float) -> float:
        """Return a figure's coordinate on the axis."""
        return math.log10(value) if self.log else value


def _bars(ranking: Ranking, chosen: Sequence[str], shades: Palette) -> list[_Bar]:
    view, known = ranking.view, ranking.economies
    own = colours([known[code] for code in dict.fromkeys([SUBJECT, *chosen]) if code in known], shades)
    unit = "" if view.unit_short in ("%", "pp") else view.unit_short

    # bars of groups that hold the others would leave no room for these
    bare = view.kind is Kind.LEVEL and view.selection.scale != "log"

    def bar(code: str, value: float, place: int | None) -> _Bar:
        colour = blend(shades.faint, shades.ground, 0.4) if place is None else own.get(code, shades.faint)
        text = view.quantity(value) if unit == "" else _short(value, unit, view.decimals)
        end = 0.0 if place is None and bare else value
        return _Bar(known[code], end, text, colour, place, view.mark(code, ranking.year))

    ranked = ranking.ranked
    return [
        *(bar(*row) for row in zip(ranked["economy"], ranked["value"], ranked["place"].tolist(), strict=True)),
        *(bar(code, value, None) for code, value in zip(*_columns(ranking), strict=True)),
    ]


def _columns(ranking: Ranking) -> tuple[list[str], list[float]]:
    return ranking.reference["economy"].tolist(), ranking.reference["value"].tolist()


def _short(value: float, unit: str, decimals: int) -> str:
    """Return a figure with no more of its unit than a bar's end has room for."""
    text = formatting.number(value, decimals, short=True)
    return f"US$ {text}" if unit.startswith("US$") else f"{text} {unit}" if len(unit) <= _LONGEST_UNIT else text


def _row_y(row: int, ranked: int) -> float:
    return row * _ROW_PX + _ROW_PX / 2 + (_APART_PX if row >= ranked else 0)


def _bar_trace(bars: Sequence[_Bar], ranked: int, scale: _Scale) -> dict[str, Any]:
    common: dict[str, Any] = {
        "name": "Ranking",
        "y": [_row_y(row, ranked) for row in range(len(bars))],
        "x": [scale.at(bar.value) for bar in bars],
        "customdata": [[bar.economy.name, bar.text + bar.mark, _told(bar.place, ranked)] for bar in bars],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}%{customdata[2]}<extra></extra>",
    }
    if scale.log:
        look = {"color": [bar.colour for bar in bars], "size": 11}
        return {"type": "scatter", "mode": "markers", "marker": look, "cliponaxis": False, **common}
    look = {"color": [bar.colour for bar in bars], "line": {"width": 0}}
    return {"type": "bar", "orientation": "h", "width": _ROW_PX - 6, "marker": look, **common}


def _told(place: int | None, of: int) -> str:
    return ", for reference" if place is None else f", place {place} of {of}"


def _row_words(bar: _Bar, row: int, ranked: int, scale: _Scale, start: float, shades: Palette) -> list[fr.Shape]:
    """Return a row's place and name on the left, and its figure at the bar's end."""
    strong = bar.economy.id == SUBJECT
    colour = shades.accent if strong else shades.muted if bar.place is None else shades.ink
    bold = "<b>{}</b>" if strong else "{}"
    at: dict[str, Any] = {"yref": "y", "y": _row_y(row, ranked)}
    name = fr.text_note(
        bold.format(fr.plain(bar.economy.short_name)),
        x=start,
        size=fr.TEXT_PX,
        colour=colour,
        anchor="right",
        xref="paper",
        xshift=-6,
        **at,
    )
    left = bar.value < 0 and not scale.log
    gap = _VALUE_GAP_PX + (6 if scale.log else 0)
    figure = fr.text_note(
        bold.format(bar.text),
        x=scale.at(bar.value),
        size=fr.TEXT_PX,
        colour=colour,
        anchor="right" if left else "left",
        xref="x",
        xshift=-gap if left else gap,
        **at,
    )
    if bar.place is None:
        return [name, figure]
    corner: dict[str, Any] = {"xref": "paper", "xshift": -8, **at}
    return [
        fr.text_note(str(bar.place), x=0, size=fr.SMALL_PX, colour=shades.muted, anchor="right", **corner),
        name,
        figure,
    ]


def _leaders(bars: Sequence[_Bar], ranked: int, scale: _Scale, shades: Palette) -> list[fr.Shape]:
    """Return a hairline from each name to its dot."""
    line = {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": {"color": shades.grid, "width": 1}}
    heights = [_row_y(row, ranked) for row in range(len(bars))]
    return [
        {**line, "x0": scale.range[0], "x1": scale.at(bar.value), "y0": y, "y1": y}
        for bar, y in zip(bars, heights, strict=True)
    ]


def _zero_line(bottom: float, shades: Palette) -> fr.Shape:
    line = {"color": shades.faint, "width": 1}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": bottom, "y1": 1, "line": line}
