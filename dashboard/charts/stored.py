"""Build the chart of which years are stored."""

from typing import Final

from dashboard import formatting
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.figures.charts.coverage import coverage_figure


def coverage(request: ChartRequest) -> Built | Nothing:
    """Return the strips of years of every stored indicator, by theme."""
    counted = request.store.coverage()
    ordered = [entry for entry in request.catalogue.by_theme() if entry.derived is None]
    number = formatting.count(len(ordered), "indicator")
    return Built(
        draw=lambda mode, sheet: coverage_figure(counted, ordered, mode=mode, width=sheet.width),
        alt=f"Strips of years for {number}: darker where more economies have a figure.",
        table=lambda: counted,
        rows=lambda: counted,
        views=(),
        name="eraline_coverage",
        permalink=request.selection,
        title="Years covered by what is stored",
    )


COVERAGE: Final = ChartKind("coverage", "Years covered", ":material/database:", "data", coverage, endpoint="status")
