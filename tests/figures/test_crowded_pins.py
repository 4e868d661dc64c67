"""Far too many pins and labels stay in the picture, and the most important keep their place."""

from itertools import pairwise

import pytest

from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.pins import Tag, pins_in_lanes


@pytest.mark.parametrize("count", [60, 100, 150])
@pytest.mark.parametrize("width", [120.0, 250.0])
def test_far_too_many_pins_are_joined_and_stay_inside_the_plot(count: int, width: float) -> None:
    tags = tuple(Tag(width * place / count) for place in range(count))
    for lanes in (1, 2, 3, 5):
        pins = pins_in_lanes(tags, width, lanes)
        assert sum(pin.count for pin in pins) == count
        assert all(pin.left >= -1e-6 and pin.right <= width + 1e-6 for pin in pins)
        for lane in range(lanes):
            row = sorted((pin for pin in pins if pin.lane == lane), key=lambda pin: pin.left)
            assert all(left.right <= right.left + 1e-6 for left, right in pairwise(row))


def test_of_labels_without_room_for_all_the_first_keep_their_place() -> None:
    placed = spread((50, 51, 52, 53, 54), 20, 0, 60)
    assert [place is not None for place in placed] == [True, True, True, True, False]
    assert spread((10, 40, 25), 30, 0, 40) == (10, 40, None)
