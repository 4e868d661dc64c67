"""Draw what surrounds the series of any time chart: time axis, era bands and strip, milestone pins and hairlines."""

import datetime as dt
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue import wording
from dashboard.catalogue.frequency import middle_of_year
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.theme import FONT, Palette

SAFE_WIDTH: Final = 330
STRIP_PX: Final = 20
LANE_PX: Final = lay.PIN_PX + 3
# how many lanes a plot of at least so many pixels may take
_MOST_LANES: Final = ((900, 5), (560, 4), (0, 3))
_MOST_HOVERED: Final = 12
_HOVER_PX: Final = 330
TEXT_PX: Final = 12
SMALL_PX: Final = 11
Shape = dict[str, Any]


@dataclass(frozen=True)
class TimeAxis:
    """The time axis of a plot: first and last day at its edges, and its width in pixels."""

    first: dt.date
    last: dt.date
    width: float

    def px(self, day: dt.date) -> float:
        """Return a day's distance from the left edge in pixels."""
        return (day - self.first).days / max(1, (self.last - self.first).days) * self.width

    def day(self, px: float) -> str:
        """Return the moment at a distance from the left edge, as plotly reads it."""
        span = (self.last - self.first).days
        moment = dt.datetime.combine(self.first, dt.time()) + dt.timedelta(days=px / self.width * span)
        return moment.isoformat(timespec="minutes")


def look(shades: Palette) -> dict[str, Any]:
    """Return the layout that every picture shares: a clear ground, one font, quiet hovers, no legend."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_PX, "color": shades.ink},
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": shades.ground,
            "bordercolor": shades.faint,
            "font": {"size": TEXT_PX, "color": shades.ink},
            "align": "left",
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": shades.faint, "activecolor": shades.ink},
    }


def layout_axis(axis: TimeAxis, shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of the time axis, a year written in the middle of itself, where its figure is."""
    years = lay.year_ticks(axis.first.year, axis.last.year, axis.width, TEXT_PX)
    return {
        "type": "date",
        "range": [axis.first.isoformat(), axis.last.isoformat()],
        "tickmode": "array",
        "tickvals": [middle_of_year(year).isoformat() for year in years],
        "ticktext": [str(year) for year in years],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": shades.faint,
        "tickfont": {"size": TEXT_PX, "color": shades.muted},
        "showgrid": False,
        "zeroline": False,
        "linecolor": shades.faint,
        "fixedrange": False,
    }


def era_bands(eras: Sequence[Era], axis: TimeAxis, shades: Palette, bottom: float, top: float) -> list[Shape]:
    """Return a faint band for each era from `bottom` to `top` of the paper, and a hairline where one begins."""
    shapes: list[Shape] = []
    for place, era in enumerate(eras):
        start, end = max(era.start, axis.first), min(era.end or axis.last, axis.last)
        common = {"xref": "x", "yref": "paper", "y0": bottom, "y1": top, "layer": "below"}
        shapes.append(
            {
                **common,
                "type": "rect",
                "x0": start.isoformat(),
                "x1": end.isoformat(),
                "fillcolor": shades.bands[place % 2],
                "line": {"width": 0},
            }
        )
        if era.start > axis.first:
            edge = {"color": shades.faint, "width": 0.8}
            shapes.append({**common, "type": "line", "x0": start.isoformat(), "x1": start.isoformat(), "line": edge})
    return shapes


def era_names(eras: Sequence[Era], axis: TimeAxis, shades: Palette, y: float) -> list[Shape]:
    """Return the era names of the strip: whole, short or not at all, as their bands allow."""
    notes: list[Shape] = []
    for era in eras:
        left, right = axis.px(max(era.start, axis.first)), axis.px(min(era.end or axis.last, axis.last))
        text = lay.fitting((era.name, era.short_name), right - left - 8, SMALL_PX)
        if text:
            notes.append(
                text_note(
                    text, x=axis.day((left + right) / 2), y=y, size=SMALL_PX, colour=shades.muted, anchor="center"
                )
            )
    return notes


def text_note(text: str, *, x: str | float, y: float, size: int, colour: str, anchor: str, **more: object) -> Shape:
    """Return an annotation without an arrow, placed on the paper's height and the time axis unless told otherwise."""
    # aligned as it is anchored: a picture's font is not the page's, and what it is wider must not reach the pin
    placed = {
        "xref": "x",
        "yref": "paper",
        "xanchor": anchor,
        "yanchor": "middle",
        "align": anchor,
        "showarrow": False,
        "borderpad": 0,
    }
    return {**placed, "text": text, "x": x, "y": y, "font": {"size": size, "color": colour}, **more}


def named(milestone: Milestone, indicators: Sequence[str]) -> bool:
    """Tell whether a milestone was meant to move one of the indicators."""
    return any(indicator in milestone.indicators for indicator in indicators)


