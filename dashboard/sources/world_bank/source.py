"""Read the World Development Indicators from the World Bank's API, through wbgapi."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import requests

from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.records import FIRST_YEAR
from dashboard.errors import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import call
from dashboard.sources.request import Request
from dashboard.sources.text import CHECK, LATER, day, malformed, plain
from dashboard.sources.web import WebSource
from dashboard.sources.world_bank.library import DATABASE, library, wb
from dashboard.sources.world_bank.pages import NAME, Pages

T = TypeVar("T")

# the service's own bound is not on record: after pages that are short of what they say, smaller ones are asked for
PAGE_ROWS: Final = (32_500, 10_000, 5_000, 1_000)
# eight series of all economies and years are some five pages: little to ask again when one of them fails
BATCH: Final = 8
EPOCH: Final = 1970  # the year that numpy counts years from


@dataclass
class Column:
    """The observations of one series as they came; `answered` counts all rows of its answer, blanks too."""

    name: str = ""
    answered: int = 0
    economy: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    value: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What came for a batch: columns by code, or why there is none."""

    columns: Mapping[str, Column]
    updated: str
    failed: Mapping[str, SourceError]


class WorldBank(WebSource[Answer]):
    """The World Development Indicators behind one endpoint."""

    id = "world-bank"
    name = NAME
    default_url = "https://api.worldbank.org/v2"

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators a few at a time, so that an answer is a handful of large pages."""
        return [tuple(indicators[start : start + BATCH]) for start in range(0, len(indicators), BATCH)]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return the observations of a batch, all economies and years; a code that fails is named, the others come."""
        codes = [indicator.code for indicator in batch]
        with library.at(self._url, self._policy.idle):
            library.warm(lambda fill: self._call(watch, lambda _pages: fill()))
            if len(codes) == 1:
                return self._alone(codes[0], watch)
            try:
                return self._ask(codes, watch)
            except (SourceRefused, SourceMalformed):
                # one code that the World Bank does not know spoils the answer for all that are asked for with it
                return _merged([self._alone(code, watch) for code in codes])

    def _alone(self, code: str, watch: Watch) -> Answer:
        try:
            return self._ask([code], watch)
        except (SourceRefused, SourceMalformed) as exc:
            return Answer({}, "", {code: exc})

    def _ask(self, codes: Sequence[str], watch: Watch) -> Answer:
        sizes = list(PAGE_ROWS)

        def collect(pages: Pages) -> Answer:
            try:
                return _collect(codes, pages, sizes[0])
            finally:
                if pages.short and len(sizes) > 1:
                    del sizes[0]

        return self._call(watch, collect)

    def _call(self, watch: Watch, send: Callable[[Pages], T]) -> T:
        def send_counted(request: Request) -> T:
            # each attempt has pages of its own: one that was given up may still be busy with the old ones
            pages = Pages()
            request.check = pages.check
            try:
                return send(pages)
            except requests.RequestException:
                # some of them are ValueErrors too
                raise
            except wb.APIError as exc:
                raise malformed(NAME, plain(str(exc))) from exc
            except (ValueError, TypeError, KeyError, IndexError, AttributeError) as exc:
                raise malformed(NAME, f"sent rows without the parts that they should have ({_named(exc)})") from exc

        return call(lambda: Request(NAME, self._policy, watch, health=self._health), send_counted)

    def _parse(self, raw: Answer, indicator: Indicator, economies: Mapping[str, str]) -> Fetched:
        code = indicator.code
        if code in raw.failed:
            raise raw.failed[code]
        column = raw.columns.get(code)
        if column is None:
            others = ", ".join(sorted(plain(name, 40) for name in raw.columns)[:5]) or "nothing else"
            raise SourceMalformed(NAME, f"sent no figures of {code}, but {others}. {CHECK}")
        updated = day(raw.updated)
        return Fetched(
            indicator=indicator.id,
            observations=_observations(column, code, economies, self._today().year + 1),
            release=f"WDI update {updated}" if updated else "WDI, no update date given",
            updated=updated,
            unit=unit_of(column.name),
            total=column.answered,
            received=column.answered,
        )


def _collect(codes: Sequence[str], pages: Pages, page_rows: int) -> Answer:
    columns: dict[str, Column] = {}
    # json makes every code anew in every row: one copy of each is enough
    keep = dict[str, str]().setdefault
    rows = wb.data.fetch(
        codes, economy="all", time="all", skipBlanks=True, labels=True, params={"per_page": page_rows}, db=DATABASE
    )
    for row in rows:
        series = row["series"]
        column = columns.get(series["id"])
        if column is None:
            column = columns[series["id"]] = Column(name=str(series.get("value") or ""))
        economy, time = row["economy"]["id"], row["time"]["id"]
        column.economy.append(keep(economy, economy))
        column.time.append(keep(time, time))
        column.value.append(row["value"])
    pages.check_end()
    for column in columns.values():
        column.answered = pages.received
    return Answer(columns, pages.updated, {})


def _merged(answers: Sequence[Answer]) -> Answer:
    columns: dict[str, Column] = {}
    failed: dict[str, SourceError] = {}
    for answer in answers:
        columns.update(answer.columns)
        failed.update(answer.failed)
    updates = {answer.updated for answer in answers if answer.columns}
    for earlier, later in pairwise(sorted(updates)):
        # asked for one by one, the series may fall on either side of a new release
        raise SourceUnavailable(NAME, f"changed from its update {earlier} to {later} while it was read. {LATER}")
    return Answer(columns, next(iter(updates), ""), failed)


def _observations(column: Column, code: str, economies: Mapping[str, str], last_year: int) -> pd.DataFrame:
    cells = zip(column.economy, column.time, column.value, strict=True)
    named = ((economies[code], *rest) for code, *rest in cells if code in economies)
    rows = sorted(named, key=itemgetter(0, 1))
    if not rows:
        raise malformed(NAME, f"sent no figures of {code} for any economy of the catalogue")
    economy, time, value = zip(*rows, strict=True)
    if len(set(zip(economy, time, strict=True))) < len(rows):
        raise malformed(NAME, f"sent more than one row of {code} for the same economy and year")
    years = {text: _year(text, code, last_year) for text in set(time)}
    since_1970 = np.array([years[text] - EPOCH for text in time])
    return pd.DataFrame(
        {
            "economy": pd.array(economy, dtype="str"),
            "period": since_1970.astype("datetime64[Y]").astype("datetime64[s]"),
            "value": _values(value, code),
        }
    )


def _values(sent: Sequence[object], code: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
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


def _year(time: str, code: str, last_year: int) -> int:
    found = re.fullmatch(r"YR([0-9]{4})", time)
    if found is None or not FIRST_YEAR <= int(found[1]) <= last_year:
        raise malformed(NAME, f"sent a value of {code} for '{plain(time, 20)}', which is not a possible year")
    return int(found[1])


def unit_of(name: str) -> str:
    """Return what stands in a series name's last parentheses, notes of method aside."""
    found = [words for words in re.findall(r"\(([^()]*)\)", plain(name)) if not words.endswith("estimate")]
    return found[-1].strip() if found else ""


def _named(exc: Exception) -> str:
    return plain(f"{type(exc).__name__}: {exc}", 80)
