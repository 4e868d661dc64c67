"""Place numbered pins and their words in lanes so that none touches another: the same for the same input."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.extents import Side, is_free
from dashboard.formatting import spell

PIN_PX: Final = 18
PIN_GAP_PX: Final = 2
WORDS_PX: Final = 11
_PIN_TEXT_PX: Final = 10
_WORDS_GAP_PX: Final = 4
_WORDS_APART_PX: Final = 6


@dataclass(frozen=True)
class Tag:
    """What a pin is to stand for: where it belongs, how it may be worded from the longest, its rank (0 is first)."""

    position: float
    wordings: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True)
class Pin:
    """One pin, or several in one where they would touch: numbers first..last, centre, width, lane from the bottom.

    `words` stand on the pin's `side` and take `reach` pixels; a pin without room for any has none. Letters say whose
    several in one are.
    """

    first: int
    last: int
    x: float
    width: float
    lane: int
    words: str = ""
    side: Side = "right"
    reach: float = 0
    letters: str = ""

    @property
    def label(self) -> str:
        """Return what is written on the pin."""
        return str(self.first) if self.first == self.last else _joined_label(self.first, self.last, self.letters)

    @property
    def count(self) -> int:
        """Return how many stand on the pin."""
        return self.last - self.first + 1

    @property
    def left(self) -> float:
        """Return the left edge of the pin and its words."""
        return self.x - self.width / 2 - (self.reach if self.side == "left" else 0)

    @property
    def right(self) -> float:
        """Return the right edge of the pin and its words."""
        return self.x + self.width / 2 + (self.reach if self.side == "right" else 0)


@lru_cache(maxsize=256)
def place_pins(tags: tuple[Tag, ...], width: float, most_lanes: int, letters: str = "") -> tuple[tuple[Pin, ...], int]:
    """Return pins for tags in rising order, numbered from 1, and how many lanes they take; `letters` say whose.

    No pin or words touch others or leave 0..width. As few lanes as tell most: a lane more is taken where it saves
    pins from being joined, or gives room to more words.
    """
    if not tags:
        return (), 0
    best = pins_in_lanes(tags, width, 1, letters)
    taken = 1
    for lanes in range(2, most_lanes + 1):
        tried = pins_in_lanes(tags, width, lanes, letters)
        if _told(tried) > _told(best):
            best, taken = tried, lanes
    return best, taken


def pins_in_lanes(tags: Sequence[Tag], width: float, lanes: int, letters: str = "") -> tuple[Pin, ...]:
    """Return pins for tags in rising order, in so many lanes.

    A pin goes to the lowest lane where it fits; where none does, it joins the pin before it in the top lane. Then the
    pins that stand for one tag get words, those of the first rank first, in whichever lane has room beside them.
    """
    pins = _numbered([tag.position for tag in tags], width, lanes, letters)
    rows = [{pin.first: (pin.left, pin.right) for pin in pins if pin.lane == lane} for lane in range(lanes)]
    alone = [index for index, pin in enumerate(pins) if pin.count == 1]
    for index in sorted(alone, key=lambda index: (tags[pins[index].first - 1].rank, index)):
        pin = pins[index]
        home = rows[pin.lane].pop(pin.first)
        worded = next(
            (
                way
                for way in _wordings(pin, tags[pin.first - 1], lanes, width)
                if is_free((way.left, way.right), rows[way.lane].values(), _WORDS_APART_PX)
            ),
            None,
        )
        pins[index] = worded or pin
        rows[pins[index].lane][pin.first] = home if worded is None else (worded.left, worded.right)
    return tuple(pins)


def _told(pins: Sequence[Pin]) -> tuple[int, int]:
    """Return how much pins tell: how many stand alone, then how many have words."""
    return sum(pin.count == 1 for pin in pins), sum(bool(pin.words) for pin in pins)


def _numbered(positions: Sequence[float], width: float, lanes: int, letters: str) -> list[Pin]:
    rows: list[list[Pin]] = [[] for _ in range(lanes)]
    latest: list[tuple[int, int]] = []
    for number, position in enumerate(positions, start=1):
        pin = _kept_in(Pin(number, number, position, PIN_PX, 0, letters=letters), width)
        free = next((lane for lane in range(lanes) if _fits(rows[lane], pin)), None)
        if free is None:
            lane, _ = latest[-1]
            rows[lane][-1] = _kept_in(_joined(rows[lane][-1], number, position), width)
            _settle(rows[lane], width)
        else:
            rows[free].append(replace(pin, lane=free))
            latest.append((free, number))
    if any(row and row[0].left < 0 for row in rows):
        return _binned(positions, width, letters)
    return sorted((pin for row in rows for pin in row), key=lambda pin: pin.first)


def _binned(positions: Sequence[float], width: float, letters: str) -> list[Pin]:
    """Return pins in one lane, each in a bin of its own as wide as the longest label: they fit whatever comes."""
    count = len(positions)
    widest = _joined_width(_joined_label(count, count, letters))
    bins = max(1, int(width // (widest + PIN_GAP_PX)))
    room = width / bins
    members: dict[int, list[int]] = {}
    for number, position in enumerate(positions, start=1):
        members.setdefault(min(int(position // room), bins - 1), []).append(number)
    return [
        Pin(found[0], found[-1], (index + 0.5) * room, PIN_PX if len(found) == 1 else widest, 0, letters=letters)
        for index, found in members.items()
    ]


def _wordings(pin: Pin, tag: Tag, lanes: int, width: float) -> Iterator[Pin]:
    """Yield the ways to put words beside a pin, the best first: the longest, in its own lane, to the right."""
    order = [pin.lane, *(lane for lane in range(lanes) if lane != pin.lane)]
    for words in tag.wordings:
        reach = _WORDS_GAP_PX + typeset.width(words, WORDS_PX)
        for lane in order:
            for side in ("right", "left"):
                way = replace(pin, lane=lane, words=words, side=side, reach=reach)
                if way.left >= 0 and way.right <= width:
                    yield way


def _fits(row: Sequence[Pin], pin: Pin) -> bool:
    return not row or row[-1].right + PIN_GAP_PX <= pin.left


def _joined(pin: Pin, number: int, position: float) -> Pin:
    members = pin.last - pin.first + 1
    return replace(
        pin,
        last=number,
        x=(pin.x * members + position) / (members + 1),
        width=_joined_width(_joined_label(pin.first, number, pin.letters)),
    )


def _joined_label(first: int, last: int, letters: str) -> str:
    return f"{letters} {spell(first, last)}".lstrip()


def _joined_width(label: str) -> float:
    return max(PIN_PX, typeset.width(label, _PIN_TEXT_PX, bold=True) + 8)


def _settle(row: list[Pin], width: float) -> None:
    """Push a lane's last pin right of the one before it, and the lane left where that runs over the edge."""
    for index in range(1, len(row)):
        overlap = row[index - 1].right + PIN_GAP_PX - row[index].left
        if overlap > 0:
            row[index] = replace(row[index], x=row[index].x + overlap)
    limit = width
    for index in range(len(row) - 1, -1, -1):
        if row[index].right > limit:
            row[index] = replace(row[index], x=limit - row[index].width / 2)
        limit = row[index].left - PIN_GAP_PX


def _kept_in(pin: Pin, width: float) -> Pin:
    return replace(pin, x=min(max(pin.x, pin.width / 2), width - pin.width / 2))
