"""How does an economy's place in a ranking change over the years? A line each for it and its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.policy import SUBJECT
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Palette
from dashboard.views.comparison import Ranking

# with their title
PLACES_PX: Final = 328
_TALLEST_PX: Final = 588
_HEAD_PX: Final = 28
_TICKS: Final = (1, 5, 10, 15, 20, 25, 30)


@dataclass(frozen=True)
class Places:
    """Where the places over time stand: pixels under the top of the body, and shares of its width."""

    codes: tuple[str, ...]
    top: float
    height: float
    start: float
    end: float
    deepest: int

    def px(self, place: float) -> float:
        """Return a place's distance from the top of its plot."""
        return (place - 0.3) / (self.deepest + 0.4) * self.height


def places_beside(ranking: Ranking, codes: tuple[str, ...], base: Sheet, left: float) -> Places:
    """Return the places of economies to the right of what takes the left share of the body."""
    return _placed(ranking, codes, base, 0.0, left + base.x(48))


def places_below(ranking: Ranking, codes: tuple[str, ...], base: Sheet) -> Places:
    """Return the places of economies at the foot of the body."""
    return _placed(ranking, codes, base, base.body - PLACES_PX, 0.0)


def _placed(ranking: Ranking, codes: tuple[str, ...], base: Sheet, top: float, start: float) -> Places:
    label_px = 14 + max(lay.text_width(ranking.economies[code].short_name, fr.TEXT_PX, bold=True) for code in codes)
    shown = ranking.places[ranking.places["economy"].isin(codes)]
    return Places(
        codes=codes,
        top=top,
        height=min(base.body - top, _TALLEST_PX) - _HEAD_PX,
        start=start,
        end=1 - base.x(label_px),
        deepest=int(shown["place"].max()),
    )


def places_axes(ranking: Ranking, places: Places, base: Sheet, shades: Palette) -> dict[str, Any]:
    """Return the two axes of the places over time."""
    years = ranking.places["year"]
    first, last = int(years.min()), int(years.max())
    plot_px = max(60.0, base.inner * (places.end - places.start))
    ticks = [place for place in _TICKS if place <= places.deepest]
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "tickmode": "array",
        "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
    }
    years_shown = lay.year_ticks(first, last, plot_px, fr.TEXT_PX)
    foot = places.top + _HEAD_PX + places.height
    return {
        "xaxis2": {
            **axis,
            "domain": [places.start, places.end],
            "range": [first - 0.5, last + 0.5],
            "tickvals": list(years_shown),
            "ticktext": [str(year) for year in years_shown],
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": shades.faint,
            "showgrid": False,
            "linecolor": shades.faint,
            "anchor": "y2",
        },
        "yaxis2": {
            **axis,
            "domain": [max(0.0, base.y(foot)), base.y(places.top + _HEAD_PX)],
            "range": [places.deepest + 0.7, 0.3],
            "tickvals": ticks,
            "ticktext": [str(place) for place in ticks],
            "gridcolor": shades.grid,
            "anchor": "x2",
        },
    }


def year_line(year: int, shades: Palette) -> fr.Shape:
    """Return a line at the year that the bars are of."""
    ends = {"x0": year, "x1": year, "y0": 0, "y1": 1}
    look = {"color": shades.faint, "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "x2", "yref": "y2 domain", "layer": "below", "line": look, **ends}


def places_traces(ranking: Ranking, places: Places, shade: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line for each economy, the subject's on top."""
    traces: list[dict[str, Any]] = []
    for code in sorted(places.codes, key=lambda code: code == SUBJECT):
        entry, strong = ranking.economies[code], code == SUBJECT
        own = ranking.places[ranking.places["economy"] == code].set_index("year")
        own = own.reindex(range(int(own.index.min()), int(own.index.max()) + 1))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": entry.name,
                "x": own.index.to_numpy(),
                "y": own["place"].to_numpy(),
                "xaxis": "x2",
                "yaxis": "y2",
                "opacity": 1 if strong else 0.6,
                "line": {"color": shade[code], "width": 2.6 if strong else 1.2},
                "marker": {
                    "size": [0] * (len(own) - 1) + [6],
                    "color": shade[code],
                    "opacity": 1,
                    "line": {"width": 0},
                },
                "customdata": own["of"].to_numpy(),
                "hovertemplate": f"%{{x}}: place %{{y}} of %{{customdata}}<extra>{entry.short_name}</extra>",
                "connectgaps": False,
            }
        )
    return traces


def places_words(
    ranking: Ranking, places: Places, shade: Mapping[str, str], base: Sheet, shades: Palette
) -> list[fr.Shape]:
    """Return the title of the places over time and a label at each line's end."""
    room = base.inner * (1 - places.start)
    title = lay.fitting(("Place over time, among those with a figure", "Place over time"), room, fr.TEXT_PX * 1.1)
    head = fr.text_note(
        f"<b>{title}</b>",
        x=places.start,
        y=base.y(places.top + 8),
        size=fr.TEXT_PX,
        colour=shades.ink,
        anchor="left",
        xref="paper",
        xshift=-14,
    )
    shown = ranking.places[ranking.places["economy"].isin(places.codes)]
    ends = shown.groupby("economy")["place"].last()
    order = sorted(places.codes, key=lambda code: code != SUBJECT)
    depths = [places.px(float(ends[code])) for code in order]
    names = {code: fr.plain(ranking.economies[code].short_name) for code in order}
    return [
        head,
        *(
            fr.text_note(
                f"<b>{names[code]}</b>" if code == SUBJECT else names[code],
                x=places.end,
                y=base.y(places.top + _HEAD_PX + depth),
                size=fr.TEXT_PX,
                colour=shade[code],
                anchor="left",
                xref="paper",
                xshift=8,
            )
            for code, depth in zip(order, lay.spread(depths, 15, 7, places.height - 7), strict=True)
            if depth is not None
        ),
    ]
