"""Pins and labels keep apart, whatever they are given."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.pins import Tag, pins_in_lanes, place_pins
from dashboard.figures.geometry.ticks import log_ticks, value_ticks

WORDS = ("Reform and Opening", "新质生产力", "WTO accession", "A title of some length that goes on", "MLP")

positions = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(sorted)
widths = st.floats(250, 3840)
lanes = st.integers(1, 5)
wordings = st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple)
tags = st.lists(st.builds(Tag, st.floats(0, 1), wordings, st.integers(0, 5)), min_size=1, max_size=60).map(
    lambda found: sorted(found, key=lambda tag: tag.position)
)


def on(width: float, found: list[Tag]) -> tuple[Tag, ...]:
    return tuple(replace(tag, position=tag.position * width) for tag in found)


@given(found=tags, width=widths, most=lanes)
def test_no_pin_or_word_touches_another_or_leaves_the_plot(found: list[Tag], width: float, most: int) -> None:
    pins, taken = place_pins(on(width, found), width, most)
    assert taken <= most
    for lane in range(taken):
        row = sorted((pin for pin in pins if pin.lane == lane), key=lambda pin: pin.left)
        assert all(left.right <= right.left + 1e-6 for left, right in pairwise(row))
        assert all(pin.left >= -1e-6 and pin.right <= width + 1e-6 for pin in row)
    assert {pin.lane for pin in pins} <= set(range(taken))


@given(found=tags, width=widths, most=lanes)
def test_every_milestone_is_on_exactly_one_pin(found: list[Tag], width: float, most: int) -> None:
    pins, _ = place_pins(on(width, found), width, most)
    numbers = sorted(number for pin in pins for number in range(pin.first, pin.last + 1))
    assert numbers == list(range(1, len(found) + 1))


@given(found=tags, width=widths, lanes=lanes)
def test_the_same_input_is_always_placed_the_same(found: list[Tag], width: float, lanes: int) -> None:
    tagged = on(width, found)
    assert pins_in_lanes(tagged, width, lanes) == pins_in_lanes(tagged, width, lanes)


@given(found=tags, width=widths, most=lanes)
def test_words_are_wordings_of_their_own_milestone(found: list[Tag], width: float, most: int) -> None:
    pins, _ = place_pins(on(width, found), width, most)
    assert all(pin.words in ("", *found[pin.first - 1].wordings) for pin in pins)
    assert all(not pin.words for pin in pins if pin.count > 1)


def test_pins_that_have_room_stay_where_their_milestone_is_and_take_one_lane() -> None:
    pins, taken = place_pins((Tag(50), Tag(150), Tag(250)), 300, 3)
    assert taken == 1
    assert [(pin.x, pin.lane, pin.label) for pin in pins] == [(50, 0, "1"), (150, 0, "2"), (250, 0, "3")]


def test_pins_without_room_climb_the_lanes_and_then_join() -> None:
    pins = pins_in_lanes([Tag(100), Tag(102), Tag(104), Tag(106)], 300, 2)
    assert [(pin.label, pin.count) for pin in pins] == [("1", 1), ("2–4", 3)]
    assert [pin.lane for pin in pins] == [0, 1]


def test_words_stand_where_there_is_room_and_the_first_rank_is_served_first() -> None:
    crowded = (Tag(100, ("Made in China 2025",), rank=3), Tag(125, ("WTO accession",), rank=1))
    pins = pins_in_lanes(crowded, 240, 1)
    assert [pin.words for pin in pins] == ["", "WTO accession"]
    assert [pin.words for pin in pins_in_lanes(crowded, 400, 2)] == ["Made in China 2025", "WTO accession"]


def test_words_turn_to_the_left_at_the_right_edge() -> None:
    (pin,) = pins_in_lanes([Tag(290, ("WTO accession",))], 300, 1)
    assert (pin.words, pin.side) == ("WTO accession", "left")


def test_the_short_wording_is_taken_where_the_long_one_has_no_room() -> None:
    (pin,) = pins_in_lanes([Tag(100, ("Reform and Opening", "Reform"))], 150, 1)
    assert pin.words == "Reform"


def test_a_lane_more_is_taken_only_for_more_words_or_fewer_joined_pins() -> None:
    apart = (Tag(20, ("One",)), Tag(200, ("Two",)))
    assert place_pins(apart, 400, 5)[1] == 1
    near = (Tag(200, ("Made in China 2025",)), Tag(220, ("WTO accession",)), Tag(330, ("SARS",)))
    pins, taken = place_pins(near, 400, 5)
    assert all(pin.words for pin in pins)
    assert taken == 2


@given(wanted=st.lists(st.floats(0, 400), min_size=1, max_size=12), gap=st.floats(8, 20), high=st.floats(120, 420))
def test_spread_labels_keep_their_gap_their_order_and_their_room(wanted: list[float], gap: float, high: float) -> None:
    placed = spread(wanted, gap, 0, high)
    shown = [(want, place) for want, place in zip(wanted, placed, strict=True) if place is not None]
    assert len(shown) == min(len(wanted), int(high // gap) + 1)
    ordered = sorted(shown)
    assert all(-1e-6 <= place <= high + 1e-6 for _, place in shown)
    assert all(upper - lower >= gap - 1e-6 for lower, upper in pairwise(sorted(place for _, place in shown)))
    assert all(a[1] < b[1] for a, b in pairwise(ordered) if a[0] != b[0])


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e13), most=st.integers(2, 8))
def test_value_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    ticks = value_ticks(low, low + span, most)
    assert len(ticks) <= most
    slack = span * 1e-6 + abs(low) * 1e-9 + 1e-9
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)


@given(low=st.floats(1e-3, 1e6), factor=st.floats(1.5, 1e9), most=st.integers(3, 9))
def test_log_ticks_are_few_and_inside(low: float, factor: float, most: int) -> None:
    ticks = log_ticks(low, low * factor, most)
    assert len(ticks) <= most
    assert all(low <= tick <= low * factor for tick in ticks)


def test_chinese_letters_count_as_wide_ones() -> None:
    assert typeset.width("新质生产力", 12) > 1.5 * typeset.width("abcde", 12)


def test_the_longest_wording_that_fits_is_taken() -> None:
    wordings = ("Innovation-driven development", "Innovation")
    assert typeset.fitting(wordings, 400, 11) == "Innovation-driven development"
    assert typeset.fitting(wordings, 80, 11) == "Innovation"
    assert typeset.fitting(wordings, 20, 11) == ""
