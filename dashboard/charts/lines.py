"""Build line charts of one indicator: the series of the economies chosen."""

from dataclasses import replace
from typing import Final

from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import line_text
from dashboard.charts.cited import cited_or_why, earlier_of, notes_on, since_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.parts import absent_note, nothing_text, on_card
from dashboard.export import beside, tables
from dashboard.export.names import view_name
from dashboard.figures.charts.line import line_figure
from dashboard.views.chart import chart_view
from dashboard.views.cited import Cited
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 640
_TALL_PX: Final = 600
_LOW_PX: Final = 480


def build(request: ChartRequest) -> Built | Nothing:
    """Return the series of the economies chosen, on one time axis."""
    view = chosen_view(request)
    if view.points.empty:
        return Nothing(nothing_text(request, view, named=request.selection.economies or ()))
    return line_chart(view, *cited_or_why(request.loader, view))


def line_chart(view: View, cited: Cited | None = None, warnings: tuple[str, ...] = ()) -> Built:
    """Return the chart of a view that has observations, with what it cites of an earlier day beside it."""
    earlier, shown = earlier_of(cited), cited if view.selection.cited else None
    return Built(
        title=view.indicator.name,
        draw=lambda mode, sheet: line_figure(
            on_card(view, sheet),
            mode=mode,
            width=sheet.width,
            height=sheet.height or height(sheet.width),
            titled=sheet.titled,
            more_at=sheet.more_at,
            earlier=earlier,
        ),
        alt=" ".join((line_text(view), *(since_text(cited) if cited else ()))),
        table=lambda: comparison_tables.panels_table(view, shown),
        rows=lambda: beside.tidy(shown) if shown else tables.tidy(view),
        views=(view,),
        name=view_name(view),
        permalink=replace(view.selection, scale=view.scale),
        notes=(*absent_note(view), *view.notes, *(notes_on(shown) if shown else ())),
        warnings=warnings,
        cited=(cited,) if cited else (),
    )


def height(width: int | None) -> int:
    """Return a line chart's height in pixels on a page so wide."""
    return _TALL_PX if (width or 0) >= _WIDE_FROM_PX else _LOW_PX


def chosen_view(request: ChartRequest) -> View:
    """Return the view of the economies chosen; it may have no observations."""
    asked = replace(request.selection, economies=request.chosen)
    return chart_view(request.loader, asked)


LINES: Final = ChartKind(
    "lines", "Lines", ":material/show_chart:", "compare", build, needs_economies=True, has_pins=True, draws_both=True
)
