"""The real releases that are shipped, as matrices that follow each other, and faults to plant into them."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.plausibility import Character
from dashboard.refresh.side_by_side import Pair
from dashboard.settings import SNAPSHOT
from dashboard.store.history_files import Earlier, EarlierRelease, read_changes, read_releases

Values = NDArray[np.float64]
Fault = Callable[[Values, NDArray[np.int64]], Values]


@dataclass(frozen=True, eq=False)
class Replayed:
    """A release after the one before it."""

    release: EarlierRelease
    pair: Pair
    character: Character

    @property
    def gone(self) -> float:
        """Return which part of the values is gone."""
        had = ~np.isnan(self.pair.before)
        return float((had & np.isnan(self.pair.now)).sum() / had.sum())


def replayed(catalogue: Catalogue) -> Iterator[Replayed]:
    """Yield every shipped release but the first of each series."""
    for releases in read_releases(SNAPSHOT).values():
        yield from _of_series(read_changes(SNAPSHOT, releases), catalogue)


def _of_series(earlier: Earlier, catalogue: Catalogue) -> Iterator[Replayed]:
    changes = earlier.changes
    economies = sorted(changes["economy"].unique())
    years = changes["period"].dt.year.to_numpy()
    first, rows = int(years.min()), np.searchsorted(economies, changes["economy"])
    periods = [dt.date(year, 1, 1) for year in range(first, int(years.max()) + 1)]
    stands: Values = np.full((len(economies), len(periods)), np.nan)
    signed = catalogue.indicator(earlier.indicator).kind == "growth"
    before = earlier.releases[0]
    for number, release in enumerate(earlier.releases):
        its = changes["number"].to_numpy() == number
        then, stands = stands, stands.copy()
        stands[rows[its], years[its] - first] = changes["value"].to_numpy()[its]
        if number:
            # another definition is another unit in the catalogue, or was flagged as one since
            same = release.definition == before.definition and release.kind in ("", "coverage")
            yield Replayed(release, Pair(economies, periods, then, stands), Character(signed=signed, same=same))
        before = release


def planted(real: Replayed, fault: Fault) -> Replayed | None:
    """Return a release with a fault in it after the same without it; None where the fault changes nothing."""
    pair = real.pair
    years = np.array([period.year for period in pair.periods])
    spoilt = fault(pair.now.copy(), years)
    if np.array_equal(spoilt, pair.now, equal_nan=True):
        return None
    return replace(real, pair=Pair(pair.economies, pair.periods, pair.now, spoilt))


def fullest(values: Values, rank: int = 0) -> int:
    """Return the economy with the most values that are not zero, or the next after it."""
    told = (~np.isnan(values) & (values != 0)).sum(axis=1)
    return int(np.argsort(-told, kind="stable")[rank])


def _times(factor: float) -> Fault:
    return lambda now, _years: now * factor


def _one_times(factor: float, since: int = 0) -> Fault:
    def spoil(now: Values, years: NDArray[np.int64]) -> Values:
        now[fullest(now), years >= since] *= factor
        return now

    return spoil


def _since(factor: float) -> Fault:
    def spoil(now: Values, years: NDArray[np.int64]) -> Values:
        now[:, years >= 2005] *= factor
        return now

    return spoil


def _zeroed(now: Values, _years: NDArray[np.int64]) -> Values:
    row = fullest(now)
    told = np.flatnonzero(~np.isnan(now[row]) & (np.abs(now[row]) > 0.3 * np.nanmax(np.abs(now[row]))))
    now[row, told] = 0.0
    return now


def _exchanged(now: Values, _years: NDArray[np.int64]) -> Values:
    one, other = fullest(now), fullest(now, 1)
    now[[one, other]] = now[[other, one]]
    return now


def _copied(now: Values, _years: NDArray[np.int64]) -> Values:
    now[fullest(now)] = now[fullest(now, 1)]
    return now


def _shifted(steps: int) -> Fault:
    def spoil(now: Values, _years: NDArray[np.int64]) -> Values:
        moved = np.full_like(now, np.nan)
        if steps > 0:
            moved[:, steps:] = now[:, :-steps]
        else:
            moved[:, :steps] = now[:, -steps:]
        return moved

    return spoil


def _one_shifted(now: Values, years: NDArray[np.int64]) -> Values:
    row = fullest(now)
    now[row] = _shifted(1)(now[row : row + 1], years)[0]
    return now


def _years_gone(now: Values, _years: NDArray[np.int64]) -> Values:
    crowded = np.argsort(-(~np.isnan(now)).sum(axis=0), kind="stable")[:3]
    now[:, crowded] = np.nan
    return now


def _constant(now: Values, _years: NDArray[np.int64]) -> Values:
    row = fullest(now)
    told = ~np.isnan(now[row])
    now[row, told] = now[row, told].max()
    return now


def _filled(now: Values, _years: NDArray[np.int64]) -> Values:
    now[:, -8:-6] = -9999.0
    return now


def _rounded(now: Values, _years: NDArray[np.int64]) -> Values:
    return np.round(now)


def _rows_moved(now: Values, _years: NDArray[np.int64]) -> Values:
    return np.roll(now, 1, axis=0)


def _backwards(now: Values, _years: NDArray[np.int64]) -> Values:
    for row in now:
        told = ~np.isnan(row)
        row[told] = row[told][::-1]
    return now


def _one_value(now: Values, _years: NDArray[np.int64]) -> Values:
    row = fullest(now)
    now[row, int(np.nanargmax(np.abs(now[row])))] *= 1000
    return now


def _unlike(now: Values, _years: NDArray[np.int64]) -> Values:
    return now * np.random.default_rng(7).uniform(0.5, 1.5, now.shape)


FAULTS: Final[Mapping[str, Fault]] = {
    "a percent becomes a fraction": _times(0.01),
    "a fraction becomes a percent": _times(100),
    "thousands become ones": _times(1000),
    "ones become tens": _times(10),
    "ones become millions": _times(1e-6),
    "one economy a thousand times as large": _one_times(1000),
    "one economy a tenth": _one_times(0.1),
    "one economy a hundred times as large since 2005": _one_times(100, since=2005),
    "everybody a thousand times as large since 2005": _since(1000),
    "one value a thousand times as large": _one_value,
    "everything changes its sign": _times(-1),
    "one economy changes its sign": _one_times(-1),
    "the past of an economy turns to zero": _zeroed,
    "two economies exchanged": _exchanged,
    "one economy's values given to another": _copied,
    "years shifted by one": _shifted(1),
    "years shifted back by one": _shifted(-1),
    "one economy's years shifted": _one_shifted,
    "years gone": _years_gone,
    "one economy the same in every year": _constant,
    "a number that means nothing": _filled,
    "decimals lost": _rounded,
    "rows moved by one": _rows_moved,
    "years backwards": _backwards,
    "another series": _unlike,
}
# where whole numbers are counted, and where they are close to each other, nothing is lost by rounding
SPARED: Final = {
    "decimals lost": frozenset(
        {"population", "patents-resident", "gdp", "gdp-constant", "high-tech-exports", "gdp-per-capita"}
    )
}
