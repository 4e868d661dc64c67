"""How are numbers, dates and periods written for a reader?"""

import datetime as dt
from typing import Final

from dashboard.model import Economy, Indicator, Milestone, Precision, Target

_SCALES: Final = ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
_MINUS: Final = "−"
_THOUSANDS_FROM: Final = 10_000


def number(value: float, decimals: int, *, short: bool = False) -> str:
    """Return a number as people write it: 1.2 trillion (short: 1.2tn), 12,345, −3.1."""
    for size, word, letters in _SCALES:
        if abs(value) >= size:
            text = f"{abs(value) / size:.{1 if abs(value) < 100 * size else 0}f}"
            return _signed(value, text + (letters if short else f" {word}"))
    places = 0 if abs(value) >= _THOUSANDS_FROM else decimals
    return _signed(value, f"{abs(value):,.{places}f}")


def quantity(value: float, unit_short: str, decimals: int) -> str:
    """Return a number with its unit: 5.0 %, US$ 825 billion, 609.9 GW, 1.3 pp."""
    text = number(value, decimals)
    if unit_short.startswith("US$"):
        rest = unit_short.removeprefix("US$")
        return f"US$ {text}{rest}" if not text.startswith(_MINUS) else f"{_MINUS}US$ {text[1:]}{rest}"
    return f"{text} {unit_short}".strip()


def difference(value: float, unit_short: str, decimals: int) -> str:
    """Return a difference with its sign and unit; percentages differ by percentage points."""
    unit = "pp" if unit_short == "%" else unit_short
    text = quantity(abs(value), unit, decimals)
    return f"{_MINUS if value < 0 else '+'}{text}"


def unit_decimals(indicator: Indicator, *, plain: bool) -> int:
    """Return how many decimals a figure is written with: the indicator's own, one for what a transform made."""
    return indicator.decimals if plain else 1


def day(date: dt.date, precision: Precision) -> str:
    """Return a date to its precision: 8 May 2015, March 1986, 1861."""
    if precision == "year":
        return str(date.year)
    month = f"{date:%B} {date.year}"
    return f"{date.day} {month}" if precision == "day" else month


def when(milestone: Milestone) -> str:
    """Return a milestone's date, with its end where it has one."""
    start = day(milestone.date, milestone.precision)
    if milestone.end is None:
        return start
    return f"{start} to {day(milestone.end, milestone.precision)}"


def bound(target: Target) -> str:
    """Return what a target asks for: about 7.5 %, at least 2.5 % of GDP, 6.5 to 7 %."""
    low, high = target.low, target.high
    if low is None and high is None:
        return "no target set"
    if high is None:
        text = f"at least {_plain(low)}"
    elif low is None:
        text = f"at most {_plain(high)}"
    elif low == high:
        text = _plain(low)
    else:
        text = f"{_plain(low)} to {_plain(high)}"
    return f"{'about ' if target.about else ''}{text} {target.unit}"


def deadline(target: Target) -> str:
    """Return when a target is for: 2015, 2006-2010 on average, by the end of 2020."""
    span = str(target.last_year) if target.first_year == target.last_year else f"{target.first_year}–{target.last_year}"
    if target.basis == "by-end":
        return f"by the end of {target.last_year}"
    return f"on average in {span}" if target.basis == "average" else f"in {span}"


def listing(names: list[str]) -> str:
    """Return names as a list in a sentence: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def names(economies: tuple[Economy, ...]) -> str:
    """Return economies by name as a list in a sentence."""
    return listing([economy.name for economy in economies])


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,g}"


def _signed(value: float, text: str) -> str:
    # a negative number that rounds to nothing carries no sign
    return f"{_MINUS}{text}" if value < 0 and text.strip("0.") else text
