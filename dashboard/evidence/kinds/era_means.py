"""Checks that compare the means of two eras: the later minus the earlier."""

from collections.abc import Iterator, Mapping

from dashboard import formatting
from dashboard.analysis.era_gap import EraGap, EraMean, era_gap
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import EraMeansCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.evidence.findings import CheckInputs, Compared, Finding
from dashboard.evidence.kinds.base import ThresholdKind, clipped, span_of
from dashboard.evidence.kinds.others import count_too, world_wide
from dashboard.evidence.marks import Mark, flat_mark
from dashboard.evidence.quantities import MARGIN, Quantity

EraFinding = Finding[EraMeansCheck, EraGap]


class EraMeansKind(ThresholdKind[EraMeansCheck, EraGap]):
    """The gap between two era means, which supports only beyond other economies' and beyond chance."""

    def find(self, check: EraMeansCheck, inputs: CheckInputs) -> EraFinding:
        """Return what a check comes to."""
        earlier, later = (inputs.catalogue.eras[name] for name in check.eras)
        others = inputs.comparators(check.economy)
        span = clipped(span_of(check), inputs.years_compared(check.indicator))
        gap = era_gap(inputs.panel(check), check.economy, others, (earlier, later), span)
        return self.judged(check, gap.gap, gap.n, gap.reason, gap, inputs)

    def supports_too(self, finding: EraFinding) -> bool:
        """Tell whether a gap is beyond the comparators' median gap and, of growth rates, beyond the chance band."""
        return is_beyond_others(finding.check, finding.detail)

    def compared(self, finding: EraFinding, inputs: CheckInputs) -> Compared | None:
        """Return the other economies with a gap between the same eras."""
        after = finding.detail.after.last
        return Compared(tuple(entry.economy for entry in finding.detail.changes), after) if after else None

    def title(self, check: EraMeansCheck, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends."""
        earlier, later = (catalogue.eras[name].short_name for name in check.eras)
        return f"{later} against {earlier}"

    def method(self, check: EraMeansCheck) -> str:
        """Return how its number is found."""
        return (
            "The mean of the later era minus that of the earlier, compared with the median gap of other economies "
            "and, for growth rates, with what chance alone would bring."
        )

    def quantity(self, check: EraMeansCheck) -> Quantity:
        """Return how its number is written."""
        return MARGIN

    def what(self, check: EraMeansCheck, indicator: Indicator) -> str:
        """Return what is compared, in a sentence."""
        return f"the gap between the era means of {phrases.inside(indicator)}"

    def sentence(self, finding: EraFinding, inputs: CheckInputs) -> str:
        """Return how the means of two eras differ, or why that cannot be computed."""
        gap, indicator = finding.detail, inputs.catalogue.indicator(finding.check.indicator)
        before, after = gap.before, gap.after
        if gap.gap is None or before.mean is None or after.mean is None:
            return phrases.too_short(gap.reason)
        median = (
            f"the median of {gap.economies} other economies moved by {phrases.points(indicator, gap.median)}"
            f"{world_wide(gap.gap, gap.median)}{count_too(finding.check, [one.change for one in gap.changes])}"
            if gap.median is not None
            else f"there are too few other economies ({gap.economies}) for a median"
        )
        earlier, later = (_mean(indicator, era) for era in (before, after))
        moved = phrases.points(indicator, gap.gap)
        return f"{phrases.opening(indicator)} averaged {earlier} and {later}, a change of {moved}; {median}."

    def brief(self, finding: EraFinding, inputs: CheckInputs) -> str:
        """Return the deciding number in few words; "" where there is none."""
        if finding.detail.gap is None:
            return ""
        indicator = inputs.catalogue.indicator(finding.check.indicator)
        return f"{phrases.points(indicator, finding.detail.gap)} between the eras"

    def notes(self, finding: EraFinding, inputs: CheckInputs) -> Iterator[str]:
        """Yield what has to be known beside the sentence: the chance band, the thresholds, what a gap lacks."""
        gap, indicator = finding.detail, inputs.catalogue.indicator(finding.check.indicator)
        if gap.band is not None:
            band = formatting.quantity(gap.band, "pp", max(1, indicator.decimals))
            yield (
                f"Two periods this long in so volatile a series differ by up to {band} nine times in ten "
                "by chance alone."
            )
        yield from super().notes(finding, inputs)
        if finding.outcome is Outcome.UNCLEAR and self.is_past_threshold(finding):
            yield "It is beyond its threshold, but not beyond the median of other economies or what chance would bring."

    def is_past_threshold(self, finding: EraFinding) -> bool:
        """Tell whether a gap would count in favour by its threshold alone."""
        check, gap = finding.check, finding.detail.gap
        if gap is None or check.supports is None:
            return False
        return gap >= check.supports if check.better == "up" else gap <= check.supports

    def marks(self, finding: EraFinding, indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the years of both eras that have values, with their means."""
        for era in (finding.detail.before, finding.detail.after):
            if era.first is not None and era.last is not None and era.mean is not None:
                yield flat_mark((era.first, era.last), era.mean, indicator)


def _mean(indicator: Indicator, era: EraMean) -> str:
    years = phrases.years((era.first or 0, era.last or 0))
    return f"{phrases.value(indicator, era.mean or 0.0)} in {years}{phrases.coverage(era.n, era.years)}"


def is_beyond_others(check: EraMeansCheck, gap: EraGap) -> bool:
    """Tell whether a gap is beyond the comparators' median gap and, of growth rates, beyond the chance band."""
    if gap.gap is None:
        return False
    sign = 1 if check.direction == "up" else -1
    beyond_median = gap.median is None or sign * gap.gap > sign * gap.median
    return beyond_median and (gap.band is None or abs(gap.gap) > gap.band)
