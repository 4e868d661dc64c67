"""What do the figures say of a claim? Findings become outcomes of parts, a verdict and its sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.analysis.reasons import Reason
from dashboard.catalogue.claims import Check, Claim, Outcome, PartOutcome, Verdict
from dashboard.evidence import phrases
from dashboard.evidence.checks import Finding, Ground, find
from dashboard.evidence.descriptions import Telling, tell
from dashboard.evidence.sensitivity import would_change
from dashboard.evidence.verdicts import hinges_on, parts_of, verdict
from dashboard.store.records import Vintage

CONSISTENT_MEANS: Final = (
    "Consistent means not contradicted by these figures; it does not mean true, and it does not mean caused."
)
_DECIDING: Final[Mapping[PartOutcome, tuple[Outcome, ...]]] = {
    PartOutcome.SUPPORTED: (Outcome.SUPPORTS,),
    PartOutcome.CONTRADICTED: (Outcome.AGAINST,),
    PartOutcome.DIVIDED: (Outcome.SUPPORTS, Outcome.AGAINST),
}


@dataclass(frozen=True)
class CheckResult:
    """One check with everything that a page shows of it.

    `series` are the years and figures read, of the economy in question; `would_change` is "" of context.
    """

    finding: Finding
    telling: Telling
    would_change: str
    caveats: tuple[str, ...]
    series: tuple[tuple[int, float], ...]

    @property
    def check(self) -> Check:
        """Return what was asked."""
        return self.finding.check

    @property
    def id(self) -> str:
        """Return the id of the check, one of its kind within the claim."""
        return self.finding.check.id

    @property
    def outcome(self) -> Outcome:
        """Return what it came to."""
        return self.finding.outcome

    def to_json(self) -> dict[str, Any]:
        """Return the check as an object of plain values, numbers unrounded, None where there is none."""
        check, finding = self.check, self.finding
        return {
            "id": check.id,
            "part": check.part,
            "role": check.role,
            "kind": check.kind,
            "indicator": check.indicator,
            "economy": check.economy,
            "direction": check.direction,
            "outcome": finding.outcome.value,
            "value": finding.value,
            "unit": self.telling.unit,
            "supports": getattr(check, "supports", None),
            "against": getattr(check, "against", None),
            "n": finding.n,
            "reason": phrases.reason(finding.reason),
            "sentence": self.telling.sentence,
            "notes": list(self.telling.notes),
            "would_change": self.would_change,
            "detail": _plain(finding.detail),
        }


@dataclass(frozen=True)
class ClaimResult:
    """A claim with its verdict and all that belongs beside it; `vintages` are of the figures that it rests on."""

    claim: Claim
    verdict: Verdict
    sentence: str
    parts: Mapping[str, PartOutcome]
    hinges_on: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    vintages: tuple[Vintage, ...] = ()

    @property
    def untested(self) -> int:
        """Return how many core checks could not be tested."""
        return sum(entry.outcome is Outcome.UNTESTED for entry in self.checks if entry.check.role == "core")

    @property
    def would_change(self) -> tuple[str, ...]:
        """Return what would change the outcome of each core check, one line each."""
        return tuple(entry.would_change for entry in self.checks if entry.would_change)

    def check(self, name: str) -> CheckResult:
        """Return the check with this id; KeyError if there is none."""
        return {entry.id: entry for entry in self.checks}[name]

    def to_json(self) -> dict[str, Any]:
        """Return the claim as an object of plain values, numbers unrounded, None where there is none."""
        return {
            "id": self.claim.id,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "parts": {part: outcome.value for part, outcome in self.parts.items()},
            "hinges_on": list(self.hinges_on),
            "untested": self.untested,
            "vintages": {vintage.indicator: vintage.date.isoformat() for vintage in self.vintages},
            "checks": [entry.to_json() for entry in self.checks],
        }


def claim_result(claim: Claim, ground: Ground, vintages: Sequence[Vintage] = ()) -> ClaimResult:
    """Return what the figures say of a claim."""
    checks = tuple(_check_result(check, ground) for check in claim.checks)
    outcomes = {entry.id: entry.outcome for entry in checks}
    parts = parts_of(claim, outcomes)
    found = verdict(parts.values())
    return ClaimResult(
        claim=claim,
        verdict=found,
        sentence=_sentence(claim, found, parts, checks),
        parts=parts,
        hinges_on=hinges_on(claim, outcomes),
        checks=checks,
        vintages=tuple(vintages),
    )


def _plain(value: object) -> object:
    """Return a record as plain values, all the way down; reasons in words, "" where there is none."""
    if isinstance(value, Reason):
        return phrases.reason(value)
    if is_dataclass(value):
        found = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return found | ({"reason": found["reason"] or ""} if "reason" in found else {})
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def _check_result(check: Check, ground: Ground) -> CheckResult:
    finding, panel = find(check, ground), ground.panel(check).between(check.first_year, check.last_year)
    years, values = panel.observed(check.economy)
    indicator, breaks = ground.catalogue.indicator(check.indicator), ground.catalogue.breaks(check.indicator)
    broken = [f"Level break in {known.year}: {known.note}" for known in breaks if known.economy == check.economy]
    return CheckResult(
        finding=finding,
        telling=tell(finding, ground),
        would_change=would_change(finding, ground),
        caveats=(*indicator.caveats, *broken),
        series=tuple(zip(years.tolist(), values.tolist(), strict=True)),
    )


def _sentence(claim: Claim, found: Verdict, parts: Mapping[str, PartOutcome], checks: Sequence[CheckResult]) -> str:
    written: list[str] = []
    for outcome, write in _WRITE.items():
        named = [part for part in claim.parts if parts[part] is outcome]
        if named:
            written.append(write([(part, _of_part(part, outcome, checks)) for part in named]))
    return f"{found.value.capitalize()}: {'; '.join(written)}."


def _of_part(part: str, outcome: PartOutcome, checks: Sequence[CheckResult]) -> str:
    """Return the numbers that decide a part, how many figures an open one has, or why one cannot be tested."""
    core = [entry for entry in checks if entry.check.part == part]
    if outcome is PartOutcome.OPEN:
        return str(max(entry.finding.n for entry in core if entry.outcome is not Outcome.UNTESTED))
    if outcome is PartOutcome.UNTESTED:
        return phrases.reason(core[0].finding.reason)
    deciding = [_first(core, wanted) for wanted in _DECIDING[outcome]]
    return f"for it {deciding[0]}, against it {deciding[1]}" if outcome is PartOutcome.DIVIDED else deciding[0]


def _first(checks: Sequence[CheckResult], wanted: Outcome) -> str:
    return next(entry.telling.brief for entry in checks if entry.outcome is wanted)


def _decided(verb: str) -> Callable[[Sequence[tuple[str, str]]], str]:
    return lambda parts: f"{verb} {formatting.listing([f'“{part}” ({numbers})' for part, numbers in parts])}"


def _left_open(parts: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{_quoted(named)} cannot be told from {n} annual figures" for n, named in _alike(parts))


def _untested(parts: Sequence[tuple[str, str]]) -> str:
    said = {True: "has no figures to test it", False: "have no figures to test them"}
    return "; ".join(f"{_quoted(named)} {said[len(named) == 1]}: {reason}" for reason, named in _alike(parts))


def _alike(parts: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return parts of which the same is to be said, under what is to be said."""
    said = dict.fromkeys(what for _, what in parts)
    return [(what, [part for part, other in parts if other == what]) for what in said]


def _quoted(parts: Sequence[str]) -> str:
    return formatting.listing([f"“{part}”" for part in parts])


_WRITE: Final[Mapping[PartOutcome, Callable[[Sequence[tuple[str, str]]], str]]] = {
    PartOutcome.SUPPORTED: _decided("the figures bear out"),
    PartOutcome.CONTRADICTED: _decided("they contradict"),
    PartOutcome.DIVIDED: _decided("they are divided on"),
    PartOutcome.OPEN: _left_open,
    PartOutcome.UNTESTED: _untested,
}
