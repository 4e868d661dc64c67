"""Is a release doubted that no provider could have meant, by the right name, and is a real revision left alone?"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.refresh.plausibility import Character, doubts
from dashboard.store.doubts import Kind
from tests.contract.made_up import frame, year

MANY = [f"{letter}AA" for letter in "ABCDEFGH"]
YEARS = range(1990, 2025)
# grows, differs by economy, and has decimals
WAS = frame(
    {
        (economy, year(number)): 3.217 * (place + 1) * 1.031 ** (number - 1990) + 0.013 * ((number * 7 + place) % 5)
        for place, economy in enumerate(MANY)
        for number in YEARS
    }
)
ANY, SIGNED = Character(), Character(signed=True)


def kinds(now: pd.DataFrame, character: Character = ANY) -> list[Kind]:
    return [doubt.kind for doubt in doubts(WAS, now, character)]


def monthly(
    economy: str, months: pd.DatetimeIndex, values: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> pd.DataFrame:
    return pd.DataFrame({"economy": economy, "period": months.astype("datetime64[s]"), "value": values})


def test_a_first_release_and_the_same_again_are_not_doubted() -> None:
    assert doubts(WAS.iloc[:0], WAS) == ()
    assert kinds(WAS.sample(frac=1, random_state=1)) == []


def test_an_ordinary_revision_is_not_doubted() -> None:
    revised = WAS.assign(value=WAS["value"] * np.where(WAS["period"].dt.year > 2015, 1.04, 1.0))
    longer = frame({(economy, year(2025)): 9.5 * (place + 1) for place, economy in enumerate(MANY)})
    assert kinds(pd.concat([revised, longer])) == []


def test_a_new_base_is_not_doubted_where_the_unit_says_so() -> None:
    rebased = WAS.assign(value=WAS["value"] * 1.12)
    assert kinds(rebased) == [Kind.REVISED]
    assert kinds(rebased, Character(same=False)) == []


def test_a_series_that_was_never_negative_may_not_turn_negative_but_a_rate_may() -> None:
    low = WAS.assign(value=WAS["value"].where(WAS["period"].dt.year != 2020, -0.4))
    assert Kind.NEGATIVE in kinds(low)
    assert Kind.NEGATIVE not in kinds(low, SIGNED)


def test_a_doubt_says_whom_when_and_how_much() -> None:
    late = (WAS["economy"] == "CAA") & (WAS["period"].dt.year >= 2015)
    (doubt,) = doubts(WAS, WAS.assign(value=WAS["value"].where(~late, WAS["value"] * 100)))
    assert (doubt.kind, doubt.economies) == (Kind.STRETCH_SCALE, ("CAA",))
    assert (doubt.first, doubt.last) == (dt.date(2015, 1, 1), dt.date(2024, 1, 1))
    assert doubt.factor == pytest.approx(100)


# 0.002 and 0.003: in the last digit that is told
TRIFLE = frame({("ZAA", year(number)): 0.002 + 0.001 * (number % 2) for number in range(2015, 2025)})


@pytest.mark.parametrize(("since", "kind"), [(2015, Kind.ECONOMY_SCALE), (2020, Kind.STRETCH_SCALE)])
def test_ten_times_as_much_of_next_to_nothing_is_a_rounding_and_of_more_a_mistake(since: int, kind: Kind) -> None:
    later = TRIFLE["period"].dt.year >= since
    for size, found in ((1, []), (1_000, [kind])):
        was = TRIFLE.assign(value=TRIFLE["value"] * size)
        now = was.assign(value=was["value"].where(~later, was["value"] * 10))
        assert [doubt.kind for doubt in doubts(pd.concat([WAS, was]), pd.concat([WAS, now]))] == found


def test_next_to_nothing_that_becomes_much_is_a_mistake() -> None:
    now = TRIFLE.assign(value=TRIFLE["value"] * 1_000)
    assert [doubt.kind for doubt in doubts(pd.concat([WAS, TRIFLE]), pd.concat([WAS, now]))] == [Kind.ECONOMY_SCALE]


def test_what_is_usual_is_asked_of_the_same_period() -> None:
    # what stood at a thousandth once, in all economies: today's next to nothing was much then
    risen = pd.concat([WAS.assign(value=WAS["value"] * np.where(WAS["period"].dt.year < 2012, 0.001, 1)), TRIFLE])
    now = risen.assign(value=np.where(risen["economy"] == "ZAA", risen["value"] * 10, risen["value"]))
    assert doubts(risen, now) == ()


@pytest.mark.parametrize(("told", "found"), [(5, []), (8, [Kind.PERIODS_GONE])])
def test_a_provider_may_begin_later_where_few_economies_were_told_of(told: int, found: list[Kind]) -> None:
    many = [f"{letter}{other}A" for letter in "ABCDEF" for other in "ABCD"]
    values = {
        (name, year(number)): 3.2 + 0.1 * place + number % 7 for place, name in enumerate(many) for number in YEARS
    }
    was = frame({key: value for key, value in values.items() if key[1].year > 1992 or key[0] in many[:told]})
    assert [doubt.kind for doubt in doubts(was, was[was["period"].dt.year > 1992])] == found


def test_two_aggregates_of_the_same_members_are_revised_alike() -> None:
    twin = WAS[WAS["economy"] == "AAA"].assign(economy="ZAA")
    was = pd.concat([WAS, twin])
    now = was.assign(value=was["value"].where(~was["economy"].isin(["AAA", "ZAA"]), was["value"] * 1.02))
    assert doubts(was, now) == ()


def test_months_are_shifted_by_one_month_and_not_by_a_year() -> None:
    months = pd.date_range("2010-01-01", periods=120, freq="MS")
    values = np.round(6 + np.sin(np.arange(120.0)) + np.arange(120) / 50, 4)
    (doubt,) = doubts(monthly("AAA", months, values), monthly("AAA", months[1:], values[:-1]))
    assert (doubt.kind, doubt.steps) == (Kind.SHIFTED, 1)


def test_numbers_at_the_end_of_their_range_are_no_trouble() -> None:
    (doubt,) = doubts(frame({("CHN", year(2000)): 1e-64}), frame({("CHN", year(2000)): 3e244}))
    assert (doubt.kind, doubt.factor) == (Kind.UNIT, pytest.approx(1e300))
    values = np.array([1e-308, 1e308, 5e-324, 0.0, -1e308])
    months = pd.date_range("2010-01-01", periods=5, freq="MS")
    assert Kind.UNIT not in {
        doubt.kind for doubt in doubts(monthly("AAA", months, values), monthly("AAA", months, values[::-1]))
    }
