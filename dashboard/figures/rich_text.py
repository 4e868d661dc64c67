"""Set the texts of a plotly figure: lines of runs with their weight, size and colour, aligned as plotly aligns them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

from dashboard.figures.easel import Align, Easel, Writing, text_width
from dashboard.figures.plane import Box

# the font's height above and below its baseline, and plotly's distance from line to line, for a size of one
ASCENT: Final = 1.0
DESCENT: Final = 0.326
LINE: Final = 1.3
_SIZE: Final = re.compile(r"font-size:\s*([\d.]+)px")
_COLOUR: Final = re.compile(r"(?<!-)color:\s*([^;]+)")

Run = tuple[str, Writing]


def lines_of(text: str, look: Writing) -> list[list[Run]]:
    """Return a text's lines, each as runs that look the same; tags beside b, br and span change nothing."""
    if "<" not in text and "&" not in text:
        return [[(text, look)]]
    reader = _Reader(look)
    reader.feed(text)
    reader.close()
    return reader.lines


def plain(text: str) -> str:
    """Return what a text says, its lines joined by spaces."""
    lines = lines_of(text, Writing(1, ""))
    return " ".join("".join(words for words, _ in line) for line in lines)


def height_of(text: str, size: float) -> float:
    """Return how high the lines of a text are in pixels."""
    return (ASCENT + DESCENT + LINE * text.count("<br>")) * size


def write_lines(
    easel: Easel,
    text: str,
    at: tuple[float, float],
    look: Writing,
    align: Align,
    clip: Box | None = None,
) -> None:
    """Write a text whose first baseline is at a point, further lines below it."""
    x, y = at
    for place, runs in enumerate(lines_of(text, look)):
        _write_runs(easel, runs, (x, y - place * LINE * look.size), align, clip)


def width_of(text: str, look: Writing) -> float:
    """Return how wide the widest line of a text is in pixels."""
    return max(sum(_run_width(*run) for run in runs) for runs in lines_of(text, look))


def _write_runs(easel: Easel, runs: Sequence[Run], at: tuple[float, float], align: Align, clip: Box | None) -> None:
    x, y = at
    if len(runs) == 1:
        # left to whatever draws it, which may have another font than was measured here
        easel.write(x, y, *runs[0], align, clip)
        return
    widths = [_run_width(*run) for run in runs]
    x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * sum(widths)
    for (words, look), width in zip(runs, widths, strict=True):
        easel.write(x, y, words, look, "left", clip)
        x += width


@lru_cache(maxsize=4_096)
def _run_width(words: str, look: Writing) -> float:
    return text_width(words, look)


class _Reader(HTMLParser):
    """Reads the few tags that plotly knows into lines of runs."""

    def __init__(self, look: Writing) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self._looks = [look]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        look = self._looks[-1]
        if tag == "br":
            self.lines.append([])
        elif tag == "b":
            self._looks.append(replace(look, bold=True))
        else:
            style = dict(attrs).get("style") or ""
            size, colour = _SIZE.search(style), _COLOUR.search(style)
            look = replace(look, size=float(size[1])) if size else look
            self._looks.append(replace(look, colour=colour[1].strip()) if colour else look)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br" and len(self._looks) > 1:
            self._looks.pop()

    def handle_data(self, data: str) -> None:
        self.lines[-1].append((data, self._looks[-1]))
