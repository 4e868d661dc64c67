"""Compose the sentences of a claim: what its parts come to, and what its verdict hinges on."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from dashboard import formatting
from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict
from dashboard.evidence import phrases
from dashboard.evidence.descriptions import Description
from dashboard.evidence.findings import AnyFinding

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
        named = [part for part in claim.parts if parts[part] is outcome]
        if named:
            written.extend(write({part: [entry for entry in found if entry[0].check.part == part] for part in named}))
    return f"{verdict.value.capitalize()}: {'; '.join(written)}."


def hinges_sentence(titles: Sequence[str], untested: int) -> str:
    """Return what a verdict hinges on, checks by their titles, and how many core checks could not be tested."""
    named = formatting.listing([f"“{title}”" for title in titles])
    counted = {0: "Every check", 1: "All but one check"}.get(untested, f"All but {untested} checks")
    return f"It hinges on {named or 'no single check'}. {counted} could be tested."


def _decided(outcome: PartOutcome, verb: str) -> Callable[[Mapping[str, Sequence[Found]]], Iterator[str]]:
    """Return how parts are told that numbers decide: the first that speaks for them, or on either side."""

    def write(parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
        wanted = _DECIDING[outcome]
        told = {part: [_first(found, side) for side in wanted] for part, found in parts.items()}
        numbers = {
            part: briefs[0] if len(briefs) == 1 else f"for it {briefs[0]}, against it {briefs[1]}"
            for part, briefs in told.items()
        }
        yield f"{verb} {formatting.listing([f'“{part}” ({brief})' for part, brief in numbers.items()])}"

    return write


def _first(found: Sequence[Found], wanted: Outcome) -> str:
    return next(description.brief for finding, description in found if finding.outcome is wanted)


def _left_open(parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    counts = {
        part: max(finding.n for finding, _ in found if finding.outcome is not Outcome.UNTESTED)
        for part, found in parts.items()
    }
    for n, named in _grouped(counts):
        yield f"{_quoted(named)} cannot be told from {n} annual figures"


def _untested(parts: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    for reason, named in _grouped({part: found[0][0].reason for part, found in parts.items()}):
        lack = "has no figures to test it" if len(named) == 1 else "have no figures to test them"
        yield f"{_quoted(named)} {lack}: {phrases.reason(reason)}"


def _grouped(values: Mapping[str, K]) -> list[tuple[K, list[str]]]:
    """Return parts by the value that they share, in the order in which it first comes."""
    return [
        (value, [part for part, other in values.items() if other == value]) for value in dict.fromkeys(values.values())
    ]


def _quoted(parts: Sequence[str]) -> str:
    return formatting.listing([f"“{part}”" for part in parts])


_WRITE: Final[Mapping[PartOutcome, Callable[[Mapping[str, Sequence[Found]]], Iterator[str]]]] = {
    PartOutcome.SUPPORTED: _decided(PartOutcome.SUPPORTED, "the figures bear out"),
    PartOutcome.CONTRADICTED: _decided(PartOutcome.CONTRADICTED, "they contradict"),
    PartOutcome.DIVIDED: _decided(PartOutcome.DIVIDED, "they are divided on"),
    PartOutcome.OPEN: _left_open,
    PartOutcome.UNTESTED: _untested,
}
