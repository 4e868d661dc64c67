"""Classes of a map hold about equal numbers of values, between round bounds, whatever the extremes are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formatting
from dashboard.figures.geometry.classes import class_of, quantile_bounds

VALUES = st.lists(st.floats(-1e14, 1e14).map(lambda value: float(f"{value:.6g}")), min_size=1, max_size=250)


@given(values=VALUES, most=st.integers(3, 8))
def test_bounds_rise_and_hold_every_value(values: list[float], most: int) -> None:
    bounds = quantile_bounds(values, most)
    assert 2 <= len(bounds) <= most + 1
    assert bounds[0] <= min(values) <= max(values) <= bounds[-1]
    assert list(bounds) == sorted(bounds)
    assert len(set(bounds[1:-1])) == len(bounds) - 2
    classes = [class_of(bounds, value) for value in values]
    assert [classes[place] for place in np.argsort(values, kind="stable")] == sorted(classes)


@given(values=VALUES, most=st.integers(3, 8))
def test_no_class_holds_values_on_both_sides_of_zero(values: list[float], most: int) -> None:
    bounds = quantile_bounds(values, most)
    below = {class_of(bounds, value) for value in values if value < 0}
    assert not below & {class_of(bounds, value) for value in values if value > 0}


def test_one_value_far_out_does_not_empty_the_other_classes() -> None:
    values = [*np.linspace(0.5, 9.5, 200).tolist(), 1700.0]
    bounds = quantile_bounds(values, 5)
    counts = np.bincount([class_of(bounds, value) for value in values])
    assert counts.min() > 30
    assert counts.max() < 55


def test_bounds_are_as_round_as_the_values_between_them_allow() -> None:
    bounds = quantile_bounds(np.linspace(0.0, 10.0, 201).tolist(), 5)
    assert bounds == (0, 2, 4, 6, 8, 10)


def test_bounds_are_written_each_with_its_own_unit() -> None:
    written = formatting.bounds((-0.25, 0.0, 1.5, 12_000.0, 2.5e9, 3e13))
    assert written == ("−0.25", "0", "1.5", "12,000", "2.5bn", "30tn")
