"""List under a picture's plot what its numbered pins stand for, in columns of a stated height."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dashboard.catalogue import wording
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.notes import SMALL_PX, Shape, corner_note, escaped, text_note
from dashboard.figures.theme import Palette
from dashboard.views.histories import MilestoneGroup, ShownHistory, grouped

# the most that the lists take: what does not fit is counted
MOST_PX: Final = 600
# plotly's own distance from line to line
_LINE_PX: Final = 1.3 * SMALL_PX
_COLUMN_PX: Final = 380
_COLUMN_GAP_PX: Final = 18
_NUMBER_PX: Final = 22
_NUMBER_GAP_PX: Final = 6
_HEAD_PX: Final = 19
_AIR_PX: Final = 10
# a title that takes more lines gives way to the short one
_MOST_LINES: Final = 2


@dataclass(frozen=True)
class Entry:
    """One milestone of a key: its pin's number, its lines, how many letters of the first are its date.

    One without a number is a heading: whose the milestones under it are.
    """

    number: int
    lines: tuple[str, ...]
    dated: int
    is_filled: bool

    @property
    def is_heading(self) -> bool:
        """Tell whether it is a heading."""
        return self.number == 0


@dataclass(frozen=True)
class PinKey:
    """The lists under a plot, `column` pixels wide each, the heading above them, and the lines on what is left out."""

    heading: str
    columns: tuple[tuple[Entry, ...], ...]
    column: float
    more: tuple[str, ...]

    @property
    def height(self) -> float:
        """Return how many pixels the key takes; 0 without milestones."""
        return _HEAD_PX + (self._rows + len(self.more)) * _LINE_PX + _AIR_PX if self.heading else 0

    def notes(self, left: float, below: float, shades: Palette) -> Iterator[Shape]:
        """Yield the texts: they begin `below` the plot's foot, at the picture's left edge, `left` pixels beside it."""
        if not self.heading:
            return
        look: dict[str, Any] = {"size": SMALL_PX, "colour": shades.muted}
        yield corner_note((self.heading,), y=0, yshift=-below, left=left, **look)
        top = below + _HEAD_PX
        for place, entries in enumerate(self.columns):
            start = place * self.column - left
            yield text_note(
                "<br>".join(line for entry in entries for line in _numbers(entry, shades)),
                x=0,
                y=0,
                anchor="right",
                xref="paper",
                yanchor="top",
                xshift=start + _NUMBER_PX,
                yshift=-top,
                **look,
            )
            words = [line for entry in entries for line in _words(entry, shades)]
            yield corner_note(words, y=0, yshift=-top, left=-start - _NUMBER_PX - _NUMBER_GAP_PX, **look)
        if self.more:
            rest = top + self._rows * _LINE_PX
            yield corner_note([escaped(line) for line in self.more], y=0, yshift=-rest, left=left, **look)

    @property
    def _rows(self) -> int:
        return max((_height(entries) for entries in self.columns), default=0)


_NONE: Final = PinKey("", (), 0, ())


def pin_key(
    milestones: Sequence[Milestone],
    indicators: Sequence[str],
    room: float,
    *,
    more_at: str | None,
    most: float = MOST_PX,
    histories: Sequence[ShownHistory] = (),
) -> PinKey:
    """Return the key of pins numbered from 1, for a picture `room` pixels wide; none without milestones or `more_at`.

    Where several `histories` are chosen, the milestones of each stand under its name and are numbered from 1.

    The lists take at most `most` pixels; where whole titles do not fit, they are short. `more_at` is the URL that shows
    the milestones left out, "" where none does.
    """
    if more_at is None or not milestones:
        return _NONE
    count = max(1, min(int(room // _COLUMN_PX), len(milestones)))
    column, lines = room / count, max(_MOST_LINES, int(most // _LINE_PX))
    words_px = column - _NUMBER_PX - _NUMBER_GAP_PX - _COLUMN_GAP_PX
    groups = grouped(milestones, histories)
    entries = _entries(groups, indicators, words_px, is_brief=False)
    columns = _columns(entries, count, lines)
    if _placed(columns) < len(entries):
        entries = _entries(groups, indicators, words_px, is_brief=True)
        columns = _columns(entries, count, lines)
    left_out = len(milestones) - sum(not entry.is_heading for entries in columns for entry in entries)
    return PinKey(_heading(entries), columns, column, _more(left_out, more_at, room))


def _heading(entries: Sequence[Entry]) -> str:
    filled = {entry.is_filled for entry in entries if not entry.is_heading}
    return "<b>Milestones</b>" + ("; filled pins: about what is drawn" if len(filled) > 1 else "")


def _more(left_out: int, more_at: str, room: float) -> tuple[str, ...]:
    if not left_out:
        return ()
    where = f" at {more_at}" if more_at else ""
    # a URL is broken where another of its parameters begins
    lines = typeset.wrapped(f"and {left_out} more{where}".replace("&", "& "), room - 20, SMALL_PX)
    return tuple(line.replace("& ", "&") for line in lines)


def _entries(
    groups: Sequence[MilestoneGroup], indicators: Sequence[str], room: float, *, is_brief: bool
) -> list[Entry]:
    entries: list[Entry] = []
    for group in groups:
        if group.whose:
            entries.append(Entry(0, typeset.wrapped(group.whose.titled, room, SMALL_PX), 0, is_filled=True))
        entries += [
            Entry(
                number,
                _lines(milestone, room, is_brief=is_brief),
                len(wording.when(milestone)),
                milestone.kind is MilestoneKind.OWN or milestone.concerns(indicators),
            )
            for number, milestone in enumerate(group.milestones, start=1)
        ]
    return entries


def _lines(milestone: Milestone, room: float, *, is_brief: bool) -> tuple[str, ...]:
    date = wording.when(milestone)
    whole, brief = (
        typeset.wrapped(f"{date}  {title}", room, SMALL_PX) for title in (milestone.title, milestone.short_title)
    )
    return whole if len(whole) <= (1 if is_brief else _MOST_LINES) else brief


def _columns(entries: Sequence[Entry], count: int, most: int) -> tuple[tuple[Entry, ...], ...]:
    """Return entries in so many columns, of as few lines as hold all of them, at most `most`; the last may not fit."""
    least = max(math.ceil(_height(entries) / count), *(_together(entries, index) for index in range(len(entries))))
    filled = (_filled(entries, count, lines) for lines in range(min(least, most), most + 1))
    return next(
        (columns for columns in filled if sum(map(len, columns)) == len(entries)), _filled(entries, count, most)
    )


def _filled(entries: Sequence[Entry], count: int, lines: int) -> tuple[tuple[Entry, ...], ...]:
    """Return the entries that go into so many columns of so many lines, one column filled after the other."""
    starts, taken = [0], 0
    for index, entry in enumerate(entries):
        if taken and taken + _together(entries, index) > lines:
            starts.append(index)
            taken = 0
        taken += len(entry.lines)
    ends = [*starts, len(entries)]
    return tuple(tuple(entries[start:end]) for start, end in pairwise(ends[: count + 1]))


def _together(entries: Sequence[Entry], index: int) -> int:
    """Return how many lines an entry takes with what it cannot be parted from: a heading with its first milestone."""
    entry = entries[index]
    return len(entry.lines) + (len(entries[index + 1].lines) if entry.is_heading else 0)


def _placed(columns: Sequence[Sequence[Entry]]) -> int:
    return sum(map(len, columns))


def _height(entries: Sequence[Entry]) -> int:
    return sum(len(entry.lines) for entry in entries)


def _numbers(entry: Entry, shades: Palette) -> list[str]:
    number = " " if entry.is_heading else f"<b>{entry.number}</b>"
    return [_coloured(number, shades.ink) if entry.is_filled else number, *[" "] * (len(entry.lines) - 1)]


def _words(entry: Entry, shades: Palette) -> list[str]:
    if entry.is_heading:
        return [_coloured(f"<b>{escaped(line)}</b>", shades.ink) for line in entry.lines]
    first, *rest = entry.lines
    date, title = escaped(first[: entry.dated]), escaped(first[entry.dated :].strip())
    if not entry.is_filled:
        return [f"{date}  {title}", *map(escaped, rest)]
    return [f"{date}  {_coloured(title, shades.ink)}", *(_coloured(escaped(line), shades.ink) for line in rest)]


def _coloured(text: str, colour: str) -> str:
    return f'<span style="color:{colour}">{text}</span>'
