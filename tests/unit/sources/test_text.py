"""Is what a provider wrote a day, or nothing?"""

import datetime as dt

import pytest

from dashboard.sources.text import day


def test_a_day_by_iso_8601_is_read() -> None:
    assert day("2026-04-08") == dt.date(2026, 4, 8)


@pytest.mark.parametrize("said", ["2026-04-08 and more", "8 April 2026", "2026-02-30", "", None, 7])
def test_anything_else_is_no_day(said: object) -> None:
    assert day(said) is None
