"""Draw the eras behind a chart: a faint band each, and the strip of their names."""

from collections.abc import Sequence
from typing import Final

from dashboard.catalogue.policy import Era
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.notes import SMALL_PX, Shape, text_note
from dashboard.figures.theme import Palette

STRIP_PX: Final = 20


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


def era_names(eras: Sequence[Era], time: TimeScale, shades: Palette, y: float) -> list[Shape]:
    """Return the era names of the strip: whole, short or not at all, as their bands allow."""
    notes: list[Shape] = []
    for era in eras:
        left, right = time.px(max(era.start, time.first)), time.px(min(era.end or time.last, time.last))
        text = typeset.fitting((era.name, era.short_name), right - left - 8, SMALL_PX)
        if text:
            notes.append(
                text_note(
                    text, x=time.day((left + right) / 2), y=y, size=SMALL_PX, colour=shades.muted, anchor="center"
                )
            )
    return notes
