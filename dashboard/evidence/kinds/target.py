"""Checks that compare outcomes with what was aimed at, and the measures of that."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.analysis import targets as reading
from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import Cause
from dashboard.analysis.target_outcomes import TargetState
from dashboard.analysis.targets import TargetReading
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import TARGET_MEASURES, TargetCheck
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Target
from dashboard.evidence import phrases, quantities, target_sentences
from dashboard.evidence.findings import CheckInputs, Finding
from dashboard.evidence.kinds.base import NO_SCOPE, WHOLE, Measure, ThresholdKind, span_of
from dashboard.evidence.marks import Mark
from dashboard.evidence.quantities import ABOVE, YEARS_EARLY, Quantity

TargetFinding = Finding[TargetCheck, TargetReading]


@dataclass(frozen=True)
class TargetText:
    """What a sentence on outcomes is made of; `goal` is the one target of a check, as it was set."""

    check: TargetCheck
    indicator: Indicator
    reading: TargetReading
    value: float
    amount: str
    span: str
    goal: str

    @property
    def count(self) -> int:
        """Return in how many years or deadlines a share holds."""
        return round(self.value * self.reading.n)

    @property
    def coverage(self) -> str:
        """Return in brackets how many years with a target have an outcome; "" of all of them."""
        return phrases.coverage(self.reading.n, self.reading.years)

    @property
    def beyond(self) -> str:
        """Return how far above its target a year counts as beyond it."""
        return phrases.size(self.indicator, self.check.beyond or 0.0)

    @property
    def extremes(self) -> str:
        """Return in brackets the largest distances either way, with their years."""
        return target_sentences.extremes(self.reading.distances, self.indicator)

    @property
    def margin(self) -> str:
        """Return how far from its targets the indicator was on average: 0.1 points above target."""
        return target_sentences.margin(self.reading.margin or 0.0, self.indicator)

    @property
    def year(self) -> str:
        """Return the year in which the target was reached."""
        return str(self.reading.reached.reached) if self.reading.reached else ""


@dataclass(frozen=True)
class TargetMeasure(Measure):
    """A measure of outcomes against targets, read between a first and last year, and worded."""

    read: Callable[[Panel, TargetCheck, Sequence[Target]], TargetReading]
    sentence: Callable[[TargetText], str]
    brief: Callable[[TargetText], str]
    scope: tuple[float, float] = NO_SCOPE


class TargetKind(ThresholdKind[TargetCheck, TargetReading]):
    """Outcomes against targets, by the check's measure; a missed deadline counts against whatever the thresholds."""

    def find(self, check: TargetCheck, inputs: CheckInputs) -> TargetFinding:
        """Return what a check comes to."""
        catalogue = inputs.catalogue
        targets = [catalogue.targets[name] for name in check.targets]
        if not targets:
            targets = list(catalogue.targets_of(check.indicator, check.economy))
        found = MEASURES[check.measure].read(inputs.panel(check), check, targets)
        if _is_missed(found):
            return Finding(check, Outcome.AGAINST, None, found.n, None, found)
        return self.judged(check, found.value, found.n, found.reason, found, inputs)

    def scope(self, check: TargetCheck, inputs: CheckInputs) -> tuple[float, float]:
        """Return the least and the largest number that the measure can be."""
        return MEASURES[check.measure].scope

    def title(self, check: TargetCheck, catalogue: Catalogue) -> str:
        """Return what a check asks, as a title ends."""
        return _goal(check, catalogue) or MEASURES[check.measure].title

    def method(self, check: TargetCheck) -> str:
        """Return how its number is found."""
        return MEASURES[check.measure].method

    def quantity(self, check: TargetCheck) -> Quantity:
        """Return how its number is written."""
        return MEASURES[check.measure].quantity

    def what(self, check: TargetCheck, indicator: Indicator) -> str:
        """Return what is compared, in a sentence."""
        beyond = phrases.size(indicator, check.beyond or 0.0)
        return MEASURES[check.measure].what.format(name=phrases.inside(indicator), beyond=beyond)

    def sentence(self, finding: TargetFinding, inputs: CheckInputs) -> str:
        """Return how outcomes lie to targets, or why that cannot be computed."""
        indicator = inputs.catalogue.indicator(finding.check.indicator)
        if _is_missed(finding.detail):
            return f"{indicator.name}: {_goal(finding.check, inputs.catalogue)} had not been reached by then."
        reason = finding.detail.reason
        if reason is not None and reason.cause is Cause.NOT_DUE:
            due, last = reason.years
            return f"{_goal(finding.check, inputs.catalogue)}: not due until {due}; figures end in {last}."
        text = self._text(finding, inputs)
        if text is None:
            return phrases.too_short(reason)
        return f"{MEASURES[finding.check.measure].sentence(text)}."

    def brief(self, finding: TargetFinding, inputs: CheckInputs) -> str:
        """Return outcomes in few words: 2.6 points above target on average; "" where there are none."""
        if _is_missed(finding.detail):
            return f"{_goal(finding.check, inputs.catalogue)} missed"
        text = self._text(finding, inputs)
        return "" if text is None else MEASURES[finding.check.measure].brief(text)

    def other_outcome(self, finding: TargetFinding, inputs: CheckInputs) -> str:
        """Return what would change the outcome of a check that could be tested: a threshold, or another year."""
        reached = finding.detail.reached
        if reached is None:
            return super().other_outcome(finding, inputs)
        wanted_early = finding.check.supports or 0.0
        early = formatting.years_early(wanted_early)
        wanted = {
            Outcome.SUPPORTS: f"less than {early}" if wanted_early else "after its deadline",
            Outcome.AGAINST: "by its deadline",
            Outcome.UNCLEAR: f"{early} or more" if wanted_early else "by its deadline",
        }
        return f"if the target for {reached.deadline} had been reached {wanted[finding.outcome]}"

    def targets_read(self, finding: TargetFinding) -> tuple[str, ...]:
        """Return the ids of the targets that outcomes were compared with."""
        found = finding.detail
        read = (*found.distances, found.reached) if found.reached else found.distances
        return tuple(entry.target for entry in read)

    def wanted_year(self, finding: TargetFinding, last: int, inputs: CheckInputs) -> int:
        """Return up to which year values would have to reach: the deadline of the one target."""
        reached = finding.detail.reached
        return last if reached is None else reached.deadline

    def marks(self, finding: TargetFinding, indicator: Indicator, values: Mapping[int, float]) -> Iterator[Mark]:
        """Yield the year in which the target was reached, or the years that were read."""
        found = finding.detail
        if found.reached is not None and found.reached.reached is not None:
            yield Mark(found.reached.reached, found.reached.reached)
        elif found.reached is None and found.first is not None and found.last is not None:
            yield Mark(found.first, found.last)

    def _text(self, finding: TargetFinding, inputs: CheckInputs) -> TargetText | None:
        found, indicator = finding.detail, inputs.catalogue.indicator(finding.check.indicator)
        if found.value is None or found.first is None or found.last is None:
            return None
        amount = self.quantity(finding.check).write(indicator, found.value)
        span, goal = phrases.years((found.first, found.last)), _goal(finding.check, inputs.catalogue)
        return TargetText(finding.check, indicator, found, found.value, amount, span, goal)


