"""How is one finding told? A sentence, what has to be known beside it, its deciding number, and how it was found."""

from dataclasses import dataclass
from typing import Final

from dashboard.analysis.era_gap import EraGap
from dashboard.analysis.levels import Level
from dashboard.analysis.milestone_change import MilestoneChange, milestones_inside
from dashboard.analysis.targets import TargetReading
from dashboard.catalogue import wording
from dashboard.catalogue.claims import Check, EraMeansCheck, LevelCheck, MilestoneCheck, TargetCheck
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases, sentences
from dashboard.evidence.checks import Finding, Ground


@dataclass(frozen=True)
class Telling:
    """What is written of a finding: `brief` is the deciding number in few words, `unit` that of the number itself."""

    sentence: str
    notes: tuple[str, ...]
    brief: str
    unit: str
    method: str


def tell(finding: Finding, ground: Ground) -> Telling:
    """Return a finding in words."""
    check, indicator = finding.check, ground.catalogue.indicator(finding.check.indicator)
    sentence, notes, brief = _told(finding, indicator, ground)
    kept = tuple(note for note in notes if note)
    brief = f"{indicator.short_name}: {brief}" if brief else ""
    return Telling(sentence, kept, brief, phrases.unit(check, indicator), _method(check))


def _told(finding: Finding, indicator: Indicator, ground: Ground) -> tuple[str, list[str], str]:
    match finding.check, finding.detail:
        case EraMeansCheck() as check, EraGap() as gap:
            notes = [
                sentences.band_sentence(indicator, gap),
                sentences.threshold_sentence(check, indicator),
                sentences.gap_rule(check, gap, finding.outcome),
            ]
            brief = "" if gap.gap is None else f"{phrases.difference(indicator, gap.gap)} between the eras"
            return sentences.era_sentence(indicator, gap), notes, brief
        case MilestoneCheck() as check, MilestoneChange() as found:
            return _told_change(check, found, indicator, ground)
        case LevelCheck() as check, Level() as level:
            notes = [sentences.threshold_sentence(check, indicator)]
            return (
                sentences.level_sentence(check, indicator, level),
                notes,
                sentences.level_brief(check, indicator, level),
            )
        case TargetCheck() as check, TargetReading() as target:
            goal = _goal(check, ground)
            notes = [sentences.threshold_sentence(check, indicator)]
            brief = sentences.target_brief(check, indicator, target, goal)
            return sentences.target_sentence(check, indicator, target, goal), notes, brief
        case _:
            return f"Too short to say: {phrases.reason(finding.reason)}.", [], ""


def _goal(check: TargetCheck, ground: Ground) -> str:
    """Return the one target of a check as it was set: at least 110 GW by the end of 2020."""
    if check.measure != "years-early":
        return ""
    target = ground.catalogue.targets[check.targets[0]]
    return f"{wording.bound(target)} {wording.deadline(target)}"


def _told_change(
    check: MilestoneCheck, found: MilestoneChange, indicator: Indicator, ground: Ground
) -> tuple[str, list[str], str]:
    milestone = ground.catalogue.milestones[check.milestone]
    milestones = ground.catalogue.milestones.values()
    others = milestones_inside(milestones, found.change.year, found.change.windows, milestone.id)
    sentence = sentences.change_sentence(indicator, milestone.short_title, found)
    notes = list(sentences.change_notes(indicator, milestone.short_title, found, others))
    if check.reason:
        notes.append(f"{check.reason[0].upper()}{check.reason[1:]}.")
    if found.dates.place is None:
        return sentence, notes, ""
    notes.append(sentences.place_rule(found, found.dates.place))
    brief = f"{phrases.ordinal(found.dates.place)} of {found.dates.dates} dates by {phrases.movement(found.direction)}"
    return sentence, notes, brief


_LEVELS: Final = {
    "latest": "The latest figure; one more than five years older than other figures of the economy counts as none.",
    "mean": "The mean over the span, of at least five figures in 60 % of its years.",
    "change": "The last figure of the span minus the first.",
    "share-above": "The share of years with figures in which they lie above the bound.",
    "standing": "The share of the other economies that are ahead; aggregates are left out.",
    "doubling-time": "ln 2 over the slope of the logarithm on years; it takes an R squared of 0.8.",
}
_TARGETS: Final = {
    "mean-margin": "Outcome minus the nearest bound of the year's target, averaged over years that have both.",
    "share-set": "The share of years, up to the newest figure, for which a target is on record.",
    "share-met": "The share of deadlines met, after rounding to one decimal; of several for one year, the last set.",
    "years-early": "The deadline minus the first year at or above the target, after rounding to one decimal.",
}


def _method(check: Check) -> str:
    match check:
        case EraMeansCheck():
            return (
                "The mean of the later era minus that of the earlier, held against the median gap of other economies "
                "and, for growth rates, against what chance alone would bring."
            )
        case MilestoneCheck(statistic=statistic, k=k):
            what = "means" if statistic == "mean" else "slopes"
            return (
                f"The difference of the {what} of the {k} years before and after, ranked among all dates of the series "
                "at which it can be taken, and held against the median of other economies; a place in the first tenth "
                "is unusual."
            )
        case LevelCheck(measure=measure):
            return _LEVELS[measure]
        case TargetCheck(measure=measure):
            return _TARGETS[measure]
