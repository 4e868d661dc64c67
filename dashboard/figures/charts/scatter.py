"""How do two indicators meet? A mark an economy, with the way that chosen ones came over the years before."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Scale
from dashboard.catalogue.policy import SUBJECT
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.geometry.labels import MARK_PX, Box, along, place_labels
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.sheet import sheet, value_axis
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.comparison import TRAIL_YEARS, Meeting, in_years
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 640
_BODY_PX: Final = {True: 520, False: 400}
_HEAD_PX: Final = 24
_AIR: Final = 0.05
_TICK_PX: Final = 62
_UP_TICKS: Final = 7
_SPARE_PX: Final = 6
# in the corner the lowest figures of both axes meet
_STANDOFF_PX: Final = 6


@dataclass(frozen=True)
class _Span:
    """One axis: its ends and the pixels that it has."""

    low: float
    high: float
    px: float
    scale: Scale

    def at(self, value: float) -> float:
        """Return a figure's coordinate as plotly's axis has it."""
        return math.log10(value) if self.scale == "log" else value

    def position(self, value: float) -> float:
        """Return a figure's distance from the lower end in pixels."""
        return (self.at(value) - self.at(self.low)) / (self.at(self.high) - self.at(self.low)) * self.px

    @property
    def range(self) -> list[float]:
        return [self.at(self.low), self.at(self.high)]

    def ticks(self, most: int) -> tuple[tuple[float, ...], tuple[str, ...]]:
        log = self.scale == "log"
        found = lay.log_ticks(self.low, self.high, most) if log else lay.value_ticks(self.low, self.high, most)
        return found, formatting.ticks(found, log=log)


@dataclass(frozen=True)
class _Spot:
    """A place to be labelled, in the figures of both axes."""

    wordings: tuple[str, ...]
    x: float
    y: float
    colour: str
    is_bold: bool = False

    def text(self, wording: int) -> str:
        text = fr.plain(self.wordings[wording])
        return f"<b>{text}</b>" if self.is_bold else text


@dataclass(frozen=True)
class _Look:
    """What economies are called in the picture, and their colours: those followed have one of their own."""

    known: Mapping[str, Economy]
    own: Mapping[str, str]
    other: str
    muted: str

    def name(self, code: str) -> str:
        return self.known[code].short_name

    def colour(self, code: str) -> str:
        return self.own.get(code, self.other)


