"""Do the records refuse what makes no sense, and say which transforms do?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind, Target
from dashboard.catalogue.records import Source

Make = Callable[..., Any]


def test_an_indicator_has_one_code_and_no_second(make_indicator: Make) -> None:
    assert make_indicator(codes={"CHN": "EXCHUS"}).codes == {"CHN": "EXCHUS"}
    with pytest.raises(ValidationError, match="exactly one of code, codes"):
        make_indicator(code="A", codes={"CHN": "B"})
    with pytest.raises(ValidationError, match="exactly one of code, codes"):
        make_indicator(code="")


@pytest.mark.parametrize(
    ("op", "inputs"),
    [
        ("change", ["a", "b"]),
        ("share_of_world", ["a", "b"]),
        ("ratio", ["a"]),
        ("difference", ["a", "b", "c"]),
        ("sum", ["a"]),
    ],
)
def test_an_operation_takes_as_many_inputs_as_it_needs(op: str, inputs: list[str], make_indicator: Make) -> None:
    with pytest.raises(ValidationError, match="input"):
        make_indicator(derived={"op": op, "inputs": inputs})


def test_a_sum_takes_more_than_two_inputs(make_indicator: Make) -> None:
    assert make_indicator(derived={"op": "sum", "inputs": ["a", "b", "c"]}).derived.factor == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"decimals": "1"}, "decimals"),
        ({"decimals": True}, "decimals"),
        ({"decimals": -1}, "decimals"),
        ({"kind": "amount"}, "kind"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"id": "GDP growth"}, "id"),
        ({"name": "  "}, "name"),
        ({"colour": "red"}, "colour"),
        ({"breaks": [{"economy": "China", "year": 2009, "note": "x"}]}, "economy"),
        ({"breaks": [{"economy": "CHN", "year": "2009", "note": "x"}]}, "year"),
        ({"derived": {"op": "sum", "inputs": ["a", "b"], "factor": float("nan")}}, "factor"),
    ],
)
def test_an_indicator_with_a_slip_is_refused_by_its_field(
    fields: dict[str, Any], field: str, make_indicator: Make
) -> None:
    with pytest.raises(ValidationError, match=field):
        make_indicator(**fields)


def test_records_are_frozen(make_indicator: Make) -> None:
    indicator: Indicator = make_indicator()
    with pytest.raises(ValidationError, match="frozen"):
        indicator.name = "Another"


def test_a_yes_in_quotation_marks_is_no_flag() -> None:
    with pytest.raises(ValidationError, match="aggregate"):
        Economy.model_validate(
            {"id": "CHN", "name": "China", "short_name": "China", "aggregate": "no", "region": "Asia", "slot": 0}
        )


def test_an_era_holds_its_first_day_and_not_the_first_of_the_next(eras: tuple[Era, ...]) -> None:
    reform, innovation = eras[2], eras[3]
    assert reform.holds(dt.date(1978, 12, 18))
    assert reform.holds(dt.date(2012, 11, 14))
    assert not reform.holds(dt.date(2012, 11, 15))
    assert innovation.holds(dt.date(2012, 11, 15))


def test_an_era_without_an_end_goes_on(eras: tuple[Era, ...]) -> None:
    assert eras[-1].holds(dt.date(2100, 1, 1))


def test_an_era_ends_after_it_starts(eras: tuple[Era, ...]) -> None:
    with pytest.raises(ValidationError, match="is not after start"):
        Era.model_validate({**eras[1].model_dump(), "end": eras[1].start})


@pytest.mark.parametrize(
    ("precision", "date"),
    [("month", dt.date(1986, 3, 15)), ("year", dt.date(1861, 2, 1)), ("year", dt.date(1861, 1, 2))],
)
def test_a_date_says_no_more_than_its_precision(precision: str, date: dt.date, make_milestone: Make) -> None:
    with pytest.raises(ValidationError, match="first day of it"):
        make_milestone("plan", date, precision=precision)


def test_a_date_in_quotation_marks_or_with_a_time_is_no_date(make_milestone: Make) -> None:
    for slip in ("2015-05-08", dt.datetime(2015, 5, 8, 12, tzinfo=dt.UTC), 1431043200):
        with pytest.raises(ValidationError, match="date"):
            make_milestone("plan", slip)


def test_a_milestone_does_not_end_before_it_starts(make_milestone: Make) -> None:
    one_day: Milestone = make_milestone("plan", dt.date(2015, 5, 8), end=dt.date(2015, 5, 8))
    assert one_day.end == one_day.date
    with pytest.raises(ValidationError, match="is before date"):
        make_milestone("plan", dt.date(2015, 5, 8), end=dt.date(2015, 5, 7))


def test_a_milestone_names_an_indicator_once(make_milestone: Make) -> None:
    with pytest.raises(ValidationError, match="twice"):
        make_milestone("plan", dt.date(2015, 5, 8), indicators=["gdp", "gdp"])


def test_a_target_is_a_floor_a_range_a_point_or_none_set(make_target: Make) -> None:
    none: Target = make_target("none")
    assert not none.is_set
    assert make_target("floor", low=6.0).is_set
    assert make_target("zero", low=0).is_set


@pytest.mark.parametrize(
    ("fields", "decimals"),
    [
        ({}, 0),
        ({"low": 7}, 0),
        ({"low": 100}, 0),
        ({"low": 2.0, "high": 2.5}, 1),
        ({"high": 1.26}, 2),
        ({"low": 2.0, "decimals": 1}, 1),
    ],
)
def test_a_target_is_as_precise_as_its_bounds_are_written(
    fields: dict[str, Any], decimals: int, make_target: Make
) -> None:
    assert make_target("target", **fields).decimals == decimals


def test_a_ceiling_is_met_from_above_and_every_other_target_from_below(make_target: Make) -> None:
    assert make_target("ceiling", high=3).direction == "down"
    assert make_target("floor", low=3).direction == "up"
    assert make_target("range", low=3, high=4).direction == "up"
    assert make_target("fall", low=-45, high=-40, direction="down").direction == "down"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"low": 7, "high": 6.5}, "is below low"),
        ({"first_year": 2016, "last_year": 2015}, "is before first_year"),
        ({"low": float("inf")}, "low"),
        ({"low": "7"}, "low"),
        ({"set_precision": "month"}, "first day of it"),
        ({"basis": "someday"}, "basis"),
        ({"basis": "change"}, "takes two years"),
        ({"low": 2, "high": None, "direction": "within"}, "takes both low and high"),
        ({"decimals": -1}, "decimals"),
        ({"direction": "sideways"}, "direction"),
    ],
)
def test_a_target_out_of_order_is_refused(fields: dict[str, Any], message: str, make_target: Make) -> None:
    with pytest.raises(ValidationError, match=message):
        make_target("target", **fields)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["secondary"], "1 source"),
        (["primary"], "1 source, primary"),
        (["secondary", "encyclopaedia"], "2 sources"),
        (["primary", "secondary", "primary"], "3 sources, 2 primary"),
    ],
)
def test_confidence_is_counted_from_the_sources_listed(kinds: list[str], said: str, make_milestone: Make) -> None:
    sources = [{"title": f"Source {number}", "kind": kind} for number, kind in enumerate(kinds)]
    milestone = make_milestone("plan", dt.date(2006, 2, 9), sources=sources)
    assert milestone.confidence == said
    assert milestone.model_dump(mode="json")["confidence"] == said


def test_a_shock_was_not_meant_to_move_anything(make_milestone: Make) -> None:
    said = {kind: make_milestone("one", dt.date(2020, 1, 1), kind=kind).kind.indicators_are for kind in MilestoneKind}
    looked_at = {kind for kind, words in said.items() if words == "Indicators to look at"}
    assert looked_at == {MilestoneKind.EXTERNAL, MilestoneKind.OWN}
    assert set(said.values()) == {"Indicators to look at", "Meant to move"}


@pytest.mark.parametrize("title", ["a\0b", "a\x1b[31mb", "a\u202eb", "a\u200bb", "a\ufffe", "a" * 3_001])
def test_a_text_that_cannot_be_shown_as_it_is_is_refused(title: str) -> None:
    with pytest.raises(ValidationError, match=r"cannot be shown|longer than"):
        Source(title=title)


def test_a_text_over_several_lines_is_one_text_and_letters_keep_their_joiners() -> None:
    assert Source(title="one\n  two").title == "one two"
    assert Source(title="न\u200dया").title == "न\u200dया"
