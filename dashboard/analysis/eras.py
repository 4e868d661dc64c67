"""Tell which era an observation belongs to, and what a series does within each."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from dashboard.analysis.coverage import why_thin
from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.frequency import Frequency, first_year_from
from dashboard.catalogue.indicators import Break, Kind
from dashboard.catalogue.policy import Era

COMPOUNDS: Final = (Kind.LEVEL, Kind.PRICE, Kind.INDEX)


def era_of(periods: pd.Series, frequency: Frequency, eras: Iterable[Era]) -> pd.Series:
    """Return the id of the era that holds the middle of each period (str), missing where none does.

    This is the one rule by which filter, shading, statistics and downloads assign observations to eras.
    """
    middles = frequency.middle(periods).to_numpy()
    found = np.full(len(middles), None, dtype=object)
    for era in eras:
        inside = middles >= np.datetime64(era.start)
        if era.end is not None:
            inside &= middles < np.datetime64(era.end)
        found[inside] = era.id
    return pd.Series(found, index=periods.index, dtype="str")


def years_of(era: Era, first: int, last: int) -> range:
    """Return the years that belong to an era, clipped to first..last."""
    end = last + 1 if era.end is None else first_year_from(era.end)
    return range(max(first_year_from(era.start), first), min(end, last + 1))


def clipped_years(era: Era, span: tuple[int, int], newest: int) -> range:
    """Return the years of an era inside a span; one that goes on has years up to the newest value."""
    return years_of(era, span[0], min(span[1], newest) if era.end is None else span[1])


def split_years(frequency: Frequency, eras: Sequence[Era], span: tuple[int, int]) -> tuple[int, ...]:
    """Return the years of a span whose periods lie in more than one era, or some of them in none."""
    periods = pd.Series(frequency.every(dt.date(span[0], 1, 1), dt.date(span[1], 12, 31)))
    counted = era_of(periods, frequency, eras).groupby(periods.dt.year).nunique(dropna=False)
    return tuple(counted.index[counted > 1].tolist())


def era_statistics(
    frame: pd.DataFrame,
    kind: Kind,
    eras: Sequence[Era],
    span: tuple[int, int],
    breaks: Sequence[Break] = (),
    outside: Collection[int] = (),
) -> pd.DataFrame:
    """Return what annual series do in each era, one row per economy and era that has at least one value.

    `frame`: economy, period, value. `span`: first and last year asked for; `years` counts the era's inside it, those of
    an era that goes on up to the newest value of all. Those `outside`, which no era has to itself, are not counted.
    Columns: economy, era (str); n, years (int); mean, cagr_pct, change, minimum, maximum (float64, missing where they
    cannot be said); minimum_year, maximum_year, first_year, last_year (int); missing (the years without a value);
    reason (Reason, None where usable).
    Compound annual growth is 100((y_b/y_a)^(1/(b-a)) - 1) between the first and last year observed inside the era.
    An era that is too thin (`coverage.why_thin`) has a reason, its extremes and no other statistic; one with a known
    break between its values has no extremes either, for they would compare across it.
    """
    observed, values = frame["period"].dt.year.to_numpy(), frame["value"].to_numpy()
    newest = int(observed.max()) if len(frame) else span[1]
    # plain arrays: a frame a pair of economy and era takes five times as long
    codes, economies = pd.factorize(frame["economy"])
    era_ids = era_of(frame["period"], Frequency.ANNUAL, eras).to_numpy(dtype=object)
    rows = []
    for number, economy in enumerate(economies):
        for era in eras:
            inside = (codes == number) & (era_ids == era.id)
            if inside.any():
                counted = [year for year in clipped_years(era, span, newest) if year not in outside]
                years = range(counted[0], counted[-1] + 1)
                rows.append(_row(economy, era, observed[inside], values[inside], kind, years, breaks))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def clipped_statistics(
    frame: pd.DataFrame,
    kind: Kind,
    eras: Sequence[Era],
    span: tuple[int, int],
    breaks: Sequence[Break] = (),
    outside: Collection[int] = (),
) -> pd.DataFrame:
    """Return what series do in the part of an era that they cover, where the era is too thin and that part is not.

    Arguments and columns are those of `era_statistics`; `years` counts from the first to the last year with a value.
    """
    whole = era_statistics(frame, kind, eras, span, breaks, outside)
    thin = whole.loc[[found is not None and found.cause is not Cause.SERIES_BREAK for found in whole["reason"]]]
    known = {era.id: era for era in eras}
    parts = [
        era_statistics(own, kind, [known[era]], (first, last), breaks)
        for economy, era, first, last in zip(
            thin["economy"], thin["era"], thin["first_year"].tolist(), thin["last_year"].tolist(), strict=True
        )
        if not (own := frame[(frame["economy"] == economy) & frame["period"].dt.year.between(first, last)]).empty
    ]
    clipped = pd.concat([whole.iloc[:0], *parts], ignore_index=True)
    return clipped[clipped["reason"].isna()].reset_index(drop=True)


_COLUMNS: Final = {
    "economy": "str",
    "era": "str",
    "n": "int64",
    "years": "int64",
    "mean": "float64",
    "cagr_pct": "float64",
    "change": "float64",
    "minimum": "float64",
    "minimum_year": "int64",
    "maximum": "float64",
    "maximum_year": "int64",
    "first_year": "int64",
    "last_year": "int64",
    "missing": "object",
    "reason": "object",
}


def _row(
    economy: str,
    era: Era,
    observed: np.ndarray,
    values: np.ndarray,
    kind: Kind,
    years: range,
    breaks: Sequence[Break],
) -> dict[str, object]:
    broken = _broken(economy, int(observed[0]), int(observed[-1]), breaks)
    reason = broken or why_thin(np.isin(years, observed), years.start)
    compounds = kind in COMPOUNDS
    return {
        "economy": economy,
        "era": era.id,
        "n": len(values),
        "years": len(years),
        "mean": np.nan if reason or compounds else values.mean(),
        "cagr_pct": np.nan if reason or not compounds else _cagr_pct(values, observed),
        "change": np.nan if reason else values[-1] - values[0],
        "minimum": np.nan if broken else values.min(),
        "minimum_year": observed[values.argmin()],
        "maximum": np.nan if broken else values.max(),
        "maximum_year": observed[values.argmax()],
        "first_year": observed[0],
        "last_year": observed[-1],
        "missing": tuple(sorted(set(years) - set(observed.tolist()))),
        "reason": reason,
    }


def _broken(economy: str, first: int, last: int, breaks: Sequence[Break]) -> Reason | None:
    inside = sorted({known.year for known in breaks if known.economy == economy and first < known.year <= last})
    return Reason(Cause.SERIES_BREAK, years=tuple(inside)) if inside else None


def _cagr_pct(values: np.ndarray, years: np.ndarray) -> float:
    if values[0] <= 0 or values[-1] <= 0:
        return float("nan")
    return float(((values[-1] / values[0]) ** (1 / (years[-1] - years[0])) - 1) * 100)