def scatter_figure(
    meeting: Meeting, chosen: Sequence[str] = (), *, mode: Mode = "light", width: int | None = None
) -> Figure:
    """Return the marks of a year, with trails for the subject and `chosen` economies."""
    shades, room = palette(mode), width or fr.SAFE_WIDTH
    known = {economy.id: economy for economy in meeting.up.economies}
    followed = [code for code in dict.fromkeys([SUBJECT, *chosen]) if code in known]
    now = meeting.now()
    trails = {code: meeting.trail(code) for code in followed}
    body = _BODY_PX[room >= _WIDE_FROM_PX]
    seen = pd.concat([now, *trails.values()])
    up = _span(seen["y"], meeting.up, body - _HEAD_PX)
    up_ticks, up_texts = up.ticks(_UP_TICKS)
    left = 10 + _STANDOFF_PX + max((lay.text_width(text, fr.TEXT_PX) for text in up_texts), default=20)
    base = sheet(
        f"{meeting.up.indicator.name} against {_inside_sentence(meeting.across)}, {meeting.year}",
        _subtitle(meeting, trails),
        [in_years(view, meeting.year - TRAIL_YEARS, meeting.year) for view in (meeting.up, meeting.across)],
        room=room,
        body=body,
        sides=(left, 16),
        under=50,
    )
    across = _span(seen["x"], meeting.across, base.inner)
    across_ticks, across_texts = across.ticks(max(3, int(base.inner // _TICK_PX)))
    look = _Look(known, colours([known[code] for code in followed], shades), shades.faint, shades.muted)
    spans = (across, up)
    return drawn_as_is(
        [*_trails(trails, look, meeting.year), _marks(meeting, now, look, shades)],
        base.layout(
            shades,
            [
                *_labelled(list(_spots(now, trails, look)), now, trails.values(), spans),
                *_axis_words(meeting, base.inner, room, base.left, shades),
            ],
            xaxis={
                **value_axis(across_ticks, across_texts, shades),
                "type": across.scale,
                "range": across.range,
                "linecolor": shades.faint,
                "anchor": "y",
            },
            yaxis={
                **value_axis(up_ticks, up_texts, shades),
                "type": up.scale,
                "range": up.range,
                "domain": [0, base.y(_HEAD_PX)],
                "ticklabelstandoff": _STANDOFF_PX,
                "zeroline": up.scale == "linear" and up.low < 0 < up.high,
                "zerolinecolor": shades.faint,
            },
        ),
    )


def _spots(now: pd.DataFrame, trails: Mapping[str, pd.DataFrame], look: _Look) -> Iterator[_Spot]:
    """Yield what is to be labelled, the most important first: what is followed, then the other marks."""
    here = {code: (x, y) for code, x, y in zip(now["economy"], now["x"].tolist(), now["y"].tolist(), strict=True)}
    for code, trail in trails.items():
        if code in here:
            yield _Spot((look.name(code), code), *here[code], look.colour(code), is_bold=code == SUBJECT)
        elif not trail.empty:
            end = trail.iloc[-1]
            names = (f"{look.name(code)}, {end['year']}", f"{code}, {end['year']}")
            yield _Spot(names, float(end["x"]), float(end["y"]), look.colour(code))
    for code, (x, y) in here.items():
        if code not in trails:
            yield _Spot((look.name(code),), x, y, look.muted)
    own = trails.get(SUBJECT)
    if own is not None and len(own) > 1:
        start = own.iloc[0]
        yield _Spot((f"{start['year']}",), float(start["x"]), float(start["y"]), look.colour(SUBJECT))


def _labelled(
    spots: Sequence[_Spot], marks: pd.DataFrame, trails: Iterable[pd.DataFrame], spans: tuple[_Span, _Span]
) -> list[fr.Shape]:
    across, up = spans
    half = MARK_PX / 2

    def centre(x: float, y: float) -> tuple[float, float]:
        return across.position(x), up.position(y)

    def centres(points: pd.DataFrame) -> list[tuple[float, float]]:
        return [centre(x, y) for x, y in zip(points["x"].tolist(), points["y"].tolist(), strict=True)]

    boxes = [Box(x - half, x + half, y - half, y + half, x) for x, y in centres(marks)]
    lines = [box for trail in trails for box in along(centres(trail))]
    # short words of wide letters take more than they are measured at
    widths = [
        [lay.text_width(text, fr.TEXT_PX, bold=spot.is_bold) + _SPARE_PX for text in spot.wordings] for spot in spots
    ]
    wanted = [(found, *centre(spot.x, spot.y)) for spot, found in zip(spots, widths, strict=True)]
    labels = place_labels(wanted, boxes, lines, across.px, up.px)
    return [
        fr.text_note(
            spot.text(label.wording),
            x=across.at(spot.x),
            y=up.at(spot.y),
            size=fr.TEXT_PX,
            colour=spot.colour,
            anchor=label.anchor,
            yref="y",
            xshift=label.across,
            yshift=label.up,
        )
        for spot, label in zip(spots, labels, strict=True)
        if label is not None
    ]


def _marks(meeting: Meeting, now: pd.DataFrame, look: _Look, shades: Palette) -> dict[str, Any]:
    # what is followed lies on top
    ordered = now.sort_values("economy", key=lambda codes: codes.isin(look.own), kind="stable")
    codes = ordered["economy"].tolist()

    def said(view: View, code: str, value: float) -> str:
        return view.quantity(value) + view.mark(code, meeting.year)

    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Economies",
        "x": ordered["x"].to_numpy(),
        "y": ordered["y"].to_numpy(),
        "cliponaxis": False,
        "marker": {
            "size": [MARK_PX + 2 if code == SUBJECT else MARK_PX for code in codes],
            "color": [look.colour(code) for code in codes],
            "symbol": ["diamond-open" if look.known[code].aggregate else "circle" for code in codes],
            "opacity": 1,
            "line": {"width": 1, "color": [look.own.get(code, shades.ground) for code in codes]},
        },
        "customdata": [
            [look.known[code].name, said(meeting.up, code, y), said(meeting.across, code, x)]
            for code, x, y in zip(codes, ordered["x"].tolist(), ordered["y"].tolist(), strict=True)
        ],
        "hovertemplate": f"<b>%{{customdata[0]}}</b>, {meeting.year}<br>{meeting.up.indicator.short_name}: "
        f"%{{customdata[1]}}<br>{meeting.across.indicator.short_name}: %{{customdata[2]}}<extra></extra>",
    }


def _trails(trails: Mapping[str, pd.DataFrame], look: _Look, year: int) -> list[dict[str, Any]]:
    return [_trail(code, trail, look, year) for code, trail in reversed(tuple(trails.items())) if not trail.empty]


def _trail(code: str, trail: pd.DataFrame, look: _Look, year: int) -> dict[str, Any]:
    # one that ends before the year looked at has an open mark of its own
    ended = int(trail["year"].iloc[-1]) < year
    rest = len(trail) - 1
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{look.name(code)}, trail",
        "x": trail["x"].to_numpy(),
        "y": trail["y"].to_numpy(),
        "line": {"color": look.colour(code), "width": 2 if code == SUBJECT else 1.2},
        "marker": {
            "size": [3] * rest + [MARK_PX - 1 if ended else 3],
            "symbol": ["circle"] * rest + ["circle-open" if ended else "circle"],
            "color": look.colour(code),
            "opacity": 1,
        },
        "opacity": 0.7,
        "customdata": trail["year"].to_numpy(),
        "hovertemplate": f"{look.name(code)}, %{{customdata}}<extra></extra>",
    }


def _span(values: pd.Series, view: View, px: float) -> _Span:
    low, high = float(values.min()), float(values.max())
    if view.scale == "log":
        air = max((high / low) ** _AIR, 1.08)
        return _Span(low / air, high * air, px, "log")
    air = (high - low) * _AIR or abs(high) * 0.1 or 1.0
    # a bottom of zero is kept where the figures come near it
    return _Span(0.0 if 0 <= low < 0.25 * high else low - air, high + air, px, "linear")


def _inside_sentence(view: View) -> str:
    name = view.indicator.name
    # GDP and R&D keep their capitals
    return name if name[:2].isupper() else f"{name[0].lower()}{name[1:]}"


def _subtitle(meeting: Meeting, trails: Mapping[str, pd.DataFrame]) -> str:
    years = [int(trail["year"].min()) for trail in trails.values() if len(trail) > 1]
    since = f" Lines lead from {min(years)} to {meeting.year}." if years else ""
    return f"A mark for each economy with both figures.{since} It shows where they stand, not why."


def _axis_words(meeting: Meeting, inner: float, room: float, left: float, shades: Palette) -> list[fr.Shape]:
    """Return what is measured upwards, above the plot, and what across, under it."""
    small: dict[str, Any] = {"size": fr.TEXT_PX, "colour": shades.muted, "xref": "paper"}
    return [
        fr.text_note(
            f"↑ {_measure(meeting.up, room - 24)}", x=0, y=1, anchor="left", xshift=4 - left, yshift=-8, **small
        ),
        fr.text_note(f"{_measure(meeting.across, inner - 20)} →", x=1, y=0, anchor="right", yshift=-36, **small),
    ]


def _measure(view: View, room: float) -> str:
    name, brief = view.indicator.name, view.indicator.short_name
    made = f", {view.subtitle[0].lower()}{view.subtitle[1:]}" if view.subtitle else ""
    ways = (
        f"{name}{made}, {view.unit}",
        f"{brief}{made}, {view.unit}",
        f"{brief}{made}",
        f"{brief}, {view.unit}",
        brief,
    )
    return fr.plain(lay.fitting(ways, room, fr.TEXT_PX) or brief)
