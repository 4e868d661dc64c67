"""Describe one finding in words, by the kind of its check."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.evidence import phrases
from dashboard.evidence.findings import AnyFinding, CheckInputs
from dashboard.evidence.kinds.registry import kind_of


@dataclass(frozen=True)
class Description:
    """What is written of a finding: `brief` is the deciding number in few words, `unit` that of the number itself."""

    title: str
    sentence: str
    notes: tuple[str, ...]
    brief: str
    unit: str
    method: str
    would_change: str


def describe(finding: AnyFinding, inputs: CheckInputs) -> Description:
    """Return a finding in words."""
    check, kind = finding.check, kind_of(finding.check)
    indicator = inputs.catalogue.indicator(check.indicator)
    brief = kind.brief(finding, inputs)
    return Description(
        title=title(check, inputs.catalogue),
        sentence=" ".join((kind.sentence(finding, inputs), *_missing(finding, inputs))),
        notes=tuple(kind.notes(finding, inputs)),
        brief=f"{indicator.short_name}: {brief}" if brief else "",
        unit=kind.quantity(check).unit(indicator),
        method=kind.method(check),
        would_change=kind.would_change(finding, inputs),
    )


def _missing(finding: AnyFinding, inputs: CheckInputs) -> Iterator[str]:
    """Yield whom a comparison lacks, where those who take part make up less than two thirds of the others' GDP."""
    compared = kind_of(finding.check).compared(finding, inputs)
    weight = inputs.weight(finding.check.economy, compared) if compared else None
    if compared is not None and weight is not None and weight.is_thin:
        names = formatting.listing([inputs.catalogue.economies[code].short_name for code in weight.missing])
        yield (
            f"The {formatting.economies(len(compared.economies))} compared make up {phrases.percent(weight.share)} of "
            f"all others' GDP; the largest missing: {names}."
        )


def title(check: Check, catalogue: Catalogue) -> str:
    """Return what a check is called: Exports: change at WTO accession."""
    economy = "" if check.economy == catalogue.history.subject else f", {catalogue.economies[check.economy].short_name}"
    since = f", since {check.first_year}" if check.first_year and not check.last_year else ""
    first, last = check.first_year, check.last_year
    years = f", {formatting.spell(first, last)}" if first and last else since
    name = catalogue.indicator(check.indicator).short_name
    return f"{name}{economy}: {kind_of(check).title(check, catalogue)}{years}"
