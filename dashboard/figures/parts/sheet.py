"""What frames the picture of a comparison? Title and subtitle above, source and vintage below, one look for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.captions import corner_note, source_line
from dashboard.figures.theme import Palette
from dashboard.views.view import View

_TITLE_PX: Final = 19
_SUBTITLE_PX: Final = 13
_TITLE_LINE_PX: Final = 25
_LINE_PX: Final = 17
_FOOT_LINE_PX: Final = 15


@dataclass(frozen=True)
class Sheet:
    """A picture's measures in pixels: its width, the height between head and foot, and what is beside that.

    `under` is what the axis below takes, before the foot begins.
    """

    room: float
    body: float
    left: float
    right: float
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    foot: tuple[str, ...]
    under: float

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return max(1.0, self.room - self.left - self.right)

    @property
    def top(self) -> float:
        """Return the height of the head."""
        return 8 + len(self.title) * _TITLE_LINE_PX + len(self.subtitle) * _LINE_PX + 8

    @property
    def bottom(self) -> float:
        """Return the height under the body."""
        return self.under + len(self.foot) * _FOOT_LINE_PX + 6

    def y(self, px: float) -> float:
        """Return the paper's height at so many pixels under the top of the body."""
        return 1 - px / self.body

    def x(self, px: float) -> float:
        """Return the paper's width at so many pixels from the left margin."""
        return px / self.inner

    def layout(self, shades: Palette, annotations: Sequence[fr.Shape] = (), **more: object) -> dict[str, Any]:
        """Return the layout that all comparisons share, with these annotations and more settings."""
        return {
            **fr.look(shades),
            "height": self.body + self.top + self.bottom,
            "margin": {
                "l": self.left,
                "r": self.right,
                "t": self.top,
                "b": self.bottom,
                "pad": 0,
                "autoexpand": False,
            },
            "hovermode": "closest",
            "dragmode": False,
            "annotations": [*self._words(shades), *annotations],
            **more,
        }

    def _words(self, shades: Palette) -> list[fr.Shape]:
        under_title = 8 + len(self.title) * _TITLE_LINE_PX
        return [
            self._lines([f"<b>{line}</b>" for line in self.title], 1, self.top - 6, _TITLE_PX, shades.ink),
            self._lines(self.subtitle, 1, self.top - under_title, _SUBTITLE_PX, shades.ink),
            self._lines(self.foot, 0, -self.under, fr.SMALL_PX, shades.muted),
        ]

    def _lines(self, lines: Sequence[str], y: int, shift: float, size: int, colour: str) -> fr.Shape:
        return corner_note(lines, y=y, yshift=shift, size=size, colour=colour, left=self.left)


def sheet(
    title: str,
    subtitle: str,
    views: Sequence[View],
    *,
    room: float,
    body: float,
    sides: tuple[float, float],
    under: float = 30,
    note: str = "",
) -> Sheet:
    """Return the sheet of a picture with these words; its foot names sources and vintages, and ends with the note.

    `sides` are the left and right margin in pixels.
    """
    foot = " ".join(dict.fromkeys([*(source_line(view) for view in views), note])).strip()
    return Sheet(
        room=room,
        body=body,
        left=sides[0],
        right=sides[1],
        title=_escaped(lay.wrapped(title, (room - 20) * 0.93, _TITLE_PX)),
        subtitle=_escaped(lay.wrapped(subtitle, room - 20, _SUBTITLE_PX)),
        foot=_escaped(lay.wrapped(foot, room - 20, fr.SMALL_PX)),
        under=under,
    )


def value_axis(ticks: Sequence[float], texts: Sequence[str], shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of an axis of figures with these ticks."""
    return {
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(texts),
        "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
        "gridcolor": shades.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def _escaped(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(fr.plain(line) for line in lines)


def blend(colour: str, ground: str, share: float) -> str:
    """Return a colour of which so much is seen over a ground; all three are written #rrggbb."""
    pairs = [(int(colour[place : place + 2], 16), int(ground[place : place + 2], 16)) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)
