"""Draw a year's ranking: bars, the largest on top, and beside or under them ranks over the years."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Kind
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.axes import hidden_axis
from dashboard.figures.parts.captions import interrupted, what, what_and_scale
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.rank_panel import RANK_PANEL_PX, RankPanel
from dashboard.figures.parts.ranked_rows import Rows, rows_on
from dashboard.figures.parts.sheet import SAFE_WIDTH, Sheet
from dashboard.figures.theme import Mode, Palette, blend, colours, palette
from dashboard.views.comparison import Ranking

_BESIDE_FROM_PX: Final = 900
_FEW_LINES_UNDER_PX: Final = 560
_BETWEEN_PX: Final = 26
_LEFT_PX: Final = 30
_BARS_SHARE: Final = 0.56
_VALUE_GAP_PX: Final = 5
# on a phone what is written at their ends goes before the bars
_LEAST_BARS_PX: Final = 16.0
_LONGEST_UNIT: Final = 4
_BAR_SHARE: Final = 5 / 7


@dataclass(frozen=True)
class _Bar:
    """One row: whose it is, the value that its bar ends at, what is written there, its colour, what a hover adds.

    `y` is the middle of the row, in pixels from the top.
    """

    economy: Economy
    y: float
    value: float
    text: str
    colour: str
    rank: int | None
    mark: str = ""
    is_subject: bool = False


def ranking_title(ranking: Ranking) -> str:
    """Return what is ranked, when, and how many economies are."""
    return f"{ranking.view.indicator.name}, {ranking.year}: {formatting.economies(len(ranking.ranked))} ranked"


def ranking_figure(
    ranking: Ranking,
    chosen: Sequence[str] = (),
    *,
    mode: Mode = "light",
    width: int | None = None,
    height: int | None = None,
    titled: bool = True,
) -> Figure:
    """Return the bars of a year and the subject's rank over the years; `chosen` economies have colours of their own.

    On a logarithmic scale, which has no zero for bars to start from, dots stand for bars.
    """
    shades, room = palette(mode), width or SAFE_WIDTH
    beside = room >= _BESIDE_FROM_PX
    sheet = Sheet(width, height if beside else None, titled)
    rows, codes = rows_on(ranking, chosen, sheet), _followed(ranking, chosen, room)
    rows, frame = _framed(ranking, rows, sheet, codes, beside=beside)
    bars = _bars(ranking, rows, chosen, shades)
    start, end = _names_share(bars, frame), _BARS_SHARE if beside else 1.0
    scale = _Scale(ranking, bars, (end - start) * frame.width)
    panel = _panel(ranking, codes, frame, end if beside else None)
    shade = colours([ranking.economies[code] for code in codes], shades, ranking.view.subject)
    words = [note for bar in bars for note in _row_words(bar, scale, start, shades)]
    lines = _leaders(bars, scale, shades) if scale.log else [_zero_line(frame.y(rows.height), shades)]
    layout = frame.layout(
        shades,
        annotations=[
            *(*frame.words(shades), *words, *rows.folds(start, shades)),
            *(panel.words(shade, shades) if panel else []),
        ],
        shapes=[*lines, *([panel.year_line(shades)] if panel else [])],
        bargap=0,
        xaxis=hidden_axis([start, end], list(scale.range)),
        yaxis=hidden_axis([frame.y(rows.height), 1], [rows.height, 0]),
        **(panel.axes(shades) if panel else {}),
    )
    return drawn_as_is(
        [_bar_trace(bars, rows.each, len(ranking.ranked), scale), *(panel.traces(shade) if panel else [])], layout
    )


def _followed(ranking: Ranking, chosen: Sequence[str], room: float) -> tuple[str, ...]:
    """Return whose ranks are drawn over the years: the subject's and the chosen ones', else those of its neighbours."""
    known = set(ranking.ranks["economy"].unique())
    named = [code for code in dict.fromkeys([ranking.view.subject, *chosen]) if code in known]
    if len(named) > 1:
        return tuple(named)
    return tuple(code for code in ranking.neighbours(1 if room < _FEW_LINES_UNDER_PX else 2) if code in known)


def _frame(ranking: Ranking, rows: Rows, sheet: Sheet, codes: Collection[str], *, beside: bool) -> Frame:
    left_out = len(ranking.ranked) - len(rows.drawn)
    folded = f" {formatting.economies(left_out)} in between are left out." if left_out else ""
    under = 0 if beside or not codes else _BETWEEN_PX + RANK_PANEL_PX
    said = (what_and_scale if ranking.view.selection.scale == "log" else what)(ranking.view)
    return comparison_frame(
        ranking_title(ranking),
        f"{said}.{folded}{' Pale: for reference, not ranked.' if len(ranking.reference) else ''}",
        [ranking.view],
        sheet=sheet,
        body=((max(rows.height, RANK_PANEL_PX) if beside else rows.height) + under, rows.height + under),
        sides=(_LEFT_PX, 12),
        under=30 if codes else 12,
        note=interrupted([ranking.view], codes),
    )


def _framed(ranking: Ranking, rows: Rows, sheet: Sheet, codes: Collection[str], *, beside: bool) -> tuple[Rows, Frame]:
    """Return the frame, and the rows; with ranks beside them as high as it has room for, and it no higher than they."""
    frame = _frame(ranking, rows, sheet, codes, beside=beside)
    if not beside:
        return rows, frame
    rows = rows.filling(frame.body)
    return rows, replace(frame, body=min(frame.body, max(rows.height, RANK_PANEL_PX)))


def _names_share(bars: Sequence[_Bar], frame: Frame) -> float:
    """Return the share of the width that the bars' names take."""
    return frame.x(8 + typeset.widest((bar.economy.short_name for bar in bars), TEXT_PX, bold=True))


