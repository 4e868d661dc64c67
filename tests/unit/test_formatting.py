"""Are numbers, dates and targets written as people write them?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1.234e12, 0, "1.2 trillion"),
        (17.8e12, 0, "17.8 trillion"),
        (1.5e15, 0, "1,500 trillion"),
        (825e9, 0, "825 billion"),
        (82.54e9, 0, "82.5 billion"),
        (1_412_000_000, 0, "1.4 billion"),
        (999.96e6, 0, "1.0 billion"),
        (99.96e6, 0, "100 million"),
        (999_400, 0, "999,400"),
        (12_345.6, 1, "12,346"),
        (9_999.96, 1, "10,000"),
        (1_234.5, 1, "1,234.5"),
        (609.921, 1, "609.9"),
        (610, 0, "610"),
        (0, 1, "0.0"),
        (0, 0, "0"),
        (-0.0, 1, "0.0"),
        (-3.1, 1, "−3.1"),
        (-5e9, 0, "−5.0 billion"),
        (0.0004, 2, "0.0004"),
        (-0.04, 1, "−0.04"),
        (0.4, 0, "0.4"),
        (0.0052, 2, "0.01"),
        (4.3e-7, 1, "0.0000004"),
        (-1e-15, 1, "0.0"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: float, decimals: int, written: str) -> None:
    assert formatting.number(value, decimals) == written


def test_a_short_number_takes_letters() -> None:
    assert formatting.number(1.234e12, 0, short=True) == "1.2tn"
    assert formatting.number(825e9, 0, short=True) == "825bn"
    assert formatting.number(-2.5e6, 0, short=True) == "−2.5m"


@given(st.floats(1e-11, 1e16), st.integers(0, 8))
def test_a_number_that_is_there_is_never_written_as_nothing_nor_without_its_sign(value: float, decimals: int) -> None:
    text = formatting.number(value, decimals)
    assert any(digit in text for digit in "123456789")
    assert formatting.number(-value, decimals) == f"−{text}"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (5.0, "%", 1, "5.0 %"),
        (825e9, "US$", 0, "US$ 825 billion"),
        (-5e9, "US$", 0, "−US$ 5.0 billion"),
        (12_614, "US$ per person", 0, "US$ 12,614 per person"),
        (0.26, "US$ per watt", 2, "US$ 0.26 per watt"),
        (609.9, "GW", 1, "609.9 GW"),
        (1.25, "", 1, "1.2"),
        (0, "US$", 0, "US$ 0"),
    ],
)
def test_a_quantity_carries_its_unit(value: float, unit: str, decimals: int, written: str) -> None:
    assert formatting.quantity(value, unit, decimals) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (1.3, "%", 1, "+1.3 pp"),
        (-1.3, "%", 1, "−1.3 pp"),
        (0, "%", 1, "0.0 pp"),
        (1e-14, "%", 1, "0.0 pp"),
        (5e9, "US$", 0, "+US$ 5.0 billion"),
        (-5e9, "US$", 0, "−US$ 5.0 billion"),
        (603, "GW", 0, "+603 GW"),
    ],
)
def test_a_difference_carries_its_sign_and_percentages_differ_by_points(
    value: float, unit: str, decimals: int, written: str
) -> None:
    assert formatting.difference(value, unit, decimals) == written


def test_a_relative_change_is_in_percent() -> None:
    assert formatting.change_pct(8978.2, 0) == "+8,978 %"
    assert formatting.change_pct(-12.3, 0) == "−12 %"
    assert formatting.change_pct(0, 0) == "0 %"


def test_a_day_says_no_more_than_is_known() -> None:
    date = dt.date(1986, 3, 1)
    assert [formatting.day(date, precision) for precision in ("day", "month", "year")] == [
        "1 March 1986",
        "March 1986",
        "1986",
    ]


def test_a_milestone_says_when_it_was_and_when_it_ended(make_milestone: Make) -> None:
    def when(date: dt.date, end: dt.date | None = None, precision: str = "day") -> str:
        return wording.when(make_milestone("it", date, end=end, precision=precision))

    assert when(dt.date(2015, 5, 8)) == "8 May 2015"
    assert when(dt.date(1978, 12, 18), dt.date(1978, 12, 22)) == "18–22 December 1978"
    assert when(dt.date(1992, 1, 18), dt.date(1992, 2, 21)) == "18 January 1992 to 21 February 1992"
    assert when(dt.date(1861, 1, 1), dt.date(1895, 12, 31), "year") == "1861 to 1895"


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"low": 7.5, "high": 7.5, "about": True}, "about 7.5 % a year"),
        ({"low": 7.5, "high": 7.5}, "7.5 % a year"),
        ({"low": 6.5, "high": 7}, "6.5 to 7 % a year"),
        ({"low": 6}, "at least 6 % a year"),
        ({"low": 6, "about": True}, "at least about 6 % a year"),
        ({"high": -18, "unit": "%"}, "at most −18 %"),
        (
            {"first_year": 2005, "basis": "change", "low": -45, "high": -40, "direction": "down", "unit": "%"},
            "a fall of 40 to 45 %",
        ),
        ({"first_year": 2005, "basis": "change", "high": -65, "unit": "%"}, "a fall of at least 65 %"),
        ({"first_year": 2005, "basis": "change", "low": 30, "high": 30, "unit": "%"}, "a rise of 30 %"),
        ({"low": 0, "high": 0, "unit": "GW"}, "0 GW"),
        ({"low": 1_234_567, "high": 1_234_567, "unit": "people"}, "1,234,567 people"),
        ({"low": 1200, "unit": "GW"}, "at least 1,200 GW"),
        ({"low": 1.68, "high": 1.68, "unit": "%"}, "1.68 %"),
        ({}, "no target set"),
    ],
)
def test_a_target_says_what_was_asked_for_and_no_more(fields: dict[str, Any], written: str, make_target: Make) -> None:
    assert wording.bound(make_target("it", **fields)) == written


def test_a_target_says_for_when(make_target: Make) -> None:
    def deadline(basis: str, first_year: int = 2020, **fields: Any) -> str:  # noqa: ANN401 - any field of a target
        return wording.deadline(make_target("it", basis=basis, first_year=first_year, last_year=2020, **fields))

    assert deadline("each-year") == "in 2020"
    assert deadline("by-end") == "by the end of 2020"
    assert deadline("average", 2016, low=7) == "on average in 2016–2020"
    # a plan that set no target asked for no average
    assert deadline("average", 2016) == "in 2016–2020"


def test_names_make_a_list_in_a_sentence() -> None:
    assert [formatting.listing(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_economies_are_listed_by_name(catalogue: Catalogue) -> None:
    assert wording.names([catalogue.economies[code] for code in ("CHN", "USA", "WLD")]) == (
        "China, United States and World"
    )


def test_economies_in_a_sentence_have_their_articles(catalogue: Catalogue) -> None:
    usa = catalogue.economies["USA"].model_copy(update={"in_sentence": "the United States"})
    assert wording.told([catalogue.economies["CHN"], usa]) == "China and the United States"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), "0 economies"),
        (("CHN",), "1 economy"),
        (("CHN", "USA", "WLD"), "2 economies and World"),
        (("WLD",), "World"),
    ],
)
def test_groups_of_economies_are_not_counted_among_them(
    catalogue: Catalogue, codes: tuple[str, ...], said: str
) -> None:
    assert wording.counted([catalogue.economies[code] for code in codes]) == said


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((1.0e12, 1.05e12, 1.1e12), ("1.00tn", "1.05tn", "1.10tn")),
        ((0, 2e11, 4e11), ("0", "200bn", "400bn")),
        ((0, 5e11, 1e12), ("0", "0.5tn", "1.0tn")),
        ((-20, 0, 20), ("−20", "0", "20")),
        ((0, 2500, 5000), ("0", "2,500", "5,000")),
        ((0.0001, 0.0002), ("0.0001", "0.0002")),
        ((5,), ("5",)),
        ((0,), ("0",)),
        ((), ()),
    ],
)
def test_the_ticks_of_an_axis_share_a_unit_and_never_read_the_same(
    values: tuple[float, ...], texts: tuple[str, ...]
) -> None:
    assert formatting.ticks(values) == texts


def test_the_ticks_of_a_logarithmic_axis_have_each_a_unit_of_its_own() -> None:
    assert formatting.ticks((0.003, 0.1, 3, 1000, 3e6, 1e12), log=True) == ("0.003", "0.1", "3", "1,000", "3m", "1tn")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("High-tech exports", "high-tech exports"),
        ("GDP growth", "GDP growth"),
        ("R&D spending", "R&D spending"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_keeps_the_capitals_of_an_abbreviation(name: str, inside: str) -> None:
    assert formatting.within_sentence(name) == inside


@pytest.mark.parametrize(
    ("years", "written"),
    [([], []), ([2019], ["2019"]), ([2019, 2021, 2022, 2023, 2025], ["2019", "2021–2023", "2025"])],
)
def test_years_that_follow_one_another_are_written_as_one(years: list[int], written: list[str]) -> None:
    assert formatting.spells(years) == written
