"""Which transforms make sense of which indicator, and what they make of it: one record each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.analysis.transforms import INDEX, LEVEL, TRANSFORMS, Given, transforms_of
from dashboard.catalogue.indicators import Break, Indicator, Kind
from tests.contract.made_up import frame, year

Make = Callable[..., Any]


def ids(indicator: Indicator) -> set[str]:
    return {spec.id for spec in transforms_of(indicator)}


def test_every_kind_has_transforms_and_starts_with_the_plain_level(make_indicator: Make) -> None:
    for kind in Kind:
        assert transforms_of(make_indicator(kind=kind))[0].id == LEVEL


@pytest.mark.parametrize("kind", [Kind.SHARE, Kind.GROWTH])
def test_a_rate_is_not_grown_indexed_shared_or_divided_by_people(kind: Kind, make_indicator: Make) -> None:
    unfit = {"growth", "index", "share", "per-capita"}
    assert not unfit & ids(make_indicator(kind=kind))


@pytest.mark.parametrize("kind", [Kind.INDEX, Kind.PRICE])
def test_what_does_not_add_up_across_economies_has_no_share_and_none_a_head(kind: Kind, make_indicator: Make) -> None:
    transforms = ids(make_indicator(kind=kind))
    assert not {"share", "per-capita"} & transforms
    assert {"growth", "index"} <= transforms


def test_amounts_in_each_economys_own_currency_have_no_share_of_the_world(make_indicator: Make) -> None:
    transforms = ids(make_indicator(kind=Kind.LEVEL, unit="constant LCU"))
    assert "share" not in transforms
    assert {"growth", "index", "per-capita"} <= transforms


def test_people_are_not_counted_per_head(make_indicator: Make) -> None:
    assert "per-capita" in ids(make_indicator(id="gdp"))
    assert "per-capita" not in ids(make_indicator(id="population"))


def test_months_are_not_divided_by_the_people_of_a_year(make_indicator: Make) -> None:
    assert "per-capita" not in ids(make_indicator(frequency="monthly"))
    assert "share" in ids(make_indicator(frequency="monthly"))


@pytest.mark.parametrize(
    ("kind", "transform", "made"),
    [
        (Kind.LEVEL, "level", Kind.LEVEL),
        (Kind.LEVEL, "growth", Kind.GROWTH),
        (Kind.LEVEL, "share", Kind.SHARE),
        (Kind.LEVEL, "per-capita", Kind.INDEX),
        (Kind.PRICE, "index", Kind.INDEX),
        (Kind.PRICE, "rolling-mean", Kind.PRICE),
        (Kind.LEVEL, "change", Kind.SHARE),
        (Kind.GROWTH, "change", Kind.GROWTH),
    ],
)
def test_a_transform_says_what_kind_it_makes(kind: Kind, transform: str, made: Kind) -> None:
    assert TRANSFORMS[transform].resulting_kind(kind) is made


def test_an_index_of_nothing_above_zero_says_so_and_of_which_year(make_indicator: Make) -> None:
    given = Given(make_indicator(), frame({("CHN", year(2000)): -1.0}))
    made = TRANSFORMS[INDEX].apply(given)
    assert (len(made.frame), made.subtitle, made.without) == (0, "Index", "No figure above zero, so no index")
    of_a_year = TRANSFORMS[INDEX].apply(replace(given, base_year=2000))
    assert of_a_year.without == "No figure above zero in 2000, so no index"


def test_an_index_reaches_no_further_than_a_series_break(make_indicator: Make) -> None:
    values = {("CHN", year(number)): float(number - 1999) for number in range(2000, 2004)}
    given = Given(make_indicator(), frame(values), (Break(economy="CHN", year=2002, note="Counted anew."),))
    assert TRANSFORMS[INDEX].apply(given).frame["value"].tolist() == [100.0, 200.0]


def test_what_is_divided_by_people_comes_in_the_unit_per_head(make_indicator: Make) -> None:
    given = Given(make_indicator(), frame({("CHN", year(2000)): 8.0}), population=frame({("CHN", year(2000)): 4.0}))
    per_head = {"unit": "watts per capita", "unit_short": "W per capita", "factor": 1e9}
    in_watts = replace(given, indicator=make_indicator(per_head=per_head))
    apply = TRANSFORMS["per-capita"].apply
    assert [apply(each).frame["value"].tolist() for each in (given, in_watts)] == [[2.0], [2e9]]
    with pytest.raises(ValueError, match=r"^gdp: no population was given to divide by$"):
        apply(replace(given, population=None))
