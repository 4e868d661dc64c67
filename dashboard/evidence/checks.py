"""What does one check come to? Reads its number off the panels and holds it against the rules: a Finding each."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.analysis.era_gap import EraGap, era_gap
from dashboard.analysis.eras import clipped_years
from dashboard.analysis.levels import Level, Span, latest, span_measure, standing
from dashboard.analysis.milestone_change import MilestoneChange, milestone_change
from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import Reason
from dashboard.analysis.targets import TargetReading, target_measure
from dashboard.analysis.windows import Windows
from dashboard.catalogue.claims import (
    Check,
    EraMeansCheck,
    LevelCheck,
    MilestoneCheck,
    Outcome,
    TargetCheck,
    ThresholdCheck,
)
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR

Detail = EraGap | MilestoneChange | Level | TargetReading


@dataclass(frozen=True)
class Ground:
    """What checks stand on: the catalogue, and the panel of every indicator that they read."""

    catalogue: Catalogue
    panels: Mapping[str, Panel]

    def panel(self, check: Check) -> Panel:
        """Return the panel of a check's indicator."""
        return self.panels[check.indicator]

    def comparators(self, economy: str) -> tuple[str, ...]:
        """Return every economy that is no aggregate and not the one in question."""
        return tuple(
            code for code, entry in self.catalogue.economies.items() if not entry.aggregate and code != economy
        )

    def newest(self, economy: str) -> int:
        """Return the last year for which any of the indicators has a figure of an economy; 0 where none has."""
        observed = (panel.observed(economy)[0] for panel in self.panels.values())
        return max((int(years[-1]) for years in observed if len(years)), default=0)


@dataclass(frozen=True)
class Finding:
    """What a check found: the number compared with the thresholds, from `n` figures, or the one reason why none.

    `detail` holds all numbers behind it; a reason leaves the outcome untested.
    """

    check: Check
    outcome: Outcome
    value: float | None
    n: int
    reason: Reason | None
    detail: Detail


def find(check: Check, ground: Ground) -> Finding:
    """Return what a check comes to on the figures at hand."""
    match check:
        case EraMeansCheck():
            return _era_means(check, ground)
        case MilestoneCheck():
            return _milestone(check, ground)
        case LevelCheck():
            return _level(check, ground)
        case TargetCheck():
            return _target(check, ground)


def against_thresholds(check: ThresholdCheck, value: float) -> Outcome:
    """Return on which side of its thresholds a number lies; unclear between them, or where a check has none."""
    if check.supports is None or check.against is None:
        return Outcome.UNCLEAR
    sign = 1 if check.better == "up" else -1
    if sign * value >= sign * check.supports:
        return Outcome.SUPPORTS
    return Outcome.AGAINST if sign * value <= sign * check.against else Outcome.UNCLEAR


def _era_means(check: EraMeansCheck, ground: Ground) -> Finding:
    earlier, later = (ground.catalogue.eras[name] for name in check.eras)
    gap = era_gap(ground.panel(check), check.economy, ground.comparators(check.economy), (earlier, later), _span(check))
    if gap.gap is None:
        return Finding(check, Outcome.UNTESTED, None, gap.n, gap.reason, gap)
    outcome = against_thresholds(check, gap.gap)
    if outcome is Outcome.SUPPORTS and not is_beyond_others(check, gap):
        outcome = Outcome.UNCLEAR
    return Finding(check, outcome, gap.gap, gap.n, None, gap)


def is_beyond_others(check: EraMeansCheck, gap: EraGap) -> bool:
    """Tell whether a gap is beyond the comparators' median gap and, of growth rates, beyond the chance band."""
    if gap.gap is None:
        return False
    sign = 1 if check.direction == "up" else -1
    beyond_median = gap.median is None or sign * gap.gap > sign * gap.median
    return beyond_median and (gap.band is None or abs(gap.gap) > gap.band)


def _milestone(check: MilestoneCheck, ground: Ground) -> Finding:
    year = first_year_from(ground.catalogue.milestones[check.milestone].date)
    panel = ground.panel(check).between(check.first_year, check.last_year)
    windows = Windows(check.statistic, check.k, check.lag)
    found = milestone_change(panel, check.economy, ground.comparators(check.economy), year, windows, check.direction)
    n, place, dates = found.change.n, found.dates.place, found.dates.dates
    reason = found.change.reason or found.dates.reason
    if place is None:
        return Finding(check, Outcome.UNTESTED, None, n, reason, found)
    return Finding(check, _of_place(found, place, dates), place / dates, n, None, found)


def _of_place(found: MilestoneChange, place: int, dates: int) -> Outcome:
    # in whole numbers, so that no rounding decides
    if 10 * place <= dates and found.economies.beyond is not False and found.agrees:
        return Outcome.SUPPORTS
    return Outcome.AGAINST if 4 * place >= 3 * dates else Outcome.UNCLEAR


def _level(check: LevelCheck, ground: Ground) -> Finding:
    panel, newest = ground.panel(check), ground.newest(check.economy)
    level = latest(panel, check.economy, newest)
    if check.measure == "standing":
        level = _standing(check, ground, level)
    elif check.measure != "latest":
        level = span_measure(Span(panel, check.economy, _years(check, ground)), check.measure, above=check.above or 0.0)
    if level.value is None:
        return Finding(check, Outcome.UNTESTED, None, level.n, level.reason, level)
    return Finding(check, against_thresholds(check, level.value), level.value, level.n, None, level)


def _standing(check: LevelCheck, ground: Ground, newest: Level) -> Level:
    if check.has_span:
        years = _years(check, ground)
    elif newest.reason or newest.last is None:
        return Level("standing", newest.n, newest.years, newest.first, newest.last, newest.reason)
    else:
        years = range(newest.last, newest.last + 1)
    own = Span(ground.panel(check), check.economy, years)
    return standing(own, ground.comparators(check.economy), check.direction)


def _years(check: LevelCheck, ground: Ground) -> range:
    """Return the years of a check's span; what has no end goes on to the newest figure of all."""
    panel = ground.panel(check)
    if check.last is not None:
        held, _ = panel.observed(check.economy)
        end = int(held[-1]) if len(held) else panel.last
        return range(end - check.last + 1, end + 1)
    if check.era is not None:
        return clipped_years(ground.catalogue.eras[check.era], _span(check), panel.last)
    first = panel.first if check.first_year is None else check.first_year
    return range(first, (panel.last if check.last_year is None else check.last_year) + 1)


def _target(check: TargetCheck, ground: Ground) -> Finding:
    catalogue = ground.catalogue
    targets = [catalogue.targets[name] for name in check.targets]
    if not targets:
        targets = list(catalogue.targets_of(check.indicator, check.economy))
    reading = target_measure(ground.panel(check), check.economy, targets, check.measure, _span(check))
    if reading.reached is not None and reading.reached.state == "missed":
        return Finding(check, Outcome.AGAINST, None, reading.n, None, reading)
    if reading.value is None:
        return Finding(check, Outcome.UNTESTED, None, reading.n, reading.reason, reading)
    return Finding(check, against_thresholds(check, reading.value), reading.value, reading.n, None, reading)


def _span(check: Check) -> tuple[int, int]:
    return check.first_year or FIRST_YEAR, check.last_year or LAST_YEAR
