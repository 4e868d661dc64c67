"""Place labels beside marks and at the ends of lines so that none touches another label or a mark."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

MARK_PX: Final = 10
_LABEL_PX: Final = 15
_GAP_PX: Final = 3
# how much further than beside it the label of what matters most may stand from its mark, and how much of that each way
# where it stands aslant
_REACH: Final = (0.0, 10.0, 20.0, 30.0)
_ASLANT: Final = 0.7
# how far off is as bad as on a line
_ON_LINE: Final = 15.0
# a page is laid out for the width that its own is rounded down to
_MOST_STRETCH: Final = 1.3
Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the lower left corner of the plot; it moves with its mark's `x` as the plot grows."""

    left: float
    right: float
    bottom: float
    top: float
    x: float

    def inside(self, width: float, height: float) -> bool:
        """Tell whether the box lies in a plot of these measures."""
        return self.left >= 0 and self.right <= width and self.bottom >= 0 and self.top <= height

    def is_on(self, others: "Iterable[Box]") -> bool:
        """Tell whether the box touches any of others."""
        return any(self.touches(other) for other in others)

    def touches(self, other: "Box") -> bool:
        """Tell whether two boxes share any room, in a plot as wide as laid out or up to `_MOST_STRETCH` times so."""
        if self.bottom >= other.top or other.bottom >= self.top:
            return False
        # how far the other moves away to the right, and between which two distances they are over one another
        far = (other.x - self.x) * (_MOST_STRETCH - 1)
        return self.left - other.right < max(0.0, far) and self.right - other.left > min(0.0, far)


@dataclass(frozen=True)
class Label:
    """Where a text stands, in which of its wordings, and its box.

    `across` and `up` lead from its mark's centre to its anchor, the edge or middle that `anchor` names.
    """

    wording: int
    across: float
    up: float
    anchor: Anchor
    box: Box


def place_labels(
    spots: Sequence[tuple[Sequence[float], float, float]],
    marks: Sequence[Box],
    lines: Sequence[Box],
    width: float,
    height: float,
    *,
    first: int = 0,
) -> tuple[Label | None, ...]:
    """Return a label for each spot, the most important first; None for one that would touch a mark or another label.

    Each spot is the widths of its wordings, from the best, and its mark's centre in pixels. What is along `lines` is
    kept free; but for the `first` of the spots, which stand on a line or some way off where there is no other place.
    """
    taken: list[Box] = list(marks)
    placed: list[Label | None] = []
    for place, (widths, x, y) in enumerate(spots):
        reach, on_line = (_REACH, _ON_LINE) if place < first else (_REACH[:1], math.inf)
        best, least = None, math.inf
        for further, way in _ways(widths, x, y, reach):
            if further >= least:
                break
            if not way.box.inside(width, height) or way.box.is_on(taken):
                continue
            cost = further + (on_line if way.box.is_on(lines) else 0)
            if cost < least:
                best, least = way, cost
        placed.append(best)
        if best is not None:
            taken.append(best.box)
    return tuple(placed)


def _ways(widths: Sequence[float], x: float, y: float, reach: Sequence[float]) -> Iterator[tuple[float, Label]]:
    """Yield where a label may stand, the best first, and how much further than beside its mark that is."""
    for further in reach:
        for way in _ways_from(widths, x, y, further):
            yield further, way


def _ways_from(widths: Sequence[float], x: float, y: float, further: float) -> Iterator[Label]:
    """Yield where a label may stand so far away: beside its mark, above, below, and aslant."""
    half, near = _LABEL_PX / 2, MARK_PX / 2 + further * _ASLANT
    off = MARK_PX / 2 + _GAP_PX + further
    rise = off + half
    shifts: tuple[tuple[float, float, Anchor], ...] = (
        *((off, 0, "left"), (-off, 0, "right"), (0, rise, "center"), (0, -rise, "center")),
        *((near, rise, "left"), (-near, rise, "right"), (near, -rise, "left"), (-near, -rise, "right")),
    )
    for wording, width in enumerate(widths):
        for across, up, anchor in shifts:
            left = x + across - {"left": 0, "center": width / 2, "right": width}[anchor]
            box = Box(left, left + width, y + up - half, y + up + half, x)
            yield Label(wording, across, up, anchor, box)


def along(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Return small boxes along a line through points, close enough for no text to pass between two."""
    boxes: list[Box] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // _LABEL_PX))
        for step in range(steps + 1):
            x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
            boxes.append(Box(x - 1, x + 1, y - 1, y + 1, x))
    return boxes


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> tuple[float | None, ...]:
    """Return positions moved apart to at least `gap`, inside low..high and in their order; None for those with no room.

    Where not all fit, the first of the sequence keep their place: the caller puts the most important first.
    """
    room = max(0, int((high - low) // gap) + 1)
    kept = sorted(range(min(room, len(positions))), key=lambda index: positions[index])
    settled: list[float] = []
    for index in kept:
        floor = settled[-1] + gap if settled else low
        settled.append(max(floor, positions[index]))
    ceiling = high
    for index in range(len(settled) - 1, -1, -1):
        settled[index] = min(settled[index], ceiling)
        ceiling = settled[index] - gap
    found = dict(zip(kept, settled, strict=True))
    return tuple(found.get(index) for index in range(len(positions)))
