"""Read the years and days that a query names."""

import datetime as dt
from typing import Final

from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.errors import SelectionError
from dashboard.formatting import day, quoted
from dashboard.store.as_of import AsOf, day_of, has_begun, read_as_of, write_as_of
from dashboard.views.query import Query

_YEAR_DIGITS: Final = 4


def read_year(query: Query, key: str) -> int | None:
    """Return the year that a key names; what is none is noted."""

    def read(text: str) -> int:
        # isdigit alone lets other scripts' digits through
        digits = text.isascii() and text.isdigit() and len(text) == _YEAR_DIGITS
        if digits and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        message = f"{key} must be a year from {FIRST_YEAR} to {LAST_YEAR}, not {quoted(text)}."
        raise SelectionError("bad-year", message, field=key)

    return query.one(key, read, None)


def read_day(query: Query, key: str) -> AsOf | None:
    """Return the day or instant that a key names; what is none, or has not come yet, is noted."""

    def read(text: str) -> AsOf:
        try:
            as_of = read_as_of(text)
        except ValueError:
            as_of = None
        # the end of time has no day after it to look back from
        if as_of is None or not FIRST_YEAR <= as_of.year <= LAST_YEAR:
            such = "a day such as 2026-04-08 or an instant such as 2026-04-08T09:30:00Z"
            raise SelectionError("bad-date", f"{key} must be {such}, not {quoted(text)}.", field=key)
        if not has_begun(as_of, dt.datetime.now(dt.UTC)):
            told = f"{key} names a day that has not come yet, {day(day_of(as_of), 'day')}"
            raise SelectionError("future-date", f"{told}; without it the newest release is shown.", field=key)
        return as_of

    return query.one(key, read, None)


def written_as_of(as_of: AsOf | None) -> str | None:
    """Return a day or instant as a query names it; None where there is none."""
    return None if as_of is None else write_as_of(as_of)
