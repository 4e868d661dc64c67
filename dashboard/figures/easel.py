"""Draw lines, areas, dots and texts in pixels, and write them as PNG, SVG or PDF: the only importer of matplotlib."""

import io
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib import colors
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from dashboard.figures.plane import Box, Numbers
from dashboard.figures.symbols import OPEN, outline

Align = Literal["left", "center", "right"]
Points = Numbers | Sequence[tuple[float, float]]

FAMILY: Final = "Eraline Sans"
_FONTS: Final = File(__file__).parent / "fonts"
# a pixel is a point: matplotlib counts both in inches
_AN_INCH: Final = 72
# for what the own font lacks; where a system has none of them, such words are left out
_OTHERS: Final = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Droid Sans Fallback"),
    *("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"),
    *("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic"),
    *("Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", "Lohit Devanagari", "Mangal"),
    *("Noto Sans", "DejaVu Sans"),
)
_RGBA: Final = re.compile(r"rgba?\(([^)]+)\)")
# one picture of the same figure is the same file, whenever it is drawn: texts stay texts, ids do not change
# and letters stand where they are, not on the nearest dot
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "eraline", "pdf.fonttype": 3, "text.hinting": "none"})

# an SVG is drawn with the fonts of whoever opens it, and other pictures leave such words out
warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")


@dataclass(frozen=True)
class Ink:
    """How something is drawn: its fill and its edge as plotly writes colours, "" for none, and the edge's width."""

    fill: str = ""
    edge: str = ""
    width: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True)
class Writing:
    """How a text is written: its size in pixels, its colour, and whether it is bold; the font has no slant."""

    size: float
    colour: str
    bold: bool = False
    opacity: float = 1.0


class Easel:
    """A picture that is being drawn, so many pixels wide and high; what comes later lies above.

    In an SVG texts stay texts, which the fonts of whoever opens it draw.
    """

    def __init__(self, width: float, height: float, ground: str, form: str = "png") -> None:
        self._form = form
        self._figure = Figure(figsize=(width / _AN_INCH, height / _AN_INCH), dpi=_AN_INCH, facecolor=rgba(ground))
        self._pixels = Affine2D().scale(1 / _AN_INCH) + self._figure.dpi_scale_trans
        self._next = 1

    def line(self, points: Points, ink: Ink, dash: Sequence[float] = (), clip: Box | None = None) -> None:
        """Draw a line through points, one row each, broken where one is NaN; `dash` is pixels on and off."""
        if ink.width <= 0 or not len(points):
            return
        across, up = np.asarray(points, dtype="float64").T
        line = Line2D(across, up, linewidth=ink.width, color=rgba(ink.edge, ink.opacity), solid_capstyle="butt")
        line.set_dash_capstyle("butt")
        if dash:
            # matplotlib counts dashes in widths of the line
            line.set_linestyle((0, tuple(length / ink.width for length in dash)))
        self._add(line, clip)

    def area(self, rings: Iterable[Points], ink: Ink, clip: Box | Path | None = None) -> None:
        """Draw what rings of points enclose; a ring inside another one that runs the other way is a hole."""
        corners = [np.asarray(ring, dtype="float64") for ring in rings if len(ring)]
        closed = [Path(np.vstack([ring, ring[:1]]), closed=True) for ring in corners]
        if not closed:
            return
        edge = rgba(ink.edge, ink.opacity) if ink.width > 0 else "none"
        patch = PathPatch(Path.make_compound_path(*closed), linewidth=ink.width, edgecolor=edge)
        patch.set_facecolor(rgba(ink.fill, ink.opacity))
        self._add(patch, clip)

    def strokes(self, lines: Sequence[Points], ink: Ink, clip: Box | Path | None = None) -> None:
        """Draw many lines alike at once."""
        paths = [Path(np.asarray(line, dtype="float64")) for line in lines if len(line) > 1]
        if paths:
            patch = PathPatch(Path.make_compound_path(*paths), linewidth=ink.width, fill=False)
            patch.set_edgecolor(rgba(ink.edge, ink.opacity))
            patch.set_capstyle("butt")
            self._add(patch, clip)

    def dots(self, points: Points, symbol: str, size: float, ink: Ink, clip: Box | None = None) -> None:
        """Draw one of plotly's symbols at points; `size` is its diameter without the edge."""
        corners, is_closed = outline(symbol)
        shape: Any = "o"
        if corners:
            shape = Path([*corners, corners[0]], closed=True) if is_closed else Path(corners)
            size *= float(np.abs(corners).max())
        edge = ink.edge or ink.fill
        is_open = symbol.endswith(OPEN)
        across, up = np.asarray(points, dtype="float64").T
        dots = Line2D(across, up, linestyle="none", marker=shape, markersize=size)
        dots.set_markeredgewidth(ink.width or (1.0 if is_open else 0.0))
        dots.set_markeredgecolor(rgba(ink.fill if is_open and is_closed else edge, ink.opacity))
        dots.set_markerfacecolor("none" if is_open else rgba(ink.fill, ink.opacity))
        self._add(dots, clip)

    def write(self, x: float, y: float, text: str, look: Writing, align: Align, clip: Box | None = None) -> None:
        """Write a text whose baseline begins, ends or has its middle at a point."""
        text = text if self._form == "svg" else legible(text)
        if not text:
            return
        written = Text(x, y, text, fontproperties=_font(text, look))
        written.set(color=rgba(look.colour, look.opacity), horizontalalignment=align, verticalalignment="baseline")
        written.set_parse_math(False)
        self._add(written, clip)

    def file(self, ratio: float, metadata: Mapping[str, Any]) -> bytes:
        """Return the picture's file; `ratio` is how many dots it has for a pixel."""
        buffer = io.BytesIO()
        # a page of a PDF is as large as it is drawn
        dots = _AN_INCH if self._form == "pdf" else _AN_INCH * ratio
        self._figure.savefig(buffer, format=self._form, dpi=dots, metadata=dict(metadata))
        return buffer.getvalue()

    def _add(self, artist: Artist, clip: Box | Path | None) -> None:
        artist.set_transform(self._pixels)
        artist.set_zorder(self._next)
        self._next += 1
        if isinstance(clip, Path):
            artist.set_clip_path(clip, self._pixels)
        elif clip is not None:
            artist.set_clip_box(TransformedBbox(Bbox.from_extents(*clip), self._pixels))
        self._figure.add_artist(artist)