def _is_missed(found: TargetReading) -> bool:
    return found.reached is not None and found.reached.state is TargetState.MISSED and found.reached.reached is None


def _goal(check: TargetCheck, catalogue: Catalogue) -> str:
    """Return the one target of a check as it was set: at least 110 GW by the end of 2020; "" where it takes several."""
    if not TARGET_MEASURES[check.measure].takes_one_target:
        return ""
    target = catalogue.targets[check.targets[0]]
    return f"{wording.bound(target)} {wording.deadline(target)}"


def _of_span(
    read: Callable[[Panel, str, Sequence[Target], tuple[int, int]], TargetReading],
) -> Callable[[Panel, TargetCheck, Sequence[Target]], TargetReading]:
    """Return how a measure is read that needs no more of a check than its span."""
    return lambda panel, check, targets: read(panel, check.economy, targets, span_of(check))


def _margin_sentence(text: TargetText) -> str:
    return f"{phrases.opening(text.indicator)} averaged {text.margin} in {text.span}{text.coverage}{text.extremes}"


def _beyond_sentence(text: TargetText) -> str:
    mean = f"on average it was {text.margin}{text.extremes}"
    return (
        f"{phrases.opening(text.indicator)} was {text.beyond} or more above its target in {text.count} of "
        f"{formatting.count(text.reading.n, 'year')}, {text.span}; {mean}"
    )


