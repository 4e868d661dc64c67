"""Draw the eras behind a chart: a faint band each, and the strip of their names."""

from collections.abc import Sequence
from typing import Final

from dashboard.catalogue.policy import Era
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.heads import head_note
from dashboard.figures.parts.notes import SMALL_PX, Shape, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.views.histories import ShownHistory, strips_of

STRIP_PX: Final = 20
_NAME_AIR_PX: Final = 8


def strips_px(histories: Sequence[ShownHistory]) -> float:
    """Return how many pixels the strip of the first history's eras takes, with those of others under it."""
    return STRIP_PX * (1 + len(strips_of(histories)))


def era_bands(eras: Sequence[Era], time: TimeScale, shades: Palette) -> list[Shape]:
    """Return a faint band for each era over the whole height, and a hairline where one begins."""
    shapes: list[Shape] = []
    for index, era in enumerate(eras):
        start, end = max(era.start, time.first), min(era.end or time.last, time.last)
        common = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        shapes.append(
            {
                **common,
                "type": "rect",
                "x0": start.isoformat(),
                "x1": end.isoformat(),
                "fillcolor": shades.bands[index % 2],
                "line": {"width": 0},
            }
        )
        if era.start > time.first:
            edge = {"color": shades.faint, "width": 0.8}
            shapes.append({**common, "type": "line", "x0": start.isoformat(), "x1": start.isoformat(), "line": edge})
    return shapes


def era_names(eras: Sequence[Era], time: TimeScale, shades: Palette, y: float, whose: str = "") -> list[Shape]:
    """Return the era names of the strip: whole, short or not at all, as their bands allow.

    Before the first stands `whose` they are, where there is room.
    """
    notes: list[Shape] = []
    for index, era in enumerate(eras):
        left, right = _ends(era, time)
        names = (era.name, era.short_name)
        told = [f"{whose}: {name}" for name in names] if whose and index == 0 else []
        text = typeset.fitting((*told, *names), _room(era, time), SMALL_PX)
        if text:
            notes.append(
                text_note(
                    escaped(text),
                    x=time.day((left + right) / 2),
                    y=y,
                    size=SMALL_PX,
                    colour=shades.muted,
                    anchor="center",
                )
            )
    return notes


def era_shapes(
    eras: Sequence[Era], histories: Sequence[ShownHistory], time: TimeScale, shades: Palette, body: float
) -> list[Shape]:
    """Return the bands of the first history's eras, and over them the strips of those of others."""
    return [*era_bands(eras, time, shades), *_strip_plates(histories, time, shades, body)]


def _strip_plates(histories: Sequence[ShownHistory], time: TimeScale, shades: Palette, body: float) -> list[Shape]:
    """Return the strips of further histories' eras under the first's: a faint plate each, and a line where it begins.

    In the plot below, the bands are those of the first history alone. `body` is the height of the figure's body.
    """
    shapes: list[Shape] = []
    strips = strips_of(histories)
    for row, history in enumerate(strips, start=1):
        top, bottom = 1 - row * STRIP_PX / body, 1 - (row + 1) * STRIP_PX / body
        # the bands of the first history run behind it
        whole = {"xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": bottom, "y1": top, "layer": "below"}
        shapes += [{**whole, "type": "rect", "fillcolor": shades.ground, "line": {"width": 0}}, _across(top, shades)]
        for index, era in enumerate(history.eras):
            start, end = max(era.start, time.first), min(era.end or time.last, time.last)
            box = {"xref": "x", "yref": "paper", "y0": bottom, "y1": top, "layer": "below", "x0": start.isoformat()}
            fill = {"fillcolor": shades.bands[index % 2], "line": {"width": 0}}
            shapes.append({**box, **fill, "type": "rect", "x1": end.isoformat()})
            if era.start > time.first:
                edge = {"color": shades.faint, "width": 0.8}
                shapes.append({**box, "type": "line", "x1": start.isoformat(), "line": edge})
    return [*shapes, _across(1 - (len(strips) + 1) * STRIP_PX / body, shades)] if strips else []


def strip_names(
    eras: Sequence[Era],
    histories: Sequence[ShownHistory],
    time: TimeScale,
    shades: Palette,
    body: float,
) -> list[Shape]:
    """Return the names on the strip of eras and on those of further histories under it, and whose each strip is.

    Where one history is chosen it goes without saying.
    """
    rows = [(histories[0] if len(histories) > 1 else None, eras)]
    rows += [(history, history.eras) for history in strips_of(histories)]
    notes: list[Shape] = []
    for row, (whose, shown) in enumerate(rows):
        y = 1 - (row + 0.5) * STRIP_PX / body
        notes += era_names(shown, time, shades, y, whose.name if whose else "")
        if whose and shown:
            notes.append(head_note(whose.letters, y, shades))
    return notes


def unnamed_eras(histories: Sequence[ShownHistory], time: TimeScale) -> str:
    """Return in words the eras of each strip under the first that has room for less than half of their names."""
    told: list[str] = []
    for history in strips_of(histories):
        named = sum(typeset.width(era.short_name, SMALL_PX) <= _room(era, time) for era in history.eras)
        if named * 2 < len(history.eras):
            told.append(f"{history.letters} eras: {', '.join(era.short_name for era in history.eras)}.")
    return " ".join(told)


def _ends(era: Era, time: TimeScale) -> tuple[float, float]:
    return time.px(max(era.start, time.first)), time.px(min(era.end or time.last, time.last))


def _room(era: Era, time: TimeScale) -> float:
    left, right = _ends(era, time)
    return right - left - _NAME_AIR_PX


def _across(y: float, shades: Palette) -> Shape:
    line = {"color": shades.grid, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "paper", "y0": y, "y1": y, "line": line}
