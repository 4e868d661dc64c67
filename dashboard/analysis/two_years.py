"""Compare each series at two years: the mean between them, the change, and the compound rate of growth."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.coverage import MIN_COVERAGE
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.indicators import Break, Kind

_COLUMNS: Final = {
    "economy": "str",
    "n": "int64",
    "years": "int64",
    "first_value": "float64",
    "last_value": "float64",
    "mean": "float64",
    "change": "float64",
    "cagr_pct": "float64",
    "reason": "object",
}


def shared_years(frame: pd.DataFrame) -> tuple[int, int] | None:
    """Return the first and last year in which every series of annual observations has a value, None without two.

    `frame`: economy, period, value.
    """
    counts = frame.groupby(frame["period"].dt.year)["economy"].nunique()
    shared = counts.index[counts == frame["economy"].nunique()]
    return (int(shared[0]), int(shared[-1])) if len(shared) > 1 else None


def between_years(
    frame: pd.DataFrame,
    kind: Kind,
    span: tuple[int, int],
    breaks: Sequence[Break] = (),
    outside: Collection[int] = (),
) -> pd.DataFrame:
    """Return what annual series did from the first to the last year of a span, one row per economy in their order.

    `frame`: economy, period, value. Years `outside` of what was asked for are not counted, and not missing.
    Columns: economy (str); n, years (int: values and years in the span); first_value, last_value, mean, change,
    cagr_pct (float64, missing where they cannot be said); reason (Reason, None where all of them can).
    The mean is arithmetic and takes values in 60 % of the years. The compound rate, of amounts, prices and
    indices alone, is 100((y_b/y_a)^(1/(b-a)) - 1). A series break inside the span leaves the two values and no more.
    """
    by_year = frame.assign(year=frame["period"].dt.year).set_index("year")
    series = {str(code): found["value"] for code, found in by_year.groupby("economy", sort=False)}
    years = range(span[0], span[1] + 1)
    counted = np.array([year not in outside for year in years])
    rows = [
        _row(code, values.reindex(years).to_numpy(), kind, years, breaks, counted) for code, values in series.items()
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _row(
    economy: str,
    values: npt.NDArray[np.float64],
    kind: Kind,
    years: range,
    breaks: Sequence[Break],
    counted: npt.NDArray[np.bool_],
) -> dict[str, object]:
    first, last = float(values[0]), float(values[-1])
    present = ~np.isnan(values[counted])
    inside = [known for known in breaks if known.economy == economy and known.year in years]
    broken = sorted({known.year for known in inside if known.year > years[0] or known.splits_year})
    reason = _reason(broken, present, np.array(years)[counted].tolist())
    compounds = kind in COMPOUNDS and first > 0 and last > 0 and len(years) > 1
    return {
        "economy": economy,
        "n": int(present.sum()),
        "years": len(present),
        "first_value": first,
        "last_value": last,
        "mean": np.nan if broken or present.mean() < MIN_COVERAGE else np.nanmean(values[counted]),
        "change": np.nan if broken else last - first,
        "cagr_pct": ((last / first) ** (1 / (len(years) - 1)) - 1) * 100 if compounds and not broken else np.nan,
        "reason": reason,
    }


def _reason(broken: Sequence[int], present: npt.NDArray[np.bool_], years: Sequence[int]) -> Reason | None:
    if broken:
        return Reason(Cause.SERIES_BREAK, years=tuple(broken))
    missing = tuple(year for year, is_there in zip(years, present, strict=True) if not is_there)
    return Reason(Cause.YEARS_MISSING, n=int(present.sum()), of=len(present), years=missing) if missing else None
