"""Build the charts of a check: its annotated series, and the same comparison at all dates."""

import datetime as dt
from dataclasses import replace

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.charts.alt_texts import line_text
from dashboard.charts.change_rows import dates_rows
from dashboard.charts.kind import Built
from dashboard.evidence.findings import DatedChange
from dashboard.evidence.kinds.registry import kind_of
from dashboard.evidence.results import CheckResult
from dashboard.export import tables
from dashboard.export.names import view_name
from dashboard.figures.charts.change_dots import dates_figure, has_dates
from dashboard.figures.charts.evidence_chart import evidence_figure
from dashboard.views.chart import chart_view
from dashboard.views.comparison import yearly
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.time_axis import eras_in, time_axis
from dashboard.views.view import View


def explore_selection(check: Check, as_of: dt.date | None, policies: tuple[str, ...]) -> Selection:
    """Return the selection that shows in Explore what a check looks at."""
    return replace(kind_of(check).selection(check), as_of=as_of, policies=policies)


def check_charts(loader: Loader, entry: CheckResult, as_of: dt.date | None) -> tuple[Built, ...]:
    """Return the chart of a check's series and, of one that compares dates, that of the same at all dates.

    Nothing where the economy has no values; NoObservations where the store has none.
    """
    asked = explore_selection(entry.check, as_of, loader.catalogue.policies)
    view = yearly(_only_compared(chart_view(loader, asked), entry, loader.catalogue))
    if view.points.empty:
        return ()
    series, dated = _series(view, entry), entry.dated_change
    return (series,) if dated is None or not has_dates(dated.found) else (series, _dates(view, entry, dated))


def _series(view: View, entry: CheckResult) -> Built:
    """Return the series with the years that the check compares and what they come to."""
    return Built(
        draw=lambda mode, sheet: evidence_figure(view, entry.marks, entry.bounds, mode=mode, width=sheet.width),
        alt=f"{entry.description.sentence} {line_text(view)}",
        table=lambda: tables.tidy(view),
        rows=lambda: tables.tidy(view),
        views=(view,),
        name=view_name(view),
        permalink=view.selection,
        title=entry.description.title,
    )


def _dates(view: View, entry: CheckResult, dated: DatedChange) -> Built:
    """Return the same comparison at all dates."""
    return Built(
        draw=lambda mode, sheet: dates_figure(view, dated.found, dated.named, mode=mode, width=sheet.width),
        alt=f"The same comparison at all dates, one dot each. {entry.description.sentence}",
        table=lambda: dates_rows(view, dated.found),
        rows=lambda: dates_rows(view, dated.found),
        views=(view,),
        name=f"{view_name(view)}_dates",
        permalink=view.selection,
        title=entry.description.title,
    )


def _only_compared(view: View, entry: CheckResult, catalogue: Catalogue) -> View:
    """Return a view with the milestone and the targets that a check compares, and no other."""
    named = {name for _, table, names in entry.check.named() if table == "milestone" for name in names}
    read = kind_of(entry.check).targets_read(entry.finding)
    targets = tuple(target for target in view.targets if target.id in read)
    axis = time_axis(view.points, view.indicator.frequency, targets, view.selection, catalogue, at=view.drawn_at)
    return replace(
        view,
        milestones=tuple(milestone for milestone in view.milestones if milestone.id in named),
        targets=targets,
        axis=axis,
        eras=eras_in(catalogue, axis),
    )
