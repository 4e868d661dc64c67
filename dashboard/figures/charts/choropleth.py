"""Draw a year on the map: countries in classes of colour, and hatches where there is no observation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dashboard import formatting
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.classes import class_of, quantile_bounds
from dashboard.figures.geometry.hatching import drawn_countries, hatches
from dashboard.figures.parts.captions import what
from dashboard.figures.parts.frame import SAFE_WIDTH, Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, Shape, escaped, text_note
from dashboard.figures.theme import Mode, Palette, blend, palette
from dashboard.views.comparison import Ranking, in_years

_ASPECT: Final = 0.455
_TALLEST_PX: Final = 820
_LATITUDES: Final = (-57, 84)
_SWATCH_PX: Final = 14
_ROW_PX: Final = 36
_NONE: Final = "No figures here"
_NONE_PX: Final = 35
# how many degrees are between two hatches on a map of at least so many pixels
_HATCHES: Final = ((1400, 3.0), (560, 4.0), (0, 6.0))
_MOST_CLASSES: Final = 7
_PALEST: Final = 0.16
_BORDERS: Final = (
    "Borders: Natural Earth; no judgement on the status of any territory. "
    "Crimea takes no economy’s value and is hatched."
)
# small places are dots this wide on a map of at least so many pixels
_DOTS: Final = ((1400, 9.0), (900, 7.5), (560, 6.0), (0, 4.5))


@dataclass(frozen=True)
class Classes:
    """Classes of values: `bounds` from the lowest edge to the highest, a colour each between two."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def of(self, value: float) -> int:
        """Return which class a value is in, counted from 0; an edge belongs to the class above it."""
        return class_of(self.bounds, value)


def map_figure(ranking: Ranking, *, mode: Mode = "light", width: int | None = None) -> Figure:
    """Return the map of a year's ranking; the chart's config must say where the shapes are (`topojsonURL`)."""
    shades, room = palette(mode), width or SAFE_WIDTH
    values = dict(zip(ranking.ranked["economy"], ranking.ranked["value"].tolist(), strict=True))
    classes = classes_of(list(values.values()), shades, most=_classes_for(room))
    map_px = min(room * _ASPECT, _TALLEST_PX)
    legend = _legend(classes, room, map_px)
    frame = comparison_frame(
        f"{ranking.view.indicator.name}, {ranking.year}",
        _subtitle(ranking, classes),
        [in_years(ranking.view, ranking.year, ranking.year)],
        room=room,
        body=map_px + legend.height,
        sides=(4, 4),
        under=4,
        note=_BORDERS,
    )
    return drawn_as_is(
        [
            _shapes(ranking, values, classes, shades),
            _dots(ranking, values, classes, room, shades),
            _hatching(values, room, shades),
        ],
        frame.layout(
            shades,
            annotations=[*frame.words(shades), *_legend_words(legend, frame, shades)],
            shapes=_legend_shapes(legend, classes, frame, shades),
            geo=_geography(frame.y(map_px), shades),
        ),
    )


