"""How is evidence put to readers, on the page and in the report alike? Titles, signs, what is said under a check."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.claims import (
    CONTEXT,
    Check,
    EraMeansCheck,
    LevelCheck,
    LevelMeasure,
    MilestoneCheck,
    Outcome,
    PartOutcome,
    Reference,
    Stance,
    TargetCheck,
    TargetMeasure,
    Verdict,
)
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT
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
_LEVELS: Final[Mapping[LevelMeasure, str]] = {
    "latest": "latest figure",
    "mean": "mean",
    "change": "change",
    "share-above": "years above a bound",
    "standing": "place among economies",
    "doubling-time": "doubling time",
}
_TARGETS: Final[Mapping[TargetMeasure, str]] = {
    "mean-margin": "distance from target",
    "share-set": "years with a target",
    "share-met": "deadlines met",
    "years-early": "target",
}


def signed(outcome: Verdict | PartOutcome | Outcome) -> str:
    """Return an outcome in words after its sign."""
    return f"{_SIGNS[outcome]} {outcome.value}"


def title(check: Check, catalogue: Catalogue) -> str:
    """Return what a check is called: Exports: change at WTO accession."""
    economy = "" if check.economy == SUBJECT else f", {catalogue.economies[check.economy].short_name}"
    since = f", since {check.first_year}" if check.first_year and not check.last_year else ""
    years = f", {check.first_year}–{check.last_year}" if check.first_year and check.last_year else since
    return f"{catalogue.indicator(check.indicator).short_name}{economy}: {_asked(check, catalogue)}{years}"


def hinges(result: ClaimResult, catalogue: Catalogue) -> str:
    """Return what a verdict hinges on and how much could not be tested, in words."""
    named = [f"“{title(result.check(name).check, catalogue)}”" for name in result.hinges_on]
    untested = {0: "Every check", 1: "All but one check"}.get(result.untested, f"All but {result.untested} checks")
    return f"It hinges on {formatting.listing(named) or 'no single check'}. {untested} could be tested."


def told(result: ClaimResult) -> dict[str, tuple[str, ...]]:
    """Return what is said under each check of a claim, by its id; a caveat is said where it first belongs."""
    said: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for _, _, checks in by_part(result):
        for entry in checks:
            caveats = [caveat for caveat in entry.caveats if caveat not in said]
            said.update(caveats)
            change = [f"It would change {entry.would_change}."] if entry.would_change else []
            found[entry.id] = (*entry.telling.notes, *change, f"Method: {entry.telling.method}", *caveats)
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


def _asked(check: Check, catalogue: Catalogue) -> str:
    match check:
        case EraMeansCheck(eras=(earlier, later)):
            return f"{catalogue.eras[later].short_name} against {catalogue.eras[earlier].short_name}"
        case MilestoneCheck(milestone=milestone, statistic=statistic):
            change = "change" if statistic == "mean" else "bend"
            return f"{change} at {catalogue.milestones[milestone].short_title}"
        case LevelCheck(measure=measure, era=era, last=last):
            span = f", {catalogue.eras[era].short_name}" if era else f", last {last} years" if last else ""
            return f"{_LEVELS[measure]}{span}"
        case TargetCheck(measure="years-early", targets=(target,)):
            return f"{wording.bound(catalogue.targets[target])} {wording.deadline(catalogue.targets[target])}"
        case TargetCheck(measure=measure):
            return _TARGETS[measure]
