"""Load an indicator's observations from the store, derived ones computed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis import transforms
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.loading import Catalogue
from dashboard.store.observations import Store
from dashboard.store.records import Vintage


@dataclass(frozen=True)
class Observations:
    """An indicator's figures for every economy, before any transform, with the vintages that they come from."""

    indicator: Indicator
    observations: pd.DataFrame
    vintages: tuple[Vintage, ...]

    @property
    def vintage(self) -> Vintage:
        """Return the newest of the vintages."""
        return max(self.vintages, key=lambda vintage: vintage.published)


def load_observations(
    store: Store,
    catalogue: Catalogue,
    indicator: str,
    *,
    economies: Sequence[str] | None = None,
    as_of: dt.date | None = None,
) -> Observations:
    """Return an indicator's figures, derived ones computed; NoObservations where the store has none as of the day."""
    entry = catalogue.indicator(indicator)
    if entry.derived is None:
        vintage = store.vintage(indicator, as_of)
        observed = store.observations(vintage, economies)
        return Observations(entry, transforms.without_uncollected(observed, entry.not_collected), (vintage,))
    wanted = economies if economies is None or entry.derived.op != "share_of_world" else [*economies, WORLD]
    inputs = [load_observations(store, catalogue, name, economies=wanted, as_of=as_of) for name in entry.derived.inputs]
    observations = [figures.observations for figures in inputs]
    computed = transforms.derive(entry.derived, observations, entry.frequency, catalogue.breaks(indicator))
    return Observations(
        entry, computed, distinct_vintages(vintage for figures in inputs for vintage in figures.vintages)
    )


def distinct_vintages(vintages: Iterable[Vintage]) -> tuple[Vintage, ...]:
    """Return vintages in their order, each once."""
    return tuple({vintage.id: vintage for vintage in vintages}.values())
