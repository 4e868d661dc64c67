"""What do the numbers of one comparison say in words? The sentences for changes, eras, levels and targets."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.era_gap import EraGap
from dashboard.analysis.levels import Level
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.placement import MIN_DATES
from dashboard.analysis.targets import TargetReading
from dashboard.catalogue.claims import CONTEXT, EraMeansCheck, LevelCheck, Outcome, TargetCheck, ThresholdCheck
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Milestone
from dashboard.evidence import phrases
from dashboard.evidence.checks import against_thresholds

_MANY_TIMES: Final = 100
SHORT_SERIES: Final = (
    "So few dates are short: only a first place counts, "
    "and a real change of twice the yearly spread is missed about half the time."
)
WEAK_SLOPES: Final = "That a bend is not unusual says almost nothing: windows so narrow hardly see one."


def change_sentence(indicator: Indicator, named: str, found: MilestoneChange) -> str:
    """Return what a series did about a milestone and where that stands among all dates, or why it is too short."""
    return " ".join((*_before_and_after(indicator, found), *_place_sentences(named, found)))


def change_notes(
    indicator: Indicator, named: str, found: MilestoneChange, others: Sequence[Milestone]
) -> Iterator[str]:
    """Yield what has to be known beside it: the earlier trend, other economies, how calm it was, what it is not."""
    if not found.change.reason:
        if found.change.expected is not None:
            yield f"The earlier trend alone would have brought {phrases.difference(indicator, found.change.expected)}."
        yield _economies_sentence(indicator, found)
        if found.calm.ratio is not None and found.calm.weather:
            yield _calm_sentence(named, found)
        if found.dates.place is not None and found.dates.short:
            yield SHORT_SERIES
        if found.change.windows.statistic == "slope" and found.dates.place is not None:
            yield WEAK_SLOPES
        yield not_causal(others)


def place_rule(found: MilestoneChange, place: int) -> str:
    """Return which places count in favour and which against, and what else a place in favour lacks."""
    dates = found.dates.dates
    # in whole numbers: the first place with 4 place >= 3 dates
    last_quarter = phrases.ordinal((3 * dates + 3) // 4)
    rule = (
        f"Counted in favour in the first {dates // 10} of {dates} dates, if the change is beyond the median of other "
        f"economies and goes the same way for every width of window; against from the {last_quarter} on."
    )
    lacks: list[str] = []
    if found.economies.beyond is False:
        lacks.append("the change is not beyond the median of other economies")
    if not found.agrees:
        turned = [str(other.k) for other in found.others if not other.agrees]
        lacks.append(f"windows of {formatting.listing(turned)} years show no {phrases.movement(found.direction)}")
    if 10 * place <= dates and lacks:
        return f"{rule} The place would count in favour, but {formatting.listing(lacks)}."
    return rule


def not_causal(others: Sequence[Milestone]) -> str:
    """Return why no change about a milestone is evidence of a cause, with the other milestones in its window."""
    window = (
        f", and the window also holds {formatting.listing([other.short_title for other in others])}" if others else ""
    )
    early_or_late = "effects may start early or late" if others else "and effects may start early or late"
    return f"Not causal: the date was chosen by people who knew the figures, {early_or_late}{window}."


def _before_and_after(indicator: Indicator, found: MilestoneChange) -> Iterator[str]:
    change = found.change
    if change.before is None or change.after is None or change.change is None:
        return
    before, after = (
        phrases.years(window) for window in (change.windows.before(change.year), change.windows.after(change.year))
    )
    if change.windows.statistic == "mean":
        yield (
            f"{indicator.name} averaged {phrases.value(indicator, change.before)} in {before} and "
            f"{phrases.value(indicator, change.after)} in {after}: {phrases.difference(indicator, change.change)}."
        )
    else:
        yield (
            f"{indicator.name} moved by {phrases.slope(indicator, change.before)} in {before} and by "
            f"{phrases.slope(indicator, change.after)} in {after}: "
            f"{phrases.slope_difference(indicator, change.change)}."
        )


def _place_sentences(named: str, found: MilestoneChange) -> Iterator[str]:
    dates = found.dates
    if dates.place is None:
        enough = "" if dates.dates >= MIN_DATES else f"; at least {MIN_DATES} are needed"
        reason = phrases.reason(dates.reason or found.change.reason)
        yield f"Too short to say: {reason}."
        if found.change.n:
            figures, fits = formatting.count(found.change.n, "annual figure"), formatting.count(dates.dates, "date")
            yield f"{figures} allow {fits}{enough}."
        return
    text = (
        f"Of the {dates.dates} dates at which the same comparison fits, {named} comes {phrases.ordinal(dates.place)} "
        f"by {phrases.movement(found.direction)}"
    )
    if dates.apart:
        text += f"; of the {dates.apart} whose windows do not touch it, {dates.larger or 'none'} "
        text += "shows a larger one" if dates.larger == 1 else "show a larger one"
    yield f"{text}."


def _economies_sentence(indicator: Indicator, found: MilestoneChange) -> str:
    economies = found.economies
    if economies.median is None:
        return f"{phrases.reason(economies.reason).capitalize()}."
    is_mean = found.change.windows.statistic == "mean"
    write = phrases.difference if is_mean else phrases.slope_difference
    return (
        f"Over the same years {economies.larger} of {economies.economies} other economies saw a larger "
        f"{phrases.movement(found.direction)}; their median was {write(indicator, economies.median)}."
    )


def _calm_sentence(named: str, found: MilestoneChange) -> str:
    ratio, weather = found.calm.ratio or 0.0, found.calm.weather
    factor = ratio if weather == "stormier" else 1 / max(ratio, 1 / _MANY_TIMES)
    times = f"more than {_MANY_TIMES}" if factor >= _MANY_TIMES else formatting.number(factor, 1)
    misleads = "overstates" if weather == "stormier" else "understates"
    return f"The years around {named} were {times} times {weather} than the rest, so the place {misleads} the change."


def era_sentence(indicator: Indicator, gap: EraGap) -> str:
    """Return how the means of two eras differ, or why that cannot be said."""
    before, after = gap.before, gap.after
    if gap.gap is None or before.mean is None or after.mean is None:
        return f"Too short to say: {phrases.reason(gap.reason)}."
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


def band_sentence(indicator: Indicator, gap: EraGap) -> str:
    """Return how far chance alone goes, of growth rates; "" of all else."""
    if gap.band is None:
        return ""
    band = formatting.quantity(gap.band, "pp", max(1, indicator.decimals))
    return (
        f"Two spells this long in a series this restless differ by up to {band} nine times in ten with no cause at all."
    )


def gap_rule(check: EraMeansCheck, gap: EraGap, outcome: Outcome) -> str:
    """Return why a gap beyond its threshold does not count in favour, "" where it does or is not."""
    if gap.gap is None or outcome is not Outcome.UNCLEAR or against_thresholds(check, gap.gap) is not Outcome.SUPPORTS:
        return ""
    return "It is beyond its threshold, but not beyond what other economies saw or what chance alone would bring."


def level_sentence(check: LevelCheck, indicator: Indicator, level: Level) -> str:
    """Return what a series reads, or why that cannot be said."""
    if level.value is None or level.first is None or level.last is None:
        return f"Too short to say: {phrases.reason(level.reason)}."
    span = phrases.years((level.first, level.last))
    coverage = f" (n {level.n}/{level.years})" if level.years > 1 else ""
    amount = phrases.measured(check, indicator, level.value)
    match level.measure:
        case "latest":
            text = f"{indicator.name}: {amount} in {span}"
        case "mean":
            text = f"{indicator.name}: {amount} on average in {span}{coverage}"
        case "change":
            text = f"{indicator.name}: {amount} from {level.first} to {level.last}{coverage}"
        case "share-above":
            over = phrases.value(indicator, check.above or 0.0)
            text = f"{indicator.name} was above {over} in {round(level.value * level.n)} of {level.n} years, {span}"
        case "standing":
            text = f"{indicator.name}: {_standing(level)}, {'mean of ' if level.years > 1 else ''}{span}{coverage}"
        case "doubling-time":
            verb = "doubled" if level.value > 0 else "halved"
            text = f"{indicator.name} {verb} every {amount}, {span}{coverage}"
    return f"{text}."


def _standing(level: Level) -> str:
    if level.standing is None or level.value is None:
        return ""
    place = f"{phrases.ordinal(level.standing.place)} of {level.standing.economies} economies"
    return place if not level.value else f"{place}, {phrases.percent(level.value)} of the others ahead"


def target_sentence(check: TargetCheck, indicator: Indicator, reading: TargetReading, goal: str) -> str:
    """Return how outcomes lie to targets, or why that cannot be said; `goal` is the one target of years-early."""
    reached = reading.reached
    if reached is not None and reached.state == "missed":
        return f"{indicator.name}: {goal} had not been reached by then."
    if reading.value is None or reading.first is None or reading.last is None:
        return f"Too short to say: {phrases.reason(reading.reason)}."
    span, amount = phrases.years((reading.first, reading.last)), phrases.measured(check, indicator, reading.value)
    met = round(reading.value * reading.n)
    match reading.measure:
        case "mean-margin":
            return f"{indicator.name} lay {amount} from its target on average, {span} (n {reading.n}/{reading.years})."
        case "share-set":
            return f"{indicator.name}: a target was set for {met} of {reading.n} years, {span}."
        case "share-met":
            return f"{indicator.name}: {met} of {formatting.count(reading.n, 'deadline')} were met, {span}."
        case "years-early":
            return f"{indicator.name}: {goal} was reached in {reached.year if reached else ''}, {amount}."


def threshold_sentence(check: ThresholdCheck, indicator: Indicator) -> str:
    """Return where a check counts in favour and where against, and why there."""
    if check.supports is None or check.against is None:
        return "It is shown beside the claim; no threshold is set."
    toward, away = ("or more", "or less") if check.better == "up" else ("or less", "or more")
    supports, against = (phrases.measured(check, indicator, bound) for bound in (check.supports, check.against))
    shown = "; it is context and never counts" if check.role == CONTEXT else ""
    return f"Counted in favour at {supports} {toward}, against at {against} {away}: {check.reason}{shown}."


def level_brief(check: LevelCheck, indicator: Indicator, level: Level) -> str:
    """Return a level in few words: 9.1 % in 2023, 2nd of 31 economies; "" where there is none."""
    if level.value is None or level.first is None or level.last is None:
        return ""
    span = phrases.years((level.first, level.last))
    match level.measure:
        case "standing":
            return _standing(level)
        case "share-above":
            over = phrases.value(indicator, check.above or 0.0)
            return f"{round(level.value * level.n)} of {level.n} years above {over}"
        case "doubling-time":
            verb = "doubling" if level.value > 0 else "halving"
            return f"{verb} every {phrases.measured(check, indicator, level.value)}"
        case _:
            return f"{phrases.measured(check, indicator, level.value)} in {span}"


def target_brief(check: TargetCheck, indicator: Indicator, reading: TargetReading, goal: str) -> str:
    """Return outcomes against targets in few words: +2.6 pp from target on average; "" where there are none."""
    if reading.reached is not None and reading.reached.state == "missed":
        return f"{goal} missed"
    if reading.value is None:
        return ""
    amount, met = phrases.measured(check, indicator, reading.value), round(reading.value * reading.n)
    match reading.measure:
        case "mean-margin":
            return f"{amount} from target on average"
        case "share-set":
            return f"a target set for {met} of {reading.n} years"
        case "share-met":
            return f"{met} of {formatting.count(reading.n, 'deadline')} met"
        case "years-early":
            return f"{goal} reached {amount}"
