"""Draw the milestones above a plot as numbered pins in lanes, with words beside them and hairlines down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.geometry.pins import PIN_PX, WORDS_PX, Pin, Tag, place_pins
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.axes import hidden_axis
from dashboard.figures.parts.milestone_texts import group_told
from dashboard.figures.parts.notes import Shape, escaped, text_note
from dashboard.figures.theme import Palette

LANE_PX: Final = PIN_PX + 3
# how many lanes a plot of at least so many pixels may take
_MOST_LANES: Final = ((900, 5), (560, 4), (0, 3))


@dataclass(frozen=True)
class PinLanes:
    """The milestones above a plot: their pins and words in lanes, and a hairline from each down into the plot.

    The lanes have a value axis of their own, `y2`, on which a lane is one high. Milestones that name one of the
    `indicators` are emphasised, the `selected` one more so.
    """

    milestones: tuple[Milestone, ...]
    indicators: tuple[str, ...]
    selected: str
    time: TimeScale
    pins: tuple[Pin, ...]
    count: int

    @property
    def height(self) -> float:
        """Return how many pixels the lanes take."""
        return self.count * LANE_PX

    def layout_axis(self, bottom: float, top: float) -> dict[str, Any]:
        """Return plotly's settings of the lanes' own axis, from `bottom` to `top` of the paper."""
        return hidden_axis([bottom, top], [0, max(1, self.count)], anchor="x")

    def trace(self, shades: Palette) -> dict[str, Any]:
        """Return the pins as markers that hover and can be clicked; customdata is words, count, ids with commas."""
        looks = [self._look(pin, shades) for pin in self.pins]
        groups = [self._on(pin) for pin in self.pins]
        return {
            "type": "scatter",
            "x": [self.time.day(pin.x) for pin in self.pins],
            "y": [pin.lane + 0.5 for pin in self.pins],
            "yaxis": "y2",
            "mode": "markers+text",
            "text": [pin.label for pin in self.pins],
            "textfont": {"size": 10, "color": [look.text for look in looks]},
            "textposition": "middle center",
            "marker": {
                "size": PIN_PX,
                # a joined pin is wider than a marker can be: its plate is a shape below
                "opacity": [1 if pin.count == 1 else 0 for pin in self.pins],
                "color": [look.fill for look in looks],
                "line": {"width": 1, "color": [look.edge for look in looks]},
            },
            # plotly fades what a click left out, but here a click selects no observations
            "selected": {"textfont": {"color": shades.ground}},
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [[group_told(group), len(group), ",".join(m.id for m in group)] for group in groups],
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
        for found in self.milestones:
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
        return [*lines, *self._plates(shades)]

    def words(self, shades: Palette) -> list[Shape]:
        """Return the words beside the pins."""
        return [
            text_note(
                escaped(pin.words),
                x=self.time.day(pin.x),
                y=pin.lane + 0.5,
                size=WORDS_PX,
                colour=self._look(pin, shades).words,
                anchor="left" if pin.side == "right" else "right",
                yref="y2",
                xshift=(1 if pin.side == "right" else -1) * (PIN_PX / 2 + 3),
            )
            for pin in self.pins
            if pin.words
        ]

    def _on(self, pin: Pin) -> tuple[Milestone, ...]:
        return self.milestones[pin.first - 1 : pin.last]

    def _look(self, pin: Pin, shades: Palette) -> "_Look":
        group = self._on(pin)
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

    def _plates(self, shades: Palette) -> list[Shape]:
        return [
            {
                "type": "rect",
                "xref": "x",
                "yref": "y2",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": self.time.day(pin.x),
                "yanchor": pin.lane + 0.5,
                "x0": -pin.width / 2,
                "x1": pin.width / 2,
                "y0": -PIN_PX / 2,
                "y1": PIN_PX / 2,
                "fillcolor": self._look(pin, shades).fill,
                "line": {"width": 1, "color": self._look(pin, shades).edge},
                "layer": "below",
            }
            for pin in self.pins
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
    milestones: Sequence[Milestone], indicators: Sequence[str], time: TimeScale, *, selected: str = ""
) -> PinLanes:
    """Return where the pins and words of milestones go above a plot of the indicators."""
    tags = tuple(
        Tag(time.px(found.date), (found.short_title,), _rank(found, indicators, selected)) for found in milestones
    )
    most = next(lanes for room, lanes in _MOST_LANES if time.width >= room)
    pins, count = place_pins(tags, time.width, most)
    return PinLanes(tuple(milestones), tuple(indicators), selected, time, pins, count)


def _rank(milestone: Milestone, indicators: Sequence[str], selected: str) -> int:
    if milestone.id == selected:
        return 0
    comes_first = milestone.kind is MilestoneKind.OWN or milestone.concerns(indicators)
    return milestone.weight + (0 if comes_first else 3)