def _panel(ranking: Ranking, codes: tuple[str, ...], frame: Frame, bars_end: float | None) -> RankPanel | None:
    """Return the ranks over the years beside the bars, where these end at a share of the width, else below them."""
    if not codes:
        return None
    if bars_end is None:
        return RankPanel(ranking, codes, frame, frame.body - RANK_PANEL_PX, 0.0)
    return RankPanel(ranking, codes, frame, 0.0, bars_end + frame.x(48))


class _Scale:
    """Where values lie across the bars' plot: with room at both ends for what is written there."""

    def __init__(self, ranking: Ranking, bars: Sequence[_Bar], plot_px: float) -> None:
        values = [bar.value for bar in bars]
        self.log = ranking.view.selection.scale == "log" and ranking.view.scale == "log"
        low, high = (min(values), max(values)) if self.log else (min(0.0, *values), max(0.0, *values))
        self._low, self._high = (math.log10(low), math.log10(high)) if self.log else (low, high)
        span = self._high - self._low or 1.0
        rightwards = [bar.text for bar in bars if self.log or bar.value >= 0]
        right = typeset.widest(rightwards, TEXT_PX, bold=True) + _VALUE_GAP_PX + 6
        left = 8 if self.log else self._room_left(bars)
        per_px = span / max(_LEAST_BARS_PX, plot_px - left - right)
        self.range = (self._low - left * per_px, self._high + right * per_px)

    @staticmethod
    def _room_left(bars: Sequence[_Bar]) -> float:
        negative = [bar.text for bar in bars if bar.value < 0]
        return typeset.widest(negative, TEXT_PX, bold=True) + _VALUE_GAP_PX + 2 if negative else 0

    def at(self, value: float) -> float:
        """Return a value's coordinate on the axis."""
        return math.log10(value) if self.log else value


