"""Read series of any of the World Bank's databases from its API, through wbgapi."""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, TypeVar
from urllib.parse import quote

import requests

from dashboard.catalogue.described import Described, unit_in
from dashboard.catalogue.indicators import Indicator, Tier
from dashboard.errors import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import call
from dashboard.sources.request import Request
from dashboard.sources.text import CHECK, LATER, day, malformed, plain
from dashboard.sources.web import WebSource
from dashboard.sources.world_bank.library import library, wb
from dashboard.sources.world_bank.pages import NAME, Pages
from dashboard.sources.world_bank.rows import Column, observations
from dashboard.sources.world_bank.told import described, told

T = TypeVar("T")

# the service's own bound is not on record: after pages that are short of what they say, smaller ones are asked for
PAGE_ROWS: Final = (32_500, 10_000, 5_000, 1_000)
# eight series of all economies and years are some five pages: little to ask again when one of them fails
BATCH: Final = 8
# the World Development Indicators
DATABASE: Final = 2
# a series of another database is called by the number of its database and its code: 6:DT.DOD.DECT.CD
_CODE: Final = re.compile(r"(?:([0-9]{1,3}):)?([A-Za-z0-9][A-Za-z0-9._-]{1,99})")
# of what some databases tell apart besides economy, series and time, the whole
_WHOLE: Final = {"counterpart_area": "WLD"}


@dataclass(frozen=True)
class Answer:
    """What came for a batch: columns by code, or why there is none; what is told of those that nobody has curated."""

    columns: Mapping[str, Column]
    updated: str
    failed: Mapping[str, SourceError]
    database: str = ""
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class WorldBank(WebSource[Answer]):
    """The World Bank's databases behind one endpoint."""

    id = "world-bank"
    name = NAME
    prefix = "wb"
    code = _CODE
    page = re.compile(
        r"(?:(?:data|databank)\.worldbank\.org(?:/[a-z]{2})?|api\.worldbank\.org/v2/.+)/indicator/([^/]+)/?"
    )
    default_url = "https://api.worldbank.org/v2"

    @classmethod
    def address(cls, code: str) -> str:
        """Return the address of a series' page, or of its metadata where its database has none."""
        database, series = _called(code)
        if database == DATABASE:
            return f"https://data.worldbank.org/indicator/{series}"
        return f"{cls.default_url}/sources/{database}/series/{series}/metadata"

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators of one database, a few at a time, so that an answer is a handful of large pages."""
        databases: dict[int, list[Indicator]] = {}
        for indicator in indicators:
            databases.setdefault(_called(indicator.code)[0], []).append(indicator)
        return [
            tuple(some[start : start + BATCH]) for some in databases.values() for start in range(0, len(some), BATCH)
        ]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return the observations of a batch, all economies and years; a code that fails is named, the others come."""
        called = [_called(indicator.code) for indicator in batch]
        database, codes = called[0][0], [series for _, series in called]
        with library.at(self._url, self._policy.idle):
            library.warm(database, lambda fill: self._call(watch, lambda _pages: fill()))
            uncurated = [_called(entry.code)[1] for entry in batch if entry.tier is Tier.CATALOGUED]
            # somebody waits for a page: what is told of a series comes while its observations do
            with ThreadPoolExecutor(1) as pool:
                telling = {code: pool.submit(self._told, code, database, watch) for code in uncurated}
                answer = self._together(codes, database, watch)
            return replace(answer, told={code: telling[code].result() for code in uncurated if code in answer.columns})

    def _together(self, codes: Sequence[str], database: int, watch: Watch) -> Answer:
        if len(codes) == 1:
            return self._alone(codes[0], database, watch)
        try:
            return self._ask(codes, database, watch)
        except (SourceRefused, SourceMalformed):
            # one code that the World Bank does not know spoils the answer for all that are asked for with it
            return _merged([self._alone(code, database, watch) for code in codes])

    def _alone(self, code: str, database: int, watch: Watch) -> Answer:
        try:
            return self._ask([code], database, watch)
        except (SourceRefused, SourceMalformed) as exc:
            return Answer({}, "", {code: exc})

    def _ask(self, codes: Sequence[str], database: int, watch: Watch) -> Answer:
        sizes = list(PAGE_ROWS)

        def collect(pages: Pages) -> Answer:
            try:
                return _collect(codes, database, pages, sizes[0])
            finally:
                if pages.short and len(sizes) > 1:
                    del sizes[0]

        return self._call(watch, collect)

    def _told(self, code: str, database: int, watch: Watch) -> Mapping[str, str]:
        """Return what the World Bank tells of a series, by its own names; nothing where a database tells nothing."""
        path = f"sources/{database}/series/{quote(code, safe='')}/metadata"
        try:
            return self._call(watch, lambda _pages: told(wb().fetch(path, concepts=True)))
        except (SourceRefused, SourceMalformed):
            return {}

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
            except wb().APIError as exc:
                raise malformed(NAME, plain(str(exc))) from exc
            except (ValueError, TypeError, KeyError, IndexError, AttributeError) as exc:
                raise malformed(NAME, f"sent rows without the parts that they should have ({_named(exc)})") from exc

        return call(lambda: Request(NAME, self._policy, watch, health=self._health), send_counted)

    def _parse(self, raw: Answer, indicator: Indicator, economies: Mapping[str, str]) -> Fetched:
        database, code = _called(indicator.code)
        column, updated = _column(raw, code), day(raw.updated)
        whose = "WDI" if database == DATABASE else raw.database or f"World Bank database {database}"
        return Fetched(
            indicator=indicator.id,
            observations=observations(column, code, economies, indicator.frequency, self._today().year + 1),
            release=f"{whose} update {updated}" if updated else f"{whose}, no update date given",
            updated=updated,
            unit=unit_in(plain(column.name)),
            total=column.answered,
            received=column.answered,
        )

    def describe(self, raw: Answer, indicator: Indicator) -> Described:
        """Return what the World Bank says of a series."""
        code = _called(indicator.code)[1]
        column = _column(raw, code)
        return described(self.draft(indicator.code), column, raw.told.get(code, {}), raw.database)


