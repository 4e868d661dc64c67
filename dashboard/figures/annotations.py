"""Place texts and pins so that none touches another: pure geometry in pixels, the same for the same input."""

import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

PIN_PX: Final = 18
PIN_GAP_PX: Final = 2
_WIDE_EM: Final = 1.02
_NARROW_EM: Final = 0.54
_BOLD_EM: Final = 0.58


@dataclass(frozen=True)
class Pin:
    """One pin, or several in one where they would touch: numbers first..last, centre, width, lane from the bottom."""

    first: int
    last: int
    x: float
    width: float
    lane: int

    @property
    def label(self) -> str:
        """Return what is written on the pin."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def left(self) -> float:
        """Return the pin's left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Return the pin's right edge."""
        return self.x + self.width / 2


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in pixels, rather too wide than too narrow."""
    em = _BOLD_EM if bold else _NARROW_EM
    return sum(_WIDE_EM if unicodedata.east_asian_width(letter) in "WF" else em for letter in text) * size


def place_pins(positions: Sequence[float], width: float, lanes: int) -> tuple[Pin, ...]:
    """Return pins for positions in rising order, numbered from 1, so that none touches another or leaves 0..width.

    A pin goes to the lowest lane where it fits; where none does, it joins the pin before it in the top lane.
    """
    rows: list[list[Pin]] = [[] for _ in range(lanes)]
    latest: list[tuple[int, int]] = []
    for number, position in enumerate(positions, start=1):
        pin = _kept_in(Pin(number, number, position, PIN_PX, 0), width)
        free = next((lane for lane in range(lanes) if _fits(rows[lane], pin)), None)
        if free is None:
            lane, _ = latest[-1]
            rows[lane][-1] = _kept_in(_joined(rows[lane][-1], number, position), width)
            _settle(rows[lane], width)
        else:
            rows[free].append(replace(pin, lane=free))
            latest.append((free, number))
    return tuple(sorted((pin for row in rows for pin in row), key=lambda pin: pin.first))


def _fits(row: Sequence[Pin], pin: Pin) -> bool:
    return not row or row[-1].right + PIN_GAP_PX <= pin.left


def _joined(pin: Pin, number: int, position: float) -> Pin:
    members = pin.last - pin.first + 1
    label = f"{pin.first}–{number}"
    return replace(
        pin,
        last=number,
        x=(pin.x * members + position) / (members + 1),
        width=max(PIN_PX, text_width(label, 10, bold=True) + 8),
    )


def _settle(row: list[Pin], width: float) -> None:
    """Push a lane's last pin right of the one before it, and the lane left where that runs over the edge."""
    for place in range(1, len(row)):
        overlap = row[place - 1].right + PIN_GAP_PX - row[place].left
        if overlap > 0:
            row[place] = replace(row[place], x=row[place].x + overlap)
    limit = width
    for place in range(len(row) - 1, -1, -1):
        if row[place].right > limit:
            row[place] = replace(row[place], x=limit - row[place].width / 2)
        limit = row[place].left - PIN_GAP_PX


def _kept_in(pin: Pin, width: float) -> Pin:
    return replace(pin, x=min(max(pin.x, pin.width / 2), width - pin.width / 2))


def lanes_needed(positions: Sequence[float], width: float, most: int) -> int:
    """Return the fewest lanes in which no two pins must be joined, `most` at the most."""
    for lanes in range(1, most):
        if all(pin.first == pin.last for pin in place_pins(positions, width, lanes)):
            return lanes
    return most


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> tuple[float | None, ...]:
    """Return positions moved apart to at least `gap`, inside low..high and in their order; None for those with no room.

    Where not all fit, the first of the sequence keep their place: the caller puts the most important first.
    """
    room = max(0, int((high - low) // gap) + 1)
    kept = sorted(range(min(room, len(positions))), key=lambda place: positions[place])
    settled: list[float] = []
    for place in kept:
        floor = settled[-1] + gap if settled else low
        settled.append(max(floor, positions[place]))
    ceiling = high
    for index in range(len(settled) - 1, -1, -1):
        settled[index] = min(settled[index], ceiling)
        ceiling = settled[index] - gap
    found = dict(zip(kept, settled, strict=True))
    return tuple(found.get(place) for place in range(len(positions)))


def fitting(words: Sequence[str], room: float, size: float) -> str:
    """Return the first of several wordings that fits into a room of so many pixels, "" where none does."""
    return next((text for text in words if text_width(text, size) <= room), "")


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return a text in lines that fit into a room of so many pixels."""
    return tuple(textwrap.wrap(text, max(12, int(room / (size * _NARROW_EM)))))


def year_ticks(first: int, last: int, room: float, size: float) -> tuple[int, ...]:
    """Return the years to write on an axis so that they keep apart."""
    most = max(2, int(room / (text_width("2000", size) + 18)))
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100) if (last - first) / step <= most), 200)
    return tuple(year for year in range(first, last + 1) if year % step == 0)


def value_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return the round values inside low..high, by the smallest step of 1, 2 or 5 that leaves `most` or fewer."""
    power = 10.0 ** (math.floor(math.log10((high - low) / most)) - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100, 200):
        step = power * factor
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return tuple(round(step * count, 12) for count in range(first, last + 1))
    return ()


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return powers of ten inside low..high, with their doubles and fives where there is room for them."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        ticks = [10.0**power * factor for power in powers for factor in factors]
        inside = [tick for tick in ticks if low <= tick <= high]
        if len(inside) <= most or factors == (1,):
            return tuple(inside[:: math.ceil(len(inside) / most)] if inside else ())
    return ()
