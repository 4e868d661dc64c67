"""Define what a file is made of: rows, what stands beside them, and what their user has to know."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.catalogue.frequency import Frequency
from dashboard.export.works import Work
from dashboard.figures import Figure

Rows = Callable[[], pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Series:
    """The observations of one indicator: economy (str), period (datetime64, its first day) and value (float64).

    `provisional` are economies with years whose values are preliminary, `broken` with periods before which the series
    breaks: no value from there on is comparable with any before.
    """

    indicator: str
    transform: str
    frequency: Frequency
    unit: str
    source: str
    vintage: dt.date
    observations: pd.DataFrame
    provisional: frozenset[tuple[str, int]] = frozenset()
    broken: frozenset[tuple[str, pd.Timestamp]] = frozenset()


@dataclass(frozen=True, eq=False)
class Drawing:
    """A chart of the rows, drawn when it is asked for, what it states in words, and its picture.

    `picture` takes the ending of a format of pictures and the URL of the page that shows the same.
    """

    draw: Callable[[], Figure]
    alt: str
    picture: Callable[[str, str], bytes]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows ready for a file: what the file is called without its ending, and what its user has to know, by name.

    `records` are the rows as nested JSON objects, where flat rows lose something of them. `beside` are further tables
    by name, made where a format has room for them. `facts` is what programs have to know, as JSON. Observations are
    `series` too, and what has a chart a `drawing`. `link` shows the same again.
    `works` are what it is to be cited as.
    """

    rows: pd.DataFrame
    name: str
    title: str = ""
    dated: dt.date | None = None
    about: Sequence[tuple[str, str]] = ()
    records: Sequence[Mapping[str, Any]] | None = None
    beside: Mapping[str, Rows] = field(default_factory=dict[str, Rows])
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    series: Sequence[Series] = ()
    drawing: Drawing | None = None
    link: str = ""
    works: Sequence[Work] = ()

    @cached_property
    def sheets(self) -> Mapping[str, pd.DataFrame]:
        """Return the tables beside the rows that hold anything, by name."""
        made = {name: rows() for name, rows in self.beside.items()}
        return {name: rows for name, rows in made.items() if not rows.empty}
