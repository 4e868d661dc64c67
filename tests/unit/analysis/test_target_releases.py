"""Do releases tell when a target was first known to be met, and what later ones made of it?"""

import datetime as dt

import pytest

from dashboard.analysis.target_releases import Change, Knowledge, Told, knowledge

SIGNS = {"+": True, "-": False, "?": None}


def told(signs: str) -> list[Told]:
    """Return one release a year from 2016 on: met, missed, or not to be told."""
    return [Told(dt.date(2016 + place, 7, 1), SIGNS[sign]) for place, sign in enumerate(signs)]


def day(year: int) -> dt.date:
    return dt.date(year, 7, 1)


@pytest.mark.parametrize(
    ("signs", "known"),
    [
        ("", Knowledge(0)),
        ("?--", Knowledge(3)),
        ("+", Knowledge(1, day(2016), is_earliest=True)),
        ("??++", Knowledge(4, day(2018))),
        ("++--", Knowledge(4, day(2016), is_earliest=True, change=Change.TO_MISSED, changed=day(2018))),
        ("?-+", Knowledge(3, day(2018), change=Change.TO_MET, changed=day(2018))),
        # back and forth: since when all tell the same
        ("+-++", Knowledge(4, day(2016), is_earliest=True, change=Change.TO_MET, changed=day(2018))),
        # a release that cannot tell changes nothing
        ("+?+", Knowledge(3, day(2016), is_earliest=True)),
    ],
)
def test_releases_tell_when_a_target_was_known_to_be_met(signs: str, known: Knowledge) -> None:
    assert knowledge(told(signs)) == known
