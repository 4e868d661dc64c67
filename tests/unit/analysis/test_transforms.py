"""Which transforms make sense of which indicator, and what they make of it: one record each."""

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue.indicators import Indicator, Kind

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
