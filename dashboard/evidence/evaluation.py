"""Do the figures bear out the article's claims? Loads each indicator once, evaluates every claim, and runs the lab."""

import datetime as dt
from collections.abc import Iterable

from dashboard.analysis.derived import derived
from dashboard.analysis.panel import Panel, break_years, panel_of
from dashboard.analysis.transforms import annual_means, without_uncollected
from dashboard.analysis.windows import Windows
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Derivation, Indicator
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.errors import NoObservations
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.lab import Lab, milestone_lab
from dashboard.evidence.results import ClaimResult, claim_result
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.vintages import frame_of


def evaluate(store: Store, catalogue: Catalogue, *, as_of: dt.date | None = None) -> tuple[ClaimResult, ...]:
    """Return what the figures say of every claim, now or as known at the end of a day; each indicator is read once.

    An indicator without figures leaves its checks untested. Raises StoreError.
    """
    read = _Reader(store, catalogue, as_of)
    wanted = dict.fromkeys(check.indicator for claim in catalogue.claims.values() for check in claim.checks)
    inputs = CheckInputs(catalogue, {name: read.panel(name) for name in wanted})
    return tuple(
        claim_result(claim, inputs, read.vintages(check.indicator for check in claim.checks))
        for claim in catalogue.claims.values()
    )


def run_lab(
    store: Store,
    catalogue: Catalogue,
    indicator: str,
    milestone: Milestone | dt.date,
    *,
    windows: Windows | None = None,
    economy: str | None = None,
    as_of: dt.date | None = None,
) -> Lab:
    """Return what an indicator did about a milestone or any other day, beside all other dates and economies.

    The economy is the subject unless named. An indicator without figures gives a lab that says so. Raises StoreError.
    """
    read = _Reader(store, catalogue, as_of)
    panel = read.panel(indicator)
    return milestone_lab(panel, catalogue, indicator, milestone, windows=windows or Windows(), economy=economy)


class _Reader:
    """Annual figures of indicators as one day knew them, each stored one read from the store once."""

    def __init__(self, store: Store, catalogue: Catalogue, as_of: dt.date | None) -> None:
        self._store = store
        self._catalogue = catalogue
        self._as_of = as_of
        # one question for all of them where no day is asked for
        self._newest = store.vintages() if as_of is None else {}
        self._panels: dict[str, Panel] = {}
        self._vintages: dict[str, Vintage] = {}
        # of the aggregates, only the world is ever compared with
        economies = catalogue.economies.values()
        self._economies = [entry.id for entry in economies if not entry.aggregate or entry.id == WORLD]

    def panel(self, indicator: str) -> Panel:
        """Return an indicator's panel, an empty one where the store has no figures of it."""
        if indicator not in self._panels:
            entry = self._catalogue.indicator(indicator)
            self._panels[indicator] = (
                self._stored(entry) if entry.derived is None else self._computed(entry, entry.derived)
            )
        return self._panels[indicator]

    def vintages(self, indicators: Iterable[str]) -> tuple[Vintage, ...]:
        """Return the vintages that indicators rest on, each once."""
        stored = dict.fromkeys(base for name in indicators for base in self._catalogue.base_inputs(name))
        return tuple(self._vintages[name] for name in stored if name in self._vintages)

    def _computed(self, entry: Indicator, derivation: Derivation) -> Panel:
        inputs = [self.panel(name) for name in derivation.inputs]
        return derived(derivation, entry.kind, break_years(self._catalogue.breaks(entry.id)), inputs)

    def _stored(self, entry: Indicator) -> Panel:
        vintage = self._vintage(entry.id)
        if vintage is None:
            return panel_of(frame_of(()), entry.kind)
        self._vintages[entry.id] = vintage
        held = self._store.observations(vintage, self._economies)
        if entry.not_collected:
            held = without_uncollected(held, entry.not_collected)
        annual = held if entry.frequency is Frequency.ANNUAL else annual_means(held, entry.frequency)
        return panel_of(annual, entry.kind, self._catalogue.breaks(entry.id))

    def _vintage(self, indicator: str) -> Vintage | None:
        if self._as_of is None:
            return self._newest.get(indicator)
        try:
            return self._store.vintage(indicator, self._as_of)
        except NoObservations:
            return None
