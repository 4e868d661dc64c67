"""Judge parts and verdict of a claim by the outcomes of its checks, and find the checks that it hinges on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict

SETTLED: Final = (PartOutcome.SUPPORTED, PartOutcome.CONTRADICTED, PartOutcome.DIVIDED)
NOT_DECIDED: Final = (Verdict.NOT_TESTABLE, Verdict.UNDECIDED)


@dataclass(frozen=True)
class Sensitivity:
    """The verdict with the unclear zone half as wide and twice as wide, and with larger comparators only.

    `larger` is the verdict where comparators need ten million people, `changed` are the checks that then come to
    another outcome.
    """

    narrow: Verdict
    wide: Verdict
    larger: Verdict
    changed: tuple[str, ...] = ()


def part_outcome(outcomes: Iterable[Outcome]) -> PartOutcome:
    """Return what the core checks of one part come to; those that could not be tested have no say."""
    tested = [outcome for outcome in outcomes if outcome is not Outcome.UNTESTED]
    supports, against = tested.count(Outcome.SUPPORTS), tested.count(Outcome.AGAINST)
    if not tested:
        return PartOutcome.UNTESTED
    if supports and against:
        return PartOutcome.DIVIDED
    if supports and 2 * supports >= len(tested):
        return PartOutcome.SUPPORTED
    if against and 2 * against >= len(tested):
        return PartOutcome.CONTRADICTED
    return PartOutcome.OPEN


def parts_of(claim: Claim, outcomes: Mapping[str, Outcome]) -> dict[str, PartOutcome]:
    """Return what each part of a claim comes to, from the outcome of each check; one left out was never there."""
    return {
        part: part_outcome(outcomes[check] for check in claim.core(part) if check in outcomes) for part in claim.parts
    }


def verdict(parts: Iterable[PartOutcome]) -> Verdict:
    """Return what the parts of a claim come to; in whole numbers, so that no rounding decides."""
    found = list(parts)
    supported, contradicted = found.count(PartOutcome.SUPPORTED), found.count(PartOutcome.CONTRADICTED)
    divided, untested = found.count(PartOutcome.DIVIDED), found.count(PartOutcome.UNTESTED)
    if 2 * untested > len(found):
        return Verdict.NOT_TESTABLE
    if not supported + contradicted + divided:
        return Verdict.UNDECIDED
    if not contradicted + divided:
        return Verdict.CONSISTENT if 3 * supported >= 2 * len(found) else Verdict.AS_FAR_AS_TESTED
    if 3 * contradicted >= 2 * len(found) and not supported + divided:
        return Verdict.NOT_CONSISTENT
    return Verdict.MIXED


def hinges_on(claim: Claim, outcomes: Mapping[str, Outcome]) -> tuple[str, ...]:
    """Return the core checks without which the verdict would be another one; none where nothing is decided."""
    given = verdict(parts_of(claim, outcomes).values())
    if given in NOT_DECIDED:
        return ()

    def without(check: str) -> Verdict:
        rest = {name: outcome for name, outcome in outcomes.items() if name != check}
        return verdict(parts_of(claim, rest).values())

    return tuple(check for part in claim.parts for check in claim.core(part) if without(check) != given)
