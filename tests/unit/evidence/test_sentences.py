"""Does a claim say in which cases its verdict stays, and name whom a comparison lacks?"""

import pytest

from dashboard.catalogue.claims import Verdict
from dashboard.evidence.sentences import sensitivity_sentence
from dashboard.evidence.verdicts import Sensitivity

SAME, OTHER = Verdict.CONSISTENT, Verdict.MIXED
NARROW, WIDE = (f"with the unclear zone {how} as wide" for how in ("half", "twice"))
ZONES = "with the unclear zone half or twice as wide"
LARGE = "with only economies of ten million people or more to compare with"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Sensitivity(SAME, SAME, SAME), f"The verdict stays the same {ZONES} and {LARGE}."),
        (
            Sensitivity(OTHER, SAME, SAME),
            f"The verdict would be “mixed” {NARROW}; it stays the same {WIDE} and {LARGE}.",
        ),
        (
            Sensitivity(SAME, SAME, OTHER, ("one",)),
            f"The verdict would be “mixed” {LARGE}; it stays the same {ZONES}.",
        ),
        (
            Sensitivity(SAME, SAME, SAME, ("one",)),
            f"The verdict stays the same {ZONES} and {LARGE}, though “The one” would come to another outcome then.",
        ),
        (Sensitivity(OTHER, OTHER, OTHER), f"The verdict would be “mixed” {ZONES} and “mixed” {LARGE}."),
    ],
)
def test_the_sentence_tells_every_case(found: Sensitivity, told: str) -> None:
    assert sensitivity_sentence(SAME, found, {"one": "The one"}) == told
