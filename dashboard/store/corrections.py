"""Leave declared false values out of a release, and tell which declarations no longer stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.catalogue.corrections import Correction
from dashboard.formatting import spell


@dataclass(frozen=True)
class Lapsed:
    """A correction that a release no longer bears out, and what it prints in the years concerned: None for nothing."""

    correction: Correction
    printed: tuple[tuple[int, float | None], ...]

    def __str__(self) -> str:
        """Return it as one sentence."""
        one = self.correction
        said = "; ".join(
            f"{'nothing' if value is None else f'{value:g}'} in {_spans(years)}" for value, years in self._by_value()
        )
        return (
            f"The correction '{one.id}' no longer stands: for {one.economy} the source prints {said} "
            f"and not {one.value:g}."
        )

    @property
    def has_another_value(self) -> bool:
        """Tell whether something is printed in its place."""
        return any(value is not None for _, value in self.printed)

    def _by_value(self) -> list[tuple[float | None, list[int]]]:
        found: dict[float | None, list[int]] = {}
        for year, value in self.printed:
            found.setdefault(value, []).append(year)
        return list(found.items())


def corrected(observations: pd.DataFrame, corrections: Iterable[Correction]) -> tuple[pd.DataFrame, tuple[Lapsed, ...]]:
    """Return annual observations (economy, period, value) without the values declared false, and what lapsed.

    A value that is not exactly the one declared stays.
    """
    declared = tuple(corrections)
    if not declared or observations.empty:
        return observations, ()
    economies = observations["economy"].to_numpy()
    years = observations["period"].dt.year.to_numpy()
    values = observations["value"].to_numpy()
    concerned = np.isin(economies, sorted({one.economy for one in declared})).nonzero()[0]
    places = {(economies[place], int(years[place])): place for place in concerned.tolist()}
    false = np.zeros(len(observations), dtype=bool)
    for one in declared:
        for year in one.every_year:
            place = places.get((one.economy, year))
            if place is not None and values[place] == one.value:
                false[place] = True
    return observations[~false], lapsed({key: float(values[place]) for key, place in places.items()}, declared)


def lapsed(printed: Mapping[tuple[str, int], float], corrections: Iterable[Correction]) -> tuple[Lapsed, ...]:
    """Return the corrections that no longer stand, by what is printed of economies and years."""
    found = tuple((one, tuple(_otherwise(printed, one))) for one in corrections)
    return tuple(Lapsed(one, years) for one, years in found if years)


def _otherwise(printed: Mapping[tuple[str, int], float], one: Correction) -> Iterator[tuple[int, float | None]]:
    for year in sorted(one.every_year):
        value = printed.get((one.economy, year))
        if value != one.value:
            yield year, value


def false_values(observations: pd.DataFrame, corrections: Iterable[Correction]) -> pd.Series[bool]:
    """Tell which rows of economy, period and value are declared false; a point may stand in several rows."""
    declared = {(one.economy, year, one.value) for one in corrections for year in one.every_year}
    concerned = observations["economy"].isin({economy for economy, *_ in declared})
    rows = observations[concerned]
    keys = zip(rows["economy"].tolist(), rows["period"].dt.year.tolist(), rows["value"].tolist(), strict=True)
    found = pd.Series([key in declared for key in keys], index=rows.index, dtype=bool)
    return found.reindex(observations.index, fill_value=False)


def most_removed(corrections: Iterable[Correction]) -> int:
    """Return how many observations corrections can leave out at most."""
    return sum(len(one.every_year) for one in corrections)


def _spans(years: list[int]) -> str:
    together = years == list(range(years[0], years[-1] + 1))
    return spell(years[0], years[-1]) if together else ", ".join(map(str, years))
