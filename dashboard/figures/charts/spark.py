"""Draw the series that decides a claim small, as SVG that is light enough for a list of them."""

import datetime as dt
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from dashboard.catalogue.policy import Era
from dashboard.figures.geometry import typeset
from dashboard.figures.theme import FONT, Mode, Palette, palette
from dashboard.formatting import during

WIDTH_PX: Final = 320
_HEIGHT_PX: Final = 112
_TOP_PX: Final = 36
_BOTTOM_PX: Final = 18
_TEXT_PX: Final = 11
_DOT_PX: Final = 3
_TREND_PX: Final = 44


@dataclass(frozen=True)
class Spark:
    """A series to be drawn small: years with values, what it is called, its last value in words, where it is from.

    No line leads to the years in `breaks`, the first of new definitions.
    """

    series: tuple[tuple[int, float], ...]
    title: str
    latest: str
    source: str = ""
    breaks: tuple[int, ...] = ()

    @property
    def alt(self) -> str:
        """Return what the picture states, in words."""
        first, last = self.series[0][0], self.series[-1][0]
        broken = max((year for year in self.breaks if first < year <= last), default=first)
        since = [point for point in self.series if point[0] >= broken]
        (low_year, _), (high_year, _) = (pick(since, key=lambda point: point[1]) for pick in (min, max))
        ends = f"lowest in {low_year}, highest in {high_year}"
        told = ends if broken == first else f"since the series break in {broken} {ends}"
        return f"{self.title} {during(first, last)}: {self.latest} at last, {told}."


def spark_svg(spark: Spark, eras: Sequence[Era], *, mode: Mode = "light") -> str:
    """Return the picture as an SVG element, with the eras as tints; "" of a series without values."""
    if not spark.series:
        return ""
    shades, scale = palette(mode), _Scale.of(spark)
    pieces = [
        *_eras(eras, scale, shades),
        *_zero(scale, shades),
        *(_line(stretch, scale, shades) for stretch in _stretches(spark.series, spark.breaks)),
        *_words(spark, scale, shades),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(spark.alt)}" '
        f'width="{WIDTH_PX}" height="{_HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {_HEIGHT_PX}" '
        f'font-family="{escape(FONT)}" font-size="{_TEXT_PX}">{"".join(pieces)}</svg>'
    )


def spark_image(spark: Spark, eras: Sequence[Era], *, mode: Mode = "light") -> str:
    """Return the picture as an HTML image that needs no other file; "" of a series without values."""
    if not spark.series:
        return ""
    drawn = b64encode(spark_svg(spark, eras, mode=mode).encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{drawn}" alt="{escape(spark.alt)}" '
        f'width="{WIDTH_PX}" height="{_HEIGHT_PX}" style="max-width: 100%; height: auto">'
    )


def trend_image(series: Sequence[tuple[int, float]], breaks: Sequence[int] = (), *, mode: Mode = "light") -> str:
    """Return a bare line through values by year, as wide as what holds it, as an HTML image; "" of fewer than two.

    No line leads over a year without a value, nor to the years in `breaks`. It repeats what stands beside it in words,
    so it states nothing itself.
    """
    if len(series) < 2:  # noqa: PLR2004 - a line takes two points
        return ""
    low, high = (pick(value for _, value in series) for pick in (min, max))
    first, last = series[0][0], series[-1][0]

    def line(stretch: Sequence[tuple[int, float]]) -> str:
        points = [
            f"{(year - first) / (last - first) * 100:.2f},{29 - (value - low) / ((high - low) or 1) * 28:.2f}"
            for year, value in stretch
        ]
        # a value alone is a line of no length, which its round ends make a dot
        joined = " ".join(points if points[1:] else points * 2)
        return f'<polyline points="{joined}" vector-effect="non-scaling-stroke"/>'

    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30" preserveAspectRatio="none">'
        f'<g fill="none" stroke="{palette(mode).muted}" stroke-width="2" stroke-linecap="round">'
        f"{''.join(map(line, _stretches(series, breaks)))}</g></svg>"
    )
    return (
        f'<img src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}" alt="" '
        f'style="display: block; width: 100%; height: {_TREND_PX}px">'
    )


