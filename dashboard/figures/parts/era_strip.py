"""Draw the strip of eras over the timeline: plates with names, hatching where there is no era, a band under each."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from dashboard.catalogue.history import Interval, PolicyHistory
from dashboard.catalogue.policy import Era
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.formatting import spell
from dashboard.views.time_axis import Axis

STRIP_PX: Final = 24
_NAME_AIR_PX: Final = 10
_HOVER_PX: Final = 330


@dataclass(frozen=True)
class Stretch:
    """A piece of the strip: an era, or the interval between two that is none; its name from the longest wording."""

    start: dt.date
    end: dt.date
    wordings: tuple[str, ...]
    told: str
    is_era: bool


@dataclass(frozen=True)
class Strip:
    """Stretches and where they are drawn: plates from `bottom` to `top` of the paper, bands down to `floor` of it.

    `ends` are bottom and top of the plates on the axis `yaxis`, where the hatching is drawn and what hovers.
    """

    stretches: tuple[Stretch, ...]
    bottom: float
    top: float = 1
    floor: float = 0
    yaxis: str = "y3"
    ends: tuple[float, float] = (0, 1)


def stretches_of(history: PolicyHistory, axis: Axis) -> tuple[Stretch, ...]:
    """Return a history's eras and the intervals between them by date, as far as they lie on a time axis."""
    eras, (first, last) = tuple(history.eras.values()), axis
    found = [_era_stretch(era, last) for era in eras]
    found += [
        _interval(earlier.end, later.start, history.interval)
        for earlier, later in pairwise(eras)
        if earlier.end and earlier.end < later.start
    ]
    inside = [piece for piece in found if piece.start <= last and piece.end > first]
    clipped = [replace(piece, start=max(piece.start, first), end=min(piece.end, last)) for piece in inside]
    return tuple(sorted(clipped, key=lambda piece: piece.start))


def bands(strip: Strip, shades: Palette) -> list[Shape]:
    """Return each era's plate and its faint band below; an interval has dotted edges."""
    shapes: list[Shape] = []
    bottom, top, floor = strip.bottom, strip.top, strip.floor
    for index, piece in enumerate(strip.stretches):
        box = {"xref": "x", "yref": "paper", "x0": str(piece.start), "x1": str(piece.end), "layer": "below"}
        plate = {**box, "type": "rect", "line": {"width": 0}}
        if piece.is_era:
            shapes.append({**plate, "y0": bottom, "y1": top, "fillcolor": shades.strips[0]})
            shapes.append({**plate, "y0": floor, "y1": bottom, "fillcolor": shades.bands[index % 2]})
        # strong on the strip, faint below it, where it runs behind words
        edge = {**box, "type": "line", "x1": str(piece.start)}
        shapes.append({**edge, "y0": bottom, "y1": top, "line": {"color": shades.faint, "width": 1}})
        dash = "solid" if piece.is_era else "dot"
        shapes.append({**edge, "y0": floor, "y1": bottom, "line": {"color": shades.grid, "width": 1, "dash": dash}})
    return shapes


def names(strip: Strip, time: TimeScale, shades: Palette) -> list[Shape]:
    """Return the names on the strip: whole, short or not at all, as plates allow."""
    notes: list[Shape] = []
    for piece in strip.stretches:
        left, right = time.px(piece.start), time.px(piece.end)
        text = typeset.fitting(piece.wordings, right - left - _NAME_AIR_PX, SMALL_PX)
        if text:
            notes.append(
                text_note(
                    escaped(text) if piece.is_era else f"<i>{escaped(text)}</i>",
                    x=time.day((left + right) / 2),
                    y=(strip.top + strip.bottom) / 2,
                    size=SMALL_PX,
                    colour=shades.ink if piece.is_era else shades.muted,
                    anchor="center",
                    bgcolor="rgba(0,0,0,0)" if piece.is_era else shades.ground,
                )
            )
    return notes


def traces(strip: Strip, time: TimeScale, shades: Palette) -> list[dict[str, Any]]:
    """Return the hatching of intervals, and a point in each piece that tells of it."""
    low, high = strip.ends
    hatched = [
        {
            "type": "scatter",
            "x": [str(piece.start), str(piece.end), str(piece.end), str(piece.start)],
            "y": [low, low, high, high],
            "yaxis": strip.yaxis,
            "mode": "none",
            "fill": "toself",
            "fillpattern": {
                "shape": "/",
                "fgcolor": shades.faint,
                "bgcolor": "rgba(0,0,0,0)",
                "size": 7,
                "solidity": 0.1,
            },
            "hoverinfo": "skip",
            "name": "Interval",
        }
        for piece in strip.stretches
        if not piece.is_era
    ]
    told = {
        "type": "scatter",
        "x": [time.day((time.px(piece.start) + time.px(piece.end)) / 2) for piece in strip.stretches],
        "y": [(low + high) / 2] * len(strip.stretches),
        "yaxis": strip.yaxis,
        "mode": "markers",
        "marker": {"size": 18, "opacity": 0},
        "unselected": {"marker": {"opacity": 0}},
        "text": [piece.told for piece in strip.stretches],
        "hovertemplate": "%{text}<extra></extra>",
        "name": "Eras",
    }
    return [*hatched, told]


def _era_stretch(era: Era, last: dt.date) -> Stretch:
    summary = "<br>".join(escaped(line) for line in typeset.wrapped(era.summary, _HOVER_PX, TEXT_PX))
    years = spell(era.start.year, era.end.year if era.end else "")
    lines = (f"<b>{escaped(era.name)}</b>, {years}", escaped(era.native_name), summary)
    told = "<br>".join(line for line in lines if line)
    return Stretch(era.start, era.end or max(last, era.start), _wordings(era), told, is_era=True)


def _interval(start: dt.date, end: dt.date, called: Interval) -> Stretch:
    told = f"<b>{escaped(called.name)}</b>, {spell(start.year, end.year)}<br>between two eras, and part of neither"
    return Stretch(start, end, _wordings(called), told, is_era=False)


def _wordings(called: Era | Interval) -> tuple[str, ...]:
    return f"{called.name} {called.native_name}".rstrip(), called.name, called.short_name
