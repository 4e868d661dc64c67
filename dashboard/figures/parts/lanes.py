"""Draw the lanes of the timeline: marks that hover and can be clicked, bars of spans, words beside them, lane names."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.catalogue.policy import MilestoneKind
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.geometry.spots import LABEL_PX, MARK_PX, Lane, Spot
from dashboard.figures.parts.milestone_texts import told
from dashboard.figures.parts.notes import SMALL_PX, Shape, escaped, text_note
from dashboard.figures.theme import Palette

_BAR_PX: Final = 6
_MOST_GUTTER_PX: Final = 136


def lane_shapes(lanes: Sequence[Lane], selected: str, shades: Palette) -> list[Shape]:
    """Return a line between each lane and the next, and a bar from the first to the last day of each span."""
    rule = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "layer": "below"}
    rules = [{**rule, "y0": lane.top, "y1": lane.top, "line": {"color": shades.grid, "width": 1}} for lane in lanes[1:]]
    bars = [_bar(lane, spot, selected, shades) for lane in lanes for spot in lane.spots if spot.milestone.end]
    return [*rules, *bars]


def lane_names(lanes: Sequence[Lane], top: float, px: float, room_left: float, shades: Palette) -> list[Shape]:
    """Return the lanes' names: beside them where they have no head for it, else above their rows.

    `top` is where the first lane starts and `px` what a pixel is, both in shares of the paper.
    """
    return [
        text_note(
            "<br>".join(f"<b>{escaped(line)}</b>" for line in _name_lines(lane)),
            x=0,
            y=top - lane.name_y * px,
            size=SMALL_PX,
            colour=_colour(lane.of, shades) if isinstance(lane.of, MilestoneKind) else shades.ink,
            anchor="left",
            xref="paper",
            xshift=4 if lane.head else 4 - room_left,
            # what takes several lines goes on beside the rows
            **({"yanchor": "top", "yshift": SMALL_PX * 0.75} if lane.strip and not lane.head else {}),
        )
        for lane in lanes
    ]


def gutter(names: Iterable[str]) -> float:
    """Return how many pixels names take beside the lanes."""
    return min(_MOST_GUTTER_PX, 16 + typeset.widest(names, SMALL_PX, bold=True))


def _name_lines(lane: Lane) -> Sequence[str]:
    return [lane.name] if lane.head else typeset.wrapped(lane.name, _MOST_GUTTER_PX - 16, SMALL_PX)


def lane_marks(lane: Lane, time: TimeScale, selected: str, shades: Palette) -> dict[str, Any]:
    """Return a lane's marks; customdata is as a pin's: what each tells, how many milestones it is, and which."""
    chosen = [spot.milestone.id == selected for spot in lane.spots]
    kinds = [spot.milestone.kind for spot in lane.spots]
    # what began before the axis does points there
    earlier = [spot.milestone.date < time.first for spot in lane.spots]
    return {
        "type": "scatter",
        "x": [max(spot.milestone.date, time.first).isoformat() for spot in lane.spots],
        "y": [lane.y(spot.row) for spot in lane.spots],
        "name": escaped(lane.name),
        "mode": "markers",
        "marker": {
            "symbol": ["triangle-left" if before else kind.mark for before, kind in zip(earlier, kinds, strict=True)],
            "size": [MARK_PX + 3 if strong else MARK_PX for strong in chosen],
            "color": [
                shades.focus if strong else _colour(kind, shades) for strong, kind in zip(chosen, kinds, strict=True)
            ],
            "opacity": 1,
            "line": {"width": 1, "color": shades.ground},
        },
        # plotly fades what a click left out, but a click here only opens a card
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[told(spot.milestone), 1, spot.milestone.id] for spot in lane.spots],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def lane_labels(lane: Lane, time: TimeScale, selected: str, shades: Palette) -> dict[str, Any]:
    """Return the words beside a lane's marks: a trace, so that they end at the plot's edge however far one zooms in."""
    worded = [spot for spot in lane.spots if spot.words]
    chosen = [spot.milestone.id == selected for spot in worded]
    texts = [escaped(spot.words) for spot in worded]
    return {
        "type": "scatter",
        "x": [
            time.day(spot.right - MARK_PX / 2 if spot.side == "right" else spot.left + MARK_PX / 2) for spot in worded
        ],
        "y": [lane.y(spot.row) for spot in worded],
        "name": f"{escaped(lane.name)}, in words",
        "mode": "markers+text",
        # plotly keeps text clear of its own mark, also of one that nobody sees
        "marker": {"size": MARK_PX, "opacity": 0},
        "text": [f"<b>{text}</b>" if strong else text for text, strong in zip(texts, chosen, strict=True)],
        "textposition": [f"middle {spot.side}" for spot in worded],
        "textfont": {"size": LABEL_PX, "color": [shades.focus if strong else shades.ink for strong in chosen]},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}, "textfont": {"color": shades.ink}},
        "hoverinfo": "skip",
    }


def _bar(lane: Lane, spot: Spot, selected: str, shades: Palette) -> Shape:
    strong = spot.milestone.id == selected
    place: dict[str, Any] = {
        "x0": str(spot.milestone.date),
        "x1": str(spot.milestone.end),
        "y0": lane.y(spot.row) - _BAR_PX / 2,
        "y1": lane.y(spot.row) + _BAR_PX / 2,
    }
    look = {
        "fillcolor": shades.focus if strong else _colour(spot.milestone.kind, shades),
        "opacity": 0.45,
        "line": {"width": 0},
    }
    return {"type": "rect", "xref": "x", "yref": "y", "layer": "below", **place, **look}


def _colour(kind: MilestoneKind, shades: Palette) -> str:
    return shades.milestone(kind.role)
