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
from dashboard.evidence.sentences import hinges_sentence, sensitivity_sentence, verdict_sentence
from dashboard.evidence.verdicts import Sensitivity, hinges_on, parts_of, verdict
from dashboard.store.records import Vintage

CONSISTENT_MEANS: Final = (
    "Consistent means not contradicted by these figures; it does not mean true, and it does not mean caused."
)
# how wide the unclear zone is made to see whether a verdict stays the same, and how many people comparators need
NARROW, WIDE = 0.5, 2.0
MANY_PEOPLE: Final = 10_000_000
# what is published of a claim as it is declared
_AS_DECLARED: Final = ("title", "statement", "sentences", "sources", "caveats", "literature")
# names that scripts know from before a field was renamed
_JSON_NAMES: Final = {"volatility": "calm", "rank": "place", "overlaps": "touches"}


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

    @property
    def would_change(self) -> str:
        """Return what would change the outcome, as a sentence; "" of context, which changes nothing."""
        told = self.description.would_change
        return f"The outcome would change {told}." if told else ""

    def to_json(self) -> dict[str, Any]:
        """Return the check as an object of plain values, numbers unrounded, None where there is none."""
        check, finding = self.check, self.finding
        asked = {
            name: getattr(check, name) for name in ("id", "part", "role", "kind", "indicator", "economy", "direction")
        }
        declared = check.model_dump(mode="json", exclude={*asked, "reason"})
        return {
            **asked,
            "outcome": finding.outcome.value,
            "value": finding.value,
            "unit": self.description.unit,
            "supports": None,
            "against": None,
            **declared,
            "n": finding.n,
            "reason": phrases.reason(finding.reason),
            "threshold_reason": check.reason,
            "sentence": self.description.sentence,
            "notes": list(self.description.notes),
            "would_change": self.would_change,
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
    sensitivity: Sensitivity
    vintages: tuple[Vintage, ...] = ()

    @property
    def untested(self) -> int:
        """Return how many core checks could not be tested."""
        return sum(entry.outcome is Outcome.UNTESTED for entry in self.checks if entry.check.role == "core")

    @property
    def would_change(self) -> tuple[str, ...]:
        """Return what would change the outcome of each core check, one sentence each."""
        return tuple(entry.would_change for entry in self.checks if entry.would_change)

    @property
    def hinges(self) -> str:
        """Return what the verdict hinges on and how many core checks could not be tested, in words."""
        core = sum(entry.check.role == "core" for entry in self.checks)
        titles = [self.check(name).description.title for name in self.hinges_on]
        return hinges_sentence(self.verdict, titles, self.untested, core)

    @property
    def sensitive_to(self) -> str:
        """Return whether the verdict stays the same with other thresholds and other comparators, in words."""
        titles = {entry.id: entry.description.title for entry in self.checks}
        return sensitivity_sentence(self.verdict, self.sensitivity, titles)

    def check(self, name: str) -> CheckResult:
        """Return the check with this id; KeyError if there is none."""
        return {entry.id: entry for entry in self.checks}[name]

    def to_json(self) -> dict[str, Any]:
        """Return the claim as an object of plain values, numbers unrounded, None where there is none."""
        claim = self.claim.model_dump(mode="json")
        return {
            "id": self.claim.id,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "parts": {part: outcome.value for part, outcome in self.parts.items()},
            "hinges_on": list(self.hinges_on),
            "sensitivity": {
                "narrow": self.sensitivity.narrow.value,
                "wide": self.sensitivity.wide.value,
                "ten_million_people": self.sensitivity.larger.value,
                "ten_million_people_changes": list(self.sensitivity.changed),
            },
            "untested": self.untested,
            "untested_parts": claim["untested"],
            **{name: claim[name] for name in _AS_DECLARED},
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
        sensitivity=_sensitivity(claim, inputs, [entry.finding for entry in checks]),
        vintages=tuple(vintages),
    )


def _sensitivity(claim: Claim, inputs: CheckInputs, found: Sequence[AnyFinding]) -> Sensitivity:
    """Return the verdicts with other unclear zones, and with economies of ten million people or more alone."""

    def judged(zone: float) -> Verdict:
        outcomes = {entry.check.id: kind_of(entry.check).judge(entry, inputs, zone) for entry in found}
        return verdict(parts_of(claim, outcomes).values())

    large = inputs.of_people(MANY_PEOPLE)
    larger = {
        entry.check.id: find(entry.check, large).outcome
        if kind_of(entry.check).compared(entry, inputs)
        else entry.outcome
        for entry in found
    }
    changed = tuple(entry.check.id for entry in found if larger[entry.check.id] != entry.outcome)
    return Sensitivity(judged(NARROW), judged(WIDE), verdict(parts_of(claim, larger).values()), changed)


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
    indicator, breaks = catalogue.indicator(check.indicator), catalogue.breaks_behind(check.indicator)
    broken = [f"Series break in {known.when}: {known.note}" for known in breaks if known.economy == check.economy]
    return CheckResult(
        finding=finding,
        description=describe(finding, inputs),
        caveats=(*indicator.caveats, *broken),
        series=series,
        marks=tuple(kind.marks(finding, indicator, dict(series))),
        bounds=tuple(kind.bounds(check, indicator)),
        dated_change=kind.dated_change(finding, catalogue),
    )
