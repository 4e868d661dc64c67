"""Is a number that JSON has no word for refused, and not written as one that no script can read?"""

import math

import pytest

from dashboard.export.json_text import json_bytes


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_bytes([{"value": number}])


def test_nothing_is_written_as_null() -> None:
    assert json_bytes([{"value": None, "name": "新"}]) == '[{"value":null,"name":"新"}]'.encode()
