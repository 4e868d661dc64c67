"""What is refreshed here? Two made-up indicators of one made-up source, on every engine."""

from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.progress import Event
from dashboard.refresh.run import Outcome, refresh
from dashboard.store.observations import Store
from tests.contract.made_up import MadeUpSource, catalogue, fetched, indicator, year

TWO = catalogue(indicator("growth"), indicator("spending"))
FIGURES = {("CHN", year(number)): number / 7 for number in range(2000, 2020)}


@pytest.fixture
def source() -> MadeUpSource:
    return MadeUpSource(given={"growth": fetched("growth", FIGURES), "spending": fetched("spending", FIGURES)})


def run(store: Store, source: MadeUpSource, known: Catalogue = TWO, **more: Any) -> tuple[Outcome, list[Event]]:  # noqa: ANN401 - any option of it
    events: list[Event] = []
    outcome = refresh(known, store, {source.id: source}, emit=events.append, **more)
    return outcome, events


def stored(store: Store, name: str) -> pd.DataFrame:
    return store.observations(store.vintage(name))
