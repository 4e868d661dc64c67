"""Is said beside a number what others have, how many would count too, and what was world-wide?"""

from dataclasses import replace

import pytest

from dashboard.analysis.levels import EconomyValue, Others
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import ThresholdCheck
from dashboard.catalogue.groups import Group
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.kinds.others import beside, count_too, world_wide

CODES = ("USA", "JPN", "DEU", "IND", "KOR", "WLD", "FRA", "GBR")


def others(older: int = 0) -> Others:
    values = tuple(EconomyValue(code, float(number)) for number, code in enumerate(CODES))
    return Others(values, 3.5, older)


def check(supports: float, against: float, **more: str) -> ThresholdCheck:
    fields = {"id": "it", "part": "some", "kind": "level", "indicator": "gdp", "economy": "CHN", "reason": "so", **more}
    direction = "up" if supports > against else "down"
    return ThresholdCheck.model_validate({**fields, "direction": direction, "supports": supports, "against": against})


def test_shares_have_a_median_and_amounts_the_largest(shipped_catalogue: Catalogue) -> None:
    known, write = shipped_catalogue.economies, "{:.1f}".format
    share, amount = shipped_catalogue.indicator("services-share"), shipped_catalogue.indicator("gdp")
    assert beside(others(), share, known, write) == "; the median of 8 other economies was 3.5"
    assert beside(others(2), share, known, write).endswith("was 3.5, 2 of them with a figure up to three years older")
    assert beside(others(), amount, known, write) == "; the largest other had 7.0 (United Kingdom)"
    world = shipped_catalogue.indicator("solar-capacity-world-share")
    assert beside(others(), world, known, write).startswith("; the largest other")
    assert beside(Others((), None), share, known, write) == "; too few other economies (0) have figures for a median"


def test_others_on_the_threshold_or_beyond_are_counted() -> None:
    values = [float(number) for number in range(8)]
    assert count_too(check(6, 2), values) == "; 2 of the 8 would count in favour too"
    assert count_too(check(2, 6), values) == "; 3 of the 8 would count in favour too"
    assert count_too(check(9, 2), values) == "; none of the 8 would count in favour too"
    assert count_too(check(6, 2, part="context", role="context"), values) == ""
    assert count_too(check(6, 2), values[:7]) == ""


@pytest.mark.parametrize(
    ("own", "median", "expected"),
    [
        (15.3, 6.1, ", so part of the rise was world-wide"),
        (-4.0, -2.0, ", so most of the fall was world-wide"),
        (10.0, 1.9, ""),
        (10.0, -9.0, ""),
        (None, 1.0, ""),
    ],
)
def test_what_others_share_of_a_change_is_world_wide(own: float | None, median: float, expected: str) -> None:
    assert world_wide(own, median) == expected


def test_an_aggregate_is_not_compared_with_its_own_members(shipped_catalogue: Catalogue) -> None:
    group = Group.model_validate(
        {"id": "some", "name": "Some", "aggregate": "WLD", "members": ["USA", "JPN"], "sources": [{"title": "A list"}]}
    )
    inputs = CheckInputs(replace(shipped_catalogue, declared_groups={"some": group}), {})
    everybody = set(inputs.comparators("CHN"))
    assert {"USA", "JPN", "DEU"} <= everybody
    assert set(inputs.comparators("WLD")) == (everybody | {"CHN"}) - {"USA", "JPN"}
