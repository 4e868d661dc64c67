"""Quantities: how the number that a check compares is written, and in which unit it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard import formatting
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases


@dataclass(frozen=True)
class Quantity:
    """How a number of an indicator is written with its unit, and the unit in which it is kept.

    `at` stands before it where it is a threshold, `larger` and `smaller` behind it.
    """

    write: Callable[[Indicator, float], str]
    unit: Callable[[Indicator], str]
    at: str = "at"
    larger: str = "or more"
    smaller: str = "or less"


def share(of: str) -> Quantity:
    """Return the quantity of a share from 0 to 1, written in percent; `of` names what it is kept in."""
    return Quantity(lambda _, amount: phrases.percent(amount), lambda _: of)


def _points(indicator: Indicator) -> str:
    return "percentage points" if indicator.unit_short == "%" else indicator.unit


RANK: Final = Quantity(
    lambda _, amount: phrases.rank_of(amount), lambda _: "rank", larger="or lower", smaller="or better"
)
VALUE: Final = Quantity(phrases.value, lambda indicator: indicator.unit)
# values as published are subtracted, whatever the scale on which windows are compared
MARGIN: Final = Quantity(phrases.points, _points)
# how far above a target: no sign but a minus
ABOVE: Final = Quantity(phrases.above, _points)
DURATION: Final = Quantity(lambda _, amount: f"{formatting.number(abs(amount), 1)} years", lambda _: "years")
YEARS_EARLY: Final = Quantity(
    lambda _, amount: formatting.years_early(amount), lambda _: "years", "if reached", "or earlier", "or later"
)
