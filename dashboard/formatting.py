"""Write numbers, dates, periods and lists as people read them."""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

# how much of a date is known
Precision = Literal["day", "month", "year"]

_SCALES: Final = ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
_MINUS: Final = "−"
_THOUSANDS_FROM: Final = 10_000
# under this a figure is what arithmetic leaves behind, not what a source printed
_NOISE: Final = 1e-12
# so much of a user's own text says which one is meant
_QUOTED: Final = 60


def number(value: float, decimals: int, *, short: bool = False, finer: int = 1) -> str:
    """Return a number as people write it: 1.2 trillion (short: 1.2tn), 12,345, −3.1.

    Millions and more have one decimal, or as many as `finer` says where small differences count: 5.93 trillion.
    One that its decimals would round to nothing is written to its first digit that is none: 0.0004.
    """
    size = abs(value)
    for unit, word, letters in _SCALES:
        scaled = size / unit
        # 999.96 million is a billion by the time it is rounded
        if round(scaled, 3) >= 1:
            text = f"{scaled:,.{_places(scaled, finer, whole_from=10 * 10**finer)}f}"
            return signed(value, text + (letters if short else f" {word}"))
    return cell(value, decimals)


def cell(value: float, decimals: int) -> str:
    """Return a number with every digit before its point, thousands apart, as a table's cell shows it: 1,418.97."""
    size = abs(value)
    text = f"{size:,.{_places(size, decimals, whole_from=_THOUSANDS_FROM)}f}"
    if size > _NOISE and not text.strip("0."):
        text = f"{size:.{-math.floor(math.log10(size))}f}"
    return signed(value, text)


def ticks(values: Sequence[float], *, log: bool = False) -> tuple[str, ...]:
    """Return what is written at the ticks of an axis: 7.5, 12,000, 0.5tn; one unit and as many decimals as they need.

    On a logarithmic axis each tick has a unit and decimals of its own.
    """
    if log:
        return tuple(_tick(value, abs(value), abs(value)) for value in values)
    largest = max((abs(value) for value in values), default=1.0) or 1.0
    step = min((abs(upper - lower) for lower, upper in pairwise(values)), default=largest)
    return tuple(_tick(value, largest, step) for value in values)


def bounds(values: Sequence[float]) -> tuple[str, ...]:
    """Return what is written at the edges of classes: 0, 1.5, 12,000, 2.5bn; each with a unit and digits of its own."""
    return tuple(_bound(value) for value in values)


def _bound(value: float) -> str:
    unit, letters = next(((unit, letters) for unit, _, letters in _SCALES if abs(value) >= unit), (1.0, ""))
    return signed(value, f"{Decimal(f'{abs(value) / unit:.4g}'):,f}{letters}") if value else "0"


def _tick(value: float, largest: float, step: float) -> str:
    unit, letters = next(((unit, letters) for unit, _, letters in _SCALES if largest >= unit), (1.0, ""))
    decimals = max(0, -math.floor(math.log10(step / unit) + _NOISE))
    return signed(value, f"{abs(value) / unit:,.{decimals}f}{letters}") if value else "0"


# a chart writes all of its figures anew with every click
@lru_cache(maxsize=16_384)
def quantity(value: float, unit_short: str, decimals: int, *, finer: int = 1) -> str:
    """Return a number with its unit: 5.0 %, US$ 825 billion, 609.9 GW, 1.3 pp."""
    text = number(value, decimals, finer=finer)
    if unit_short.startswith("US$"):
        rest = unit_short.removeprefix("US$")
        return f"US$ {text}{rest}" if not text.startswith(_MINUS) else f"{_MINUS}US$ {text[1:]}{rest}"
    return f"{text} {unit_short}".strip()


def difference(value: float, unit_short: str, decimals: int, *, finer: int = 1) -> str:
    """Return a difference with its sign and unit; percentages differ by percentage points."""
    text = quantity(value, "pp" if unit_short == "%" else unit_short, decimals, finer=finer)
    return f"+{text}" if value > _NOISE else text


def change_pct(value: float, decimals: int) -> str:
    """Return a relative change with its sign: +12 %."""
    return f"{'+' if value > _NOISE else ''}{number(value, decimals)} %"


def day(date: dt.date, precision: Precision) -> str:
    """Return a date to its precision: 8 May 2015, March 1986, 1861."""
    if precision == "year":
        return str(date.year)
    month = f"{date:%B} {date.year}"
    return f"{date.day} {month}" if precision == "day" else month


def count(number: int, one: str, many: str = "") -> str:
    """Return a number of things: 1 date, 12 dates, 11 economies."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def are(number: int, one: str, many: str = "") -> str:
    """Return a number of things with the verb that follows: 1 target is, 12 targets are."""
    return f"{count(number, one, many)} {'is' if number == 1 else 'are'}"


def in_words(number: int) -> str:
    """Return a small number as a word, as sentences have it: four; 12 stays 12."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if 0 <= number < len(words) else str(number)


def economies(number: int) -> str:
    """Return a number of economies: 1 economy, 29 economies."""
    return count(number, "economy", "economies")


def years_early(early: float) -> str:
    """Return by how many years a deadline was beaten or missed: three years early, on time, one year late."""
    if not early:
        return "on time"
    years = round(abs(early))
    return f"{in_words(years)} {'year' if years == 1 else 'years'} {'early' if early > 0 else 'late'}"


def listing(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: A, B and C; nothing of none."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def spell(first: object, last: object, joined: str = "–") -> str:
    """Return a span of years as people write it, one year once: 1979–2010, 2010."""
    return f"{first}" if first == last else f"{first}{joined}{last}"


def during(first: object, last: object) -> str:
    """Return when something was that went through a span of years: from 1979 to 2010, in 2010."""
    return f"in {first}" if first == last else f"from {first} to {last}"


def spells(years: Sequence[int]) -> list[str]:
    """Return sorted years as people write them, those that follow one another as one: 2019, 2024–2025."""
    begins = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return [spell(first, last) for first, last in zip(begins, ends, strict=True)]


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning, as a sentence starts: The United States' economy grew."""
    return text[:1].upper() + text[1:]


def within_sentence(name: str) -> str:
    """Return a name as it stands inside a sentence: high-tech exports, GDP growth, R&D spending."""
    # an abbreviation keeps its capitals
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def printable(text: str, *, kept: str = "") -> str:
    """Return a text with a space for each character that cannot be printed, apart from those to be kept."""
    return "".join(letter if letter.isprintable() or letter in kept else " " for letter in text)


def one_line(text: str, most: int | None = None, *, kept: str = "") -> str:
    """Return anybody's text on one line and printable, cut with a dot-dot-dot where it is longer than `most`."""
    line = " ".join(printable(text, kept=kept).split())
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"


def quoted(text: str) -> str:
    """Return anybody's text fit for a message: quoted, printable, short."""
    return f'"{printable(text[:_QUOTED])}{"…" if len(text) > _QUOTED else ""}"'


def _places(size: float, decimals: int, *, whole_from: float) -> int:
    return 0 if round(size, decimals) >= whole_from else decimals


def signed(value: float, text: str) -> str:
    """Return a number's text with its sign: a true minus, none where it rounds to zero."""
    # a negative number that rounds to nothing carries no sign
    return f"{_MINUS}{text}" if value < 0 and text.strip("0.") else text
