"""Draw what claims come to: one row for each, with its verdict and what its parts come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.axes import hidden_axis
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette

Tone = Literal["for", "against", "between", "open"]

_SIDE_PX: Final = 9
_LINE_PX: Final = 17
_AIR_PX: Final = 12
_DOT_PX: Final = 11
_WORDS_PX: Final = 22
_HOVER_PX: Final = 380
# words say it; shape and colour repeat it
_LOOKS: Final[dict[Tone, tuple[str, str, str]]] = {
    "for": ("circle", "focus", "for"),
    "against": ("x", "shock", "against"),
    "between": ("diamond", "own", "between"),
    "open": ("circle-open", "muted", "open"),
}


@dataclass(frozen=True)
class Row:
    """One claim: what it is called, its verdict in words and the tone of it, its parts, and what a hover says."""

    title: str
    verdict: str
    tone: Tone
    parts: str
    said: str


def verdicts_figure(
    title: str, subtitle: str, rows: Sequence[Row], note: str, *, mode: Mode = "light", sheet: Sheet | None = None
) -> Figure:
    """Return one row per claim; the note stands below. A sheet's own height is shared out among the rows."""
    shades, sheet = palette(mode), sheet or Sheet()
    room = sheet.room - 2 * _SIDE_PX - _WORDS_PX
    lines = [typeset.wrapped(row.parts, room, SMALL_PX) for row in rows]
    tall = [_LINE_PX * (1 + len(texts)) + _AIR_PX for texts in lines]
    sides, needed = (_SIDE_PX, _SIDE_PX), float(sum(tall))
    frame = comparison_frame(title, subtitle, [], sheet=sheet, body=(needed, needed), sides=sides, under=10, note=note)
    spare = (frame.body - needed) / max(1, len(rows))
    tops = [sum(tall[:number]) + spare * (number + 0.5) for number in range(len(rows))]
    marks = [_marks(tone, rows, tops, frame, shades) for tone in _LOOKS]
    words = [
        note
        for row, top, texts in zip(rows, tops, lines, strict=True)
        for note in _words(row, top, texts, frame, shades)
    ]
    return drawn_as_is(
        marks,
        frame.layout(
            shades,
            annotations=[*frame.words(shades), *words],
            shapes=[_rule(top - spare / 2, frame, shades) for top in tops[1:]],
            xaxis=hidden_axis([0, 1], [0, frame.width]),
            yaxis=hidden_axis([0, 1], [frame.body, 0]),
        ),
    )


def _marks(tone: Tone, rows: Sequence[Row], tops: Sequence[float], frame: Frame, shades: Palette) -> dict[str, Any]:
    symbol, role, name = _LOOKS[tone]
    colour = getattr(shades, role)
    own = [(row, top) for row, top in zip(rows, tops, strict=True) if row.tone == tone]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [min(_DOT_PX / 2, frame.width)] * len(own),
        "y": [top + _AIR_PX / 2 + _LINE_PX / 2 for _, top in own],
        "marker": {
            "symbol": symbol,
            "size": _DOT_PX,
            "color": colour,
            "opacity": 1,
            "line": {"width": 1.6 if symbol.endswith("-open") else 0, "color": colour},
        },
        "cliponaxis": False,
        "customdata": ["<br>".join(map(escaped, typeset.wrapped(row.said, _HOVER_PX, TEXT_PX))) for row, _ in own],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _words(row: Row, top: float, parts: Sequence[str], frame: Frame, shades: Palette) -> list[Shape]:
    """Return a claim's title with its verdict behind it, as far as there is room, and under them its parts."""
    at: dict[str, Any] = {"xref": "paper", "anchor": "left"}
    y, x = top + _AIR_PX / 2 + _LINE_PX / 2, frame.x(_WORDS_PX)
    room = frame.width - _WORDS_PX
    name = typeset.fitting((f"{row.title}: {row.verdict}",), room, TEXT_PX * 1.08)
    told = f"<b>{escaped(row.title)}</b>: {escaped(row.verdict)}" if name else f"<b>{escaped(row.verdict)}</b>"
    first = text_note(told, x=x, y=frame.y(y), size=TEXT_PX, colour=shades.ink, **at)
    return [
        first,
        *(
            text_note(
                escaped(text), x=x, y=frame.y(y + _LINE_PX * (number + 1)), size=SMALL_PX, colour=shades.muted, **at
            )
            for number, text in enumerate(parts)
        ),
    ]


def _rule(px: float, frame: Frame, shades: Palette) -> Shape:
    line = {"color": shades.grid, "width": 1}
    across: dict[str, Any] = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "paper", "layer": "below"}
    return {**across, "y0": frame.y(px), "y1": frame.y(px), "line": line}
