"""Is a release in another unit told from one that spells its unit anew?"""

import pytest

from dashboard.store.units import base_year, former_unit, is_same_unit

OLD, NEW = "constant 2015 US$", "constant 2020 US$"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (OLD, NEW, OLD),
        (OLD, "Constant 2015 U.S. dollars", ""),
        ("", NEW, ""),
        (OLD, "", ""),
        # of a unit that is not said, no other can be told
        ("GW", "", ""),
        ("MW", " ", ""),
        # with a base year on one side alone nothing can be told
        (OLD, "US$", ""),
        # one of the catalogue's own words for the unit
        ("GW", "gigawatts of peak", ""),
        ("MW", "gigawatts of peak", "MW"),
        ("kg CO₂ per 2017 PPP $ of GDP", "kg CO₂ per 2021 PPP $ of GDP", "kg CO₂ per 2017 PPP $ of GDP"),
    ],
)
def test_a_former_unit_is_said_where_the_unit_is_another(before: str, now: str, expected: str) -> None:
    assert former_unit(before, now, ("gigawatts of peak", "GW")) == expected


def test_the_year_of_purchasing_power_is_a_base_year() -> None:
    assert base_year("kg CO₂ per 2021 PPP $ of GDP") == 2021


@pytest.mark.parametrize(
    ("one", "other"), [("constant 2021 Int'l $", "constant 2021 Int\N{RIGHT SINGLE QUOTATION MARK}l $"), ("%", " %.")]
)
def test_an_apostrophe_and_a_full_stop_make_no_other_unit(one: str, other: str) -> None:
    assert is_same_unit(one, other)
