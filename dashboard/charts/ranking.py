"""Build rankings and maps: every economy's value in one year."""

from dataclasses import replace
from typing import Final

from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import map_text, ranking_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Draw, Nothing
from dashboard.charts.parts import comparison_name, missing_note, nothing_text, year_control, year_warning
from dashboard.figures.charts.choropleth import map_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.views import comparison
from dashboard.views.comparison import Ranking
from dashboard.views.selection import Selection


def build_ranking(request: ChartRequest) -> Built | Nothing:
    """Return the economies ranked in a year, with the subject's rank over time."""
    found = _ranked(request)
    if isinstance(found, Nothing):
        return found
    return _built(
        request,
        found,
        lambda mode, width: ranking_figure(found, request.chosen, mode=mode, width=width),
        ranking_text(found),
        replace(request.selection, economies=request.chosen),
    )


def build_map(request: ChartRequest) -> Built | Nothing:
    """Return the economies of a year on a world map."""
    found = _ranked(request)
    if isinstance(found, Nothing):
        return found
    return _built(
        request,
        found,
        lambda mode, width: map_figure(found, mode=mode, width=width),
        map_text(found),
        replace(request.selection, scale=found.view.scale),
    )


def _ranked(request: ChartRequest) -> Ranking | Nothing:
    view = comparison.everyone(request.loader, request.selection)
    found = comparison.ranking(view, request.selection.year)
    if found is not None:
        return found
    if view.points.empty:
        return Nothing(nothing_text(request, view))
    return Nothing(f"{view.indicator.name} has figures of groups of economies alone: there is nothing to compare.")


def _built(request: ChartRequest, found: Ranking, draw: Draw, alt: str, permalink: Selection) -> Built:
    return Built(
        draw=draw,
        alt=alt,
        table=lambda: comparison_tables.ranking_table(found),
        rows=lambda: comparison_tables.ranking_rows(found),
        views=(found.view,),
        name=comparison_name(request, found.view, f"{found.year}"),
        permalink=replace(permalink, year=found.year),
        notes=(*missing_note(found), *found.view.notes),
        warnings=year_warning(request, found.years, found.year),
        controls=year_control(found.years, found.year),
    )


# bars start from zero, whatever the indicator's lines do
RANKING: Final = ChartKind(
    "ranking",
    "Ranking",
    ":material/format_list_numbered:",
    "compare",
    build_ranking,
    default_scale="linear",
    has_rows=True,
)
MAP: Final = ChartKind("map", "Map", ":material/public:", "compare", build_map, has_rows=True, has_land=True)
