"""Draw a year on the map: countries in classes of colour, and hatches where there is no observation."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from dashboard import formatting
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry.classes import quantile_bounds
from dashboard.figures.geometry.hatching import drawn_countries, hatches
from dashboard.figures.parts.captions import what
from dashboard.figures.parts.frame import comparison_frame
from dashboard.figures.parts.map_legend import Classes, bare, legend_of, legend_shapes, legend_words, stroke
from dashboard.figures.parts.notes import escaped
from dashboard.figures.parts.sheet import SAFE_WIDTH, Sheet
from dashboard.figures.theme import Mode, Palette, blend, palette
from dashboard.views.comparison import Ranking

_ASPECT: Final = 0.455
_TALLEST_PX: Final = 820
_LEAST_PX: Final = 240
_LATITUDES: Final = (-57, 84)
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


def map_title(ranking: Ranking) -> str:
    """Return what a map shows, and when."""
    return f"{ranking.view.indicator.name}, {ranking.year}"


def map_figure(
    ranking: Ranking,
    *,
    mode: Mode = "light",
    width: int | None = None,
    height: int | None = None,
    titled: bool = True,
) -> Figure:
    """Return the map of a year's ranking; the chart's config must say where the shapes are (`topojsonURL`)."""
    shades, sheet, room = palette(mode), Sheet(width, height, titled), width or SAFE_WIDTH
    values = dict(zip(ranking.ranked["economy"], ranking.ranked["value"].tolist(), strict=True))
    classes = classes_of(list(values.values()), shades, most=_classes_for(room))
    # no higher than the width asks for, whatever height there is
    usual = room * _ASPECT if height is not None else min(room * _ASPECT, _TALLEST_PX)
    under = legend_of(classes, room, 0).height
    frame = comparison_frame(
        map_title(ranking),
        _subtitle(ranking, classes),
        [ranking.view_of_year],
        sheet=sheet,
        body=(usual + under, _LEAST_PX + under),
        sides=(4, 4),
        under=4,
        note=_BORDERS,
    )
    frame = replace(frame, body=min(frame.body, usual + under))
    map_px = frame.body - under
    legend = legend_of(classes, room, map_px)
    shapes, dots = _shapes(ranking, values, classes, shades), _dots(ranking, values, classes, room, shades)
    layout = frame.layout(
        shades,
        annotations=[*frame.words(shades), *legend_words(legend, frame, shades)],
        shapes=legend_shapes(legend, classes, frame, shades),
        geo=_geography(frame.y(map_px), shades),
    )
    return drawn_as_is([shapes, dots, _hatching(values, room, shades)], layout)


def _geography(bottom: float, shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of the map, from `bottom` of the paper up."""
    return {
        "domain": {"x": [0, 1], "y": [bottom, 1]},
        "projection": {"type": "natural earth"},
        "lataxis": {"range": list(_LATITUDES)},
        "bgcolor": "rgba(0,0,0,0)",
        "showframe": False,
        "showland": True,
        "landcolor": bare(shades),
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
    older = f" {formatting.count(len(ranking.older), 'figure')} up to three years older." if ranking.older else ""
    return f"{what(ranking.view)}.{several}{outline}{older}"


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
    name, year = escaped(ranking.economies[code].name), ranking.older.get(code, ranking.year)
    return f"<b>{name}</b><br>{escaped(ranking.view.quantity(value))} in {year}{ranking.view.mark(code, year)}"


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
        "line": {"color": stroke(shades), "width": 0.7},
        "hoverinfo": "skip",
    }
