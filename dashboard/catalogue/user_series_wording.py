"""Say how a user's own series was understood, and what of its table was not."""

from collections.abc import Mapping
from typing import Final

from dashboard import formatting
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.catalogue.user_dates import DateProblem
from dashboard.catalogue.user_layouts import Layout
from dashboard.catalogue.user_numbers import Mark
from dashboard.catalogue.user_series import NotObserved, SeriesProblem, SeriesReading
from dashboard.catalogue.user_wording import date_notes, filled_note, footnote_note, table_notes
from dashboard.formatting import one_line

_QUOTED_LETTERS: Final = 40
_ROWS_NAMED: Final = 3
_LAYOUTS: Final = {
    Layout.TIDY: "one row per observation",
    Layout.PERIODS_ACROSS: "one column per {period}",
    Layout.ECONOMIES_ACROSS: "one column per economy",
}
_REASONS: Final[Mapping[SeriesProblem | DateProblem, str]] = {
    SeriesProblem.NO_ECONOMY: "{text} is no economy that Eraline knows",
    SeriesProblem.NOT_A_NUMBER: "{text} is not a number",
    SeriesProblem.A_SPAN: "{text} is a span and no single year, quarter or month",
    SeriesProblem.OTHER_FREQUENCY: "{text} is not of the frequency that most rows have",
    SeriesProblem.TWICE: "{text} has another value further up",
    DateProblem.MISSING: "its year, quarter or month is missing",
    DateProblem.UNKNOWN: "{text} is not a year, quarter or month",
    DateProblem.NO_SUCH_DAY: "there is no {text}",
    DateProblem.OUTSIDE: f"{{text}} lies outside of {FIRST_YEAR} to {LAST_YEAR}",
    DateProblem.SERIAL: "{text} is a spreadsheet's own number of a day; format the column as dates",
    DateProblem.BACKWARDS: "{text} ends before it begins",
    DateProblem.UNSETTLED: "{text} may be day and month or month and day",
    DateProblem.FISCAL: "{text} is a fiscal year, part of two calendar years; write the year it should stand under",
}


def understood(reading: SeriesReading) -> str:
    """Return what a table was taken for: its layout, frequency, economies, periods and number of observations."""
    layout = _LAYOUTS[reading.layout].format(period=reading.frequency.period)
    count = formatting.count(len(reading.observations), "observation")
    if reading.observations.empty:
        return f"A table with {layout}, and no observation in it so far."
    periods = reading.frequency.written(reading.observations["period"].sort_values())
    first, last = periods.iloc[0], periods.iloc[-1]
    span = formatting.spell(first, last, " to ")
    economies = formatting.economies(len(reading.economies))
    return f"A table with {layout}: {count} of {economies}, {span}, {reading.frequency.value}."


def series_notes(reading: SeriesReading) -> tuple[str, ...]:
    """Return what to know of how a table was read: what was guessed, and what was left out."""
    unread = f"Columns that were not read: {formatting.listing(list(reading.unread))}." if reading.unread else ""
    comma = (
        "Commas stand before decimals." if reading.numbers.mark is Mark.COMMA and not reading.numbers.doubtful else ""
    )
    read = (
        *date_notes(reading.dates),
        *footnote_note(reading.footnoted),
        *filled_note(reading.filled, "economy"),
    )
    return tuple(filter(None, (*table_notes(reading.table), *read, comma, unread)))


def not_observed(problem: NotObserved) -> str:
    """Return what of a table is no observation, in which rows, and why."""
    text = one_line(problem.text, _QUOTED_LETTERS)
    reason = _REASONS[problem.problem].format(text=f'"{text}"' if text else "an empty cell")
    rows = [str(row) for row in problem.rows[:_ROWS_NAMED]]
    more = len(problem.rows) - len(rows)
    if more:
        return f"Rows {', '.join(rows)} and {more} more: {reason}."
    return f"{'Row' if len(rows) == 1 else 'Rows'} {formatting.listing(rows)}: {reason}."
