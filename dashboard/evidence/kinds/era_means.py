"""Checks that compare the means of two eras: the later minus the earlier."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dashboard import formatting
from dashboard.analysis.era_gap import EraGap, era_gap
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import EraMeansCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.evidence.findings import CheckInputs, Finding
from dashboard.evidence.kinds.base import ThresholdKind, against_thresholds, span_of
from dashboard.evidence.marks import Mark, flat_mark
from dashboard.evidence.quantities import DIFFERENCE, Quantity

EraFinding = Finding[EraMeansCheck, EraGap]


class EraMeansKind(ThresholdKind[EraMeansCheck, EraGap]):
    """The gap between two era means, which supports only beyond other economies' and beyond chance."""

    def find(self, check: EraMeansCheck, inputs: CheckInputs) -> EraFinding:
        """Return what a check comes to."""
        earlier, later = (inputs.catalogue.eras[name] for name in check.eras)
        others = inputs.comparators(check.economy)
        gap = era_gap(inputs.panel(check), check.economy, others, (earlier, later), span_of(check))
        found = self.judged(check, gap.gap, gap.n, gap.reason, gap)
        if found.outcome is Outcome.SUPPORTS and not is_beyond_others(check, gap):
            return replace(found, outcome=Outcome.UNCLEAR)
        return found

    def title(self, check: EraMeansCheck, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends."""
        earlier, later = (catalogue.eras[name].short_name for name in check.eras)
        return f"{later} against {earlier}"

    def method(self, check: EraMeansCheck) -> str:
        """Return how its number is found."""
        return (
            "The mean of the later era minus that of the earlier, compared with the median gap of other economies "
            "and, for growth rates, against what chance alone would bring."
        )

    def quantity(self, check: EraMeansCheck) -> Quantity:
        """Return how its number is written."""
        return DIFFERENCE

    def what(self, check: EraMeansCheck, indicator: Indicator) -> str:
        """Return what is compared, in a sentence."""
        return f"the gap between the era means of {indicator.short_name}"

    def sentence(self, finding: EraFinding, inputs: CheckInputs) -> str:
        """Return how the means of two eras differ, or why that cannot be computed."""
        gap, indicator = finding.detail, inputs.catalogue.indicator(finding.check.indicator)
        before, after = gap.before, gap.after
        if gap.gap is None or before.mean is None or after.mean is None:
            return phrases.too_short(gap.reason)
        median = (
            f"other economies' median gap {phrases.difference(indicator, gap.median)}"
            if gap.median is not None
            else f"too few other economies ({gap.economies}) for a median gap"
        )
        return (
            f"{indicator.name}: {phrases.value(indicator, after.mean)} against "
            f"{phrases.value(indicator, before.mean)} on average, {phrases.difference(indicator, gap.gap)} "
            f"(n {after.n}/{after.years} and {before.n}/{before.years}); {median}."
        )

    def brief(self, finding: EraFinding, inputs: CheckInputs) -> str:
        """Return the deciding number in few words; "" where there is none."""
        if finding.detail.gap is None:
            return ""
        indicator = inputs.catalogue.indicator(finding.check.indicator)
        return f"{phrases.difference(indicator, finding.detail.gap)} between the eras"

    def notes(self, finding: EraFinding, inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence: the chance band, the thresholds, what a gap lacks."""
        gap, indicator = finding.detail, inputs.catalogue.indicator(finding.check.indicator)
        if gap.band is not None:
            band = formatting.quantity(gap.band, "pp", max(1, indicator.decimals))
            yield (
                f"Two spells this long in a series this restless differ by up to {band} nine times in ten "
                "with no cause at all."
            )
        yield from super().notes(finding, inputs)
        if gap.gap is not None and finding.outcome is Outcome.UNCLEAR:
            alone = against_thresholds(finding.check, gap.gap)
            if alone is Outcome.SUPPORTS:
                yield (
                    "It is beyond its threshold, but not beyond what other economies saw or what chance alone "
                    "would bring."
                )

    def marks(self, finding: EraFinding, indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the years of both eras that have values, with their means."""
        for era in (finding.detail.before, finding.detail.after):
            if era.first is not None and era.last is not None and era.mean is not None:
                yield flat_mark((era.first, era.last), era.mean, indicator)


def is_beyond_others(check: EraMeansCheck, gap: EraGap) -> bool:
    """Tell whether a gap is beyond the comparators' median gap and, of growth rates, beyond the chance band."""
    if gap.gap is None:
        return False
    sign = 1 if check.direction == "up" else -1
    beyond_median = gap.median is None or sign * gap.gap > sign * gap.median
    return beyond_median and (gap.band is None or abs(gap.gap) > gap.band)
