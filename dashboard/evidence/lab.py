"""Answer one question freely asked: what a series did about a date, with all that keeps the answer honest."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.analysis.break_date import BreakDate, best_break
from dashboard.analysis.event_time import EventTime, event_time
from dashboard.analysis.milestone_change import MilestoneChange, milestone_change, milestones_inside
from dashboard.analysis.panel import Panel
from dashboard.analysis.windows import Windows, why_not
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Direction
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Milestone
from dashboard.evidence import change_sentences, phrases

_REACH: Final = 10, 10


@dataclass(frozen=True)
class Lab:
    """What one series did about one date: nothing here is a verdict.

    `others` are the other milestones inside the windows; `candidates` counts the catalogue's milestones at which the
    same comparison fits, a tenth of which would look unusual by luck. `reading` is the plain-language account.
    """

    indicator: Indicator
    economy: str
    named: str
    year: int
    found: MilestoneChange
    event_time: EventTime
    best_break: BreakDate
    others: tuple[Milestone, ...]
    candidates: int
    reading: tuple[str, ...]


def milestone_lab(
    panel: Panel,
    catalogue: Catalogue,
    indicator: str,
    milestone: Milestone | dt.date,
    *,
    windows: Windows,
    economy: str | None = None,
    comparators: Sequence[str] | None = None,
    direction: Direction | None = None,
) -> Lab:
    """Return what a series did about a milestone or any other day.

    `panel` holds the indicator; unless named, the economy is the subject and comparators are all economies that are no
    aggregates; no aggregate is compared with its own members. Without a direction the change is ranked the way it went.
    """
    economy, entry = economy or catalogue.history.subject, catalogue.indicator(indicator)
    everybody = [code for code, known in catalogue.economies.items() if not known.aggregate]
    own_members = {economy, *catalogue.members(economy)}
    compared = [code for code in (everybody if comparators is None else comparators) if code not in own_members]
    date, name, own = _named(milestone)
    year = first_year_from(date)
    found = milestone_change(panel, economy, compared, year, windows, direction)
    known_events = catalogue.history.milestones.values()
    others = tuple(milestones_inside(known_events, year, windows, own))
    candidates = sum(not why_not(panel, economy, first_year_from(event.date), windows) for event in known_events)
    best, known = best_break(panel, economy), catalogue.economies.get(economy)
    account = _account(entry, known.told if known else economy, name, found, others)
    return Lab(
        indicator=entry,
        economy=economy,
        named=name,
        year=year,
        found=found,
        event_time=event_time(panel, economy, compared, year, reach=_REACH),
        best_break=best,
        others=others,
        candidates=candidates,
        reading=(*account, *_by_luck(candidates), *_best(entry, best)),
    )


def _named(milestone: Milestone | dt.date) -> tuple[dt.date, str, str]:
    if isinstance(milestone, Milestone):
        return milestone.date, milestone.short_title, milestone.id
    return milestone, formatting.day(milestone, "day"), ""


def _account(
    indicator: Indicator, subject: str, name: str, found: MilestoneChange, others: Sequence[Milestone]
) -> Iterator[str]:
    yield f"{formatting.sentence(subject)} at {name}: {change_sentences.change_sentence(indicator, found)}"
    if not found.change.reason:
        yield change_sentences.economies_sentence(indicator, found)
    named, rest = change_sentences.concerning(indicator, others)
    yield from change_sentences.change_notes(indicator, name, found, named, rest)


def _by_luck(candidates: int) -> Iterator[str]:
    if candidates > 1:
        lucky = formatting.number(candidates / 10, 1)
        yield (
            f"The same comparison fits at {candidates} milestones; "
            f"about {lucky} of them would come in the first tenth by luck alone."
        )


def _best(indicator: Indicator, best: BreakDate) -> Iterator[str]:
    if best.year is None or best.before is None or best.after is None or best.years is None:
        return
    yield (
        f"If {phrases.years(best.years)} is cut in two once, the cut that fits best comes before {best.year}: "
        f"{phrases.value(indicator, best.before)} and {phrases.value(indicator, best.after)} on average. "
        "A series that drifts has such a cut too."
    )
