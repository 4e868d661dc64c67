"""Draw two indicators against each other: one mark per economy, and the trails of some over the years before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.economies import Economy
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.labels import MARK_PX, Box, along, place_labels
from dashboard.figures.geometry.scales import ValueScale, air, near
from dashboard.figures.parts.axes import room_beside, value_axis, zero_line
from dashboard.figures.parts.captions import interrupted
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.measures import measures
from dashboard.figures.parts.notes import TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.parts.trails import trail_trace
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.comparison import TRAIL_YEARS, Meeting, in_years
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 640
_BODY_PX: Final = {True: 520, False: 400}
_LEAST_BODY_PX: Final = 240
_HEAD_PX: Final = 24
_AIR: Final = 0.05
_TICK_PX: Final = 62
_UP_TICKS: Final = 7
_SPARE_PX: Final = 6
# in the corner the lowest ticks of both axes meet
_STANDOFF_PX: Final = 6


@dataclass(frozen=True)
class _Plot:
    """The two scales of a plot and its measures in pixels."""

    across: ValueScale
    up: ValueScale
    width: float
    height: float

    def centre(self, x: float, y: float) -> tuple[float, float]:
        """Return where a pair of values lies, in pixels from the lower left corner."""
        return self.across.position(x, self.width), self.up.position(y, self.height)

    def centres(self, points: pd.DataFrame) -> list[tuple[float, float]]:
        """Return where each row of x and y lies."""
        return [self.centre(x, y) for x, y in zip(points["x"].tolist(), points["y"].tolist(), strict=True)]


@dataclass(frozen=True)
class _Spot:
    """What is to be labelled, at its values on both axes."""

    wordings: tuple[str, ...]
    x: float
    y: float
    colour: str
    is_bold: bool = False
    is_followed: bool = False

    def text(self, wording: int) -> str:
        text = escaped(self.wordings[wording])
        return f"<b>{text}</b>" if self.is_bold else text


@dataclass(frozen=True)
class _Look:
    """What economies are called in the picture, and their colours: those followed have one of their own."""

    known: Mapping[str, Economy]
    own: Mapping[str, str]
    other: str
    muted: str
    subject: str

    def name(self, code: str) -> str:
        return self.known[code].short_name

    def colour(self, code: str) -> str:
        return self.own.get(code, self.other)


def scatter_title(meeting: Meeting) -> str:
    """Return what a scatter sets against what, and when."""
    return f"{meeting.up.indicator.name} against {_inside_sentence(meeting.across)}, {meeting.year}"


def scatter_figure(
    meeting: Meeting,
    chosen: Sequence[str] = (),
    *,
    mode: Mode = "light",
    width: int | None = None,
    height: int | None = None,
    titled: bool = True,
) -> Figure:
    """Return the marks of a year, with trails for the subject and `chosen` economies."""
    shades, sheet = palette(mode), Sheet(width, height, titled)
    known = {economy.id: economy for economy in meeting.up.economies}
    followed = [code for code in dict.fromkeys([meeting.up.subject, *chosen]) if code in known]
    own = colours([known[code] for code in followed], shades, meeting.up.subject)
    look = _Look(known, own, shades.faint, shades.muted, meeting.up.subject)
    trails, far = {code: meeting.trail(code) for code in followed}, _beyond(meeting, followed)
    now = _without(meeting.now(), far)
    seen = pd.concat([now, *trails.values()])
    up, across = _scale(seen["y"], meeting.up), _scale(seen["x"], meeting.across)
    shown = [in_years(view, meeting.year - TRAIL_YEARS, meeting.year) for view in (meeting.up, meeting.across)]
    frame = comparison_frame(
        scatter_title(meeting),
        _subtitle(meeting, trails, [known[code] for code in far]),
        shown,
        sheet=sheet,
        body=(_BODY_PX[sheet.room >= _WIDE_FROM_PX], _LEAST_BODY_PX),
        sides=(_STANDOFF_PX + room_beside(up.ticks(_UP_TICKS)), 16),
        under=50,
        note=interrupted(shown, followed),
    )
    plot = _Plot(across, up, frame.width, frame.body - _HEAD_PX)
    labels = _labelled(list(_spots(now, trails, look, meeting.year)), now, trails.values(), plot)
    return drawn_as_is(
        [*_trails(trails, shown, look, meeting.year), _marks(meeting, now, look, shades)],
        frame.layout(
            shades,
            annotations=[*frame.words(shades), *labels, *measures(meeting, frame, shades)],
            **_axes(plot, frame, shades),
        ),
    )


def _without(points: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    return points[~points["economy"].isin(codes)]


def _axes(plot: _Plot, frame: Frame, shades: Palette) -> dict[str, Any]:
    across, up = plot.across, plot.up
    across_ticks = across.ticks(max(3, int(plot.width // _TICK_PX)))
    return {
        "xaxis": value_axis(
            across_ticks, shades, type=across.kind, range=across.range, linecolor=shades.faint, anchor="y"
        ),
        "yaxis": value_axis(
            up.ticks(_UP_TICKS),
            shades,
            type=up.kind,
            range=up.range,
            domain=[0, frame.y(_HEAD_PX)],
            ticklabelstandoff=_STANDOFF_PX,
            **zero_line(up, shades),
        ),
    }


def _spots(now: pd.DataFrame, trails: Mapping[str, pd.DataFrame], look: _Look, to: int) -> Iterator[_Spot]:
    """Yield what is to be labelled, the most important first: what is followed, then the other marks.

    What ends before the year `to` has its own year beside its name.
    """
    here = {code: (x, y) for code, x, y in zip(now["economy"], now["x"].tolist(), now["y"].tolist(), strict=True)}
    dated = {code: f", {year}" for code, year in zip(now["economy"], now["year"].tolist(), strict=True) if year < to}
    for code, trail in trails.items():
        if code in here:
            names = (f"{look.name(code)}{dated.get(code, '')}", f"{code}{dated.get(code, '')}")
            yield _Spot(names, *here[code], look.colour(code), is_bold=code == look.subject, is_followed=True)
        elif not trail.empty:
            end = trail.iloc[-1]
            names = (f"{look.name(code)}, {end['year']}", f"{code}, {end['year']}")
            yield _Spot(names, float(end["x"]), float(end["y"]), look.colour(code), is_followed=True)
    for code, (x, y) in here.items():
        if code not in trails:
            yield _Spot((f"{look.name(code)}{dated.get(code, '')}",), x, y, look.muted)
    own = trails.get(look.subject)
    if own is not None and len(own) > 1:
        start = own.iloc[0]
        yield _Spot((f"{start['year']}",), float(start["x"]), float(start["y"]), look.colour(look.subject))


def _labelled(spots: Sequence[_Spot], marks: pd.DataFrame, trails: Iterable[pd.DataFrame], plot: _Plot) -> list[Shape]:
    half = MARK_PX / 2
    boxes = [Box(x - half, x + half, y - half, y + half, x) for x, y in plot.centres(marks)]
    lines = [box for trail in trails for box in along(plot.centres(trail))]
    # short words of wide characters take more than they are measured at
    widths = [[typeset.width(text, TEXT_PX, bold=spot.is_bold) + _SPARE_PX for text in spot.wordings] for spot in spots]
    wanted = [(found, *plot.centre(spot.x, spot.y)) for spot, found in zip(spots, widths, strict=True)]
    # marks of a colour of their own are told by it some way off
    labels = place_labels(wanted, boxes, lines, plot.width, plot.height, first=sum(spot.is_followed for spot in spots))
    return [
        text_note(
            spot.text(label.wording),
            x=plot.across.at(spot.x),
            y=plot.up.at(spot.y),
            size=TEXT_PX,
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
    codes, years = ordered["economy"].tolist(), ordered["year"].tolist()
    up, across = (escaped(view.indicator.short_name) for view in (meeting.up, meeting.across))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Economies",
        "x": ordered["x"].to_numpy(),
        "y": ordered["y"].to_numpy(),
        "cliponaxis": False,
        "marker": {
            "size": [MARK_PX + 2 if code == look.subject else MARK_PX for code in codes],
            "color": [look.colour(code) for code in codes],
            "symbol": [
                "diamond-open" if look.known[code].aggregate else "circle-open" if year < meeting.year else "circle"
                for code, year in zip(codes, years, strict=True)
            ],
            "opacity": 1,
            "line": {"width": 1, "color": [look.own.get(code, shades.ground) for code in codes]},
        },
        "customdata": _told(meeting, ordered, look),
        "hovertemplate": f"<b>%{{customdata[0]}}</b>, %{{customdata[3]}}<br>{up}: %{{customdata[1]}}<br>{across}: "
        "%{customdata[2]}<extra></extra>",
    }


def _told(meeting: Meeting, points: pd.DataFrame, look: _Look) -> list[list[object]]:
    """Return for each point what a hover says: whose it is, both values, and of which year they are."""

    def said(view: View, code: str, value: float, year: int) -> str:
        return escaped(view.quantity(value)) + view.mark(code, year)

    columns = [points[name].tolist() for name in ("economy", "x", "y", "year")]
    return [
        [escaped(look.known[code].name), said(meeting.up, code, y, year), said(meeting.across, code, x, year), year]
        for code, x, y, year in zip(*columns, strict=True)
    ]


def _trails(trails: Mapping[str, pd.DataFrame], views: Sequence[View], look: _Look, year: int) -> list[dict[str, Any]]:
    """Return the trails, interrupted where the series of either axis breaks."""
    return [
        trail_trace(
            trail,
            {start.year for view in views for start in view.interruptions.get(code, ())},
            name=escaped(look.name(code)),
            line={"color": look.colour(code), "width": 2 if code == look.subject else 1.2},
            year=year,
        )
        for code, trail in reversed(tuple(trails.items()))
        if not trail.empty
    ]


def _scale(values: pd.Series, view: View) -> ValueScale:
    low, high = float(values.min()), float(values.max())
    if view.scale == "log":
        factor = max((high / low) ** _AIR, 1.08)
        return ValueScale(low / factor, high * factor, "log")
    beyond = air(low, high, _AIR)
    # a bottom of zero is kept where the values come near it
    return ValueScale(0.0 if 0 <= low < 0.25 * high else low - beyond, high + beyond)


def _inside_sentence(view: View) -> str:
    name = view.indicator.name
    # GDP and R&D keep their capitals
    return name if name[:2].isupper() else f"{name[0].lower()}{name[1:]}"


def _beyond(meeting: Meeting, followed: Sequence[str]) -> list[str]:
    """Return the economies, but for those followed, that lie far beyond nearly all others on a linear axis."""
    now = meeting.now()
    measured = {"x": meeting.across, "y": meeting.up}
    inside = [now[axis].between(*near(now[axis])) for axis, view in measured.items() if view.scale == "linear"]
    out = [code for sides in inside for code in now.loc[~sides, "economy"]]
    return [code for code in dict.fromkeys(out) if code not in followed]


def _subtitle(meeting: Meeting, trails: Mapping[str, pd.DataFrame], far: Sequence[Economy]) -> str:
    years = [int(trail["year"].min()) for trail in trails.values() if len(trail) > 1]
    since = f" Lines lead {formatting.during(min(years), meeting.year)}." if years else ""
    cut = f" {wording.naming('The axes are cut; beyond them', far)}" if far else ""
    older = " Open marks: figures up to three years older." if meeting.older else ""
    return f"A mark for each economy with both figures.{since}{older}{cut} It shows where they stand, not why."
