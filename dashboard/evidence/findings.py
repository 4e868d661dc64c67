"""Inputs that checks are computed from, and what one check found, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Generic, TypeVar

import pandas as pd

from dashboard.analysis.comparators import MIN_PEOPLE, comparators, compared_years
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import Reason
from dashboard.analysis.weights import Weight, weight_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import GDP, POPULATION, Kind

C_co = TypeVar("C_co", bound=Check, covariant=True)
D_co = TypeVar("D_co", covariant=True)


@dataclass(frozen=True)
class Compared:
    """The other economies that take part in a check, and the year by whose GDP they are weighed."""

    economies: tuple[str, ...]
    year: int


# what stands in for a series that a store does not have
_NOTHING: Final = panel_of(pd.DataFrame(), Kind.LEVEL)


@dataclass(frozen=True)
class CheckInputs:
    """What checks read: the catalogue, and the panel of every indicator that they name, of population and of GDP.

    `least_people` is how many people an economy needs to be compared with.
    """

    catalogue: Catalogue
    panels: Mapping[str, Panel]
    least_people: int = MIN_PEOPLE

    def panel(self, check: Check) -> Panel:
        """Return the panel of a check's indicator."""
        return self.panels[check.indicator]

    @cached_property
    def single(self) -> tuple[str, ...]:
        """Return the individual economies of all sizes."""
        return tuple(code for code, entry in self.catalogue.economies.items() if not entry.aggregate)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Return the economies that the rule of comparisons admits, whoever is in question."""
        population = self.panels.get(POPULATION, _NOTHING)
        return comparators(population, self.catalogue.economies.values(), self.least_people)

    def comparators(self, economy: str) -> tuple[str, ...]:
        """Return every economy that the rule of comparisons admits, but for the one in question and its members."""
        own = {economy, *self.catalogue.members(economy)}
        return tuple(code for code in self.compared if code not in own)

    def of_people(self, least: int) -> "CheckInputs":
        """Return the same inputs with economies of at least so many people to compare with."""
        return replace(self, least_people=least)

    def newest(self, economy: str) -> int:
        """Return the last year for which any of the indicators has a value of an economy; 0 where none has."""
        observed = (panel.observed(economy)[0] for panel in self.panels.values())
        return max((int(years[-1]) for years in observed if len(years)), default=0)

    def years_compared(self, indicator: str) -> tuple[int, int]:
        """Return the years to which spans of an indicator are clipped."""
        if indicator not in self._clips:
            self._clips[indicator] = compared_years(self.panels[indicator], self.single)
        return self._clips[indicator]

    def weight(self, economy: str, compared: Compared) -> Weight | None:
        """Return what those who take part in a comparison weigh; None where no GDP is stored."""
        gdp = self.panels.get(GDP, _NOTHING)
        return weight_of(gdp, compared.economies, self.comparators(economy), compared.year)

    @cached_property
    def _clips(self) -> dict[str, tuple[int, int]]:
        return {}


@dataclass(frozen=True)
class Finding(Generic[C_co, D_co]):
    """What a check found: the number compared with the thresholds, from `n` values, or the one reason why none.

    `detail` holds all numbers behind it; a reason leaves the outcome untested.
    """

    check: C_co
    outcome: Outcome
    value: float | None
    n: int
    reason: Reason | None
    detail: D_co


AnyFinding = Finding[Check, object]


@dataclass(frozen=True)
class DatedChange:
    """A change at a date that is ranked among all dates, and what the date is called."""

    named: str
    found: MilestoneChange
