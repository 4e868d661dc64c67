"""How are the numbers of an analysis written? Values, differences, slopes, places and spans of years."""

from typing import Final

from dashboard import words
from dashboard.analysis.eras import COMPOUNDS
from dashboard.claim import Check, Direction, LevelCheck, TargetCheck
from dashboard.model import Indicator

_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_TEENS: Final = (11, 12, 13)


def value(indicator: Indicator, amount: float) -> str:
    """Return a figure or a mean of figures with its unit: 6.1 %, US$ 28 billion."""
    return words.quantity(amount, indicator.unit_short, indicator.decimals)


def difference(indicator: Indicator, amount: float) -> str:
    """Return a difference with its sign: +1.2 pp, and +12.3 % where figures are compared in logarithms."""
    decimals = max(1, indicator.decimals)
    if indicator.kind in COMPOUNDS:
        return words.change_pct(amount, 1)
    return words.difference(amount, indicator.unit_short, decimals)


def slope(indicator: Indicator, amount: float) -> str:
    """Return a slope with its sign: +0.08 pp a year, +7.2 % a year."""
    if indicator.kind in COMPOUNDS:
        return f"{words.change_pct(amount, 1)} a year"
    return f"{words.difference(amount, indicator.unit_short, max(2, indicator.decimals))} a year"


def slope_difference(indicator: Indicator, amount: float) -> str:
    """Return a change of slopes with its sign: +0.08 pp a year, +1.4 points of growth a year."""
    if indicator.kind in COMPOUNDS:
        return f"{words.difference(amount, 'points of growth', 1)} a year"
    return slope(indicator, amount)


def ordinal(place: int) -> str:
    """Return a place as people write it: 1st, 2nd, 11th."""
    suffix = "th" if place % 100 in _TEENS else _SUFFIXES.get(place % 10, "th")
    return f"{place}{suffix}"


def years(span: tuple[int, int]) -> str:
    """Return a span of years: 2008–2012, or one year."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def movement(direction: Direction) -> str:
    """Return which way a change goes, as a noun."""
    return "rise" if direction == "up" else "fall"


def percent(share: float) -> str:
    """Return a share from 0 to 1 in percent."""
    return f"{words.number(share * 100, 0)} %"


def years_early(early: float) -> str:
    """Return by how many years a deadline was beaten or missed: 3 years early, on time, 1 year late."""
    if not early:
        return "on time"
    return f"{words.count(round(abs(early)), 'year')} {'early' if early > 0 else 'late'}"


def measured(check: Check, indicator: Indicator, amount: float) -> str:
    """Return the number that a check compares, with its unit."""
    measure = _measure(check)
    if measure in _SHARES:
        return percent(amount)
    if measure in ("latest", "mean"):
        return value(indicator, amount)
    if measure == "doubling-time":
        return f"{words.number(abs(amount), 1)} years"
    return years_early(amount) if measure == "years-early" else difference(indicator, amount)


def unit(check: Check, indicator: Indicator) -> str:
    """Return in which unit the number that a check compares is kept."""
    measure = _measure(check)
    if measure in _UNITS:
        return _UNITS[measure]
    if measure in ("latest", "mean"):
        return indicator.unit
    if indicator.kind in COMPOUNDS and not isinstance(check, TargetCheck):
        return "%"
    return "percentage points" if indicator.unit_short == "%" else indicator.unit


def _measure(check: Check) -> str:
    return check.measure if isinstance(check, LevelCheck | TargetCheck) else check.kind


_UNITS: Final = {
    "milestone-change": "place / dates",
    "standing": "share of other economies ahead",
    "share-above": "share of years",
    "share-set": "share of years",
    "share-met": "share of deadlines",
    "doubling-time": "years",
    "years-early": "years",
}
_SHARES: Final = ("milestone-change", "standing", "share-above", "share-set", "share-met")
