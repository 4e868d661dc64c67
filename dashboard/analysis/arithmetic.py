"""Compute on series: growth, change, means, indices, shares and derivations, as pure functions on frames.

Every function takes and returns the columns economy (str), period (datetime64[s]) and value (float64), sorted by both
keys, absent rows for missing values. Series are split at known level breaks first: nothing is compared across one.
"""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Break, Derivation, NotCollected

_KEY: Final = ["economy", "period"]
ROLLING_YEARS: Final = 5


def without_uncollected(frame: pd.DataFrame, declared: Sequence[NotCollected]) -> pd.DataFrame:
    """Return the frame without the zeros that the catalogue declares to mean "not collected"."""
    for zero in declared:
        hit = (frame["economy"] == zero.economy) & (frame["period"].dt.year <= zero.until) & (frame["value"] == 0)
        frame = frame[~hit]
    return frame.reset_index(drop=True)


def derive(
    derivation: Derivation, inputs: Sequence[pd.DataFrame], frequency: Frequency, breaks: Sequence[Break] = ()
) -> pd.DataFrame:
    """Return a derived indicator's values; where an input is missing, so is the result. `breaks` are the inputs'."""
    if derivation.op == "change":
        result = change(inputs[0], frequency, breaks)
    elif derivation.op == "share_of_world":
        result = share_of_world(inputs[0], factor=1.0)
    else:
        result = _combine(inputs, _OPERATIONS[derivation.op])
    return result.assign(value=result["value"] * derivation.factor)


def growth_pct(frame: pd.DataFrame, frequency: Frequency, breaks: Sequence[Break] = ()) -> pd.DataFrame:
    """Return growth on a year before in percent; missing where that year is, or was not above zero."""

    def grow(wide: pd.DataFrame) -> pd.DataFrame:
        base = wide.shift(frequency.per_year)
        return (wide / base.where(base > 0) - 1) * 100

    return _by_stretch(frame, frequency, breaks, grow)


def change(frame: pd.DataFrame, frequency: Frequency, breaks: Sequence[Break] = ()) -> pd.DataFrame:
    """Return the difference from a year before, in the unit of the series; missing where that year is."""
    return _by_stretch(frame, frequency, breaks, lambda wide: wide - wide.shift(frequency.per_year))


def rolling_mean(frame: pd.DataFrame, frequency: Frequency, breaks: Sequence[Break] = ()) -> pd.DataFrame:
    """Return the mean of the last five years; missing unless all of them are there."""
    window = ROLLING_YEARS * frequency.per_year
    return _by_stretch(frame, frequency, breaks, lambda wide: wide.rolling(window, min_periods=window).mean())


def index_100(
    frame: pd.DataFrame, base: pd.Timestamp, frequency: Frequency, breaks: Sequence[Break] = ()
) -> pd.DataFrame:
    """Return series with their value at the base period set to 100; one without a value above zero then is left out."""

    def rebase(wide: pd.DataFrame) -> pd.DataFrame:
        if base not in wide.index:
            return wide.iloc[:0]
        return wide / wide.where(wide > 0).loc[base] * 100

    return _by_stretch(frame, frequency, breaks, rebase)


def base_period(frame: pd.DataFrame, year: int | None = None) -> pd.Timestamp | None:
    """Return the earliest period, of a year or of all, at which most of the series have a value above zero.

    None where there is none.
    """
    positive = frame[frame["value"] > 0]
    if year is not None:
        positive = positive[positive["period"].dt.year == year]
    if positive.empty:
        return None
    counts = positive.groupby("period")["economy"].nunique()
    return counts[counts == counts.max()].index.min()


def share_of_world(frame: pd.DataFrame, *, factor: float = 100.0) -> pd.DataFrame:
    """Return series divided by the world's row of the same period; the world itself is left out."""
    world = frame[frame["economy"] == WORLD].set_index("period")["value"]
    rest = frame[frame["economy"] != WORLD]
    total = rest["period"].map(world)
    return _tidy(rest.assign(value=rest["value"] / total.where(total > 0) * factor))


def per_capita(frame: pd.DataFrame, population: pd.DataFrame, *, factor: float = 1.0) -> pd.DataFrame:
    """Return series divided by the population of the same economy and period, times a factor of the unit."""
    result = _combine([frame, population], _OPERATIONS["ratio"])
    return result.assign(value=result["value"] * factor)


def annual_means(frame: pd.DataFrame, frequency: Frequency, breaks: Sequence[Break] = ()) -> pd.DataFrame:
    """Return series averaged to years, full years only, and none with a break inside it."""
    counted = frame.groupby(["economy", frame["period"].dt.year])["value"].agg(["mean", "count"]).rename_axis(_KEY)
    split = counted.index.isin([(known.economy, known.year) for known in breaks if known.splits_year])
    full = counted.loc[(counted["count"] == frequency.per_year) & ~split, "mean"]
    yearly = full.rename("value").reset_index()
    return yearly.assign(period=pd.to_datetime(yearly["period"].astype("str"), format="%Y").astype("datetime64[s]"))


def _sum(values: Sequence[pd.Series]) -> pd.Series:
    return sum(values[1:], start=values[0])


def _ratio(values: Sequence[pd.Series]) -> pd.Series:
    return values[0] / values[1].where(values[1] != 0)


_OPERATIONS: Final[dict[str, Callable[[Sequence[pd.Series]], pd.Series]]] = {
    "sum": _sum,
    "difference": lambda values: values[0] - values[1],
    "ratio": _ratio,
}


def _combine(frames: Sequence[pd.DataFrame], operation: Callable[[Sequence[pd.Series]], pd.Series]) -> pd.DataFrame:
    # an inner join: a result needs every input
    joined = pd.concat([frame.set_index(_KEY)["value"] for frame in frames], axis=1, join="inner")
    return _tidy(operation([joined.iloc[:, place] for place in range(len(frames))]).rename("value").reset_index())


def _by_stretch(
    frame: pd.DataFrame,
    frequency: Frequency,
    breaks: Sequence[Break],
    apply: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    if frame.empty:
        return frame
    stretch = pd.Series(0, index=frame.index)
    for known in breaks:
        stretch += (frame["economy"] == known.economy) & (frame["period"] >= pd.Timestamp(known.start))
    wide = frame.assign(stretch=stretch).pivot(index="period", columns=["economy", "stretch"], values="value")
    # every period has a row, so that a shift of one step is one step of time
    wide = wide.reindex(frequency.every(wide.index.min(), wide.index.max()))
    long = apply(wide).melt(ignore_index=False, value_name="value").reset_index()
    return _tidy(long)


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    kept = frame[[*_KEY, "value"]].dropna(subset=["value"])
    return kept.sort_values(_KEY, ignore_index=True)