@dataclass(frozen=True)
class Lanes:
    """The milestones above a plot: their pins and words in lanes, and a hairline from each down into the plot.

    The lanes have a value axis of their own, `y2`, on which a lane is one high. Milestones that name one of the
    `indicators` are emphasised, the `selected` one more so.
    """

    milestones: tuple[Milestone, ...]
    indicators: tuple[str, ...]
    selected: str
    axis: TimeAxis
    pins: tuple[lay.Pin, ...]
    count: int

    @property
    def height(self) -> float:
        """Return how many pixels the lanes take."""
        return self.count * LANE_PX

    def layout_axis(self, bottom: float, top: float) -> dict[str, Any]:
        """Return plotly's settings of the lanes' own axis, from `bottom` to `top` of the paper."""
        return {
            "domain": [bottom, top],
            "range": [0, max(1, self.count)],
            "visible": False,
            "fixedrange": True,
            "anchor": "x",
        }

    def trace(self, shades: Palette) -> dict[str, Any]:
        """Return the pins as markers that hover and can be clicked; customdata is words, count, ids with commas."""
        looks = [self._look(pin, shades) for pin in self.pins]
        groups = [self._on(pin) for pin in self.pins]
        return {
            "type": "scatter",
            "x": [self.axis.day(pin.x) for pin in self.pins],
            "y": [pin.lane + 0.5 for pin in self.pins],
            "yaxis": "y2",
            "mode": "markers+text",
            "text": [pin.label for pin in self.pins],
            "textfont": {"size": 10, "color": [look.text for look in looks]},
            "textposition": "middle center",
            "marker": {
                "size": lay.PIN_PX,
                # a joined pin is wider than a marker can be: its plate is a shape below
                "opacity": [1 if pin.count == 1 else 0 for pin in self.pins],
                "color": [look.fill for look in looks],
                "line": {"width": 1, "color": [look.edge for look in looks]},
            },
            # plotly fades what a click left out, but here a click chooses no figures
            "selected": {"textfont": {"color": shades.ground}},
            "unselected": {"marker": {"opacity": 1}},
            "customdata": [[_pin_words(group), len(group), ",".join(m.id for m in group)] for group in groups],
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
                plain(pin.words),
                x=self.axis.day(pin.x),
                y=pin.lane + 0.5,
                size=lay.WORDS_PX,
                colour=self._look(pin, shades).words,
                anchor="left" if pin.side == "right" else "right",
                yref="y2",
                xshift=(1 if pin.side == "right" else -1) * (lay.PIN_PX / 2 + 3),
            )
            for pin in self.pins
            if pin.words
        ]

    def _on(self, pin: lay.Pin) -> tuple[Milestone, ...]:
        return self.milestones[pin.first - 1 : pin.last]

    def _look(self, pin: lay.Pin, shades: Palette) -> "_Look":
        group = self._on(pin)
        if any(milestone.id == self.selected for milestone in group):
            return _Look(shades.focus, shades.focus, shades.ground, shades.focus)
        if any(milestone.kind is MilestoneKind.OWN for milestone in group):
            return _Look(shades.own, shades.own, shades.ground, shades.own)
        if any(named(milestone, self.indicators) for milestone in group):
            return _Look(shades.ink, shades.ink, shades.ground, shades.ink)
        return _Look(shades.ground, shades.faint, shades.muted, shades.muted)

    def _hairline(self, milestone: Milestone, shades: Palette) -> tuple[float, str, str]:
        """Return a hairline's width, dash and colour."""
        if milestone.id == self.selected:
            return 1.8, "solid", shades.focus
        if milestone.kind is MilestoneKind.OWN:
            return 1, "dash", shades.own
        return 1, "dot", shades.faint if named(milestone, self.indicators) else shades.grid

    def _plates(self, shades: Palette) -> list[Shape]:
        return [
            {
                "type": "rect",
                "xref": "x",
                "yref": "y2",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": self.axis.day(pin.x),
                "yanchor": pin.lane + 0.5,
                "x0": -pin.width / 2,
                "x1": pin.width / 2,
                "y0": -lay.PIN_PX / 2,
                "y1": lay.PIN_PX / 2,
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


def lanes_of(
    milestones: Sequence[Milestone], indicators: Sequence[str], axis: TimeAxis, *, selected: str = ""
) -> Lanes:
    """Return where the pins and words of milestones go above a plot of the indicators."""
    tags = tuple(
        lay.Tag(axis.px(found.date), (found.short_title,), _rank(found, indicators, selected)) for found in milestones
    )
    most = next(lanes for room, lanes in _MOST_LANES if axis.width >= room)
    pins, count = lay.place_pins(tags, axis.width, most)
    return Lanes(tuple(milestones), tuple(indicators), selected, axis, pins, count)


def _rank(milestone: Milestone, indicators: Sequence[str], selected: str) -> int:
    if milestone.id == selected:
        return 0
    is_meant = milestone.kind is MilestoneKind.OWN or named(milestone, indicators)
    return milestone.weight + (0 if is_meant else 3)


def plain(text: str) -> str:
    """Return a text as plotly draws it as it is, whatever it holds."""
    return html.escape(text, quote=False)


def _pin_words(milestones: Sequence[Milestone]) -> str:
    """Return what a pin says when it is pointed at: one milestone whole, several by date and title."""
    if len(milestones) == 1:
        return told(milestones[0])
    shown = [f"<b>{wording.when(found)}</b>: {plain(found.title)}" for found in milestones[:_MOST_HOVERED]]
    more = len(milestones) - len(shown)
    head = f"<b>{len(milestones)} milestones</b>"
    return "<br>".join([head, *shown, *([f"and {more} more"] if more else [])])


def told(milestone: Milestone) -> str:
    """Return what a milestone's mark says when it is pointed at: date, titles, summary and source."""
    source = milestone.sources[0]
    by = f", {source.publisher}" if source.publisher else ""
    paragraphs = [
        ("<b>{}</b>", f"{wording.when(milestone)}: {milestone.title}"),
        ("{}", milestone.title_zh),
        ("{}", milestone.summary),
        ("<i>{}</i>", f"Source: {source.title}{by}"),
    ]
    return "<br>".join(
        form.format("<br>".join(plain(line) for line in lay.wrapped(text, _HOVER_PX, TEXT_PX)))
        for form, text in paragraphs
    )
