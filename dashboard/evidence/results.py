"""Results of claims: findings of their checks become outcomes of parts, a verdict and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from dashboard.analysis.reasons import Reason
from dashboard.catalogue.checks import Check
from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict
from dashboard.evidence import phrases
from dashboard.evidence.descriptions import Description, describe
from dashboard.evidence.findings import AnyFinding, CheckInputs, DatedChange
from dashboard.evidence.kinds.registry import find, kind_of
from dashboard.evidence.marks import Bound, Mark
from dashboard.evidence.sentences import hinges_sentence, verdict_sentence
from dashboard.evidence.verdicts import hinges_on, parts_of, verdict
from dashboard.store.records import Vintage

CONSISTENT_MEANS: Final = (
    "Consistent means not contradicted by these figures; it does not mean true, and it does not mean caused."
)
# names that scripts know from before a field was renamed
_JSON_NAMES: Final = {"volatility": "calm"}


@dataclass(frozen=True)
class CheckResult:
    """One check with everything that a page shows of it.

    `series` are the years and values read, of the economy in question; `marks` and `bounds` are drawn into its chart.
    """

    finding: AnyFinding
    description: Description
    caveats: tuple[str, ...]
    series: tuple[tuple[int, float], ...]
    marks: tuple[Mark, ...] = ()
    bounds: tuple[Bound, ...] = ()
    dated_change: DatedChange | None = None

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
            "unit": self.description.unit,
            "supports": getattr(check, "supports", None),
            "against": getattr(check, "against", None),
            "n": finding.n,
            "reason": phrases.reason(finding.reason),
            "sentence": self.description.sentence,
            "notes": list(self.description.notes),
            "would_change": self.description.would_change,
            "detail": _plain(finding.detail),
        }


@dataclass(frozen=True)
class ClaimResult:
    """A claim with its verdict and all that belongs beside it; `vintages` are those that it rests on."""

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
        lines = (entry.description.would_change for entry in self.checks)
        return tuple(line for line in lines if line)

    @property
    def hinges(self) -> str:
        """Return what the verdict hinges on and how many core checks could not be tested, in words."""
        return hinges_sentence([self.check(name).description.title for name in self.hinges_on], self.untested)

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


def claim_result(claim: Claim, inputs: CheckInputs, vintages: Sequence[Vintage] = ()) -> ClaimResult:
    """Return what the observations say of a claim."""
    checks = tuple(_check_result(check, inputs) for check in claim.checks)
    outcomes = {entry.id: entry.outcome for entry in checks}
    parts = parts_of(claim, outcomes)
    found = verdict(parts.values())
    return ClaimResult(
        claim=claim,
        verdict=found,
        sentence=verdict_sentence(claim, found, parts, [(entry.finding, entry.description) for entry in checks]),
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
        found = {_JSON_NAMES.get(field.name, field.name): _plain(getattr(value, field.name)) for field in fields(value)}
        return found | ({"reason": found["reason"] or ""} if "reason" in found else {})
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def _check_result(check: Check, inputs: CheckInputs) -> CheckResult:
    kind, catalogue = kind_of(check), inputs.catalogue
    finding, panel = find(check, inputs), inputs.panel(check).between(check.first_year, check.last_year)
    years, values = panel.observed(check.economy)
    series = tuple(zip(years.tolist(), values.tolist(), strict=True))
    indicator, breaks = catalogue.indicator(check.indicator), catalogue.breaks(check.indicator)
    broken = [f"Level break in {known.year}: {known.note}" for known in breaks if known.economy == check.economy]
    return CheckResult(
        finding=finding,
        description=describe(finding, inputs),
        caveats=(*indicator.caveats, *broken),
        series=series,
        marks=tuple(kind.marks(finding, indicator, dict(series))),
        bounds=tuple(kind.bounds(check, indicator)),
        dated_change=kind.dated_change(finding, catalogue),
    )
