"""Say at the two axes of a scatter what each of them measures."""

from typing import Any

from dashboard.figures.geometry import typeset
from dashboard.figures.parts.frame import Frame
from dashboard.figures.parts.notes import TEXT_PX, Shape, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.views.comparison import Meeting
from dashboard.views.view import View


def measures(meeting: Meeting, frame: Frame, shades: Palette) -> list[Shape]:
    """Return what is measured upwards, above the plot, and what across, under it."""
    small: dict[str, Any] = {"size": TEXT_PX, "colour": shades.muted, "xref": "paper"}
    return [
        text_note(
            f"↑ {_measure(meeting.up, frame.room - 24)}",
            x=0,
            y=1,
            anchor="left",
            xshift=4 - frame.left,
            yshift=-8,
            **small,
        ),
        text_note(f"{_measure(meeting.across, frame.width - 20)} →", x=1, y=0, anchor="right", yshift=-36, **small),
    ]


def _measure(view: View, room: float) -> str:
    name, brief = view.indicator.name, view.indicator.short_name
    made = f", {view.subtitle[0].lower()}{view.subtitle[1:]}" if view.subtitle else ""
    scale = ", logarithmic scale" if view.scale == "log" else ""
    ways = (
        f"{name}{made}, {view.unit}{scale}",
        f"{brief}{made}, {view.unit}{scale}",
        f"{name}{made}, {view.unit}",
        f"{brief}{made}, {view.unit}",
        f"{brief}{made}",
        f"{brief}, {view.unit}",
        brief,
    )
    return escaped(typeset.fitting(ways, room, TEXT_PX) or brief)
