"""Are economies compared by their people alone: a million in the newest full year, or as their record says?"""

from collections.abc import Mapping

import numpy as np
import pytest

from dashboard.analysis.comparators import comparators, compared_years, full_year, newest_values
from dashboard.analysis.panel import Panel, panel_of
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from tests.unit.conftest import Frames, Points


def economy(code: str, *, aggregate: bool = False, population: int | None = None) -> Economy:
    return Economy(
        id=code, name=code, short_name=code, aggregate=aggregate, region="Here", population=population, slot=0
    )


def people(frame: Frames, series: Mapping[str, Points]) -> Panel:
    return panel_of(frame(series), Kind.LEVEL)


def test_an_individual_economy_of_a_million_people_or_more_is_compared(frame: Frames) -> None:
    held = people(frame, {"CHN": {2024: 1.4e9}, "LUX": {2024: 999_999}, "EST": {2024: 1_000_000}, "WLD": {2024: 8e9}})
    known = [economy("CHN"), economy("LUX"), economy("EST"), economy("WLD", aggregate=True)]
    assert comparators(held, known) == ("CHN", "EST")
    assert comparators(held, known, least=10_000_000) == ("CHN",)


def test_people_are_counted_in_the_newest_full_year(frame: Frames) -> None:
    codes = ("AAA", "BBB", "CCC", "DDD", "EEE")
    grown = {code: {2022: 2e6, 2023: 2e6} for code in codes}
    grown["AAA"] = {2022: 0.9e6, 2023: 1.1e6, 2024: 0.5e6}
    known = [economy(code) for code in codes]
    # one economy of five has a figure of 2024: the year is not full, and what it says is not asked
    assert comparators(people(frame, grown), known) == codes
    grown["EEE"] = {2022: 2e6}
    # four of five are 80 %; who has no figure of that year cannot be said to have a million people in it
    assert comparators(people(frame, grown), known) == codes[:-1]
    grown["DDD"] = {2022: 2e6}
    assert comparators(people(frame, grown), known) == codes[1:]


def test_an_economy_that_the_series_lacks_takes_part_by_its_record(frame: Frames) -> None:
    held = people(frame, {"CHN": {2024: 1.4e9}, "OLD": {1960: 5e6}})
    known = [economy("CHN"), economy("TWN", population=23_000_000), economy("NRU"), economy("VAT", population=800)]
    assert comparators(held, known) == ("CHN", "TWN")
    # a record does not speak for an economy of which the series has figures
    assert comparators(held, [*known, economy("OLD", population=5_000_000)]) == ("CHN", "TWN")


def test_where_nobody_is_counted_nobody_is_left_out(frame: Frames) -> None:
    held = people(frame, {"WLD": {2024: 8e9}})
    assert comparators(held, [economy("CHN"), economy("NRU"), economy("WLD", aggregate=True)]) == ("CHN", "NRU")


@pytest.mark.parametrize(("holds", "year"), [(None, 2023), ("AAA", 2022), ("BBB", 2023), ("ZZZ", None)])
def test_the_newest_full_year_may_have_to_hold_one_economy(holds: str | None, year: int | None, frame: Frames) -> None:
    held = people(frame, {"AAA": {2022: 1}, **{c: {2022: 1, 2023: 1} for c in ("BBB", "CCC", "DDD", "EEE")}})
    assert full_year(held, ["AAA", "BBB", "CCC", "DDD", "EEE"], holds) == year
    assert full_year(held, []) is None


def test_spans_are_clipped_to_the_years_from_1960_to_the_last_with_eight_economies(frame: Frames) -> None:
    codes = tuple("ABCDEFGH")
    held = people(frame, {code: {1950: 1.0, 2021: 1.0, 2023: 1.0} for code in codes} | {"I": {2024: 1.0}})
    assert compared_years(held, (*codes, "not there")) == (1960, 2023)
    assert compared_years(held, codes[1:]) == (FIRST_YEAR, LAST_YEAR)


def test_the_newest_value_of_four_years_is_taken_with_its_age(frame: Frames) -> None:
    held = people(frame, {"AAA": {2020: 1.0, 2021: 2.0}, "BBB": {2018: 3.0}, "CCC": {2017: 4.0, 2022: 5.0}})
    values, ages = newest_values(held, 2021)
    assert values[:2].tolist() == [2.0, 3.0]
    assert ages[:2].tolist() == [0, 3]
    assert np.isnan(values[2])