@dataclass(frozen=True)
class _Scale:
    """Where years and values lie in the picture, in pixels."""

    first: int
    last: int
    low: float
    high: float
    right: float

    @classmethod
    def of(cls, spark: Spark) -> "_Scale":
        values = [value for _, value in spark.series]
        label = typeset.width(spark.latest, _TEXT_PX, bold=True)
        return cls(spark.series[0][0], spark.series[-1][0], min(values), max(values), WIDTH_PX - label - 10)

    def x(self, year: float) -> float:
        """Return how far from the left the middle of a year lies."""
        return 4 + (year - self.first) / max(1, self.last - self.first) * (self.right - 4)

    def day(self, date: dt.date) -> float:
        """Return how far from the left a day lies, kept inside the plot."""
        # a year's value stands at its middle
        year = date.year + (date.timetuple().tm_yday - 1) / 366 - 0.5
        return min(max(self.x(year), 0.0), self.right + 2)

    def y(self, value: float) -> float:
        """Return how far from the top a value lies."""
        room = _HEIGHT_PX - _TOP_PX - _BOTTOM_PX - 2 * _DOT_PX
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return _TOP_PX + _DOT_PX + (1 - share) * room


def _stretches(series: Sequence[tuple[int, float]], breaks: Sequence[int]) -> Iterator[list[tuple[int, float]]]:
    """Yield the stretches of years that a line joins: none are missing, and no series break is between."""
    stretch: list[tuple[int, float]] = []
    for year, value in series:
        if stretch and (year > stretch[-1][0] + 1 or year in breaks):
            yield stretch
            stretch = []
        stretch.append((year, value))
    yield stretch


def _line(stretch: Sequence[tuple[int, float]], scale: _Scale, shades: Palette) -> str:
    if len(stretch) == 1:
        [(year, value)] = stretch
        return f'<circle cx="{scale.x(year):.1f}" cy="{scale.y(value):.1f}" r="1.6" fill="{shades.accent}"/>'
    points = " ".join(f"{scale.x(year):.1f},{scale.y(value):.1f}" for year, value in stretch)
    return f'<polyline points="{points}" fill="none" stroke="{shades.accent}" stroke-width="1.8"/>'


def _eras(eras: Sequence[Era], scale: _Scale, shades: Palette) -> Iterator[str]:
    for index, era in enumerate(eras):
        left, right = scale.day(era.start), scale.day(era.end) if era.end else scale.right + 2
        if right - left < 1:
            continue
        height = _HEIGHT_PX - _TOP_PX - _BOTTOM_PX + 16
        yield (
            f'<rect x="{left:.1f}" y="{_TOP_PX - 16}" width="{right - left:.1f}" height="{height}" '
            f'fill="{shades.strips[0]}" fill-opacity="{0.75 if index % 2 else 0.3}"/>'
        )
        name = typeset.fitting((era.name, era.short_name), right - left - 6, _TEXT_PX)
        if name:
            yield _text(name, (left + right) / 2, _TOP_PX - 5, shades.muted, anchor="middle")


def _zero(scale: _Scale, shades: Palette) -> Iterator[str]:
    if scale.low < 0 < scale.high:
        y = f"{scale.y(0):.1f}"
        yield f'<line x1="0" x2="{scale.right + 2:.1f}" y1="{y}" y2="{y}" stroke="{shades.faint}" stroke-width="0.8"/>'


def _words(spark: Spark, scale: _Scale, shades: Palette) -> Iterator[str]:
    year, value = spark.series[-1]
    yield f'<circle cx="{scale.x(year):.1f}" cy="{scale.y(value):.1f}" r="{_DOT_PX}" fill="{shades.accent}"/>'
    title = typeset.fitting((spark.title, f"{spark.title[:44]}…"), WIDTH_PX, _TEXT_PX)
    yield _text(title, 0, 11, shades.muted)
    yield _text(spark.latest, scale.right + 8, scale.y(value) + 4, shades.accent, weight="bold")
    foot = _HEIGHT_PX - 4
    yield _text(str(scale.first), 2, foot, shades.muted)
    if scale.last > scale.first:
        yield _text(str(scale.last), scale.right, foot, shades.muted, anchor="end")


def _text(text: str, x: float, y: float, fill: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )
