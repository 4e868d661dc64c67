"""Read the World Development Indicators from the World Bank's API, through wbgapi."""

import re
import threading
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from time import monotonic
from typing import Any, Final, TypeVar, cast

import numpy as np
import pandas as pd
import requests
import wbgapi

from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.records import FIRST_YEAR
from dashboard.errors import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import AGENT, Conversation, after, before, converse, is_loopback
from dashboard.sources.text import CHECK, LATER, day, malformed, plain
from dashboard.sources.web import WebSource
from dashboard.sources.world_bank.pages import NAME, Pages

T = TypeVar("T")

DATABASE: Final = 2  # the World Development Indicators
# the service's own bound is not on record: after pages that are short of what they say, smaller ones are asked for
PAGE_ROWS: Final = (32_500, 10_000, 5_000, 1_000)
# eight series of all economies and years are some five pages: little to ask again when one of them fails
BATCH: Final = 8
EPOCH: Final = 1970  # the year that numpy counts years from

# wbgapi has no types of its own
wb: Any = cast("Any", wbgapi)


@dataclass
class Column:
    """The figures of one series as they came, side by side; `answered` counts all rows of its answer, blanks too."""

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


class _Library:
    """The one wbgapi of this process: its endpoint and caches are globals that threads must not pull apart."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._warming = threading.Lock()
        self._held_to = ("", 0.0)
        self._users = 0
        self._failure: SourceError | None = None
        self._failed_at = 0.0

    @contextmanager
    def at(self, endpoint: str, timeout: float) -> Generator[None]:
        """Hold wbgapi to one endpoint; who wants another one waits until nobody uses it."""
        with self._turn:
            wanted = (endpoint, timeout)
            self._turn.wait_for(lambda: self._users == 0 or self._held_to == wanted)
            if self._held_to != wanted:
                self._set(endpoint, timeout)
            self._users += 1
        try:
            yield
        finally:
            with self._turn:
                self._users -= 1
                self._turn.notify_all()

    def _set(self, endpoint: str, timeout: float) -> None:
        self.forget()
        wb.endpoint = endpoint
        wb.per_page = PAGE_ROWS[-1]
        # wbgapi sets no timeout, and a hung call would hold up the refresh for ever
        options: dict[str, Any] = {"timeout": timeout, "auth": before, "hooks": {"response": after}}
        options["headers"] = {"User-Agent": AGENT}
        if is_loopback(endpoint):
            # a proxy could not find a server on this machine; None takes back what the environment says
            options["proxies"] = {"http": None, "https": None, "all": None}
        wb.get_options = options
        self._held_to = (endpoint, timeout)

    def warm(self, ask: Callable[[Callable[[], None]], None]) -> None:
        """Fill wbgapi's caches, once and by one thread alone; `ask` holds the conversation.

        wbgapi marks its cache of economies as full before it is: one that fails half way would keep silent for ever.
        """
        since = monotonic()
        with self._warming:
            if self._is_warm():
                return
            if self._failure is not None and self._failed_at > since:
                # it failed while this thread waited for it: all who wait hear of one failure, not one after the other
                raise type(self._failure)(NAME, self._failure.detail)
            try:
                ask(self._fill)
            except BaseException as exc:
                self._failure, self._failed_at = (exc if isinstance(exc, SourceError) else None), monotonic()
                self.forget()
                raise

    def _fill(self) -> None:
        # from the start each time: what the attempt before left behind is marked as full, too
        self.forget()
        wb.source.concepts(DATABASE)
        wb.time.periods(DATABASE)
        wb.economy.update_caches()
        if not self._is_warm():
            raise malformed(NAME, "sent a list of economies that does not hold together")

    def _is_warm(self) -> bool:
        known = wb.economy._class_data  # noqa: SLF001 - wbgapi has no other way to tell
        return isinstance(known, dict) and "___" in known and DATABASE in wb.time._time_values  # noqa: SLF001

    def forget(self) -> None:
        """Empty every cache that wbgapi keeps for the life of the process."""
        # wbgapi offers no way to empty them
        for held in (wb.source._concepts, wb.source._metadata_flags, wb.time._time_values, wb._concept_mrv_cache):  # noqa: SLF001
            held.clear()
        wb.economy._localized_metadata.clear()  # noqa: SLF001
        wb.economy._iso2Codes.clear()  # noqa: SLF001
        wb.economy._aggs = wb.economy._class_data = None  # noqa: SLF001


_library: Final = _Library()


def forget() -> None:
    """Forget what wbgapi knows of economies and years, so that the next fetch asks as a new process would."""
    _library.forget()


class WorldBank(WebSource[Answer]):
    """The World Development Indicators behind one endpoint."""

    id = "world-bank"
    name = NAME
    default_url = "https://api.worldbank.org/v2"

    def batches(self, indicators: Sequence[Indicator]) -> Sequence[tuple[Indicator, ...]]:
        """Return indicators a few at a time, so that an answer is a handful of large pages."""
        return [tuple(indicators[start : start + BATCH]) for start in range(0, len(indicators), BATCH)]

    def fetch(self, batch: Sequence[Indicator], watch: Watch) -> Answer:
        """Return the figures of a batch, all economies and years; a code that fails is named, the others come."""
        codes = [indicator.code for indicator in batch]
        with _library.at(self._url, self._patience.idle):
            _library.warm(lambda fill: self._converse(watch, lambda _pages: fill()))
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

        return self._converse(watch, collect)

    def _converse(self, watch: Watch, talk: Callable[[Pages], T]) -> T:
        def speak(conversation: Conversation) -> T:
            # each attempt has pages of its own: one that was given up may still be busy with the old ones
            pages = Pages()
            conversation.check = pages.check
            try:
                return talk(pages)
            except requests.RequestException:
                # some of them are ValueErrors too
                raise
            except wb.APIError as exc:
                raise malformed(NAME, plain(str(exc))) from exc
            except (ValueError, TypeError, KeyError, IndexError, AttributeError) as exc:
                raise malformed(NAME, f"sent rows without the parts that they should have ({_named(exc)})") from exc

        return converse(lambda: Conversation(NAME, self._patience, watch, line=self._line), speak)

    def _parse(self, raw: Answer, indicator: Indicator, economies: Collection[str]) -> Fetched:
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
            unit=_unit(column.name),
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


def _observations(column: Column, code: str, economies: Collection[str], last_year: int) -> pd.DataFrame:
    wanted = frozenset(economies)
    cells = zip(column.economy, column.time, column.value, strict=True)
    rows = sorted((cell for cell in cells if cell[0] in wanted), key=itemgetter(0, 1))
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
        raise malformed(NAME, f"sent a value of {code} that is no finite number")
    return values


def _year(time: str, code: str, last_year: int) -> int:
    found = re.fullmatch(r"YR([0-9]{4})", time)
    if found is None or not FIRST_YEAR <= int(found[1]) <= last_year:
        raise malformed(NAME, f"sent a value of {code} for '{plain(time, 20)}', which is no year that can be")
    return int(found[1])


def _unit(name: str) -> str:
    """Return what stands in a series name's last parentheses, notes of method aside."""
    found = [words for words in re.findall(r"\(([^()]*)\)", plain(name)) if not words.endswith("estimate")]
    return found[-1].strip() if found else ""


def _named(exc: Exception) -> str:
    return plain(f"{type(exc).__name__}: {exc}", 80)
