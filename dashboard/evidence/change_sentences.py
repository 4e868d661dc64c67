"""Word a change at a date: what a series did, its rank among all dates, and what has to be known beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.ranks import MIN_DATES
from dashboard.analysis.reasons import Reason
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Milestone
from dashboard.evidence import phrases
from dashboard.evidence.kinds.others import world_wide

_MANY_TIMES: Final = 100
SHORT_SERIES: Final = (
    "With so few dates only a first rank counts, "
    "and a real change of twice the yearly spread is missed about half the time."
)
WEAK_SLOPES: Final = (
    "A test on five-year slopes could hardly have come out otherwise: of real changes of trend of 0.4 times the yearly "
    "spread it finds one in six to one in ten."
)


def change_sentence(indicator: Indicator, found: MilestoneChange) -> str:
    """Return what a series did about a milestone and how that ranks among all dates, or why it is too short."""
    return " ".join((*_before_and_after(indicator, found), *_rank_sentences(found)))


def untold(found: MilestoneChange, reason: Reason) -> str:
    """Return why a change at a milestone cannot be ranked."""
    told = phrases.too_short(reason)
    return told if reason.cause in phrases.ENDED or not found.change.n else f"{told} {_fitting(found)}"


def change_notes(
    indicator: Indicator, named: str, found: MilestoneChange, others: Sequence[Milestone], unnamed: int = 0
) -> Iterator[str]:
    """Yield what has to be known beside it: the earlier trend, how volatile it was, what it is not.

    `others` are the milestones in its windows that concern the indicator, `unnamed` counts the rest.
    """
    if not found.change.reason:
        if found.change.expected is not None:
            yield f"The earlier trend alone would have brought {phrases.difference(indicator, found.change.expected)}."
        if found.volatility.misleads:
            yield _volatility_sentence(named, found)
        if found.dates.rank is not None and found.dates.short:
            yield SHORT_SERIES
        if found.change.windows.statistic == "slope" and found.dates.rank is not None:
            yield WEAK_SLOPES
        yield not_causal(others, unnamed)


def concerning(indicator: Indicator, others: Sequence[Milestone]) -> tuple[list[Milestone], int]:
    """Return the milestones that concern an indicator, and how many others there are."""
    named = [other for other in others if indicator.id in other.indicators]
    return named, len(others) - len(named)


def rank_rule(found: MilestoneChange, rank: int) -> str:
    """Return which ranks count in favour and which against, and what else a rank in favour lacks."""
    dates = found.dates.dates
    # in whole numbers: the first rank with 4 rank >= 3 dates, or of slopes 10 rank > 9 dates
    is_mean = found.change.windows.statistic == "mean"
    last = phrases.ordinal((3 * dates + 3) // 4 if is_mean else 9 * dates // 10 + 1)
    rule = (
        f"Counts in favour at rank {dates // 10} or better of {dates} dates, if the change is beyond the median of "
        f"other economies and goes the same way for every width of window; against from the {last} on."
    )
    lacks: list[str] = []
    if found.economies.beyond is False:
        lacks.append("the change is not beyond the median of other economies")
    if not found.agrees:
        turned = [str(other.k) for other in found.others if not other.agrees]
        lacks.append(f"windows of {formatting.listing(turned)} years show no {phrases.movement(found.direction)}")
    if 10 * rank <= dates and lacks:
        return f"{rule} The rank would count in favour, but {formatting.listing(lacks)}."
    return rule


def other_rank(found: MilestoneChange, *, counts: bool) -> str:
    """Return which rank would change an outcome, after "The outcome would change"."""
    dates, movement = found.dates.dates, phrases.movement(found.direction)
    first = dates // 10
    goes_its_way = (found.change.change or 0.0) * (1 if found.direction == "up" else -1) > 0
    what = f"this {movement}" if found.change.windows.statistic == "mean" and goes_its_way else "this change"
    largest = f"the {formatting.in_words(first)} largest" if first > 1 else "the largest"
    kind = "" if what == f"this {movement}" else f" {movement}{'s' if first > 1 else ''}"
    ranked = "no longer ranked" if counts else "ranked"
    among = "among" if first > 1 else "as"
    return f"if {what} {ranked} {among} {largest}{kind} of {dates} possible dates"


def not_causal(others: Sequence[Milestone], unnamed: int = 0) -> str:
    """Return why no change about a milestone is evidence of a cause, with the other milestones in its window."""
    names = [other.short_title for other in others]
    if unnamed:
        plural = "s" if unnamed > 1 else ""
        what = f"other{plural}" if names else f"other milestone{plural}"
        names.append(f"{formatting.in_words(unnamed)} {what}")
    window = f", and the window also holds {formatting.listing(names)}" if names else ""
    early_or_late = "effects may start early or late" if names else "and effects may start early or late"
    return f"Not causal: the date was chosen by people who knew the figures, {early_or_late}{window}."


def economies_sentence(indicator: Indicator, found: MilestoneChange) -> str:
    """Return how other economies changed over the same years, or that they are too few."""
    economies = found.economies
    if economies.median is None:
        return f"{phrases.reason(economies.reason).capitalize()}."
    is_mean = found.change.windows.statistic == "mean"
    write = phrases.difference if is_mean else phrases.slope_difference
    whole = "all" if economies.larger == economies.economies else f"{economies.larger or 'none'} of"
    return (
        f"Over the same years {whole} {economies.economies} other economies saw a larger "
        f"{phrases.movement(found.direction)}; their median was {write(indicator, economies.median)}"
        f"{world_wide(found.change.change, economies.median)}."
    )


def _before_and_after(indicator: Indicator, found: MilestoneChange) -> Iterator[str]:
    change = found.change
    if change.before is None or change.after is None or change.change is None:
        return
    before, after = (
        phrases.years(window) for window in (change.windows.before(change.year), change.windows.after(change.year))
    )
    if change.windows.statistic == "mean":
        # means of logarithms are geometric means of values
        averaged = "had a geometric mean of" if indicator.kind in COMPOUNDS else "averaged"
        yield (
            f"{phrases.opening(indicator)} {averaged} {phrases.value(indicator, change.before)} in {before} and "
            f"{phrases.value(indicator, change.after)} in {after}: {phrases.difference(indicator, change.change)}."
        )
    else:
        yield (
            f"{phrases.opening(indicator)} moved by {phrases.slope(indicator, change.before)} in {before} and by "
            f"{phrases.slope(indicator, change.after)} in {after}: "
            f"{phrases.slope_difference(indicator, change.change)}."
        )


def _rank_sentences(found: MilestoneChange) -> Iterator[str]:
    dates, movement = found.dates, phrases.movement(found.direction)
    if dates.rank is None:
        yield phrases.too_short(dates.reason or found.change.reason)
        if found.change.n:
            yield _fitting(found)
        return
    text = f"Ranked by {movement}, it is {phrases.ordinal(dates.rank)} of {dates.dates} dates"
    if dates.apart:
        which = f"that do not overlap it show a larger {movement}"
        one = "the one date that does not overlap it"
        if dates.apart == 1:
            text += f"; {one} shows a {'larger' if dates.larger else 'smaller'} {movement}"
        elif dates.larger == dates.apart:
            text += f"; all {dates.apart} {which}"
        else:
            shown = "none" if not dates.larger else str(dates.larger)
            text += f"; {shown} of the {dates.apart} {which if dates.larger != 1 else which.replace('show', 'shows')}"
    yield f"{text}."


def _fitting(found: MilestoneChange) -> str:
    """Return at how many dates a comparison fits, and how many it takes."""
    dates = found.dates.dates
    enough = "" if dates >= MIN_DATES else f"; at least {MIN_DATES} are needed"
    values, fits = formatting.count(found.change.n, "annual figure"), formatting.count(dates, "date")
    return f"{values} {'allows' if found.change.n == 1 else 'allow'} {fits}{enough}."


def _volatility_sentence(named: str, found: MilestoneChange) -> str:
    ratio, is_high = found.volatility.ratio or 0.0, found.volatility.is_high
    factor = ratio if is_high else 1 / max(ratio, 1 / _MANY_TIMES)
    times = f"more than {_MANY_TIMES}" if factor >= _MANY_TIMES else formatting.number(factor, 1)
    how, misleads = ("more volatile", "overstates") if is_high else ("calmer", "understates")
    return f"The years around {named} were {times} times {how} than the rest, so the rank {misleads} the change."
