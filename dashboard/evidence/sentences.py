"""Compose the sentences of a claim: what its parts come to, and what its verdict hinges on."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from dashboard import formatting
from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict
from dashboard.evidence import phrases
from dashboard.evidence.descriptions import Description
from dashboard.evidence.findings import AnyFinding
from dashboard.evidence.verdicts import NOT_DECIDED, Sensitivity

K = TypeVar("K", bound=Hashable)
Found = tuple[AnyFinding, Description]

_DECIDING: Final[Mapping[PartOutcome, tuple[Outcome, ...]]] = {
    PartOutcome.SUPPORTED: (Outcome.SUPPORTS,),
    PartOutcome.CONTRADICTED: (Outcome.AGAINST,),
    PartOutcome.DIVIDED: (Outcome.SUPPORTS, Outcome.AGAINST),
}


def verdict_sentence(claim: Claim, verdict: Verdict, parts: Mapping[str, PartOutcome], found: Sequence[Found]) -> str:
    """Return a verdict with what every part comes to, and the numbers that decide it."""
    written: list[str] = []
    for outcome, write in _WRITE.items():
        named = {
            part: [entry for entry in found if entry[0].check.part == part]
            for part in claim.parts
            if parts[part] is outcome
        }
        if named:
            written.extend(write(claim, named))
    return f"{verdict.value.capitalize()}: {'; '.join(written)}."


def hinges_sentence(verdict: Verdict, titles: Sequence[str], untested: int, all_checks: int) -> str:
    """Return what a verdict hinges on, checks by their titles, and how many core checks could not be tested."""
    if verdict in NOT_DECIDED:
        hinges = ""
    else:
        hinges = f"It hinges on {formatting.listing([f'“{title}”' for title in titles]) or 'no single check'}. "
    if untested == all_checks:
        return f"{hinges}No check could be tested."
    counted = {0: "Every check", 1: "All but one check"}.get(
        untested, f"All but {formatting.in_words(untested)} checks"
    )
    return f"{hinges}{counted} could be tested."


def sensitivity_sentence(verdict: Verdict, found: Sensitivity, titles: Mapping[str, str]) -> str:
    """Return whether a verdict stays the same with other thresholds and other comparators."""
    large = "only economies of ten million people or more to compare with"
    zones = {"the unclear zone half as wide": found.narrow, "the unclear zone twice as wide": found.wide}
    if found.narrow == found.wide:
        zones = {"the unclear zone half or twice as wide": found.narrow}
    cases = {**zones, large: found.larger}
    changed = [f"“{other.value}” with {case}" for case, other in cases.items() if other != verdict]
    same = [f"with {case}" for case, other in cases.items() if other == verdict]
    stays = f"stays the same {formatting.listing(same)}" if same else ""
    if changed:
        told = f"The verdict would be {formatting.listing(changed)}{f'; it {stays}' if stays else ''}"
    else:
        told = f"The verdict {stays}"
    if found.larger == verdict and found.changed:
        named = formatting.listing([f"“{titles[name]}”" for name in found.changed])
        told += f", though {named} would come to another outcome then"
    return f"{told}."


Written = Callable[[Claim, Mapping[str, Sequence[Found]]], Iterator[str]]


def _decided(outcome: PartOutcome, verb: str) -> Written:
    """Return how parts are told that numbers decide: the first that speaks for them, or on either side."""

    def write(claim: Claim, parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
        wanted = _DECIDING[outcome]
        told = {part: [_first(found, side) for side in wanted] for part, found in parts.items()}
        numbers = {
            part: briefs[0] if len(briefs) == 1 else f"for it {briefs[0]}, against it {briefs[1]}"
            for part, briefs in told.items()
        }
        said = [f"that {claim.stated(part)} ({brief})" for part, brief in numbers.items()]
        yield f"{verb} {formatting.listing(said)}"

    return write


def _first(found: Sequence[Found], wanted: Outcome) -> str:
    return next(description.brief for finding, description in found if finding.outcome is wanted)


def _left_open(claim: Claim, parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    counts = {
        part: max(finding.n for finding, _ in found if finding.outcome is not Outcome.UNTESTED)
        for part, found in parts.items()
    }
    for n, named in _grouped(counts):
        what = f"{n} annual figures" if n > 1 else "the latest figures"
        yield f"{what} cannot show whether {_listed(claim, named)}"


def _untested(claim: Claim, parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    reasons = {
        part: claim.why_untested(part) or phrases.reason(found[0][0].reason if found else None)
        for part, found in parts.items()
    }
    for reason, named in _grouped(reasons):
        yield f"whether {_listed(claim, named)} is untested: {reason}"


def _listed(claim: Claim, parts: Sequence[str]) -> str:
    return formatting.listing([claim.stated(part) for part in parts])


def _grouped(values: Mapping[str, K]) -> list[tuple[K, list[str]]]:
    """Return parts by the value that they share, in the order in which it first comes."""
    return [
        (value, [part for part, other in values.items() if other == value]) for value in dict.fromkeys(values.values())
    ]


_WRITE: Final[Mapping[PartOutcome, Written]] = {
    PartOutcome.SUPPORTED: _decided(PartOutcome.SUPPORTED, "the figures bear out"),
    PartOutcome.CONTRADICTED: _decided(PartOutcome.CONTRADICTED, "the figures speak against the claim"),
    PartOutcome.DIVIDED: _decided(PartOutcome.DIVIDED, "the figures are divided on the claim"),
    PartOutcome.OPEN: _left_open,
    PartOutcome.UNTESTED: _untested,
}
