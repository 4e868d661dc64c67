"""Read dates as people write them, a whole column at once: clear ones settle which comes first, day or month."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.catalogue.month_names import month_named
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.catalogue.user_fiscal import fiscal_years
from dashboard.catalogue.user_footnotes import first_footnoted, without_footnotes

_YEARS: Final = range(FIRST_YEAR, LAST_YEAR + 1)
_MONTHS: Final = 12
# POSIX: 69 to 99 are of the last century
_SHORT_YEAR_PIVOT: Final = 69
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－~～", "-"))
_TIME: Final = re.compile(r"(?<=\d)[t ,]+\d{1,2}:\d{2}.*")
_WEEKDAY: Final = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ")
_SHORT: Final = re.compile(r"^(?!\d{4}).*(?<!\d)\d\d$", re.ASCII)
_UNSETTLED: Final = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?:\d{4}|\d{2})(?!\d)", re.ASCII
)
_Y: Final = r"(?P<y>\d{4})"
_SHORT_Y: Final = r"(?P<y>\d{4}|\d{2})"
_M: Final = r"(?P<m>\d{1,2})"
_D: Final = r"(?P<d>\d{1,2})"
_Q: Final = r"(?P<q>[1-4])"
_NAME: Final = r"(?P<name>[^\W\d_]{3,})\.?"
_PATTERNS: Final = tuple(
    re.compile(pattern, re.ASCII if "name" not in pattern else re.NOFLAG)
    for pattern in (
        rf"{_Y}(?:年|\.0)?",
        rf"{_Y}(?P<mark>[-/.]){_M}(?:(?P=mark){_D})?",
        rf"{_Y} ?年 ?{_M} ?月(?: ?{_D} ?[日号])?",
        rf"{_Y}[- ]?m{_M}",
        rf"{_Y}(?P<m>\d\d)(?P<d>\d\d)?",
        rf"{_Y}[-/ :]?q{_Q}",
        rf"{_Y} ?年? ?第?(?P<q>[1-4一二三四]) ?季度?",
        rf"q{_Q}[-/ ']{{0,2}}{_SHORT_Y}",
        rf"{_Q}q[-/ ']{{0,2}}{_SHORT_Y}",
        rf"{_Q}(?:st|nd|rd|th|\.) ?(?:quarter|quartal)(?: of)? {_Y}",
        rf"{_M}[-/.]{_Y}",
        rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark){_SHORT_Y}",
        rf"{_D}(?:st|nd|rd|th|er|\.)?(?: (?:of|de)\b)?[- ]?{_NAME}(?:,| de\b)?[- ]?'?{_SHORT_Y}",
        rf"{_NAME} {_D}(?:st|nd|rd|th)?,? {_Y}",
        rf"{_NAME},?[- ]?{_Y}",
        rf"{_NAME}[-/' ]?[-/']{_SHORT_Y}",
        rf"{_Y}[- ]{_NAME}(?:[- ]{_D})?",
    )
)
_BETWEEN: Final = re.compile(r" to | until | till | through | bis | au | hasta | ?[至到/] ?| ?- ?")
_SERIAL: Final = re.compile(r"[1-6]\d{4}", re.ASCII)
_CHINESE_QUARTERS: Final = dict(zip("一二三四", (1, 2, 3, 4), strict=True))
_MONTHS_OF_A_QUARTER: Final = 3


class Part(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Order(StrEnum):
    """Which comes first where a date is three numbers with its year last."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class DateProblem(StrEnum):
    """Why a text is no date."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NO_SUCH_DAY = "no-such-day"
    OUTSIDE = "outside"
    SERIAL = "serial"
    BACKWARDS = "backwards"
    UNSETTLED = "unsettled"
    FISCAL = "fiscal"


@dataclass(frozen=True)
class When:
    """A day, month, quarter or year by its first day."""

    start: dt.date
    part: Part

    @property
    def last_day(self) -> dt.date:
        """Return its last day."""
        if self.part is Part.DAY:
            return self.start
        more = {Part.MONTH: 0, Part.QUARTER: _MONTHS_OF_A_QUARTER - 1, Part.YEAR: _MONTHS - 1}[self.part]
        month = self.start.month + more
        return dt.date(self.start.year, month, calendar.monthrange(self.start.year, month)[1])


@dataclass(frozen=True)
class Span:
    """A date, and the last one of what lasted longer."""

    first: When
    last: When | None = None


@dataclass(frozen=True)
class NotRead:
    """A text that is no date, and why."""

    problem: DateProblem
    text: str


@dataclass(frozen=True)
class DateColumn:
    """A column's dates, and how those with two readings were read.

    `settled` is the first of them that the order settled; `short_years` tells of years of two digits, `footnoted` is
    the first text with the mark of a footnote.
    """

    cells: tuple[Span | NotRead, ...]
    order: Order | None
    short_years: bool
    settled: str = ""
    footnoted: str = ""

    @property
    def unsettled(self) -> str:
        """Return the first text of which the user has to say what comes first, day or month; empty if there is none."""
        unread = (cell for cell in self.cells if isinstance(cell, NotRead))
        return next((cell.text for cell in unread if cell.problem is DateProblem.UNSETTLED), "")


class _NoDateError(ValueError):
    def __init__(self, problem: DateProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_dates(texts: Sequence[str], order: Order | None = None) -> DateColumn:
    """Return the dates of a column's texts: days, months, quarters, years, and spans of them.

    In 7/8/2015 the order given decides, else that of the column's clear ones as 14.7.2015 or 7/14/2015. With dots the
    day comes first unless another row contradicts. Where nothing decides, the text is unsettled.
    """
    plain = [_plain(text) for text in texts]
    found, fiscal = order or _order_of(plain), fiscal_years(plain)
    cells = tuple(
        NotRead(DateProblem.FISCAL, " ".join(given.split())) if text in fiscal else _cell(text, given, found)
        for text, given in zip(plain, texts, strict=True)
    )
    short = (isinstance(cell, Span) and _SHORT.search(text) for text, cell in zip(plain, cells, strict=True))
    settled = (given for text, given in zip(plain, texts, strict=True) if _has_two_readings(text))
    return DateColumn(cells, found, any(short), next(settled, "") if found else "", first_footnoted(texts))


def _plain(text: str) -> str:
    """Return a text with one kind of dash, space and digit, without footnotes, a time of day or a day of the week."""
    bare = " ".join(unicodedata.normalize("NFKC", without_footnotes(text)).casefold().translate(_DASHES).split())
    return _WEEKDAY.sub("", _TIME.sub("", bare))


def _order_of(texts: Sequence[str]) -> Order | None:
    orders: set[Order] = set()
    dotted = slashed = False
    for found in (match for text in texts for match in _UNSETTLED.finditer(text)):
        first, second = int(found["a"]), int(found["b"])
        if first > _MONTHS >= second:
            orders.add(Order.DAY_FIRST)
        elif second > _MONTHS >= first:
            orders.add(Order.MONTH_FIRST)
        dotted, slashed = dotted or found["mark"] == ".", slashed or found["mark"] != "."
    if len(orders) == 1:
        return orders.pop()
    return Order.DAY_FIRST if dotted and not slashed and not orders else None


def _has_two_readings(text: str) -> bool:
    found = _UNSETTLED.search(text)
    return found is not None and max(int(found["a"]), int(found["b"])) <= _MONTHS and found["a"] != found["b"]


def _cell(text: str, given: str, order: Order | None) -> Span | NotRead:
    try:
        return _span(text, order)
    except _NoDateError as exc:
        return NotRead(exc.problem, " ".join(given.split()))


def _span(text: str, order: Order | None) -> Span:
    try:
        return Span(_when(text, order))
    except _NoDateError as exc:
        problem = exc
    for first, last in _halves(text):
        try:
            span = Span(_when(first, order), _when(last, order))
        except _NoDateError as exc:
            if exc.problem is DateProblem.UNSETTLED:
                raise
            continue
        if span.last and span.last.last_day < span.first.start:
            raise _NoDateError(DateProblem.BACKWARDS)
        return span
    raise problem


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text cut in two at each place that may part two dates; the first may lack what both share."""
    # a word or a space parts more surely than a slash, and a slash than the dash that 2015-05 has inside
    for cut in sorted(_BETWEEN.finditer(text), key=lambda cut: ("/-".find(cut[0]), cut.start())):
        first, last = text[: cut.start()], text[cut.end() :]
        if first and last:
            yield first, last
            # 18-22 December 1978, May to June 2015
            words = last.split()
            yield from ((" ".join((first, *words[shared:])), last) for shared in range(1, len(words)))


