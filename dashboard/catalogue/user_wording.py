"""Say what of a user's table was not understood, and how the rest was read."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.catalogue.user_dates import DateColumn, DateProblem, Order
from dashboard.catalogue.user_event_tables import EventReading
from dashboard.catalogue.user_events import EventProblem, NotAnEvent
from dashboard.catalogue.user_tables import UserTable
from dashboard.formatting import count, listing, one_line

_QUOTED_LETTERS: Final = 40
_NAMED: Final = 10
_REASONS: Final[Mapping[DateProblem | EventProblem, str]] = {
    DateProblem.MISSING: "it has no date",
    DateProblem.UNKNOWN: "{text} is not a date such as 2015, 2015-05 or 8 May 2015",
    DateProblem.NO_SUCH_DAY: "there is no day {text}",
    DateProblem.OUTSIDE: f"{{text}} lies outside of {FIRST_YEAR} to {LAST_YEAR}",
    DateProblem.SERIAL: "{text} is a spreadsheet's own number of a day; format the column as dates",
    DateProblem.BACKWARDS: "it ends before it begins ({text})",
    DateProblem.UNSETTLED: "{text} may be day and month or month and day",
    DateProblem.FISCAL: "{text} is a fiscal year; write the day that it begins on",
    EventProblem.NO_TITLE: "it has no title",
    EventProblem.TOO_MANY_CELLS: "it has more cells than the heading; put a title with commas into quotation marks",
}
_ORDERS: Final = {Order.DAY_FIRST: "the day first", Order.MONTH_FIRST: "the month first"}


def reason(problem: NotAnEvent) -> str:
    """Return why a row is no event, as the end of a sentence."""
    text = one_line(problem.text, _QUOTED_LETTERS)
    quoted = text if problem.problem is DateProblem.NO_SUCH_DAY else f'"{text}"'
    return _REASONS[problem.problem].format(text=quoted)


def row_problem(problem: NotAnEvent) -> str:
    """Return which row is no event, and why."""
    return f"Row {problem.row}: {reason(problem)}."


def table_notes(table: UserTable) -> tuple[str, ...]:
    """Return what to know of a table that was read: what was guessed, and what was left out."""
    notes: list[str] = []
    if table.guessed and table.encoding:
        notes.append(f"The file does not say which letters it holds. They were read as {table.encoding.label}.")
    if table.other_sheets:
        notes.append(f'The sheet "{table.sheet}" was read, {count(table.other_sheets, "other sheet")} was not.')
    if table.uncomputed:
        notes.append("Formulas without a stored result are not read: save the workbook once in a spreadsheet program.")
    if table.broken_at is not None:
        notes.append(f"Row {table.broken_at}: a quotation mark is out of place; nothing is read from here on.")
    return tuple(notes)


def date_notes(dates: DateColumn) -> tuple[str, ...]:
    """Return how dates with two readings were read."""
    notes: list[str] = []
    if dates.settled and dates.order:
        notes.append(f"Dates such as {dates.settled} were read with {_ORDERS[dates.order]}.")
    if dates.short_years:
        notes.append("Years of two digits were read as 1969 to 2068.")
    return tuple(notes)


def footnote_note(text: str) -> tuple[str, ...]:
    """Return that marks of footnotes were left out, as in a text; nothing where none was."""
    return (f"Marks of footnotes were left out, as in {one_line(text, _QUOTED_LETTERS)}.",) if text else ()


def filled_note(rows: Sequence[int], what: str) -> tuple[str, ...]:
    """Return which rows were given what stands above them; nothing where none was."""
    named = [str(row) for row in rows[:_NAMED]]
    more = [f"{len(rows) - _NAMED} more"] if len(rows) > _NAMED else []
    said = f"{'Row' if len(rows) == 1 else 'Rows'} {listing([*named, *more])}"
    return (f"{said} had no {what}; the one above was taken.",) if rows else ()


def event_notes(reading: EventReading) -> tuple[str, ...]:
    """Return what to look at again in events that were read."""
    read = (*date_notes(reading.dates), *footnote_note(reading.dates.footnoted))
    return (*table_notes(reading.table), *read, *filled_note(reading.filled, "year"))
