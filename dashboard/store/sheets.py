"""Write observations as a table that people can read, a row per economy and a column per period, and read it back.

What has several periods a year has a row per economy and year. Numbers are the shortest text that reads back exactly.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from dashboard.catalogue.frequency import Frequency
from dashboard.formatting import count
from dashboard.store.csv_text import shortest

if TYPE_CHECKING:
    import numpy.typing as npt

_ECONOMY: Final = "economy"
_YEAR: Final = "year"
# between a year and its part, as in 1979-03 and 1979-Q1
_JOINT: Final = "-"


def sheet_bytes(observations: pd.DataFrame, frequency: Frequency) -> bytes:
    """Return observations (economy, period, value) as UTF-8 CSV, sorted by economy and period, missing ones empty."""
    ordered = observations.sort_values([_ECONOMY, "period"])
    labels = frequency.written(ordered["period"]).tolist()
    rows: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for economy, label, value in zip(ordered[_ECONOMY].tolist(), labels, ordered["value"].tolist(), strict=True):
        year, joint, part = label.partition(_JOINT)
        rows[(economy, year) if joint else (economy,)][part or year] = shortest(value)
    columns = sorted({column for cells in rows.values() for column in cells})
    keys = [_ECONOMY] if frequency is Frequency.ANNUAL else [_ECONOMY, _YEAR]
    lines = [
        [*keys, *columns],
        *([*key, *(cells.get(column, "") for column in columns)] for key, cells in rows.items()),
    ]
    return "".join(",".join(line) + "\n" for line in lines).encode()


def read_sheet(content: bytes) -> tuple[pd.DataFrame, Frequency]:
    """Return the observations (economy, period as datetime64[s], value) of a table and their frequency.

    ValueError says what is wrong with its shape, a period or a number.
    """
    try:
        lines = list(csv.reader(StringIO(content.decode("utf-8"), newline=""), strict=True))
    except csv.Error as exc:
        raise ValueError(str(exc)) from exc
    if not lines:
        raise ValueError("it is empty")
    head, *rows = lines
    keys = 2 if head[1:2] == [_YEAR] else 1
    if head[:1] != [_ECONOMY] or len(head) <= keys:
        raise ValueError(f"it begins with {','.join(head[:3])} and not with economy and periods")
    cells = _cells(rows, len(head))
    numbers, places = np.nonzero(cells[:, keys:] != "")
    # Python's own reading of a number is exact
    values = [float(text) for text in cells[numbers, places + keys].tolist()]
    frequency, periods = _periods(head, rows, keys)
    frame = pd.DataFrame(
        {
            _ECONOMY: pd.Series(cells[numbers, 0], dtype="str"),
            "period": periods[numbers if keys > 1 else 0, places],
            "value": np.array(values, dtype=np.float64),
        }
    )
    return frame, frequency


def _cells(rows: Sequence[Sequence[str]], width: int) -> npt.NDArray[np.object_]:
    for row in rows:
        if len(row) != width:
            raise ValueError(f"the row of {row[0] if row else 'nobody'} has {count(len(row), 'cell')} and not {width}")
    return np.array(rows, dtype=object).reshape(len(rows), width)


def _periods(
    head: Sequence[str], rows: Sequence[Sequence[str]], keys: int
) -> tuple[Frequency, npt.NDArray[np.datetime64]]:
    """Return the frequency and the first days of all cells' periods, a row for all or one for each row."""
    columns = head[keys:]
    years = [f"{row[1]}{_JOINT}" for row in rows] if keys > 1 else [""]
    labels = pd.Series([year + column for year in years for column in columns], dtype="str")
    frequency = Frequency.of(str(labels.iloc[0])) if len(labels) else Frequency.ANNUAL
    return frequency, frequency.read(labels).to_numpy().reshape(len(years), len(columns))
