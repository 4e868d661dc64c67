"""How are the numbers of an analysis written? Values, differences, slopes, places and spans of years."""

from typing import Final

from dashboard import formatting
from dashboard.analysis.eras import COMPOUNDS
from dashboard.catalogue.claims import Check, Direction, LevelCheck, TargetCheck
from dashboard.catalogue.indicators import Indicator

_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_TEENS: Final = (11, 12, 13)


def value(indicator: Indicator, amount: float) -> str:
    """Return a figure or a mean of figures with its unit: 6.1 %, US$ 28 billion."""
    return formatting.quantity(amount, indicator.unit_short, indicator.decimals)


def difference(indicator: Indicator, amount: float) -> str:
    """Return a difference with its sign: +1.2 pp, and +12.3 % where figures are compared in logarithms."""
    decimals = max(1, indicator.decimals)
    if indicator.kind in COMPOUNDS:
        return formatting.change_pct(amount, 1)
    return formatting.difference(amount, indicator.unit_short, decimals)


def slope(indicator: Indicator, amount: float) -> str:
    """Return a slope with its sign: +0.08 pp a year, +7.2 % a year."""
    if indicator.kind in COMPOUNDS:
        return f"{formatting.change_pct(amount, 1)} a year"
    return f"{formatting.difference(amount, indicator.unit_short, max(2, indicator.decimals))} a year"


def slope_difference(indicator: Indicator, amount: float) -> str:
    """Return a change of slopes with its sign: +0.08 pp a year, +1.4 points of growth a year."""
    if indicator.kind in COMPOUNDS:
        return f"{formatting.difference(amount, 'points of growth', 1)} a year"
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
    return f"{formatting.number(share * 100, 0)} %"


def measured(check: Check, indicator: Indicator, amount: float) -> str:
    """Return the number that a check compares, with its unit."""
    measure = _measure(check)
    if measure in _SHARES:
        return percent(amount)
    if measure in ("latest", "mean"):
        return value(indicator, amount)
    if measure == "doubling-time":
        return f"{formatting.number(abs(amount), 1)} years"
    return formatting.years_early(amount) if measure == "years-early" else difference(indicator, amount)


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