def _bars(ranking: Ranking, rows: Rows, chosen: Sequence[str], shades: Palette) -> list[_Bar]:
    view, known = ranking.view, ranking.economies
    followed = dict.fromkeys([view.subject, *chosen])
    own = colours([known[code] for code in followed if code in known], shades, view.subject)
    unit = "" if view.unit_short in ("%", "pp") else view.unit_short

    # bars of groups that hold the others would leave no room for these
    bare = view.kind is Kind.LEVEL and view.selection.scale != "log"

    def bar(code: str, y: float, value: float, year: int, rank: int | None) -> _Bar:
        hue = own.get(code, shades.faint)
        colour = blend(hue if code == view.subject else shades.faint, shades.ground, 0.4) if rank is None else hue
        text = view.quantity(value) if unit == "" else _short(value, unit, view.decimals)
        text += ranking.aged(year)
        end = 0.0 if rank is None and bare and code != view.subject else value
        mark, is_subject = view.mark(code, year), code == view.subject
        return _Bar(known[code], y, end, text, colour, rank, mark, is_subject=is_subject)

    ranked, beside = ranking.ranked.iloc[list(rows.drawn)], ranking.reference
    inside = zip(
        ranked["economy"], rows.heights, ranked["value"], ranked["year"].tolist(), ranked["rank"].tolist(), strict=True
    )
    beyond = zip(beside["economy"].tolist(), rows.below, beside["value"].tolist(), beside["year"].tolist(), strict=True)
    return [*(bar(*row) for row in inside), *(bar(*row, None) for row in beyond)]


def _short(value: float, unit: str, decimals: int) -> str:
    """Return a value with no more of its unit than a bar's end has room for."""
    text = formatting.number(value, decimals, short=True)
    return f"US$ {text}" if unit.startswith("US$") else f"{text} {unit}" if len(unit) <= _LONGEST_UNIT else text


def _bar_trace(bars: Sequence[_Bar], each: float, ranked: int, scale: _Scale) -> dict[str, Any]:
    common: dict[str, Any] = {
        "name": "Ranking",
        "y": [bar.y for bar in bars],
        "x": [scale.at(bar.value) for bar in bars],
        "customdata": [
            [escaped(bar.economy.name), escaped(bar.text) + bar.mark, _told(bar.rank, ranked)] for bar in bars
        ],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]}%{customdata[2]}<extra></extra>",
    }
    if scale.log:
        look = {"color": [bar.colour for bar in bars], "size": 11}
        return {"type": "scatter", "mode": "markers", "marker": look, "cliponaxis": False, **common}
    look = {"color": [bar.colour for bar in bars], "line": {"width": 0}}
    return {"type": "bar", "orientation": "h", "width": each * _BAR_SHARE, "marker": look, **common}


def _told(rank: int | None, of: int) -> str:
    return ", for reference" if rank is None else f", rank {rank} of {of}"


def _row_words(bar: _Bar, scale: _Scale, start: float, shades: Palette) -> list[Shape]:
    """Return a row's rank and name on the left, and its value at the bar's end."""
    strong = bar.is_subject
    colour = shades.accent if strong else shades.muted if bar.rank is None else shades.ink
    bold = "<b>{}</b>" if strong else "{}"
    at: dict[str, Any] = {"yref": "y", "y": bar.y}
    name = text_note(
        bold.format(escaped(bar.economy.short_name)),
        x=start,
        size=TEXT_PX,
        colour=colour,
        anchor="right",
        xref="paper",
        xshift=-6,
        **at,
    )
    left = bar.value < 0 and not scale.log
    gap = _VALUE_GAP_PX + (6 if scale.log else 0)
    value = text_note(
        bold.format(escaped(bar.text)),
        x=scale.at(bar.value),
        size=TEXT_PX,
        colour=colour,
        anchor="right" if left else "left",
        xref="x",
        xshift=-gap if left else gap,
        **at,
    )
    if bar.rank is None:
        return [name, value]
    corner: dict[str, Any] = {"xref": "paper", "xshift": -8, **at}
    return [
        text_note(str(bar.rank), x=0, size=SMALL_PX, colour=shades.muted, anchor="right", **corner),
        name,
        value,
    ]


def _leaders(bars: Sequence[_Bar], scale: _Scale, shades: Palette) -> list[Shape]:
    """Return a hairline from each name to its dot."""
    line = {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": {"color": shades.grid, "width": 1}}
    return [{**line, "x0": scale.range[0], "x1": scale.at(bar.value), "y0": bar.y, "y1": bar.y} for bar in bars]


def _zero_line(bottom: float, shades: Palette) -> Shape:
    line = {"color": shades.faint, "width": 1}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": bottom, "y1": 1, "line": line}
