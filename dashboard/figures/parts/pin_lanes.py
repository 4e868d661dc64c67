"""Draw the milestones above a plot as numbered pins in lanes, with words beside them and hairlines down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.geometry.pins import PIN_PX, WORDS_PX, Pin, Tag, place_pins
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.axes import hidden_axis
from dashboard.figures.parts.heads import head_note
from dashboard.figures.parts.milestone_texts import group_told
from dashboard.figures.parts.notes import Shape, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.formatting import spell
from dashboard.views.histories import MilestoneGroup, ShownHistory, grouped

LANE_PX: Final = PIN_PX + 3
# how many lanes a plot of at least so many pixels may take, and one history of several at least
_MOST_LANES: Final = ((900, 5, 3), (560, 4, 2), (0, 3, 2))
# histories that share a plot with so many others have one lane each
_CROWDED: Final = 4
# plotly's symbols of the pins of each history in turn; its letters stand beside its lanes
_MARKS: Final = ("circle", "square", "pentagon", "hexagon", "octagon")


@dataclass(frozen=True)
class PinRow:
    """The pins of one group of milestones, in so many lanes from `base` up."""

    group: MilestoneGroup
    pins: tuple[Pin, ...]
    base: int
    count: int

    @property
    def mark(self) -> str:
        """Return plotly's symbol of its pins."""
        return mark_of(self.group.whose)

    def on(self, pin: Pin) -> tuple[Milestone, ...]:
        """Return the milestones that a pin stands for."""
        return self.group.milestones[pin.first - 1 : pin.last]

    def y(self, pin: Pin) -> float:
        """Return the height of a pin's middle in lanes."""
        return self.base + pin.lane + 0.5

    def told(self, pin: Pin) -> str:
        """Return what a pin says when it is pointed at."""
        whose = self.group.whose
        numbers = spell(pin.first, pin.last)
        return group_told(self.on(pin), f"{whose.titled}, {numbers}" if whose else "")


