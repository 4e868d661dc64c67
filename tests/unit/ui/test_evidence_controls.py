"""Does each control of the lab change its own part of the windows alone, whatever it was drawn with?"""

import pytest

from dashboard.ui.evidence_controls import with_windows
from dashboard.views.selection import Selection


@pytest.mark.parametrize(
    ("now", "changed", "then"),
    [
        ("lab-slope-5", {"k": 8}, "lab-slope-8"),
        ("lab-mean-8", {"statistic": "slope"}, "lab-slope-8"),
        # slopes take five years
        ("lab", {"statistic": "slope"}, "lab-slope-5"),
        ("lab-slope-5", {"k": 3}, "lab-slope-5"),
        ("lab-slope-5", {"statistic": "mean"}, "lab"),
    ],
)
def test_one_control_of_the_windows_keeps_what_the_other_one_chose(
    now: str, changed: dict[str, object], then: str
) -> None:
    assert with_windows(Selection(view=now), **changed).view == then
