"""Protocol of a source: fetch raw answers, parse them to frames, or say why neither can be done."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from dashboard.catalogue.described import Described
from dashboard.catalogue.indicators import Indicator, Provider


@dataclass(frozen=True)
class Fetched:
    """What a provider says of one indicator: its observations and what it says about them.

    `observations` has economy (str, codes of the catalogue only), period (datetime64[s], start of the period) and
    value (float64, finite), without missing values. `updated` is the provider's own last-updated day, `unit` its own
    words for the unit ("" where it has none) and `total` how many rows it said it would send, missing ones included,
    against `received` rows.
    """

    indicator: str
    observations: pd.DataFrame
    release: str
    updated: dt.date | None = None
    unit: str = ""
    total: int | None = None
    received: int | None = None


@dataclass(frozen=True)
class Watch:
    """What a fetch reports to and listens to while it runs: `step` takes bytes read, `cancelled` ends it early.

    Both are called from threads of the fetch's own, often, and must not raise. A fetch that is ended raises Cancelled.
    """

    step: Callable[[int], None] = lambda _size: None
    cancelled: Callable[[], bool] = lambda: False


class Source(Protocol):
    """One provider. Fetching is I/O and may raise SourceError; parsing is pure and may raise SourceError."""

    @property
    def id(self) -> Provider:
        """Return the provider's id, by which datasets name it."""
        ...

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators as they are best asked for together."""
        ...

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Any:  # noqa: ANN401 - each provider's own raw answer
        """Return the raw answer for a batch; SourceError where there is none."""
        ...

    def describe(self, raw: Any, indicator: Indicator) -> Described:  # noqa: ANN401
        """Return what the provider says in a raw answer of a series that nobody has curated; SourceError."""
        ...

    def parse(self, raw: Any, batch: Sequence[Indicator], economies: Mapping[str, str]) -> Sequence[Fetched]:  # noqa: ANN401
        """Return a raw answer as one `Fetched` for each indicator of the batch; SourceError where it makes no sense.

        `economies` are those wanted, by what the provider calls them; their own codes are among it.

        `batch` may be a part of what was fetched together: parsed one at a time, only the bad ones fail.
        """
        ...