@dataclass(frozen=True)
class PinLanes:
    """The milestones above a plot: their pins and words in lanes, and a hairline from each down into the plot.

    The lanes have a value axis of their own, `y2`, on which a lane is one high. Each of several policy histories has
    lanes of its own, the first on top. Milestones that name one of the `indicators` are emphasised, the `selected` one
    more so.
    """

    indicators: tuple[str, ...]
    selected: str
    time: TimeScale
    rows: tuple[PinRow, ...]

    @property
    def count(self) -> int:
        """Return how many lanes there are."""
        return sum(row.count for row in self.rows)

    @property
    def height(self) -> float:
        """Return how many pixels the lanes take."""
        return self.count * LANE_PX

    def layout_axis(self, bottom: float, top: float) -> dict[str, Any]:
        """Return plotly's settings of the lanes' own axis, from `bottom` to `top` of the paper."""
        return hidden_axis([bottom, top], [0, max(1, self.count)], anchor="x")

    def trace(self, shades: Palette) -> dict[str, Any]:
        """Return the pins as markers that hover and can be clicked; customdata is words, count, ids with commas."""
        placed = list(self._pins())
        looks = [self._look(row.on(pin), shades) for row, pin in placed]
        marks = [row.mark for row, _ in placed]
        return {
            "type": "scatter",
            "x": [self.time.day(pin.x) for _, pin in placed],
            "y": [row.y(pin) for row, pin in placed],
            "yaxis": "y2",
            "mode": "markers+text",
            "text": [pin.label for _, pin in placed],
            "textfont": {"size": 10, "color": [look.text for look in looks]},
            "textposition": "middle center",
            "marker": {
                "size": PIN_PX,
                **({"symbol": marks} if set(marks) - {_MARKS[0]} else {}),
                # a joined pin is wider than a marker can be: its plate is a shape below
                "opacity": [1 if pin.count == 1 else 0 for _, pin in placed],
                "color": [look.fill for look in looks],
                "line": {"width": 1, "color": [look.edge for look in looks]},
            },
            # plotly fades what a click left out, but here a click selects no observations
            "selected": {"textfont": {"color": shades.ground}},
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [[row.told(pin), pin.count, ",".join(m.id for m in row.on(pin))] for row, pin in placed],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
            "name": "Milestones",
        }

    def shapes(self, shades: Palette, bottom: float, top: float) -> list[Shape]:
        """Return a hairline at each milestone's own date from `bottom` to `top`, and plates under joined pins.

        Hairlines that look the same are one shape: a chart of forty milestones is drawn and sent the faster.
        """
        alike: dict[tuple[float, str, str], list[str]] = {}
        for found in sorted((one for row in self.rows for one in row.group.milestones), key=lambda one: one.date):
            alike.setdefault(self._hairline(found, shades), []).append(
                f"M{found.date},{bottom:.5g}L{found.date},{top:.5g}"
            )
        lines = [
            {
                "type": "path",
                "xref": "x",
                "yref": "paper",
                "path": "".join(paths),
                "layer": "below",
                "line": {"width": width, "dash": dash, "color": colour},
            }
            for (width, dash, colour), paths in alike.items()
        ]
        return [*lines, *self._between(shades), *self._plates(shades)]

    def words(self, shades: Palette) -> list[Shape]:
        """Return the words beside the pins, and beside the lanes of several histories whose they are."""
        beside = [
            text_note(
                escaped(pin.words),
                x=self.time.day(pin.x),
                y=row.y(pin),
                size=WORDS_PX,
                colour=self._look(row.on(pin), shades).words,
                anchor="left" if pin.side == "right" else "right",
                yref="y2",
                xshift=(1 if pin.side == "right" else -1) * (PIN_PX / 2 + 3),
            )
            for row, pin in self._pins()
            if pin.words
        ]
        heads = [
            head_note(row.group.whose.letters, row.base + row.count / 2, shades, yref="y2")
            for row in self.rows
            if row.group.whose
        ]
        return [*beside, *heads]

    def _pins(self) -> Iterator[tuple[PinRow, Pin]]:
        return ((row, pin) for row in self.rows for pin in row.pins)

    def _look(self, group: Sequence[Milestone], shades: Palette) -> "_Look":
        if any(milestone.id == self.selected for milestone in group):
            return _Look(shades.focus, shades.focus, shades.ground, shades.focus)
        if any(milestone.kind is MilestoneKind.OWN for milestone in group):
            return _Look(shades.own, shades.own, shades.ground, shades.own)
        if any(milestone.concerns(self.indicators) for milestone in group):
            return _Look(shades.ink, shades.ink, shades.ground, shades.ink)
        return _Look(shades.ground, shades.faint, shades.muted, shades.muted)

    def _hairline(self, milestone: Milestone, shades: Palette) -> tuple[float, str, str]:
        """Return a hairline's width, dash and colour."""
        if milestone.id == self.selected:
            return 1.8, "solid", shades.focus
        if milestone.kind is MilestoneKind.OWN:
            return 1, "dash", shades.own
        return 1, "dot", shades.faint if milestone.concerns(self.indicators) else shades.grid

    def _between(self, shades: Palette) -> list[Shape]:
        """Return a line between the lanes of one history and another's."""
        line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "layer": "below"}
        return [
            {**line, "y0": row.base, "y1": row.base, "line": {"width": 1, "color": shades.grid}}
            for row, _ in pairwise(self.rows)
        ]

    def _plates(self, shades: Palette) -> list[Shape]:
        return [
            {
                "type": "rect",
                "xref": "x",
                "yref": "y2",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": self.time.day(pin.x),
                "yanchor": row.y(pin),
                "x0": -pin.width / 2,
                "x1": pin.width / 2,
                "y0": -PIN_PX / 2,
                "y1": PIN_PX / 2,
                "fillcolor": self._look(row.on(pin), shades).fill,
                "line": {"width": 1, "color": self._look(row.on(pin), shades).edge},
                "layer": "below",
            }
            for row, pin in self._pins()
            if pin.count > 1
        ]


@dataclass(frozen=True)
class _Look:
    """The colours of a pin: its plate, its edge, the number on it and the words beside it."""

    fill: str
    edge: str
    text: str
    words: str


def pin_lanes(
    milestones: Sequence[Milestone],
    indicators: Sequence[str],
    time: TimeScale,
    *,
    selected: str = "",
    histories: Sequence[ShownHistory] = (),
) -> PinLanes:
    """Return where the pins and words of milestones go above a plot of the indicators; `histories` are those chosen."""
    groups = grouped(milestones, histories)
    rows: list[PinRow] = []
    # the first history stands on top, and lanes are counted from the bottom
    for group in reversed(groups):
        tags = tuple(
            Tag(time.px(found.date), (found.short_title,), _rank(found, indicators, selected))
            for found in group.milestones
        )
        letters = group.whose.letters if group.whose else ""
        pins, count = place_pins(tags, time.width, _most_lanes(time.width, len(groups)), letters)
        rows.append(PinRow(group, pins, sum(row.count for row in rows), count))
    return PinLanes(tuple(indicators), selected, time, tuple(reversed(rows)))


def mark_of(whose: ShownHistory | None) -> str:
    """Return plotly's symbol of a history's pins, the usual one where no other is chosen."""
    return _MARKS[whose.place % len(_MARKS)] if whose else _MARKS[0]


def _most_lanes(width: float, groups: int) -> int:
    """Return how many lanes each of so many groups may take."""
    alone, shared = next((alone, shared) for room, alone, shared in _MOST_LANES if width >= room)
    return alone if groups == 1 else shared if groups < _CROWDED else 1


def _rank(milestone: Milestone, indicators: Sequence[str], selected: str) -> int:
    if milestone.id == selected:
        return 0
    comes_first = milestone.kind is MilestoneKind.OWN or milestone.concerns(indicators)
    return milestone.weight + (0 if comes_first else 3)