MEASURES: Final[dict[str, TargetMeasure]] = {
    "mean-margin": TargetMeasure(
        title="margin over target",
        what="the mean margin of {name} over its target",
        method="Outcome minus the nearest bound of the year's target, averaged over five or more years that have both.",
        quantity=ABOVE,
        read=_of_span(reading.mean_margin),
        sentence=_margin_sentence,
        brief=lambda text: f"{text.margin} on average",
    ),
    "mean-distance": TargetMeasure(
        title="distance from target",
        what="the mean distance of {name} from its target",
        method="The size of outcome minus the nearest bound, above or below, averaged over at least five years.",
        quantity=ABOVE,
        read=_of_span(reading.mean_distance),
        sentence=lambda text: (
            f"{phrases.opening(text.indicator)} was {phrases.size(text.indicator, text.value)} away from its target "
            f"on average, above or below, {text.span}{text.coverage}{text.extremes}"
        ),
        brief=lambda text: f"{phrases.size(text.indicator, text.value)} away from target on average",
        scope=(0.0, float("inf")),
    ),
    "share-beyond": TargetMeasure(
        title="years beyond target",
        what="the share of years in which {name} was {beyond} or more above its target",
        method="The share of years with a target and an outcome in which the outcome lies so much above the target.",
        quantity=quantities.share("share of years"),
        read=lambda panel, check, targets: reading.share_beyond(
            panel, check.economy, targets, span_of(check), check.beyond or 0.0
        ),
        sentence=_beyond_sentence,
        brief=lambda text: f"{text.beyond} or more above target in {text.count} of {text.reading.n} years",
        scope=WHOLE,
    ),
    "share-set": TargetMeasure(
        title="years with a target",
        what="the share of years with a target for {name}",
        method="The share of years, up to the newest figure, for which a target is on record.",
        quantity=quantities.share("share of years"),
        read=_of_span(reading.share_set),
        sentence=lambda text: (
            f"{text.indicator.name}: a target was set for {text.count} of {text.reading.n} years, {text.span}"
        ),
        brief=lambda text: f"a target set for {text.count} of {text.reading.n} years",
        scope=WHOLE,
    ),
    "share-met": TargetMeasure(
        title="deadlines met",
        what="the share of met deadlines for {name}",
        method="The share of deadlines met, each at its own precision; of several for one year, the last set.",
        quantity=quantities.share("share of deadlines"),
        read=_of_span(reading.share_met),
        sentence=lambda text: (
            f"{text.indicator.name}: {text.count} of {formatting.count(text.reading.n, 'deadline')} "
            f"{'was' if text.reading.n == 1 else 'were'} met, {text.span}"
        ),
        brief=lambda text: f"{text.count} of {formatting.count(text.reading.n, 'deadline')} met",
        scope=WHOLE,
    ),
    "years-early": TargetMeasure(
        title="target",
        what="how early the target for {name} was reached",
        method="The deadline minus the first year at or above the target, which nothing is rounded up to.",
        quantity=YEARS_EARLY,
        read=_of_span(reading.years_early),
        sentence=lambda text: f"{text.indicator.name}: {text.goal} was reached in {text.year}, {text.amount}",
        brief=lambda text: f"{text.goal} reached {text.amount}",
    ),
}
