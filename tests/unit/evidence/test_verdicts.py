"""Do outcomes make parts, and parts a verdict, by the rule and by nothing else?"""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict
from dashboard.evidence.verdicts import hinges_on, part_outcome, parts_of, verdict

S, A, U, N = Outcome.SUPPORTS, Outcome.AGAINST, Outcome.UNCLEAR, Outcome.UNTESTED
SUPPORTED, CONTRADICTED, DIVIDED, OPEN, UNTESTED = (
    PartOutcome.SUPPORTED,
    PartOutcome.CONTRADICTED,
    PartOutcome.DIVIDED,
    PartOutcome.OPEN,
    PartOutcome.UNTESTED,
)


def checks(parts: dict[str, int]) -> list[dict[str, Any]]:
    """Return so many checks for each part, called after it."""
    change = {"kind": "milestone-change", "statistic": "mean", "milestone": "plan-2015"}
    return [
        {**change, "id": f"{part}-{number}", "part": part, "indicator": "gdp", "direction": "up"}
        for part, count in parts.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("outcomes", "part"),
    [
        ([S], SUPPORTED),
        ([A], CONTRADICTED),
        ([U], OPEN),
        ([N], UNTESTED),
        ([], UNTESTED),
        ([S, U], SUPPORTED),
        ([S, U, U], OPEN),
        ([S, S, U, U], SUPPORTED),
        ([A, U], CONTRADICTED),
        ([A, U, U], OPEN),
        ([S, A], DIVIDED),
        ([S, S, S, A], DIVIDED),
        ([S, N, N], SUPPORTED),
        ([A, N, U], CONTRADICTED),
        ([N, N], UNTESTED),
    ],
)
def test_a_part_is_what_half_of_its_tested_checks_say_unless_others_disagree(
    outcomes: list[Outcome], part: PartOutcome
) -> None:
    assert part_outcome(outcomes) is part


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([SUPPORTED], Verdict.CONSISTENT),
        ([SUPPORTED, SUPPORTED, OPEN], Verdict.CONSISTENT),
        ([SUPPORTED, SUPPORTED, UNTESTED], Verdict.CONSISTENT),
        ([SUPPORTED, OPEN, OPEN], Verdict.AS_FAR_AS_TESTED),
        ([SUPPORTED, SUPPORTED, CONTRADICTED], Verdict.MIXED),
        ([SUPPORTED, SUPPORTED, DIVIDED], Verdict.MIXED),
        ([CONTRADICTED, CONTRADICTED, OPEN], Verdict.NOT_CONSISTENT),
        ([CONTRADICTED, CONTRADICTED, SUPPORTED], Verdict.MIXED),
        ([CONTRADICTED, CONTRADICTED, DIVIDED], Verdict.MIXED),
        ([CONTRADICTED, OPEN, OPEN], Verdict.MIXED),
        ([DIVIDED], Verdict.MIXED),
        ([OPEN, OPEN], Verdict.UNDECIDED),
        ([UNTESTED, UNTESTED, SUPPORTED], Verdict.NOT_TESTABLE),
        ([UNTESTED, SUPPORTED], Verdict.AS_FAR_AS_TESTED),
        ([OPEN, OPEN, UNTESTED], Verdict.UNDECIDED),
        ([OPEN, UNTESTED, UNTESTED], Verdict.NOT_TESTABLE),
        ([UNTESTED, CONTRADICTED], Verdict.MIXED),
    ],
)
def test_a_verdict_takes_two_thirds_of_all_parts_and_no_dissent(parts: list[PartOutcome], found: Verdict) -> None:
    for ordered in itertools.permutations(parts):
        assert verdict(ordered) is found


@given(st.lists(st.sampled_from(list(PartOutcome)), min_size=1, max_size=9))
def test_turning_every_part_around_turns_the_verdict_around(parts: list[PartOutcome]) -> None:
    turned = {SUPPORTED: CONTRADICTED, CONTRADICTED: SUPPORTED}
    opposite = {Verdict.CONSISTENT: Verdict.NOT_CONSISTENT, Verdict.NOT_CONSISTENT: Verdict.CONSISTENT}
    found, counts = verdict(parts), Counter(parts)
    around = verdict([turned.get(part, part) for part in parts])
    # what is supported only in part and never contradicted is mixed the other way round
    if Verdict.AS_FAR_AS_TESTED not in (found, around):
        assert around is opposite.get(found, found)
    assert (found is Verdict.MIXED) <= bool(counts[CONTRADICTED] + counts[DIVIDED])
    if found is Verdict.CONSISTENT:
        assert counts[SUPPORTED] * 3 >= 2 * len(parts)


def test_context_never_counts(make_claim: Callable[..., Claim]) -> None:
    claim = make_claim(*checks({"one": 1}))
    assert parts_of(claim, {"one-0": S, "beside": A}) == {"one": SUPPORTED}


def test_a_verdict_hinges_on_the_checks_without_which_it_would_differ(make_claim: Callable[..., Claim]) -> None:
    claim = make_claim(*checks({"one": 1, "two": 2, "three": 1}))
    outcomes = {"one-0": S, "two-0": S, "two-1": S, "three-0": U}
    # without one-0 its part is untested: one part of three supported; two keeps its other check
    assert verdict(parts_of(claim, outcomes).values()) is Verdict.CONSISTENT
    assert hinges_on(claim, outcomes) == ("one-0",)
    assert hinges_on(claim, {**outcomes, "three-0": A}) == ("three-0",)
    assert hinges_on(claim, dict.fromkeys(outcomes, N)) == ()
    # without three-0, more than half of the parts would be untested; but nothing is decided that could hinge
    undecided = {"one-0": N, "two-0": U, "two-1": U, "three-0": U}
    assert hinges_on(claim, undecided) == ()
