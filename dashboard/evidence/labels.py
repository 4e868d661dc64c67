"""Arrange results as page and report show them: signs of outcomes, notes under a check, parts, literature."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dashboard.catalogue.checks import CONTEXT
from dashboard.catalogue.claims import Outcome, PartOutcome, Reference, Stance, Verdict
from dashboard.evidence.results import CheckResult, ClaimResult

TITLE: Final = "What the figures say of the article's claims"
_STANCES: Final[Mapping[Stance, str]] = {
    "against": "Against it",
    "other": "Other readings",
    "figures": "On the figures",
    "for": "For it",
}
_SIGNS: Final[Mapping[str, str]] = {
    Verdict.CONSISTENT: "✓",
    Verdict.MIXED: "◐",
    Verdict.NOT_CONSISTENT: "✕",
    Verdict.NOT_TESTABLE: "?",
    PartOutcome.SUPPORTED: "✓",
    PartOutcome.CONTRADICTED: "✕",
    PartOutcome.DIVIDED: "◐",
    PartOutcome.OPEN: "○",
    Outcome.SUPPORTS: "✓",
    Outcome.AGAINST: "✕",
    Outcome.UNCLEAR: "○",
    Outcome.UNTESTED: "?",
}


def signed(outcome: Verdict | PartOutcome | Outcome) -> str:
    """Return an outcome's name after its sign."""
    return f"{_SIGNS[outcome]} {outcome.value}"


def notes_by_check(result: ClaimResult) -> dict[str, tuple[str, ...]]:
    """Return the notes under each check of a claim, by its id; a caveat stands where it first belongs."""
    seen: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for _, _, checks in by_part(result):
        for entry in checks:
            caveats = [caveat for caveat in entry.caveats if caveat not in seen]
            seen.update(caveats)
            change = [f"It would change {entry.description.would_change}."] if entry.description.would_change else []
            found[entry.id] = (*entry.description.notes, *change, f"Method: {entry.description.method}", *caveats)
    return found


def by_part(result: ClaimResult) -> Iterator[tuple[str, PartOutcome | None, list[CheckResult]]]:
    """Yield the parts of a claim with their outcome and checks, and at last the context, which has no outcome."""
    for part in (*result.claim.parts, CONTEXT):
        checks = [entry for entry in result.checks if entry.check.part == part]
        if checks:
            yield part, result.parts.get(part), checks


def by_stance(references: Sequence[Reference]) -> Iterator[tuple[str, list[Reference]]]:
    """Yield the references by how they bear on a claim, what speaks against it first."""
    for stance, name in _STANCES.items():
        found = [reference for reference in references if reference.stance == stance]
        if found:
            yield name, found


def cited(reference: Reference) -> str:
    """Return a reference with its point, on one line."""
    return f"{reference.authors} {reference.year}, {reference.venue}: {reference.point}"
