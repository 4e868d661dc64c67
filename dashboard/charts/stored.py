"""Build the charts of the Data page: which years are stored, and what was revised between two vintages."""

from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.indicators import Indicator
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.figures.charts.coverage import coverage_figure
from dashboard.figures.charts.revision import revision_figure
from dashboard.store.as_of import day_of


def coverage(request: ChartRequest) -> Built | Nothing:
    """Return the strips of years of every stored indicator, by theme."""
    counted = request.store.coverage()
    ordered = [entry for entry in request.catalogue.by_theme() if entry.derived is None]
    return Built(
        draw=lambda mode, width: coverage_figure(counted, ordered, mode=mode, width=width),
        alt=f"Strips of years for {len(ordered)} indicators: darker where more economies have a figure.",
        table=lambda: counted,
        rows=lambda: counted,
        views=(),
        name="eraline_coverage",
        permalink=request.selection,
    )


def revision(request: ChartRequest) -> Built | Nothing:
    """Return one economy's series in an earlier vintage of a stored indicator and in the newest.

    The earlier vintage is the newest of the day asked for, the one before the newest where none is.
    """
    selection, indicator = request.selection, request.catalogue.indicator(request.selection.indicator)
    vintages = request.store.history(indicator.id)
    earlier = [vintage for vintage in vintages if vintage.date < vintages[-1].date]
    if not earlier:
        return Nothing("No earlier vintage: nothing has been revised yet.")
    asked = day_of(selection.as_of or earlier[-1].date)
    then = next((vintage for vintage in reversed(earlier) if vintage.date <= asked), earlier[0])
    code = selection.economies[0] if selection.economies else request.catalogue.history.subject
    economy = request.catalogue.economies[code]
    frames = [request.loader.as_released(vintage, [economy.id]) for vintage in (then, vintages[-1])]
    if any(frame.empty for frame in frames):
        return Nothing(f"{economy.named} has no figures in one of the two vintages.")
    labels = (f"as of {then.date}", f"now ({vintages[-1].date})")
    changed = _changed(frames[0], frames[1])
    return Built(
        draw=lambda mode, _width: revision_figure(frames[0], frames[1], indicator, labels=labels, mode=mode),
        alt=f"{indicator.name} of {economy.named} {labels[0]} and {labels[1]}.",
        table=lambda: _changes_table(changed, indicator),
        rows=lambda: changed,
        views=(),
        name=f"eraline_{indicator.id}_revised_{then.date}_{vintages[-1].date}",
        permalink=selection,
        notes=("No figure of this economy differs between the two.",) if changed.empty else (),
    )


def _changed(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return economy, period, value_then and value_now where the two differ."""
    both = then.merge(now, on=["economy", "period"], how="outer", suffixes=("_then", "_now"))
    return both[both["value_then"].ne(both["value_now"]) & ~(both["value_then"].isna() & both["value_now"].isna())]


def _changes_table(changed: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    def written(value: float) -> str:
        return "" if pd.isna(value) else formatting.quantity(value, indicator.unit_short, indicator.decimals + 1)

    return pd.DataFrame(
        {
            "Period": indicator.frequency.written(changed["period"]),
            "Then": changed["value_then"].map(written),
            "Now": changed["value_now"].map(written),
        }
    ).iloc[::-1]


COVERAGE: Final = ChartKind("coverage", "Years covered", ":material/database:", "data", coverage)
REVISION: Final = ChartKind("revision", "Revisions", ":material/difference:", "data", revision)
