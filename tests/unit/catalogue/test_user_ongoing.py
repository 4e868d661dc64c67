"""Is what goes on read from when it began, and all else left as it is?"""

import pytest

from dashboard.catalogue.user_ongoing import begun


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ("2016 to present", "2016"),
        ("2016/now", "2016"),
        ("2016–", "2016"),
        ("May 2016 – ongoing", "May 2016"),
        ("since 8 May 2016", "8 May 2016"),
        ("from May 2015 until the present.", "May 2015"),
        ("2016 onwards", "2016"),
        ("2016至今", "2016"),
        ("from 2016 to 2018", "2016 to 2018"),
        ("Present", ""),
        ("-", ""),
        ("2015-2016", "2015-2016"),
        ("update", "update"),
        ("", ""),
    ],
)
def test_what_goes_on_began_at_its_first_date(text: str, began: str) -> None:
    assert begun([text, "2015"]) == [began, "2015"]
