"""Are recessions dated as committees date them, and drawn beside the economies that they are of?"""

import datetime as dt

import pytest
from pydantic import ValidationError

from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.records import Source

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2024, 12, 31)


def chronology(step: str, *recessions: tuple[str, str], shown_with: tuple[str, ...] = ()) -> Chronology:
    return Chronology.model_validate(
        {
            "id": "made-up",
            "economy": "USA",
            "shown_with": shown_with,
            "committee": "MUC",
            "full_name": "Made-up Committee",
            "step": step,
            "recessions": [
                {"peak": dt.date.fromisoformat(peak), "trough": dt.date.fromisoformat(trough)}
                for peak, trough in recessions
            ],
            "sources": [Source(title="A statement")],
        }
    )


def test_a_recession_begins_after_the_month_of_the_peak_and_ends_with_that_of_the_trough() -> None:
    found = chronology("month", ("2007-12-01", "2009-06-01")).spans(FIRST, LAST)
    assert found == ((dt.date(2008, 1, 1), dt.date(2009, 7, 1)),)


def test_a_recession_dated_by_quarters_lasts_whole_quarters() -> None:
    found = chronology("quarter", ("2019-10-01", "2020-04-01")).spans(FIRST, LAST)
    assert found == ((dt.date(2020, 1, 1), dt.date(2020, 7, 1)),)


def test_a_recession_is_cut_at_the_ends_of_the_axis_and_left_out_beyond_them() -> None:
    known = chronology("month", ("1981-07-01", "1982-11-01"), ("2001-03-01", "2001-11-01"))
    assert known.spans(dt.date(2001, 6, 1), LAST) == ((dt.date(2001, 6, 1), dt.date(2001, 12, 1)),)
    assert known.spans(dt.date(2002, 1, 1), LAST) == ()


def test_recessions_are_shown_beside_their_economy_and_those_named_for_it_alone() -> None:
    known = chronology("month", ("2001-03-01", "2001-11-01"), shown_with=("EUU",))
    assert known.is_shown_with(["CHN", "USA"])
    assert known.is_shown_with(["EUU"])
    assert not known.is_shown_with(["CHN", "DEU"])


@pytest.mark.parametrize(
    ("step", "recessions", "why"),
    [
        ("month", [("2009-06-01", "2007-12-01")], "is not after peak"),
        ("month", [("2007-12-15", "2009-06-01")], "is not the first day of a month"),
        ("quarter", [("2007-12-01", "2009-04-01")], "is not the first day of a quarter"),
        ("month", [("2001-03-01", "2001-11-01"), ("2001-06-01", "2002-01-01")], "begins before"),
    ],
)
def test_dates_that_cannot_be_are_refused(step: str, recessions: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        chronology(step, *recessions)
