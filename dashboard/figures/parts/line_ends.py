"""Label lines at their ends: names that keep apart, with leaders where the axis runs on beyond the last value."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.catalogue.economies import Economy
from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.scales import TimeScale, ValueScale
from dashboard.figures.parts.notes import Shape, end_note, escaped
from dashboard.figures.theme import Palette

_GAP_PX: Final = 15
_LEADER_GAP_PX: Final = 6
_LEADER_FROM_PX: Final = 30
# between the turns of two leaders
_TURN_PX: Final = 4
# what a page knows the leaders by, where it is zoomed
LEADERS: Final = "Leaders"


@dataclass(frozen=True)
class LineEnd:
    """Where a line ends, by day and pixels from the plot's bottom, and how high its label stands; None without room."""

    economy: Economy
    day: dt.date
    height: float
    label: float | None


def line_ends(last: Sequence[tuple[Economy, str, float]], scale: ValueScale, plot_px: float) -> tuple[LineEnd, ...]:
    """Return the ends of lines, each given by its last day and value, on a scale of so many pixels."""
    heights = [scale.position(value, plot_px) for _, _, value in last]
    labels = spread(heights, _GAP_PX, _GAP_PX / 2, plot_px - _GAP_PX / 2)
    return tuple(
        LineEnd(economy, dt.date.fromisoformat(day), height, label)
        for (economy, day, _), height, label in zip(last, heights, labels, strict=True)
    )


def label_texts(economies: Sequence[Economy], *, narrow: bool) -> dict[str, str]:
    """Return what each line is called at its end: its code where the picture is narrow."""
    return {economy.id: economy.id if narrow else economy.short_name for economy in economies}


def labels(
    ends: Sequence[LineEnd],
    texts: Mapping[str, str],
    shade: Mapping[str, str],
    inner_px: float,
    *,
    lines: Mapping[str, str],
    axis: str = "y",
) -> list[Shape]:
    """Return the labels beside the plot, the first in bold; `inner_px` is the height of the paper.

    Each names the line it belongs to, as its trace is called among `lines`, and that line's value `axis`: where a page
    is zoomed, it follows the line.
    """
    return [
        end_note(
            texts[end.economy.id],
            y=round(end.label / inner_px, 5),
            colour=shade[end.economy.id],
            strong=end is ends[0],
            name=f"{axis} {escaped(lines[end.economy.id])}",
        )
        for end in ends
        if end.label is not None
    ]


def leaders(ends: Sequence[LineEnd], time: TimeScale, shades: Palette, inner_px: float) -> list[Shape]:
    """Return one shape of faint lines from where series end to their labels, none where the label is near.

    Each runs level, and up or down beside the label alone: one that slopes or is dashed would pass for a forecast.
    """
    led = [end for end in ends if end.label is not None and time.width - time.px(end.day) > _LEADER_FROM_PX]
    paths = [
        f"M{time.day(time.px(end.day) + _LEADER_GAP_PX)[:10]},{end.height / inner_px:.5g}"
        f"H{time.day(time.width - _TURN_PX * (place + 1))[:10]}V{(end.label or 0) / inner_px:.5g}H{time.last}"
        for place, end in enumerate(led)
    ]
    if not paths:
        return []
    line = {"width": 0.8, "color": shades.faint}
    placed = {"type": "path", "xref": "x", "yref": "paper", "layer": "below", "name": LEADERS}
    return [{**placed, "path": "".join(paths), "line": line}]
