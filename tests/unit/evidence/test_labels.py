"""Does the page say how many of a claim's checks could be tested?"""

from dataclasses import replace

import pytest

from dashboard.catalogue.claims import Outcome
from dashboard.evidence.results import CheckResult, ClaimResult


@pytest.mark.parametrize(
    ("untested", "words"),
    [
        (0, "Every check could be tested."),
        (1, "All but one check could be tested."),
        (3, "All but three checks could be tested."),
    ],
)
def test_the_core_checks_that_could_not_be_tested_are_counted(
    shipped_results: tuple[ClaimResult, ...], untested: int, words: str
) -> None:
    result = next(found for found in shipped_results if sum(entry.check.role == "core" for entry in found.checks) >= 3)

    def made(entry: CheckResult, place: int) -> CheckResult:
        outcome = Outcome.UNTESTED if place < untested else Outcome.UNCLEAR
        return replace(entry, finding=replace(entry.finding, outcome=outcome))

    core = [entry for entry in result.checks if entry.check.role == "core"]
    context = [made(entry, 0) for entry in result.checks if entry.check.role != "core"]
    checks = (*(made(entry, place) for place, entry in enumerate(core)), *context)
    assert replace(result, checks=checks).hinges.endswith(words)
