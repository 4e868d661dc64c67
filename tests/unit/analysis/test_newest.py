"""Does an economy without a value of a year take part with its newest of the three years before, and no older one?"""

import pytest

from dashboard.analysis.newest import carried, newest_points
from tests.unit.conftest import Frames, Points


def test_the_newest_row_of_a_year_or_the_three_before_stays_in_its_place(frame: Frames) -> None:
    held: dict[str, Points] = {
        "USA": {2017: 1.0, 2020: 2.0, 2021: 9.0},
        "CHN": {2016: 1.0},
        "JPN": {2018: 3.0, 2017: 4.0},
    }
    points = frame(held).assign(year=lambda rows: rows["period"].dt.year)
    # rows that are not in the order of their years
    found = newest_points(points.iloc[::-1], 2020)
    assert list(zip(found["economy"], found["year"], found["value"], strict=True)) == [
        ("JPN", 2018, 3.0),
        ("USA", 2020, 2.0),
    ]
    assert newest_points(points, 2010).empty


def test_a_value_is_carried_over_three_years_and_no_further(frame: Frames) -> None:
    points = frame({"CHN": {2000: 1.0, 2006: 2.0}, "USA": {2004: 3.0}}).assign(year=lambda rows: rows["period"].dt.year)
    wide = carried(points)
    assert wide.index.tolist() == list(range(2000, 2007))
    assert wide["CHN"].fillna(-1).tolist() == [1, 1, 1, 1, -1, -1, 2]
    assert wide["USA"].fillna(-1).tolist() == pytest.approx([-1, -1, -1, -1, 3, 3, 3])