def _geography(bottom: float, shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of the map, from `bottom` of the paper up."""
    return {
        "domain": {"x": [0, 1], "y": [bottom, 1]},
        "projection": {"type": "natural earth"},
        "lataxis": {"range": list(_LATITUDES)},
        "bgcolor": "rgba(0,0,0,0)",
        "showframe": False,
        "showland": True,
        "landcolor": _bare(shades),
        "showcountries": True,
        "countrycolor": blend(shades.faint, shades.ground, 0.6),
        "countrywidth": 0.5,
        "coastlinecolor": shades.faint,
        "coastlinewidth": 0.6,
        "showlakes": False,
    }


def _subtitle(ranking: Ranking, classes: Classes) -> str:
    several = " Each colour holds about the same number of economies." if len(classes.colours) > 1 else ""
    subject = ranking.view.subject
    is_shown = subject in set(ranking.ranked["economy"])
    outline = f" Outlined: {ranking.economies[subject].named}." if is_shown else ""
    return f"{what(ranking.view)}.{several}{outline}"


def classes_of(values: Sequence[float], shades: Palette, *, most: int) -> Classes:
    """Return at most so many classes of about equal numbers of values; below zero in another hue than above it."""
    # a class of its own for every economy would say no more than the ranking
    bounds = quantile_bounds(values, min(most, max(2, len(values) // 2)))
    return Classes(bounds, _colours(bounds, shades))


def _colours(bounds: Sequence[float], shades: Palette) -> tuple[str, ...]:
    edges = list(pairwise(bounds))
    below = sum(low < 0 and high <= 0 for low, high in edges)
    above = len(edges) - below
    # both hues grow by the same step, so that equal distances from zero look equal
    deepest = max(below, above)

    def depth(index: int) -> float:
        return _PALEST + (1 - _PALEST) * (index + 1) / deepest

    return (
        *(blend(shades.comparators[1], shades.ground, depth(index)) for index in reversed(range(below))),
        *(blend(shades.strips[1], shades.ground, depth(index)) for index in range(above)),
    )


def _classes_for(room: float) -> int:
    return max(3, min(_MOST_CLASSES, int((room - 20) // 58)))


def _hover(ranking: Ranking, code: str, value: float) -> str:
    name = escaped(ranking.economies[code].name)
    return f"<b>{name}</b><br>{ranking.view.quantity(value)} in {ranking.year}{ranking.view.mark(code, ranking.year)}"


def _shapes(ranking: Ranking, values: dict[str, float], classes: Classes, shades: Palette) -> dict[str, Any]:
    # what the subject's outline crosses is drawn before it
    subject = ranking.view.subject
    codes = sorted((code for code in values if code in drawn_countries()), key=lambda code: code == subject)
    count = len(classes.colours)
    steps = [[edge / count, colour] for index, colour in enumerate(classes.colours) for edge in (index, index + 1)]
    return {
        "type": "choropleth",
        "name": "Figures",
        "locations": codes,
        "locationmode": "ISO-3",
        "z": [classes.of(values[code]) + 0.5 for code in codes],
        "zmin": 0,
        "zmax": count,
        "colorscale": steps,
        "showscale": False,
        "marker": {
            "line": {
                "color": [shades.accent if code == subject else shades.ground for code in codes],
                "width": [1.8 if code == subject else 0.6 for code in codes],
            }
        },
        "customdata": [_hover(ranking, code, values[code]) for code in codes],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _dots(ranking: Ranking, values: dict[str, float], classes: Classes, room: float, shades: Palette) -> dict[str, Any]:
    """Return the places that the shapes of the map are too coarse for, where economies.csv says they are."""
    without = [ranking.economies[code] for code in values if code not in drawn_countries()]
    dotted = [entry for entry in without if entry.latitude is not None and entry.longitude is not None]
    return {
        "type": "scattergeo",
        "name": "Small economies",
        "mode": "markers",
        "lon": [entry.longitude for entry in dotted],
        "lat": [entry.latitude for entry in dotted],
        "marker": {
            "size": next(px for least, px in _DOTS if room >= least),
            "color": [classes.colours[classes.of(values[entry.id])] for entry in dotted],
            "line": {"width": 0.8, "color": shades.muted},
        },
        "customdata": [_hover(ranking, entry.id, values[entry.id]) for entry in dotted],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _hatching(values: dict[str, float], room: float, shades: Palette) -> dict[str, Any]:
    lon, lat = hatches(values, next(apart for least, apart in _HATCHES if room >= least))
    return {
        "type": "scattergeo",
        "name": "No figures here",
        "mode": "lines",
        "lon": lon,
        "lat": lat,
        "line": {"color": _stroke(shades), "width": 0.7},
        "hoverinfo": "skip",
    }


@dataclass(frozen=True)
class _Legend:
    """Where the legend stands: pixels from the left margin and under the top of the body."""

    texts: tuple[str, ...]
    start: float
    each: float
    top: float
    none_left: float
    none_top: float
    height: float


def _legend(classes: Classes, room: float, map_px: float) -> _Legend:
    texts = formatting.bounds(classes.bounds)
    widest = typeset.widest(texts, SMALL_PX)
    count = len(classes.colours)
    start, top = max(2.0, typeset.width(texts[0], SMALL_PX) / 2), map_px + 10
    each = max(widest + 10, min(72.0, (room - widest - 12) / count))
    end = start + count * each + widest / 2 + 22
    beside = end + _NONE_PX + 12 + typeset.width(_NONE, SMALL_PX) < room
    none_left, none_top = (end, top) if beside else (start, top + _ROW_PX)
    return _Legend(texts, start, each, top, none_left, none_top, none_top - map_px + _ROW_PX)


def _swatch(frame: Frame, left: float, top: float, width: float, **look: object) -> Shape:
    anchored = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0}
    box = {"x0": left, "x1": left + width, "y0": 0, "y1": -_SWATCH_PX, "yanchor": frame.y(top)}
    return {**anchored, **box, "type": "rect", **look}


def _legend_shapes(legend: _Legend, classes: Classes, frame: Frame, shades: Palette) -> list[Shape]:
    boxes = [
        _swatch(frame, legend.start + index * legend.each, legend.top, legend.each, fillcolor=colour, line={"width": 0})
        for index, colour in enumerate(classes.colours)
    ]
    look = {"color": _stroke(shades), "width": 0.8}
    left = legend.none_left
    none = _swatch(frame, left, legend.none_top, _NONE_PX, fillcolor=_bare(shades), line=look)
    strokes = [
        {**none, "type": "line", "x0": left + x, "x1": left + x + _SWATCH_PX, "y0": -_SWATCH_PX, "y1": 0}
        for x in range(0, _NONE_PX - _SWATCH_PX + 1, 7)
    ]
    return [*boxes, none, *strokes]


def _legend_words(legend: _Legend, frame: Frame, shades: Palette) -> list[Shape]:
    small: dict[str, Any] = {"size": SMALL_PX, "colour": shades.muted, "xref": "paper"}
    edges = [
        text_note(
            text,
            x=0,
            y=frame.y(legend.top + _SWATCH_PX + 9),
            anchor="center",
            xshift=legend.start + index * legend.each,
            **small,
        )
        for index, text in enumerate(legend.texts)
    ]
    y, shift = frame.y(legend.none_top + _SWATCH_PX / 2), legend.none_left + _NONE_PX + 7
    return [*edges, text_note(_NONE, x=0, y=y, anchor="left", xshift=shift, **small)]


def _bare(shades: Palette) -> str:
    return blend(shades.ink, shades.ground, 0.04)


def _stroke(shades: Palette) -> str:
    return blend(shades.faint, shades.ground, 0.75)
