"""Build rankings and maps: every economy's value in one year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.groups import EVERY, MILLION
from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import map_text, ranking_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Draw, Nothing
from dashboard.charts.parts import (
    among_control,
    comparison_name,
    missing_note,
    newest_note,
    none_of,
    nothing_text,
    year_control,
    year_warning,
)
from dashboard.figures.charts.choropleth import map_figure, map_title
from dashboard.figures.charts.ranking import ranking_figure, ranking_title
from dashboard.views import comparison
from dashboard.views.among import Among
from dashboard.views.among import among as among_of
from dashboard.views.comparison import Ranking
from dashboard.views.selection import Selection


@dataclass(frozen=True, eq=False)
class _Ranked:
    """A ranking and whom it is made with."""

    ranking: Ranking
    among: Among


def build_ranking(request: ChartRequest) -> Built | Nothing:
    """Return the economies ranked in a year, with the subject's rank over time."""
    found = _ranked(request, MILLION, request.chosen)
    if isinstance(found, Nothing):
        return found
    drawn = found.ranking
    return _built(
        request,
        found,
        ranking_title(drawn),
        lambda mode, sheet: ranking_figure(
            drawn, request.chosen, mode=mode, width=sheet.width, height=sheet.height, titled=sheet.titled
        ),
        ranking_text(drawn),
        replace(request.selection, economies=request.chosen),
    )


def build_map(request: ChartRequest) -> Built | Nothing:
    """Return the economies of a year on a world map."""
    found = _ranked(request, EVERY)
    if isinstance(found, Nothing):
        return found
    drawn = replace(found.ranking, view=found.ranking.view_of_year)
    return _built(
        request,
        replace(found, ranking=drawn),
        map_title(drawn),
        lambda mode, sheet: map_figure(drawn, mode=mode, width=sheet.width, height=sheet.height, titled=sheet.titled),
        map_text(drawn),
        replace(request.selection, scale=drawn.view.scale),
    )


def _ranked(request: ChartRequest, usual: str, beside: Sequence[str] = ()) -> _Ranked | Nothing:
    """Return the ranking of the economies compared, by default the `usual` ones; those `beside` are for reference."""
    view, among = (
        comparison.everyone(request.loader, request.selection),
        among_of(request.loader, request.selection, usual),
    )
    everybody = comparison.single_points(view)
    year = comparison.usual_year(everybody, view.subject) if len(everybody) else None
    narrow = comparison.compared(view, among.codes, beside)
    found = comparison.ranking(narrow, request.selection.year, among.codes, year)
    if found is not None:
        return _Ranked(found, among)
    if view.points.empty:
        return Nothing(nothing_text(request, view))
    if len(everybody):
        return Nothing(none_of(view, among), (among_control(request, among),))
    return Nothing(f"{view.indicator.name} has figures of groups of economies alone: there is nothing to compare.")


def _built(request: ChartRequest, ranked: _Ranked, title: str, draw: Draw, alt: str, permalink: Selection) -> Built:
    found, among = ranked.ranking, ranked.among
    return Built(
        title=title,
        draw=draw,
        alt=alt,
        table=lambda: comparison_tables.ranking_table(found),
        rows=lambda: comparison_tables.ranking_rows(found),
        views=(found.view,),
        name=comparison_name(request, found.view, f"{found.year}"),
        permalink=replace(permalink, year=found.year, among=among.id),
        notes=(
            among.rule,
            newest_note(found.year, int((found.ranked["year"] < found.year).sum()), len(found.ranked)),
            *missing_note(found),
            *found.view.notes,
        ),
        warnings=year_warning(request, found.years, found.year),
        controls=(among_control(request, among), *year_control(found.years, found.year)),
        rests_on=among.vintages,
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
    idle=("with", "milestone", "against"),
)
MAP: Final = ChartKind(
    "map",
    "Map",
    ":material/public:",
    "compare",
    build_map,
    has_rows=True,
    has_land=True,
    has_scale=False,
    idle=RANKING.idle,
)
