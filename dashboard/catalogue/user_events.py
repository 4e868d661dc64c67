"""Read the events that a user brings, as a small CSV or in a URL, into records like the catalogue's own."""

import calendar
import csv
import datetime as dt
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import computed_field

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR, Source
from dashboard.formatting import Precision

MOST_EVENTS: Final = 200
MOST_BYTES: Final = 1_000_000
MOST_LINK_LETTERS: Final = 1_500
_YEARS: Final = range(FIRST_YEAR, LAST_YEAR + 1)
_TITLE_LETTERS: Final = 120
_SHORT_LETTERS: Final = 34
_QUOTED_LETTERS: Final = 40
_DELIMITERS: Final = ",;\t"
_HEADINGS: Final[dict[str, frozenset[str]]] = {
    "date": frozenset({"date", "day", "when", "start", "year", "日期", "时间"}),
    "title": frozenset({"title", "event", "name", "what", "label", "标题", "事件", "名称"}),
    "end": frozenset({"end", "end date", "until", "结束", "结束日期"}),
}
# 2015, 2015-05, 2015-05-08, and 2015/5/8 as spreadsheets write it back
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_NO_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_OWN: Final = (Source(title="added by the reader, not checked by Eraline"),)


class OwnEvent(Milestone):
    """An event that a user added: nothing is known of it but its date, its end and its title."""

    native_title: str = ""
    kind: MilestoneKind = MilestoneKind.OWN
    summary: str = "Your own event."
    sources: tuple[Source, ...] = _OWN

    @computed_field
    @property
    def confidence(self) -> str:
        """Return that nobody has checked it."""
        return "not checked"


@dataclass(frozen=True)
class Reading:
    """The events that could be read, the rows that could not by number and reason, and what to look at again."""

    events: tuple[OwnEvent, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Unusable(ValueError):
    """A row, or a whole text, of which no event can be made; the message says why."""


def read_file(content: bytes) -> Reading:
    """Return the events of a CSV file's bytes; nothing but the reason where the file as a whole is of no use."""
    try:
        text, notes = _decoded(content)
        reading = _read_rows(text)
    except _Unusable as exc:
        return Reading(problems=(str(exc),))
    return Reading(reading.events, reading.problems, notes)


def read_text(text: str) -> Reading:
    """Return the events of a pasted CSV."""
    return read_file(text.encode("utf-8", errors="replace"))


def beside(present: Iterable[Milestone], reading: Reading) -> Reading:
    """Return a reading as it is where its events fit in with those present, else nothing but the reason."""
    if len({event.id for event in (*present, *reading.events)}) <= MOST_EVENTS:
        return reading
    return Reading(
        problems=(f"With these there would be more than {MOST_EVENTS} events of your own. None of them was added.",)
    )


def read_words(words: Sequence[str]) -> Reading:
    """Return the events that a link's words name, each "2015-05-08 Title" or "2015-05-08/2016-05-08 Title"."""
    events: dict[str, OwnEvent] = {}
    problems: list[str] = []
    for word in words:
        days, _, title = word.strip().partition(" ")
        start, _, end = days.partition("/")
        try:
            event = _event(start, title, end)
        except _Unusable as exc:
            problems.append(f"An event of your own cannot be read: {exc}.")
        else:
            events[event.id] = event
    return Reading(tuple(events.values())[:MOST_EVENTS], tuple(problems))


def in_words(events: Iterable[Milestone]) -> tuple[str, ...]:
    """Return the words that read back as these events."""
    return tuple(f"{_shortest(event)}{f'/{event.end}' if event.end else ''} {event.title}" for event in events)


def fit_link(events: Iterable[Milestone]) -> bool:
    """Tell whether events are short enough, in all, for a link to carry them."""
    return sum(map(len, in_words(events))) <= MOST_LINK_LETTERS


def joined(*parts: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """Return events of several origins in their order, each once, no more than a chart can take."""
    return tuple({event.id: event for part in parts for event in part}.values())[:MOST_EVENTS]


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if len(content) > MOST_BYTES:
        raise _Unusable(f"The file is larger than {MOST_BYTES // 1_000_000} MB; a list of events is far smaller.")
    if b"\0" in content:
        raise _Unusable("This is not a text file. Save the sheet as CSV (UTF-8) and try again.")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    # Chinese letters are pairs of such bytes; in Western texts they stand alone among others
    runs = _NO_ASCII.findall(content)
    chinese = sum(len(run) > 1 for run in runs) > len(runs) / 2
    for encoding in ("gb18030", "cp1252") if chinese else ("cp1252", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, (f"The file is not UTF-8; it was read as {encoding.upper()}. Are all letters right?",)
    raise _Unusable("The file's encoding could not be detected; save it as UTF-8.")


def _read_rows(text: str) -> Reading:
    problems: list[str] = []
    rows = list(_rows(text, problems))
    if not rows and not problems:
        raise _Unusable("There is nothing in it: one event a row is needed, its date and its title.")
    columns = _columns(rows[0][1]) if rows else None
    events = rows[1:] if columns else rows
    if columns and not events and not problems:
        raise _Unusable("There is only a heading in it: one event a row is needed.")
    if len(events) > MOST_EVENTS:
        raise _Unusable(
            f"{len(events):,} rows are too many: {MOST_EVENTS} events are the most that a chart can show. "
            "None was taken; shorten the list and try again."
        )
    found: dict[str, OwnEvent] = {}
    for number, cells in events:
        try:
            event = _row_event(cells, columns)
        except _Unusable as exc:
            problems.append(f"Row {number}: {exc}.")
            continue
        found[event.id] = event
    return Reading(tuple(found.values()), tuple(problems))


def _rows(text: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, numbered as a spreadsheet numbers them, up to one that breaks the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True), start=1):
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield number, cells
    except csv.Error:
        problems.append(f"Row {number + 1}: a quotation mark is out of place; nothing is read from here on.")


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", first)
    return next((letter for letter in unquoted if letter in _DELIMITERS), ",")


def _columns(cells: Sequence[str]) -> Mapping[str, int] | None:
    """Return where the columns are that a heading names, or None where the first row is an event already."""
    names = [cell.strip().casefold() for cell in cells]
    places = {
        column: next((place for place, name in enumerate(names) if name in known), -1)
        for column, known in _HEADINGS.items()
    }
    if max(places.values()) < 0:
        return None
    for column in ("date", "title"):
        if places[column] < 0:
            raise _Unusable(f'The heading names no column "{column}". Call the columns date and title.')
    return places | {"": len(cells)}


def _row_event(cells: Sequence[str], columns: Mapping[str, int] | None) -> OwnEvent:
    if columns is None:
        # without a heading everything after the date is the title, whatever commas are in it
        return _event(cells[0], ", ".join(cell.strip() for cell in cells[1:]))
    if len(cells) > columns[""]:
        raise _Unusable("it has more cells than the heading; put a title with commas into quotation marks")

    def cell(column: str) -> str:
        place = columns[column]
        return cells[place] if 0 <= place < len(cells) else ""

    return _event(cell("date"), cell("title"), cell("end"))


def _event(start: str, title: str, end: str = "") -> OwnEvent:
    first, precision = _day(start)
    last = _last_day(*_day(end)) if end.strip() else None
    if last is not None and last < first:
        raise _Unusable(f"it ends on {last}, before it begins")
    shown = _cleaned(title, _TITLE_LETTERS)
    if not shown:
        raise _Unusable("it has no title")
    return OwnEvent(
        id=f"own-{first}-{zlib.crc32(f'{precision} {last} {shown}'.encode()):08x}",
        date=first,
        precision=precision,
        end=last,
        title=shown,
        short_title=_cleaned(shown, _SHORT_LETTERS),
        weight=2,
    )


def _day(text: str) -> tuple[dt.date, Precision]:
    given = text.strip()
    if not given:
        raise _Unusable("it has no date")
    found, reversed_ = _YEAR_FIRST.fullmatch(given), _DAY_FIRST.fullmatch(given)
    if found:
        year, month, day = (int(part) if part else 0 for part in found.group(1, 3, 4))
        precision: Precision = "day" if found[4] else "month" if found[3] else "year"
    elif reversed_:
        day, month, year = (int(part) for part in reversed_.groups())
        precision = "day"
    else:
        raise _Unusable(f'"{_cleaned(given, _QUOTED_LETTERS)}" is not a date such as 2015, 2015-05 or 2015-05-08')
    if year not in _YEARS:
        raise _Unusable(f"the year {year} lies outside of {_YEARS[0]} to {_YEARS[-1]}")
    try:
        moment = dt.date(year, month if precision != "year" else 1, day if precision == "day" else 1)
    except ValueError:
        raise _Unusable(f"there is no day {given}") from None
    return moment, precision


def _last_day(day: dt.date, precision: Precision) -> dt.date:
    if precision == "day":
        return day
    month = day.month if precision == "month" else 12
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def _cleaned(text: str, most: int) -> str:
    """Return a text on one line, without what cannot be seen, cut with a dot-dot-dot where it is too long."""
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return clean if len(clean) <= most else f"{clean[: most - 1].rstrip()}…"


def _shortest(event: Milestone) -> str:
    return str(event.date)[: {"year": 4, "month": 7, "day": 10}[event.precision]]
