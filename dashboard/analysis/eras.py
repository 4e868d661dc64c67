"""Tell which era an observation belongs to, and what a series does within each."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True, eq=False)
class EraSeries:
    """Annual series and the eras that they are summed up by.

    `frame`: economy, period, value. `span`: the first and last year asked for. `breaks`: years in which a series goes
    on under another definition. `outside`: years that no era has to itself, which are not counted.
    """

    frame: pd.DataFrame
    kind: Kind
    eras: Sequence[Era]
    span: tuple[int, int]
    breaks: Sequence[Break] = ()
    outside: Collection[int] = ()

    @cached_property
    def newest(self) -> int:
        """Return the newest year with a value, of all economies."""
        return int(self.frame["period"].dt.year.max()) if len(self.frame) else self.span[1]

    def counted(self, era: Era) -> range:
        """Return the years of an era that count: those inside the span, of one that goes on up to the newest value."""
        years = [year for year in clipped_years(era, self.span, self.newest) if year not in self.outside]
        return range(years[0], years[-1] + 1)

    def part(self, economy: str, era: str, first: int, last: int) -> "EraSeries":
        """Return one economy's values of some years as those of an era that has no other years."""
        inside = (self.frame["economy"] == economy) & self.frame["period"].dt.year.between(first, last)
        known = [one for one in self.eras if one.id == era]
        return EraSeries(self.frame[inside], self.kind, known, (first, last), self.breaks)


def era_statistics(series: EraSeries) -> pd.DataFrame:
    """Return what annual series do in each era, one row per economy and era that has at least one value.

    Columns: economy, era (str); n, years (int), the era's years that count; mean, cagr_pct, change, minimum, maximum
    (float64, missing where they cannot be said); minimum_year, maximum_year, first_year, last_year (int); missing (the
    years without a value); reason (Reason, None where usable).
    Compound annual growth is 100((y_b/y_a)^(1/(b-a)) - 1) between the first and last year observed inside the era.
    An era that is too thin (`coverage.why_thin`) has a reason, its extremes and no other statistic; one with a known
    break between its values has no extremes either, for they would compare across it.
    """
    # plain arrays: a frame a pair of economy and era takes five times as long
    observed, values = series.frame["period"].dt.year.to_numpy(), series.frame["value"].to_numpy()
    codes, economies = pd.factorize(series.frame["economy"])
    era_ids = era_of(series.frame["period"], Frequency.ANNUAL, series.eras).to_numpy(dtype=object)
    rows = [
        {"economy": economy, "era": era.id} | _row(series, economy, era, observed[inside], values[inside])
        for number, economy in enumerate(economies)
        for era in series.eras
        if (inside := (codes == number) & (era_ids == era.id)).any()
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def clipped_statistics(series: EraSeries) -> pd.DataFrame:
    """Return what series do in the part of an era that they cover, where the era is too thin and that part is not.

    Columns are those of `era_statistics`; `years` counts from the first to the last year with a value.
    """
    whole = era_statistics(series)
    thin = whole.loc[[found is not None and found.cause is not Cause.SERIES_BREAK for found in whole["reason"]]]
    named = (thin[column].tolist() for column in ("economy", "era", "first_year", "last_year"))
    parts = [era_statistics(series.part(*of)) for of in zip(*named, strict=True)]
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


def _row(series: EraSeries, economy: str, era: Era, observed: np.ndarray, values: np.ndarray) -> dict[str, object]:
    years = series.counted(era)
    broken = _broken(economy, int(observed[0]), int(observed[-1]), series.breaks)
    reason = broken or why_thin(np.isin(years, observed), years.start)
    compounds = series.kind in COMPOUNDS
    return {
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
