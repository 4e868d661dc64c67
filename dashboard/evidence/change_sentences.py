"""Word a change at a date: what a series did, its rank among all dates, and what has to be known beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import formatting
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.placement import MIN_DATES
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Milestone
from dashboard.evidence import phrases

_MANY_TIMES: Final = 100
SHORT_SERIES: Final = (
    "So few dates are short: only a first place counts, "
    "and a real change of twice the yearly spread is missed about half the time."
)
WEAK_SLOPES: Final = "That a bend is not unusual says almost nothing: windows so narrow hardly see one."


def change_sentence(indicator: Indicator, named: str, found: MilestoneChange) -> str:
    """Return what a series did about a milestone and where that stands among all dates, or why it is too short."""
    return " ".join((*_before_and_after(indicator, found), *_rank_sentences(named, found)))


def change_notes(
    indicator: Indicator, named: str, found: MilestoneChange, others: Sequence[Milestone]
) -> Iterator[str]:
    """Yield what has to be known beside it: the earlier trend, other economies, how calm it was, what it is not."""
    if not found.change.reason:
        if found.change.expected is not None:
            yield f"The earlier trend alone would have brought {phrases.difference(indicator, found.change.expected)}."
        yield _economies_sentence(indicator, found)
        if found.volatility.misleads:
            yield _volatility_sentence(named, found)
        if found.dates.place is not None and found.dates.short:
            yield SHORT_SERIES
        if found.change.windows.statistic == "slope" and found.dates.place is not None:
            yield WEAK_SLOPES
        yield not_causal(others)


def rank_rule(found: MilestoneChange, rank: int) -> str:
    """Return which ranks count in favour and which against, and what else a rank in favour lacks."""
    dates = found.dates.dates
    # in whole numbers: the first rank with 4 rank >= 3 dates
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
    if 10 * rank <= dates and lacks:
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


def _rank_sentences(named: str, found: MilestoneChange) -> Iterator[str]:
    dates = found.dates
    if dates.place is None:
        enough = "" if dates.dates >= MIN_DATES else f"; at least {MIN_DATES} are needed"
        yield phrases.too_short(dates.reason or found.change.reason)
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


def _volatility_sentence(named: str, found: MilestoneChange) -> str:
    ratio, is_high = found.volatility.ratio or 0.0, found.volatility.is_high
    factor = ratio if is_high else 1 / max(ratio, 1 / _MANY_TIMES)
    times = f"more than {_MANY_TIMES}" if factor >= _MANY_TIMES else formatting.number(factor, 1)
    how, misleads = ("stormier", "overstates") if is_high else ("calmer", "understates")
    return f"The years around {named} were {times} times {how} than the rest, so the place {misleads} the change."
