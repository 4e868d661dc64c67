"""Does a comparison say whom it lacks, by the GDP of those who take part?"""

import pytest

from dashboard.analysis.panel import panel_of
from dashboard.analysis.weights import weight_of
from dashboard.catalogue.indicators import Kind
from tests.unit.conftest import Frames

GDP = {"USA": {2020: 40.0}, "JPN": {2018: 20.0}, "IND": {2017: 15.0}, "KOR": {2016: 999.0}, "DEU": {2020: 25.0}}
ALL = (*GDP, "ITA")


@pytest.mark.parametrize(
    ("taking_part", "share", "missing"),
    [
        (("USA", "DEU"), 0.65, ("JPN", "IND")),
        (("USA", "DEU", "IND"), 0.8, ("JPN",)),
        ((), 0.0, ("USA", "DEU", "JPN")),
        (ALL, 1.0, ()),
    ],
)
def test_those_who_take_part_weigh_their_gdp_of_that_year_or_the_three_before(
    taking_part: tuple[str, ...], share: float, missing: tuple[str, ...], frame: Frames
) -> None:
    found = weight_of(panel_of(frame(GDP), Kind.LEVEL), taking_part, ALL, 2020)
    assert found is not None
    assert (found.share, found.missing, found.is_thin) == (pytest.approx(share), missing, share < 2 / 3)


def test_where_nobody_has_a_gdp_nobody_is_weighed(frame: Frames) -> None:
    assert weight_of(panel_of(frame({}), Kind.LEVEL), ("USA",), ALL, 2020) is None
