"""Frame a figure: margins, title above, source below, and the look that all figures share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from dashboard.figures.geometry import typeset
from dashboard.figures.parts.captions import source_line
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, corner_note, escaped
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import FONT, Palette
from dashboard.views.view import View

TITLE_PX: Final = 19
SUBTITLE_PX: Final = 13
FOOT_LINE_PX: Final = 15
# a title in bold is this much wider than its estimate
TITLE_SHARE: Final = 0.93
_TITLE_LINE_PX: Final = 25
_SUBTITLE_LINE_PX: Final = 17


class Block(NamedTuple):
    """Lines at the picture's left edge: `shift` pixels above the body's top (`y` 1) or bottom (0), and their size."""

    lines: tuple[str, ...]
    y: int
    shift: float
    size: int
    is_muted: bool = False


@dataclass(frozen=True)
class Frame:
    """A figure's measures in pixels: its width, the body's height between head and foot, the margins around it."""

    room: float
    body: float
    left: float
    right: float
    top: float
    bottom: float
    blocks: tuple[Block, ...] = ()

    @property
    def width(self) -> float:
        """Return the width between the margins."""
        return max(1.0, self.room - self.left - self.right)

    def y(self, px: float) -> float:
        """Return the paper's height at so many pixels under the top of the body."""
        return 1 - px / self.body

    def x(self, px: float) -> float:
        """Return the paper's width at so many pixels from the left margin."""
        return px / self.width

    def words(self, shades: Palette) -> list[Shape]:
        """Return what stands in head and foot."""
        return [
            corner_note(
                block.lines,
                y=block.y,
                yshift=block.shift,
                size=block.size,
                colour=shades.muted if block.is_muted else shades.ink,
                left=self.left,
            )
            for block in self.blocks
        ]

    def layout(self, shades: Palette, **more: object) -> dict[str, Any]:
        """Return plotly's layout of these measures, with more settings."""
        margins = {"l": self.left, "r": self.right, "t": self.top, "b": self.bottom}
        return {
            **common_layout(shades),
            "height": self.body + self.top + self.bottom,
            "margin": {**margins, "pad": 0, "autoexpand": False},
            "hovermode": "closest",
            "dragmode": False,
            **more,
        }


def common_layout(shades: Palette) -> dict[str, Any]:
    """Return the layout that every figure shares: a clear ground, one font, quiet hovers, no legend."""
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


def comparison_frame(
    title: str,
    subtitle: str,
    views: Sequence[View],
    *,
    sheet: Sheet,
    body: tuple[float, float],
    sides: tuple[float, float],
    under: float = 30,
    note: str = "",
) -> Frame:
    """Return the frame of a comparison: title and subtitle above, under it the sources of its views and a note.

    `body` is the body's usual height and the least that a sheet's own height may leave of it, `sides` are the margins,
    and `under` what the axis below takes before the foot begins.
    """
    room = sheet.room
    foot = " ".join(dict.fromkeys([*(source_line(view) for view in views), note])).strip()
    titles = typeset.wrapped(title, (room - 20) * TITLE_SHARE, TITLE_PX) if sheet.titled else ()
    subtitles = escaped_lines(typeset.wrapped(subtitle, room - 20, SUBTITLE_PX))
    feet = escaped_lines(typeset.wrapped(foot, room - 20, SMALL_PX))
    title_px = 8 + len(titles) * _TITLE_LINE_PX if titles else 2
    top = title_px + len(subtitles) * _SUBTITLE_LINE_PX + 8
    bottom = under + len(feet) * FOOT_LINE_PX + 6
    heading = Block(tuple(f"<b>{line}</b>" for line in escaped_lines(titles)), 1, top - 6, TITLE_PX)
    return Frame(
        room,
        sheet.body(body[0], top + bottom, body[1]),
        *sides,
        top=top,
        bottom=bottom,
        blocks=(
            *((heading,) if titles else ()),
            Block(subtitles, 1, top - title_px, SUBTITLE_PX),
            Block(feet, 0, -under, SMALL_PX, is_muted=True),
        ),
    )


def escaped_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Return lines as plotly draws them as they are."""
    return tuple(escaped(line) for line in lines)
