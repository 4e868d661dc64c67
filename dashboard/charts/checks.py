"""Build the charts of a check: its annotated series, and the same comparison at all dates."""

import datetime as dt
from dataclasses import dataclass

from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.catalogue.claims import Check, LevelCheck, MilestoneCheck
from dashboard.catalogue.loading import Catalogue
from dashboard.charts.alt_texts import line_text
from dashboard.evidence.results import CheckResult
from dashboard.figures import Figure
from dashboard.figures.charts.change_dots import dates_figure
from dashboard.figures.charts.evidence_chart import bounds_of, evidence_figure, inside, legend, marks_of
from dashboard.figures.theme import Mode
from dashboard.store.observations import Store
from dashboard.views.chart import chart_view
from dashboard.views.comparison import yearly
from dashboard.views.selection import Selection
from dashboard.views.view import View


def explore_selection(check: Check, as_of: dt.date | None) -> Selection:
    """Return the selection that shows in Explore what a check looks at."""
    is_standing = isinstance(check, LevelCheck) and check.measure == "standing"
    return Selection(
        indicator=check.indicator,
        # a rank among economies is seen beside the usual ones
        economies=None if is_standing else (check.economy,),
        first_year=check.first_year,
        last_year=check.last_year,
        milestone=check.milestone if isinstance(check, MilestoneCheck) else "",
        as_of=as_of,
    )


@dataclass(frozen=True)
class CheckCharts:
    """The charts of one check on one view of its series, with what they state in words."""

    catalogue: Catalogue
    entry: CheckResult
    view: View

    def series_figure(self, mode: Mode, width: int | None) -> Figure:
        """Return the series with the years that the check compares and what they come to."""
        indicator = self.catalogue.indicator(self.entry.check.indicator)
        marks, bounds = marks_of(self.entry.finding, indicator, self.view), bounds_of(self.entry.finding, indicator)
        return evidence_figure(self.view, marks, bounds, mode=mode, width=width)

    def dates_figure(self, mode: Mode, width: int | None) -> Figure | None:
        """Return the same comparison at all dates; None of a check that compares none."""
        match self.entry.check, self.entry.finding.detail:
            case MilestoneCheck(milestone=milestone), MilestoneChange() as found:
                named = self.catalogue.milestones[milestone].short_title
                return dates_figure(self.view, found, named, mode=mode, width=width)
            case _:
                return None

    @property
    def series_text(self) -> str:
        """Return what the series' chart states."""
        return f"{self.entry.telling.sentence} {line_text(self.view)}"

    @property
    def dates_text(self) -> str:
        """Return what the chart of all dates states."""
        return f"The same comparison at all dates, one dot each. {self.entry.telling.sentence}"

    @property
    def legend(self) -> str:
        """Return what the marks in the series' chart stand for; "" without any."""
        indicator = self.catalogue.indicator(self.entry.check.indicator)
        bounds = inside(bounds_of(self.entry.finding, indicator), self.view)
        return legend(marks_of(self.entry.finding, indicator, self.view), bounds)


def check_charts(catalogue: Catalogue, store: Store, entry: CheckResult, as_of: dt.date | None) -> CheckCharts | None:
    """Return the charts of a check, None where the economy has no values; NoObservations where the store has none."""
    view = yearly(chart_view(store, catalogue, explore_selection(entry.check, as_of)))
    return None if view.points.empty else CheckCharts(catalogue, entry, view)
