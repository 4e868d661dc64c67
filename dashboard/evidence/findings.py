"""Inputs that checks are computed from, and what one check found, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

import pandas as pd

from dashboard.analysis.comparators import comparators
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.indicators import POPULATION, Kind

C_co = TypeVar("C_co", bound=Check, covariant=True)
D_co = TypeVar("D_co", covariant=True)


_UNCOUNTED: Final = panel_of(pd.DataFrame(), Kind.LEVEL)


@dataclass(frozen=True)
class CheckInputs:
    """What checks read: the catalogue, and the panel of every indicator that they name and of the population."""

    catalogue: Catalogue
    panels: Mapping[str, Panel]

    def panel(self, check: Check) -> Panel:
        """Return the panel of a check's indicator."""
        return self.panels[check.indicator]

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Return the economies that the rule of comparisons admits, whoever is in question."""
        population = self.panels.get(POPULATION, _UNCOUNTED)
        return comparators(population, self.catalogue.economies.values())

    def comparators(self, economy: str) -> tuple[str, ...]:
        """Return every economy that the rule of comparisons admits, but for the one in question."""
        return tuple(code for code in self.compared if code != economy)

    def newest(self, economy: str) -> int:
        """Return the last year for which any of the indicators has a value of an economy; 0 where none has."""
        observed = (panel.observed(economy)[0] for panel in self.panels.values())
        return max((int(years[-1]) for years in observed if len(years)), default=0)


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
