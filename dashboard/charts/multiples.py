"""Build small multiples: one panel per economy on the same axes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.economies import Economy
from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import panels_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Control, Nothing
from dashboard.charts.parts import absent_note, among_control, comparison_name, nothing_text
from dashboard.export import tables
from dashboard.figures.charts.grid import MOST_PANELS, grid_figure, grid_title
from dashboard.store.records import Vintage
from dashboard.views import comparison
from dashboard.views.among import among as among_of
from dashboard.views.among import by_population
from dashboard.views.chart import chart_view
from dashboard.views.view import View


@dataclass(frozen=True, eq=False)
class _Chosen:
    """What is drawn: a view and its panels in order, what is said of them, and the choice that led there."""

    view: View
    panels: tuple[Economy, ...]
    notes: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    among: str = ""
    rests_on: tuple[Vintage, ...] = ()


def build(request: ChartRequest) -> Built | Nothing:
    """Return one panel for each economy named, for the most populous of those compared where none is."""
    named = request.selection.economies
    chosen = _named(request, named) if named else _compared(request)
    view, panels = chosen.view, chosen.panels
    if not panels:
        return Nothing(nothing_text(request, view, named=named or ()), chosen.controls)
    shown = panels[:MOST_PANELS]
    codes = [economy.id for economy in shown]
    # behind the others stands the line of the subject
    drawn, told = (
        comparison.narrowed(view, codes),
        comparison.narrowed(view, list(dict.fromkeys([*codes, view.subject]))),
    )
    absent = tuple(economy for economy in view.absent if not economy.aggregate or (named and economy.id in named))
    return Built(
        title=grid_title(view, shown),
        draw=lambda mode, sheet: grid_figure(
            view, shown, mode=mode, width=sheet.width, height=sheet.height, titled=sheet.titled
        ),
        alt=panels_text(view, shown),
        table=lambda: comparison_tables.panels_table(drawn),
        rows=lambda: tables.tidy(drawn),
        views=(drawn,),
        name=comparison_name(request, view, "{}-{}".format(*drawn.years)),
        permalink=replace(request.selection, scale=view.scale, among=chosen.among),
        notes=(*chosen.notes, *absent_note(replace(view, absent=absent)), *told.notes),
        controls=chosen.controls,
        rests_on=chosen.rests_on,
    )


def _named(request: ChartRequest, named: Sequence[str]) -> _Chosen:
    wanted = replace(request.selection, economies=tuple(dict.fromkeys([*named, request.catalogue.history.subject])))
    view = comparison.yearly(chart_view(request.loader, wanted))
    panels = tuple(economy for economy in view.economies if economy.id in named)
    many = (f"The first {MOST_PANELS} of {len(panels)} economies are shown.",) if len(panels) > MOST_PANELS else ()
    return _Chosen(view, panels, many, among=request.selection.among)


def _compared(request: ChartRequest) -> _Chosen:
    view, among = (
        comparison.everyone(request.loader, request.selection),
        among_of(request.loader, request.selection),
    )
    controls = (among_control(request, among),)
    if all(economy.aggregate for economy in view.economies):
        # of what is measured for the world alone there is nobody to compare
        return _Chosen(view, view.economies, controls=controls, among=request.selection.among)
    view = comparison.compared(view, among.codes)
    known = {economy.id: economy for economy in view.economies if economy.id in among.codes}
    panels = tuple(known[code] for code in by_population(request.loader, request.selection, known))
    most = f"Shown are the {MOST_PANELS} with the largest populations of {len(panels)} with figures here."
    many = (most,) if len(panels) > MOST_PANELS else ()
    return _Chosen(view, panels, (among.rule, *many), controls, among.id, among.vintages)


MULTIPLES: Final = ChartKind(
    "multiples",
    "Small multiples",
    ":material/grid_view:",
    "compare",
    build,
    most_economies=MOST_PANELS,
    shows_everyone=True,
)
