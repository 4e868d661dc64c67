"""Make observations of the World Bank's rows: economies by its codes, years, quarters and months by its ids."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import FIRST_YEAR
from dashboard.sources.text import malformed, plain
from dashboard.sources.world_bank.pages import NAME

# the ids that have been seen: YR2015, YR2020Q3, YR201712, YR2027M11 and YR2027-M11
_TIME: Final = re.compile(r"YR([0-9]{4})(?:Q([1-4])|-?M?(0[1-9]|1[0-2]))?")


@dataclass
class Column:
    """The observations of one series as they came; `answered` counts all rows of its answer, blanks too."""

    name: str = ""
    answered: int = 0
    economy: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    value: list[object] = field(default_factory=list)


def observations(
    column: Column, code: str, economies: Mapping[str, str], frequency: Frequency, last_year: int
) -> pd.DataFrame:
    """Return economy (str), period (datetime64[s]) and value (float64) of a column; SourceMalformed."""
    cells = zip(column.economy, column.time, column.value, strict=True)
    named = ((economies[code], *rest) for code, *rest in cells if code in economies)
    rows = sorted(named, key=itemgetter(0, 1))
    if not rows:
        raise malformed(NAME, f"sent no figures of {code} for any economy of the catalogue")
    economy, time, value = zip(*rows, strict=True)
    if len(set(zip(economy, time, strict=True))) < len(rows):
        raise malformed(NAME, f"sent more than one row of {code} for the same economy and year")
    starts = {text: _start(text, code, frequency, last_year) for text in set(time)}
    frame = pd.DataFrame(
        {
            "economy": pd.array(economy, dtype="str"),
            "period": np.array([starts[text] for text in time], dtype="datetime64[M]").astype("datetime64[s]"),
            "value": numbers(value, code),
        }
    )
    # the ids of years sort as the years do, those of months are spelt in several ways
    return frame if frequency is Frequency.ANNUAL else frame.sort_values(["economy", "period"], ignore_index=True)


def frequency_of(times: Collection[str], code: str) -> Frequency:
    """Return how often a series has an observation, by the ids of its periods; SourceMalformed for a mixture."""
    found = {_parts(text)[0] for text in times}
    if None in found:
        raise malformed(NAME, f"sent periods of {code} that are none")
    if len(found) > 1:
        names = " and ".join(sorted(f"{frequency.period}s" for frequency in found if frequency))
        raise malformed(NAME, f"sent {names} of {code} in one series")
    return next(iter(found), None) or Frequency.ANNUAL


def numbers(sent: Sequence[object], code: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return values as finite floats; SourceMalformed where one is none."""
    strange = set(map(type, sent)) - {int, float}
    if strange:
        value = next(value for value in sent if type(value) in strange)
        raise malformed(NAME, f"sent {plain(repr(value), 40)} where {code} should have a number")
    try:
        values = np.array(sent, dtype=np.float64)
    except OverflowError:
        values = np.array([np.inf])
    if not np.isfinite(values).all():
        raise malformed(NAME, f"sent a value of {code} that is not a finite number")
    return values


def _start(text: str, code: str, frequency: Frequency, last_year: int) -> np.datetime64:
    """Return the month that a period begins with."""
    found, year, month = _parts(text)
    if found is not frequency or not FIRST_YEAR <= year <= last_year:
        detail = f"sent a value of {code} for '{plain(text, 20)}', which is not a possible {frequency.period}"
        raise malformed(NAME, detail)
    return np.datetime64(f"{year}-{month:02}", "M")


def _parts(text: str) -> tuple[Frequency | None, int, int]:
    """Return what sort of period an id names, its year and its first month; no sort where it names none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None, 0, 1
    year, quarter, month = found.groups()
    if quarter:
        return Frequency.QUARTERLY, int(year), int(quarter) * 3 - 2
    return (Frequency.MONTHLY, int(year), int(month)) if month else (Frequency.ANNUAL, int(year), 1)
