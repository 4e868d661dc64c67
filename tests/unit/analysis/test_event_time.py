"""Does every series start from its own level before the date, and are others shown only where there are enough?"""

import numpy as np
import pytest

from dashboard.analysis.event_time import event_time
from dashboard.analysis.panel import Panel
from dashboard.model import Kind

OTHERS = ("USA", "JPN", "IND", "KOR", "DEU")


def panel(values: np.ndarray, kind: Kind, breaks: dict[str, tuple[int, ...]] | None = None) -> Panel:
    return Panel(kind, 2000, ("CHN", *OTHERS)[: values.shape[1]], values, breaks or {})


def test_levels_are_indexed_to_the_geometric_mean_of_three_years() -> None:
    values = np.tile([[1.0], [2.0], [4.0], [8.0], [16.0]], 6)
    found = event_time(panel(values, Kind.LEVEL), "CHN", OTHERS, 2003)
    assert found.base_years == (2000, 2002)
    assert found.base == pytest.approx(2.0)
    assert found.is_index
    assert {point.offset: point.value for point in found.points} == pytest.approx(
        {-3: 50, -2: 100, -1: 200, 0: 400, 1: 800}
    )


def test_shares_are_differences_from_the_mean_with_the_median_and_range_of_others() -> None:
    values = np.column_stack([[1.0, 2.0, 3.0, 6.0], *([place, place, place, place + place] for place in range(1, 6))])
    found = event_time(panel(values, Kind.SHARE), "CHN", OTHERS, 2003)
    last = found.points[-1]
    assert not found.is_index
    assert (last.year, last.value, last.economies) == (2003, 4.0, 5)
    assert (last.median, last.low, last.high) == (3.0, 1.0, 5.0)


def test_four_other_economies_have_no_median() -> None:
    values = np.random.default_rng(2).normal(size=(6, 6))
    values[5, 1] = np.nan
    found = event_time(panel(values, Kind.SHARE), "CHN", OTHERS, 2003)
    assert [point.economies for point in found.points] == [5, 5, 5, 5, 5, 4]
    assert found.points[-1].median is None
    assert found.points[-2].median is not None


def test_an_economy_without_a_full_base_is_left_out() -> None:
    values = np.random.default_rng(2).normal(size=(6, 6))
    values[1, 3] = np.nan
    found = event_time(panel(values, Kind.SHARE), "CHN", OTHERS, 2003)
    assert {point.economies for point in found.points} == {4}


def test_a_year_without_a_figure_stays_without_one() -> None:
    values = np.ones((6, 1))
    values[4, 0] = np.nan
    found = event_time(panel(values, Kind.SHARE), "CHN", (), 2003)
    assert [point.value for point in found.points] == [0.0, 0.0, 0.0, 0.0, None, 0.0]


def test_nothing_is_compared_across_a_break() -> None:
    values = np.ones((12, 1))
    found = event_time(panel(values, Kind.SHARE, {"CHN": (2002, 2009)}), "CHN", (), 2006)
    assert [point.year for point in found.points if point.value is None] == [2000, 2001, 2009, 2010, 2011]


def test_a_base_that_cannot_be_had_is_a_reason() -> None:
    values = np.ones((12, 1))
    held = panel(values, Kind.SHARE, {"CHN": (2005,)})
    assert event_time(held, "CHN", (), 2006).reason == "a level break in 2005 lies inside the base"
    assert event_time(held, "CHN", (), 2001).reason == "the base lacks figures for 1998–1999"
    assert event_time(held, "USA", (), 2006).reason == "there are no figures of the economy"
    assert event_time(held, "CHN", (), 2001).points == ()
