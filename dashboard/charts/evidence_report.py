"""Write the evidence report, charts included, in each form that the page and the command line offer."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.charts import deadlines
from dashboard.charts.checks import check_charts
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.scoreboard import build
from dashboard.errors import NoObservations
from dashboard.export import report, tables
from dashboard.export.report import Report
from dashboard.export.scoreboard import TargetsSection
from dashboard.figures.embed import figure_json, plotly_script
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.csv_text import csv_bytes
from dashboard.store.observations import Store
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

_CHART_PX: Final = 860
# under which the report looks for the chart of its targets
TARGETS_CHART: Final = "targets"


@dataclass(frozen=True)
class ReportFormat:
    """A form of the report: the ending of its file, its media type, what a button says, and how it is written.

    `prefix` stands before a download from the page: Excel wants a byte order mark, scripts want none.
    """

    ending: str
    option: str
    media_type: str
    label: str
    icon: str
    help: str
    render: Callable[[Store, Report], bytes]
    prefix: bytes = b""


def chart_json(store: Store, made: Report) -> dict[str, list[str]]:
    """Return the charts of every check as JSON by `report.chart_name`, and that of the targets by "targets", on white.

    There is none of a check without values, and none of a history without targets.
    """
    loader, found = Loader(store, made.catalogue), dict[str, list[str]]()
    for result in made.results:
        for entry in result.checks:
            try:
                charts = check_charts(loader, entry, made.as_of)
            except NoObservations:
                continue
            if charts:
                found[report.chart_name(result.claim.id, entry.id)] = list(map(_drawn, charts))
    targets = deadlines.build(ChartRequest(loader, Selection(as_of=made.as_of)))
    return {**found, TARGETS_CHART: [_drawn(targets, titled=False)]} if isinstance(targets, Built) else found


def _drawn(built: Built, *, titled: bool = True) -> str:
    return figure_json(built.draw("light", Sheet(_CHART_PX, titled=titled)).update_layout(width=_CHART_PX))


def _html(store: Store, made: Report) -> bytes:
    return report.html(made, chart_json(store, made), plotly_script(), _targets(store, made)).encode()


def _markdown(store: Store, made: Report) -> bytes:
    return report.markdown(made, _targets(store, made)).encode()


def _targets(store: Store, made: Report) -> TargetsSection:
    return build(Loader(store, made.catalogue), Selection(as_of=made.as_of)).section


def _csv(_store: Store, made: Report) -> bytes:
    return csv_bytes(tables.flat(report.rows(made)))


FORMATS: Final = (
    ReportFormat(
        "html",
        "html",
        "text/html",
        "Report (HTML)",
        ":material/description:",
        "the report as one page with every chart, which opens without a connection",
        _html,
    ),
    ReportFormat(
        "md", "markdown", "text/markdown", "Report (Markdown)", ":material/notes:", "the report as Markdown", _markdown
    ),
    ReportFormat(
        "csv",
        "csv",
        "text/csv",
        "Checks (CSV)",
        ":material/download:",
        "one row per check, numbers unrounded",
        _csv,
        codecs.BOM_UTF8,
    ),
)
