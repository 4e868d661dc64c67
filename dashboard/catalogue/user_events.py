"""Make events of a user's own dates and titles, as records like the catalogue's, and carry them in a link."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import computed_field

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.records import JOINERS, Source
from dashboard.catalogue.user_dates import DateProblem, NotRead, Part, Span, read_dates
from dashboard.formatting import Precision, one_line

MOST_EVENTS: Final = 200
MOST_LINK_LETTERS: Final = 1_500
_TITLE_LETTERS: Final = 120
_SHORT_LETTERS: Final = 34
_OWN: Final = (Source(title="custom event, not checked by Eraline"),)
# a quarter is a span of its months
_PRECISIONS: Final[dict[Part, Precision]] = {
    Part.DAY: "day",
    Part.MONTH: "month",
    Part.QUARTER: "month",
    Part.YEAR: "year",
}


class OwnEvent(Milestone):
    """An event that a user added: nothing is known of it but its date, its end and its title."""

    kind: MilestoneKind = MilestoneKind.OWN
    summary: str = "Your own event."
    sources: tuple[Source, ...] = _OWN

    @computed_field
    @property
    def confidence(self) -> str:
        """Return that nobody has checked it."""
        return "not checked"


class EventProblem(StrEnum):
    """Why a row with a date is no event."""

    NO_TITLE = "no-title"
    TOO_MANY_CELLS = "too-many-cells"


@dataclass(frozen=True)
class NotAnEvent:
    """A date and a title of which no event can be made: why, by its row where it has one, and the text at fault."""

    problem: DateProblem | EventProblem
    text: str = ""
    row: int | None = None


def own_event(span: Span, title: str) -> OwnEvent | NotAnEvent:
    """Return the event of a date and a title, or why there is none."""
    shown = one_line(title, _TITLE_LETTERS, kept=JOINERS)
    if not shown.strip(JOINERS):
        return NotAnEvent(EventProblem.NO_TITLE)
    first, last = span.first, span.last.last_day if span.last else None
    if first.part is Part.QUARTER and last is None:
        last = first.last_day
    precision = _PRECISIONS[first.part]
    return OwnEvent(
        id=f"own-{first.start}-{zlib.crc32(f'{precision} {last} {shown}'.encode()):08x}",
        date=first.start,
        precision=precision,
        end=last,
        title=shown,
        short_title=one_line(shown, _SHORT_LETTERS, kept=JOINERS),
        weight=2,
    )


def read_words(words: Sequence[str]) -> tuple[tuple[OwnEvent, ...], tuple[NotAnEvent, ...]]:
    """Return the events that a link's words name, each "2015-05-08 Title" or "2015-05-08/2016-05-08 Title"."""
    events: dict[str, OwnEvent] = {}
    problems: list[NotAnEvent] = []
    for word in words:
        days, _, title = word.strip().partition(" ")
        [span] = read_dates([days]).cells
        event = NotAnEvent(span.problem, span.text) if isinstance(span, NotRead) else own_event(span, title)
        if isinstance(event, OwnEvent):
            events[event.id] = event
        else:
            problems.append(event)
    return tuple(events.values())[:MOST_EVENTS], tuple(problems)


def in_words(events: Iterable[Milestone]) -> tuple[str, ...]:
    """Return the words that read back as these events."""
    return tuple(f"{_shortest(event)}{f'/{event.end}' if event.end else ''} {event.title}" for event in events)


def fit_link(events: Iterable[Milestone]) -> bool:
    """Tell whether events are short enough, in all, for a link to carry them."""
    return sum(map(len, in_words(events))) <= MOST_LINK_LETTERS


def joined(*parts: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """Return events of several origins in their order, each once, no more than a chart can take."""
    return tuple({event.id: event for part in parts for event in part}.values())[:MOST_EVENTS]


def fit_beside(present: Iterable[Milestone], more: Iterable[Milestone]) -> bool:
    """Tell whether a chart can take more events beside those present."""
    return len({event.id for event in (*present, *more)}) <= MOST_EVENTS


def _shortest(event: Milestone) -> str:
    return str(event.date)[: {"year": 4, "month": 7, "day": 10}[event.precision]]
