"""Draw a series as stored and as a newer release has it, small, as SVG that is light enough for a list of them."""

import datetime as dt
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from dashboard import formatting
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.series import Run
from dashboard.figures.theme import FONT, Mode, Palette, palette

WIDTH_PX: Final = 360
_HEIGHT_PX: Final = 148
_TOP_PX: Final = 42
_BOTTOM_PX: Final = 20
_TEXT_PX: Final = 11
_APART_PX: Final = 13
_DOT_PX: Final = 2.5

Point = tuple[dt.date, float]
# points that follow one another without a gap and in one definition: one line leads through them
Stretch = tuple[Point, ...]


@dataclass(frozen=True)
class ThenNow:
    """A series in two releases, each as the stretches of its line, and what it is called; one may have none."""

    title: str
    then: Sequence[Stretch]
    now: Sequence[Stretch]
    decimals: int = 1

    @property
    def alt(self) -> str:
        """Return what the picture states, in words."""
        return f"{self.title}: {self._ends('stored', self.then)}; {self._ends('held back', self.now)}."

    def _ends(self, name: str, series: Sequence[Stretch]) -> str:
        if not series:
            return f"{name}, no values"
        (first, low), (last, high) = series[0][0], series[-1][-1]
        return f"{name}, {self.value(low)} in {first.year} and {self.value(high)} in {last.year}"

    def value(self, value: float) -> str:
        """Return a value as it is written beside a line."""
        return formatting.number(value, self.decimals, short=True)


def then_now_image(series: ThenNow, *, mode: Mode = "light") -> str:
    """Return the picture as an HTML image that needs no other file."""
    drawn = b64encode(_svg(series, palette(mode)).encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{drawn}" alt="{escape(series.alt)}" '
        f'width="{WIDTH_PX}" height="{_HEIGHT_PX}" style="max-width: 100%; height: auto">'
    )


def _svg(series: ThenNow, shades: Palette) -> str:
    scale = _Scale.of(series)
    title = typeset.fitting((series.title, f"{series.title[:48]}…"), WIDTH_PX, _TEXT_PX)
    pieces = [
        _text(title, 0, 11, shades.ink, weight="bold"),
        *_key(shades),
        *_zero(scale, shades),
        *(_line(stretch, scale, shades.muted, width=4.5, opacity=0.45) for stretch in series.then),
        *(_line(stretch, scale, shades.accent, width=1.8) for stretch in series.now),
        *_ends(series, scale, shades),
        *_years(scale, shades),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(series.alt)}" '
        f'width="{WIDTH_PX}" height="{_HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {_HEIGHT_PX}" '
        f'font-family="{escape(FONT)}" font-size="{_TEXT_PX}">{"".join(pieces)}</svg>'
    )


@dataclass(frozen=True)
class _Scale:
    """Where periods and values lie in the picture, in pixels."""

    first: dt.date
    last: dt.date
    low: float
    high: float
    right: float

    @classmethod
    def of(cls, series: ThenNow) -> "_Scale":
        points = [point for stretch in (*series.then, *series.now) for point in stretch]
        days, values = [day for day, _ in points], [value for _, value in points]
        written = [series.value(line[-1][-1][1]) for line in (series.then, series.now) if line]
        label = typeset.widest(written, _TEXT_PX, bold=True)
        return cls(min(days), max(days), min(values), max(values), WIDTH_PX - label - 12)

    def x(self, day: dt.date) -> float:
        """Return how far from the left a period lies."""
        whole = (self.last - self.first).days
        return 3 + (self.right - 6) * ((day - self.first).days / whole if whole else 0.5)

    def y(self, value: float) -> float:
        """Return how far from the top a value lies."""
        room = _HEIGHT_PX - _TOP_PX - _BOTTOM_PX
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return _TOP_PX + (1 - share) * room


def _key(shades: Palette) -> Iterator[str]:
    left = 0.0
    for name, colour, width, opacity in (
        ("stored", shades.muted, 4.5, 0.45),
        ("held back", shades.accent, 1.8, 1.0),
    ):
        yield (
            f'<line x1="{left:.1f}" x2="{left + 16:.1f}" y1="24" y2="24" stroke="{colour}" stroke-width="{width}" '
            f'stroke-opacity="{opacity}"/>'
        )
        yield _text(name, left + 21, 28, shades.muted)
        left += 21 + typeset.width(name, _TEXT_PX) + 16


def _zero(scale: _Scale, shades: Palette) -> Iterator[str]:
    if scale.low < 0 < scale.high:
        y = f"{scale.y(0):.1f}"
        yield f'<line x1="0" x2="{scale.right:.1f}" y1="{y}" y2="{y}" stroke="{shades.faint}" stroke-width="0.8"/>'


def stretches(run: Run) -> tuple[Stretch, ...]:
    """Return a run as the stretches between which a value is missing or its series breaks."""
    points = zip(run.days, run.observations, strict=True)
    parts = (tuple(part) for is_known, part in groupby(points, lambda point: point[1] is not None) if is_known)
    return tuple(
        tuple((dt.date.fromisoformat(day), value) for day, value in part if value is not None) for part in parts
    )


def _line(stretch: Stretch, scale: _Scale, colour: str, *, width: float, opacity: float = 1.0) -> str:
    if len(stretch) == 1:
        [(day, value)] = stretch
        return (
            f'<circle cx="{scale.x(day):.1f}" cy="{scale.y(value):.1f}" r="{width:.1f}" fill="{colour}" '
            f'fill-opacity="{opacity}"/>'
        )
    points = " ".join(f"{scale.x(day):.1f},{scale.y(value):.1f}" for day, value in stretch)
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-opacity="{opacity}" stroke-linejoin="round"/>'
    )


def _ends(series: ThenNow, scale: _Scale, shades: Palette) -> Iterator[str]:
    """Write the last value of each line beside its end; where both end alike, apart from each other."""
    ends = [
        (scale.y(line[-1][-1][1]), line[-1][-1], colour)
        for line, colour in ((series.then, shades.muted), (series.now, shades.accent))
        if line
    ]
    ends.sort(key=lambda end: end[0])
    places = [place for place, _, _ in ends]
    if len(places) > 1 and places[1] - places[0] < _APART_PX:
        middle = (places[0] + places[1]) / 2
        places = [middle - _APART_PX / 2, middle + _APART_PX / 2]
    for place, (y, (day, value), colour) in zip(places, ends, strict=True):
        yield f'<circle cx="{scale.x(day):.1f}" cy="{y:.1f}" r="{_DOT_PX}" fill="{colour}"/>'
        yield _text(series.value(value), scale.right + 6, place + 4, colour, weight="bold")


def _years(scale: _Scale, shades: Palette) -> Iterator[str]:
    yield _text(str(scale.first.year), 2, _HEIGHT_PX - 4, shades.muted)
    if scale.last.year > scale.first.year:
        yield _text(str(scale.last.year), scale.right, _HEIGHT_PX - 4, shades.muted, anchor="end")


def _text(text: str, x: float, y: float, fill: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )
