"""Find dates and titles in a table that a user brings, and make events of its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.user_dates import (
    DateColumn,
    DateProblem,
    NotRead,
    Order,
    Part,
    Span,
    read_dates,
)
from dashboard.catalogue.user_events import MOST_EVENTS, EventProblem, NotAnEvent, OwnEvent, own_event
from dashboard.catalogue.user_headings import Columns, event_columns, joined_date
from dashboard.catalogue.user_ongoing import begun
from dashboard.catalogue.user_tables import Row, UserTable
from dashboard.errors import Unusable, UnusableTable

_FORMULA: Final = "=+-@"


@dataclass(frozen=True)
class EventReading:
    """The events of a table, the rows that are none, and what the user may want to look at again.

    `dates` says how dates with two readings were read, `filled` which rows were given the year above them.
    """

    table: UserTable
    events: tuple[OwnEvent, ...]
    problems: tuple[NotAnEvent, ...]
    dates: DateColumn
    filled: tuple[int, ...] = ()


def events_of(table: UserTable, order: Order | None = None) -> EventReading:
    """Return the events of a table, one for each row; UnusableTable where no column can be told to hold the dates.

    `order` settles 7/8/2015 where the column itself does not.
    """
    columns, rows = event_columns(table.rows)
    if not rows and table.broken_at is None:
        raise UnusableTable(Unusable.ONLY_HEADING)
    if len(rows) > MOST_EVENTS:
        raise UnusableTable(Unusable.TOO_MANY_EVENTS, f"{MOST_EVENTS:,}")
    texts, filled = _filled([joined_date(row, columns.start) for row in rows], rows, columns)
    ends = [joined_date(row, columns.end) for row in rows]
    # one column and the other were written by one hand
    dates = read_dates(begun([*texts, *ends]), order)
    found = list(_found(rows, columns, dates, table))
    events = {event.id: event for event in found if isinstance(event, OwnEvent)}
    return EventReading(
        table,
        tuple(events.values()),
        tuple(event for event in found if isinstance(event, NotAnEvent)),
        dates,
        filled,
    )


def _filled(texts: Sequence[str], rows: Sequence[Row], columns: Columns) -> tuple[list[str], tuple[int, ...]]:
    """Return dates with the year above where merged cells left a year out, and the rows that were given one."""
    years = {text for text in texts if text}
    if not columns.has_heading or any(not (text.isdigit() and len(text) == len("1979")) for text in years):
        return list(texts), ()
    found, filled, above = [], [], ""
    for row, text in zip(rows, texts, strict=True):
        if not text and above:
            filled.append(row.number)
        above = text or above
        found.append(above)
    return found, tuple(filled)


def _found(
    rows: Sequence[Row], columns: Columns, dates: DateColumn, table: UserTable
) -> Iterator[OwnEvent | NotAnEvent]:
    starts, ends = dates.cells[: len(rows)], dates.cells[len(rows) :]
    for row, start, end in zip(rows, starts, ends, strict=True):
        event = _event(row, columns, start, end, table)
        yield replace(event, row=row.number) if isinstance(event, NotAnEvent) else event


def _event(
    row: Row, columns: Columns, start: Span | NotRead, end: Span | NotRead, table: UserTable
) -> OwnEvent | NotAnEvent:
    # a cell beyond the heading is a note where the heading has room for it, else the half of a title with a comma
    if table.separator and columns.width and row.width > columns.width and row.cell(columns.width):
        return NotAnEvent(EventProblem.TOO_MANY_CELLS)
    span = span_of(start, end, row.cell(columns.precision))
    if isinstance(span, NotRead):
        return NotAnEvent(span.problem, span.text)
    return own_event(span, _plain(columns.title_of(row)))


def span_of(start: Span | NotRead, end: Span | NotRead, precision: str) -> Span | NotRead:
    """Return the span of a row's two dates, as exact as the row says that the first is known."""
    if isinstance(start, NotRead):
        return start
    if isinstance(end, NotRead):
        return _precise(start, precision) if end.problem is DateProblem.MISSING else end
    last = end.last or end.first
    if last.last_day < start.first.start:
        return NotRead(DateProblem.BACKWARDS, str(last.last_day))
    return replace(_precise(start, precision), last=last)


def _precise(span: Span, precision: str) -> Span:
    """Return a date as exact as a table says that it is known: Eraline's own files write 1861 as its first day."""
    known = {Part.YEAR.value: (1, 1), Part.MONTH.value: (span.first.start.month, 1)}.get(precision.strip().casefold())
    if known is None or span.first.part is not Part.DAY or (span.first.start.month, span.first.start.day) != known:
        return span
    return replace(span, first=replace(span.first, part=Part(precision.strip().casefold())))


def _plain(title: str) -> str:
    """Return a title without the mark that keeps a spreadsheet from running it as a formula."""
    return title[1:] if title[:1] == "'" and title[1:2] in tuple(_FORMULA) else title
