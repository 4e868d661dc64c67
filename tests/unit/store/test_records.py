"""Do the records of the store say how a day is known, what changed and which releases they are of?"""

import datetime as dt

import pytest

from dashboard.store.records import COUNTRIES, Attempt, Pending, Vintage, releases

MOMENT = dt.datetime(2016, 11, 17, 23, 30, tzinfo=dt.UTC)


def vintage(**fields: object) -> Vintage:
    usual = {"id": 1, "indicator": "growth", "published": MOMENT, "release": "November", "rows": 1, "origin": "live"}
    return Vintage.model_validate(usual | dict.fromkeys(("added", "revised", "withdrawn"), 0) | fields)


def test_a_vintage_says_no_more_than_it_was_given() -> None:
    plain = vintage()
    assert (plain.updated, plain.dated, plain.redefined) == (None, "seen on", 0)
    assert {plain.unit, plain.definition, plain.covers, plain.remark, plain.licence, plain.url} == {""}
    assert Attempt(id=1, indicator="growth", started=MOMENT, finished=MOMENT, outcome="fresh").detail == ""


def test_a_release_that_is_held_back_says_no_more_than_it_was_given() -> None:
    given = {"indicator": "growth", "state": "pending", "digest": "0f", "fetched": MOMENT, "release": "May", "rows": 1}
    held = Pending.model_validate({**given, "doubts": ()})
    assert (held.decided, held.updated, held.unit) == (None, None, "")


def test_the_word_for_countries_alone_is_that_of_the_data() -> None:
    assert COUNTRIES == "countries"


@pytest.mark.parametrize("dated", ["published", "seen on"])
def test_its_day_is_said_with_how_it_is_known(dated: str) -> None:
    assert vintage(dated=dated).date == dt.date(2016, 11, 17)
    assert vintage(dated=dated).day == f"{dated} 17 November 2016"


@pytest.mark.parametrize("count", ["added", "revised", "withdrawn", "redefined"])
def test_any_change_makes_it_another_than_the_one_before(count: str) -> None:
    assert vintage(**{count: 1}).is_changed is True
    assert vintage().is_changed is False


def test_what_a_database_holds_is_shown_on_one_line_whatever_it_is() -> None:
    assert vintage(release="two\nlines", remark="a\x00b").release == "two lines"
    assert "\x00" not in vintage(remark="a\x00b").remark


def test_one_release_is_named_alone_and_several_with_their_indicators() -> None:
    other = vintage(id=2, indicator="trade", release="December")
    assert releases([vintage(), vintage()]) == "November"
    assert releases([vintage(), other, vintage()]) == "growth: November; trade: December"
