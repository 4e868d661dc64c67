"""Evaluate claims and run the lab on what a loader reads, each indicator once."""

import datetime as dt

from dashboard.analysis.windows import Windows
from dashboard.catalogue.indicators import GDP, POPULATION
from dashboard.catalogue.policy import Milestone
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.lab import Lab, milestone_lab
from dashboard.evidence.results import ClaimResult, claim_result
from dashboard.views.loading import Loader


def evaluate(loader: Loader, *, as_of: dt.date | None = None) -> tuple[ClaimResult, ...]:
    """Return what the observations say of every claim, now or as known at the end of a day.

    An indicator without observations leaves its checks untested. Raises StoreError.
    """
    catalogue = loader.catalogue
    checked = (check.indicator for claim in catalogue.claims.values() for check in claim.checks)
    wanted = dict.fromkeys((*checked, POPULATION, GDP))
    inputs = CheckInputs(catalogue, {name: loader.panel(name, as_of=as_of) for name in wanted})
    return tuple(
        claim_result(claim, inputs, loader.vintages((check.indicator for check in claim.checks), as_of=as_of))
        for claim in catalogue.claims.values()
    )


def run_lab(
    loader: Loader,
    indicator: str,
    milestone: Milestone | dt.date,
    *,
    windows: Windows | None = None,
    economy: str | None = None,
    as_of: dt.date | None = None,
) -> Lab:
    """Return what an indicator did about a milestone or any other day, beside all other dates and economies.

    The economy is the subject unless named. An indicator without observations gives a lab that says so. Raises
    StoreError.
    """
    return milestone_lab(
        loader.panel(indicator, as_of=as_of),
        loader.catalogue,
        indicator,
        milestone,
        windows=windows or Windows(),
        economy=economy,
        comparators=loader.comparators(as_of=as_of),
    )