def _when(text: str, order: Order | None) -> When:
    if not text:
        raise _NoDateError(DateProblem.MISSING)
    for pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            if parts.get("name") and not month_named(parts["name"]):
                continue
            return _made(parts, order)
    raise _NoDateError(DateProblem.SERIAL if _SERIAL.fullmatch(text) else DateProblem.UNKNOWN)


def _made(parts: dict[str, str | None], order: Order | None) -> When:
    year = _year(parts["y"] or "")
    if year not in _YEARS:
        raise _NoDateError(DateProblem.OUTSIDE)
    quarter = parts.get("q")
    if quarter:
        number = _CHINESE_QUARTERS.get(quarter) or int(quarter)
        return When(dt.date(year, number * _MONTHS_OF_A_QUARTER - 2, 1), Part.QUARTER)
    month, day = _month_and_day(parts, order)
    try:
        start = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise _NoDateError(DateProblem.NO_SUCH_DAY) from None
    if month == 0 or day == 0:
        raise _NoDateError(DateProblem.NO_SUCH_DAY)
    return When(start, Part.DAY if day else Part.MONTH if month else Part.YEAR)


def _month_and_day(parts: dict[str, str | None], order: Order | None) -> tuple[int | None, int | None]:
    first, second = parts.get("a"), parts.get("b")
    if first and second:
        return _settled(int(first), int(second), order)
    name, month, day = parts.get("name"), parts.get("m"), parts.get("d")
    return month_named(name) if name else int(month) if month else None, int(day) if day else None


def _settled(first: int, second: int, order: Order | None) -> tuple[int, int]:
    """Return month and day of two numbers: of two readings the one that the order says, of one that one."""
    if first > _MONTHS or second > _MONTHS or first == second:
        return (first, second) if second > _MONTHS else (second, first)
    if order is None:
        raise _NoDateError(DateProblem.UNSETTLED)
    return (second, first) if order is Order.DAY_FIRST else (first, second)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == len("1979"):
        return year
    return year + (1900 if year >= _SHORT_YEAR_PIVOT else 2000)
