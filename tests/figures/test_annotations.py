"""Do pins and labels keep apart, whatever they are given?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import annotations as lay

positions = st.lists(st.floats(0, 3000), min_size=1, max_size=60).map(sorted)


@given(positions=positions, width=st.floats(120, 3000), lanes=st.integers(1, 3))
def test_no_pin_touches_another_of_its_lane_or_leaves_the_plot(
    positions: list[float], width: float, lanes: int
) -> None:
    inside = [min(position, width) for position in positions]
    pins = lay.place_pins(inside, width, lanes)
    for lane in range(lanes):
        row = sorted((pin for pin in pins if pin.lane == lane), key=lambda pin: pin.x)
        assert all(left.right <= right.left + 1e-6 for left, right in pairwise(row))
        assert all(pin.right <= width + 1e-6 for pin in row)


@given(positions=positions, width=st.floats(300, 3000), lanes=st.integers(1, 3))
def test_every_milestone_is_on_exactly_one_pin(positions: list[float], width: float, lanes: int) -> None:
    pins = lay.place_pins([min(position, width) for position in positions], width, lanes)
    numbers = sorted(number for pin in pins for number in range(pin.first, pin.last + 1))
    assert numbers == list(range(1, len(positions) + 1))


@given(positions=positions, width=st.floats(300, 3000), lanes=st.integers(1, 3))
def test_the_same_input_is_always_placed_the_same(positions: list[float], width: float, lanes: int) -> None:
    inside = [min(position, width) for position in positions]
    assert lay.place_pins(inside, width, lanes) == lay.place_pins(inside, width, lanes)


def test_pins_that_have_room_stay_where_their_milestone_is() -> None:
    pins = lay.place_pins([50, 150, 250], 300, 3)
    assert [(pin.x, pin.lane, pin.label) for pin in pins] == [(50, 0, "1"), (150, 0, "2"), (250, 0, "3")]


def test_pins_without_room_climb_the_lanes_and_then_join() -> None:
    pins = lay.place_pins([100, 102, 104, 106], 300, 2)
    assert [pin.label for pin in pins] == ["1", "2–4"]
    assert [pin.lane for pin in pins] == [0, 1]


@given(wanted=st.lists(st.floats(0, 400), min_size=1, max_size=12), gap=st.floats(8, 20), high=st.floats(120, 420))
def test_spread_labels_keep_their_gap_their_order_and_their_room(wanted: list[float], gap: float, high: float) -> None:
    placed = lay.spread(wanted, gap, 0, high)
    shown = [(want, place) for want, place in zip(wanted, placed, strict=True) if place is not None]
    assert len(shown) == min(len(wanted), int(high // gap) + 1)
    ordered = sorted(shown)
    assert all(-1e-6 <= place <= high + 1e-6 for _, place in shown)
    assert all(upper - lower >= gap - 1e-6 for lower, upper in pairwise(sorted(place for _, place in shown)))
    assert all(a[1] < b[1] for a, b in pairwise(ordered) if a[0] != b[0])


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e13), most=st.integers(2, 8))
def test_value_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    ticks = lay.value_ticks(low, low + span, most)
    assert len(ticks) <= most
    slack = span * 1e-6 + abs(low) * 1e-9 + 1e-9
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)


@given(low=st.floats(1e-3, 1e6), factor=st.floats(1.5, 1e9), most=st.integers(3, 9))
def test_log_ticks_are_few_and_inside(low: float, factor: float, most: int) -> None:
    ticks = lay.log_ticks(low, low * factor, most)
    assert len(ticks) <= most
    assert all(low <= tick <= low * factor for tick in ticks)


def test_chinese_letters_count_as_wide_ones() -> None:
    assert lay.text_width("新质生产力", 12) > 1.5 * lay.text_width("abcde", 12)


def test_the_longest_wording_that_fits_is_taken() -> None:
    wordings = ("Innovation-driven development", "Innovation")
    assert lay.fitting(wordings, 400, 11) == "Innovation-driven development"
    assert lay.fitting(wordings, 80, 11) == "Innovation"
    assert lay.fitting(wordings, 20, 11) == ""
