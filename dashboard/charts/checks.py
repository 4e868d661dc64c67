"""Build the charts of a check: its annotated series, and the same comparison at all dates."""

import datetime as dt
from dataclasses import dataclass, replace

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.charts.alt_texts import line_text
from dashboard.evidence.kinds.registry import kind_of
from dashboard.evidence.results import CheckResult
from dashboard.figures import Figure
from dashboard.figures.charts.change_dots import dates_figure
from dashboard.figures.charts.evidence_chart import evidence_figure
from dashboard.figures.theme import Mode
from dashboard.views.chart import chart_view
from dashboard.views.comparison import yearly
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.time_axis import eras_in, time_axis
from dashboard.views.view import View


def explore_selection(check: Check, as_of: dt.date | None, policies: tuple[str, ...]) -> Selection:
    """Return the selection that shows in Explore what a check looks at."""
    return replace(kind_of(check).selection(check), as_of=as_of, policies=policies)


@dataclass(frozen=True)
class CheckCharts:
    """The charts of one check on one view of its series, with what they state in words."""

    entry: CheckResult
    view: View

    def series_figure(self, mode: Mode, width: int | None) -> Figure:
        """Return the series with the years that the check compares and what they come to."""
        return evidence_figure(self.view, self.entry.marks, self.entry.bounds, mode=mode, width=width)

    def dates_figure(self, mode: Mode, width: int | None) -> Figure | None:
        """Return the same comparison at all dates; None of a check that compares none."""
        dated = self.entry.dated_change
        return None if dated is None else dates_figure(self.view, dated.found, dated.named, mode=mode, width=width)

    @property
    def series_text(self) -> str:
        """Return what the series' chart states."""
        return f"{self.entry.description.sentence} {line_text(self.view)}"

    @property
    def dates_text(self) -> str:
        """Return what the chart of all dates states."""
        return f"The same comparison at all dates, one dot each. {self.entry.description.sentence}"


def check_charts(loader: Loader, entry: CheckResult, as_of: dt.date | None) -> CheckCharts | None:
    """Return the charts of a check, None where the economy has no values; NoObservations where the store has none."""
    asked = explore_selection(entry.check, as_of, loader.catalogue.policies)
    view = yearly(_only_compared(chart_view(loader, asked), entry, loader.catalogue))
    return None if view.points.empty else CheckCharts(entry, view)


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
