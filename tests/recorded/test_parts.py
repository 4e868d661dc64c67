"""Is what is recorded of an answer the same on whichever machine it was made?"""

import math

import pytest

from tests.recorded.parts import steady_value


@pytest.mark.parametrize("value", [50.0, 0.1, 186490.0, -3.0, 12345678901.0, 1.5e-7])
def test_the_last_digit_of_a_number_which_processors_differ_in_is_not_recorded(value: float) -> None:
    kept = repr(steady_value(value))
    assert repr(steady_value(math.nextafter(value, math.inf))) == kept
    assert repr(steady_value(math.nextafter(value, -math.inf))) == kept


def test_a_digit_that_people_see_is_recorded() -> None:
    assert steady_value([50.000001, 50, "of 50.00000123456"]) == [50.000001, 50, "of 50.0000012"]
