"""A small made-up catalogue, and a source that gives whatever a test wants of it."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.indicators import Derivation, Indicator, Provider
from dashboard.sources.base import Fetched, Watch

Figures = Mapping[tuple[str, dt.date], float]
Given = Fetched | Exception | Callable[[Watch], "Fetched"]

ECONOMIES = ("CHN", "USA", "WLD")


def indicator(
    name: str,
    source: Provider = "world-bank",
    *,
    frequency: Frequency = Frequency.ANNUAL,
    unit: str = "%",
    inputs: Sequence[str] = (),
) -> Indicator:
    return Indicator.model_validate(
        {
            "id": name,
            "name": name,
            "short_name": name,
            "unit": unit,
            "theme": "finance",
            "frequency": frequency,
            "source": source,
            "dataset": "made-up",
            "source_name": "A bank",
            "source_url": "https://example.org",
            "decimals": 1,
            "kind": "level",
            "description": "Made up.",
            "licence": "CC BY 4.0",
            "citation": "A bank.",
        }
        | ({"derived": Derivation(op="sum", inputs=tuple(inputs))} if inputs else {"code": name.upper()})
    )


def catalogue(*indicators: Indicator) -> Catalogue:
    economies = {
        code: Economy(id=code, name=code, short_name=code, aggregate=code == "WLD", region="Here", slot=slot)
        for slot, code in enumerate(ECONOMIES)
    }
    history = PolicyHistory(
        id="china",
        name="China",
        subject="CHN",
        language="zh",
        language_name="Chinese",
        title="What China sought",
        timeline_titles=("China's policy",),
        comparators=("USA",),
        headline_indicators=("growth",),
    )
    return Catalogue({entry.id: entry for entry in indicators}, economies, {history.id: history})


def year(number: int) -> dt.date:
    return dt.date(number, 1, 1)


def frame(figures: Figures) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "economy": pd.Series([economy for economy, _ in figures], dtype="str"),
            "period": np.array([period for _, period in figures], dtype="datetime64[s]"),
            "value": np.array(list(figures.values()), dtype="float64"),
        }
    )


def fetched(name: str, figures: Figures, release: str = "first", **more: Any) -> Fetched:  # noqa: ANN401 - any field
    return Fetched(name, frame(figures), release, **more)


@dataclass
class MadeUpSource:
    """Gives of each indicator what a test put there: figures, an error to raise, or a function to call."""

    id: Provider = "world-bank"
    given: dict[str, Given] = field(default_factory=dict)
    unparsable: dict[str, Exception] = field(default_factory=dict)
    batch: int = 2
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        return [tuple(indicators[start : start + self.batch]) for start in range(0, len(indicators), self.batch)]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> dict[str, Fetched]:
        self.asked.append(tuple(entry.id for entry in batch))
        raw: dict[str, Fetched] = {}
        for entry in batch:
            given = self.given[entry.id]
            if isinstance(given, Exception):
                raise given
            raw[entry.id] = given if isinstance(given, Fetched) else given(watch)
            watch.step(1000)
        return raw

    def describe(self, raw: object, indicator: Indicator) -> Described:
        raise NotImplementedError

    def parse(
        self, raw: dict[str, Fetched], batch: Sequence[Indicator], economies: Collection[str]
    ) -> Sequence[Fetched]:
        assert set(economies) == set(ECONOMIES)
        for entry in batch:
            if entry.id in self.unparsable:
                raise self.unparsable[entry.id]
        return [raw[entry.id] for entry in batch if entry.id in raw]
