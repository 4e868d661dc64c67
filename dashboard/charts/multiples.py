"""Build small multiples: one panel per economy on the same axes."""

from dataclasses import replace
from typing import Final

from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import panels_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.parts import absent_note, comparison_name, nothing_text
from dashboard.export import tables
from dashboard.figures.charts.grid import MOST_PANELS, grid_figure
from dashboard.views import comparison
from dashboard.views.chart import chart_view


def build(request: ChartRequest) -> Built | Nothing:
    """Return one panel for each economy named, for every single economy where none is."""
    named = request.selection.economies
    if named:
        wanted = replace(request.selection, economies=tuple(dict.fromkeys([*named, request.catalogue.history.subject])))
        view = comparison.yearly(chart_view(request.loader, wanted))
        panels = [economy for economy in view.economies if economy.id in named]
    else:
        view = comparison.everyone(request.loader, request.selection)
        single = [economy for economy in view.economies if not economy.aggregate]
        panels = single or list(view.economies)
    if not panels:
        return Nothing(nothing_text(request, view, named=named or ()))
    shown = tuple(panels[:MOST_PANELS])
    drawn = comparison.narrowed(view, [economy.id for economy in shown])
    absent = tuple(economy for economy in view.absent if not economy.aggregate or (named and economy.id in named))
    more = [f"The first {MOST_PANELS} of {len(panels)} economies are shown."] if len(panels) > MOST_PANELS else []
    return Built(
        draw=lambda mode, width: grid_figure(view, shown, mode=mode, width=width),
        alt=panels_text(view, shown),
        table=lambda: comparison_tables.panels_table(drawn),
        rows=lambda: tables.tidy(drawn),
        views=(view,),
        name=comparison_name(request, view, "{}-{}".format(*drawn.years)),
        permalink=replace(request.selection, scale=view.scale),
        notes=(*more, *absent_note(replace(view, absent=absent)), *view.notes),
    )


MULTIPLES: Final = ChartKind(
    "multiples",
    "Small multiples",
    ":material/grid_view:",
    "compare",
    build,
    most_economies=MOST_PANELS,
    shows_everyone=True,
)
