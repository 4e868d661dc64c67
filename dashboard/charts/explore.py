"""Build Explore's chart: the series of one indicator, or of two on one time axis."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue import wording
from dashboard.charts import comparison_tables
from dashboard.charts.alt_texts import pair_text
from dashboard.charts.cited import each_cited, earlier_of, notes_on, since_text
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.lines import height, line_chart
from dashboard.charts.parts import about_each, absent_note, in_years, nothing_text, on_card
from dashboard.export import beside, tables
from dashboard.export.names import view_name
from dashboard.figures.charts.pair import pair_figure
from dashboard.views.cited import Cited
from dashboard.views.pair import views_of, whole_scale
from dashboard.views.selection import Selection
from dashboard.views.view import View


def build(request: ChartRequest) -> Built | Nothing:
    """Return the chart of what is chosen, or why there is nothing to draw."""
    views = shown_views(request)
    return chart_of(request, views, *each_cited(request.loader, views))


def shown_views(request: ChartRequest) -> tuple[View, ...]:
    """Return the view of each indicator of the economies chosen; they may have no observations."""
    return views_of(request.loader, replace(request.selection, economies=request.chosen))


def chart_of(
    request: ChartRequest, views: Sequence[View], cited: Sequence[Cited | None] = (), warnings: tuple[str, ...] = ()
) -> Built | Nothing:
    """Return the chart of those views that have observations, with what each cites; what others lack is a note."""
    drawn = [
        (view, then) for view, then in zip(views, cited or [None] * len(views), strict=True) if not view.points.empty
    ]
    empty = [view for view in views if view.points.empty]
    if not drawn:
        return Nothing(" ".join(empty_text(request, view) for view in empty))
    built = drawn_chart(*zip(*drawn, strict=True))
    lacking = dict.fromkeys(text for view in empty for text in _lacking(request, view))
    return replace(built, permalink=permalink_of(views), notes=(*built.notes, *lacking), warnings=warnings)


def drawn_chart(views: Sequence[View], cited: Sequence[Cited | None] = ()) -> Built:
    """Return the chart of one view or two that have observations, with what each cites."""
    cited = cited or [None] * len(views)
    return line_chart(views[0], cited[0]) if len(views) == 1 else _pair_chart(views, cited)


def drawn_of(views: Sequence[View]) -> tuple[View, ...]:
    """Return the views that have observations."""
    return tuple(view for view in views if not view.points.empty)


def permalink_of(views: Sequence[View]) -> Selection:
    """Return the selection that shows the views again, every choice spelled out but the day."""
    return whole_scale(drawn_of(views) or views, views[0].selection)


def empty_text(request: ChartRequest, view: View) -> str:
    """Return why the chart of a view is empty, and what to choose instead."""
    if view.left_out and view.selection.transform != LEVEL:
        instead = "other economies, years or another transform"
    elif in_years(view.selection, request.catalogue):
        instead = "other economies, eras or years"
    else:
        # where no year has any, to choose another is in vain
        instead = "other economies"
    return nothing_text(request, view, instead=instead)


def _lacking(request: ChartRequest, view: View) -> Iterator[str]:
    """Yield why nothing of a view is drawn, then its notes, each once."""
    yield empty_text(request, view)
    said = {one.note for one in view.left_out}
    yield from (note for note in view.notes if note not in said)


def _pair_chart(views: Sequence[View], cited: Sequence[Cited | None]) -> Built:
    shown = [then if view.selection.cited else None for view, then in zip(views, cited, strict=True)]
    pairs = list(zip(views, shown, strict=True))
    earlier = [earlier_of(then) for then in cited]

    def table() -> pd.DataFrame:
        frames = [
            comparison_tables.panels_table(*pair, beside=views).assign(Indicator=pair[0].indicator.short_name)
            for pair in pairs
        ]
        joined = pd.concat(frames, ignore_index=True)
        return joined[["Indicator", *(name for name in joined if name != "Indicator")]]

    def rows() -> pd.DataFrame:
        if not any(shown):
            return tables.laid_out_all(views)
        frames = [tables.tidy(view) if then is None else beside.tidy(then) for view, then in pairs]
        return pd.concat(frames, ignore_index=True)

    said = [text for then in cited if then for text in since_text(then)]
    return Built(
        title=wording.together([view.indicator for view in views]),
        draw=lambda mode, sheet: pair_figure(
            [on_card(view, sheet) for view in views],
            mode=mode,
            sheet=replace(sheet, height=sheet.height or height(sheet.width)),
            earlier=earlier,
        ),
        alt=" ".join((pair_text(views), *dict.fromkeys(said))),
        table=table,
        rows=rows,
        views=tuple(views),
        name=view_name(*views),
        permalink=permalink_of(views),
        notes=tuple(dict.fromkeys(about_each(views, [tuple(_further(view, then)) for view, then in pairs]))),
        cited=tuple(then for then in cited if then),
    )


def _further(view: View, cited: Cited | None) -> Iterator[str]:
    """Yield what is to be said below a view's chart besides its notes."""
    yield from (*absent_note(view), *(notes_on(cited) if cited else ()))


EXPLORE: Final = ChartKind(
    "explore",
    "Chart",
    ":material/show_chart:",
    "explore",
    build,
    needs_economies=True,
    has_pins=True,
    draws_both=True,
    has_second=True,
)