def _called(code: str) -> tuple[int, str]:
    """Return the database and the code within it that a code of ours stands for."""
    database, _, series = code.rpartition(":")
    return int(database) if database else DATABASE, series


def _column(raw: Answer, code: str) -> Column:
    if code in raw.failed:
        raise raw.failed[code]
    if code not in raw.columns:
        others = ", ".join(sorted(plain(name, 40) for name in raw.columns)[:5]) or "nothing else"
        raise SourceMalformed(NAME, f"sent no figures of {code}, but {others}. {CHECK}")
    return raw.columns[code]


def _further(database: int) -> Mapping[str, str]:
    """Return what to ask of a database's further concepts; SourceRefused where it has one without a whole."""
    concepts: Mapping[str, Mapping[str, str]] = wb().source.concepts(database)
    further = [name for name in concepts if name not in ("series", "economy", "time")]
    strange = next((concepts[name]["value"] for name in further if name not in _WHOLE), None)
    if strange is not None:
        detail = f"tells the series of database {database} apart by {plain(strange, 40)} too, which Eraline cannot draw"
        raise SourceRefused(NAME, f"{detail}.")
    return {name: _WHOLE[name] for name in further}


def _collect(codes: Sequence[str], database: int, pages: Pages, page_rows: int) -> Answer:
    columns: dict[str, Column] = {}
    # json makes every code anew in every row: one copy of each is enough
    keep = dict[str, str]().setdefault
    rows = wb().data.fetch(
        codes,
        economy="all",
        time="all",
        skipBlanks=True,
        labels=True,
        params={"per_page": page_rows},
        db=database,
        **_further(database),
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
    return Answer(columns, pages.updated, {}, pages.database)


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
    database = next((answer.database for answer in answers if answer.database), "")
    return Answer(columns, next(iter(updates), ""), failed, database)


def _named(exc: Exception) -> str:
    return plain(f"{type(exc).__name__}: {exc}", 80)