@lru_cache(maxsize=512)
def rgba(colour: str, opacity: float = 1.0) -> tuple[float, float, float, float]:
    """Return a colour as shares of red, green, blue and opacity; clear where there is none."""
    if not colour or colour == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    found = _RGBA.fullmatch(colour)
    if found is None:
        red, green, blue, alpha = colors.to_rgba(colour)
        return red, green, blue, alpha * opacity
    red, green, blue, *rest = (float(part) for part in found[1].split(","))
    return red / 255, green / 255, blue / 255, (rest[0] if rest else 1.0) * opacity


def text_width(text: str, look: Writing) -> float:
    """Return how wide a text is in pixels."""
    text = legible(text)
    return float(text_to_path.get_text_width_height_descent(text, _font(text, look), ismath=False)[0]) if text else 0.0


def legible(text: str) -> str:
    """Return a text without the words for which there is no font: a box in place of a letter tells nobody anything."""
    if text.isascii():
        return text
    known = _letters(_families())
    return " ".join(word for word in text.split(" ") if all(ord(letter) in known for letter in word))


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    """Return the fonts that texts are set in, the own one first; the last one comes with matplotlib."""
    for file in sorted(_FONTS.glob("*.ttf")):
        fontManager.addfont(file)
    installed = {entry.name for entry in fontManager.ttflist}
    return (FAMILY, *(name for name in _OTHERS if name in installed))


@lru_cache(maxsize=32)
def _letters(families: tuple[str, ...]) -> frozenset[int]:
    """Return the characters that one of the fonts has."""
    files = (fontManager.findfont(FontProperties(family=name)) for name in families)
    return frozenset(code for file in files for code in get_font(file).get_charmap())


def _font(text: str, look: Writing) -> FontProperties:
    # looking through a list of fonts takes longer than drawing with one
    is_plain = text.isascii() or all(ord(letter) in _letters(_families()[:1]) for letter in text)
    return _properties(_families()[:1] if is_plain else _families(), look.size, bold=look.bold)


@lru_cache(maxsize=256)
def _properties(families: tuple[str, ...], size: float, *, bold: bool) -> FontProperties:
    return FontProperties(family=list(families), weight="bold" if bold else "normal", size=size)
