"""Load observations for showing and judging, each series once: the only reader of the store's observations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.analysis import arithmetic
from dashboard.analysis.comparators import comparators
from dashboard.analysis.panel import Panel, panel_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import decimals_of
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import POPULATION, Break, Derivation, Indicator, Tier
from dashboard.errors import BeforeFirstRelease, NoObservations
from dashboard.store.as_of import AsOf
from dashboard.store.observations import Store
from dashboard.store.records import Vintage, distinct


@dataclass(frozen=True, eq=False)
class Observations:
    """An indicator's observations before any transform, with the vintages that they come from.

    `observations` has economy (str), period (datetime64[s]) and value (float64); `breaks` are those that nothing is
    compared across.
    """

    indicator: Indicator
    observations: pd.DataFrame
    vintages: tuple[Vintage, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def vintage(self) -> Vintage:
        """Return the newest of the vintages."""
        return max(self.vintages, key=lambda vintage: vintage.published)

    @property
    def annual(self) -> pd.DataFrame:
        """Return the observations by year: where there are several a year, the mean of full years without a break."""
        if self.indicator.frequency is Frequency.ANNUAL:
            return self.observations
        return arithmetic.annual_means(self.observations, self.indicator.frequency, self.breaks)

    def of(self, economies: Iterable[str]) -> "Observations":
        """Return the observations of some economies."""
        return replace(self, observations=self.observations[self.observations["economy"].isin(list(economies))])


@dataclass(frozen=True, eq=False)
class _Kept:
    """What has been loaded of an indicator: of these economies, or of all."""

    economies: frozenset[str] | None
    found: Observations

    def covers(self, wanted: frozenset[str] | None) -> bool:
        return self.economies is None or (wanted is not None and wanted <= self.economies)


class Loader:
    """Reads a store in the words of a catalogue and keeps what it read: made for one render, one request, one run.

    Whatever is loaded is loaded for `least` at least, so that who asks for less later on reads nothing more.
    """

    def __init__(self, store: Store, catalogue: Catalogue, *, least: Iterable[str] = ()) -> None:
        self.store = store
        self.catalogue = catalogue
        self._least = frozenset(least)
        self._kept: dict[tuple[str, AsOf | None], _Kept] = {}
        self._vintages: dict[tuple[str, AsOf | None], Vintage] = {}
        self._newest: Mapping[str, Vintage] | None = None

    def observations(
        self, indicator: str, *, economies: Iterable[str] | None = None, as_of: AsOf | None = None
    ) -> Observations:
        """Return an indicator's observations as of a day or instant, of some economies or all, derived ones computed.

        NoObservations where the store has none then.
        """
        wanted = None if economies is None else frozenset(economies)
        kept = self._kept.get((indicator, as_of))
        if kept is None or not kept.covers(wanted):
            codes = None if wanted is None else wanted | self._least
            kept = _Kept(codes, self._loaded(self.catalogue.indicator(indicator), codes, as_of))
            self._kept[indicator, as_of] = kept
        return kept.found if wanted is None or wanted == kept.economies else kept.found.of(wanted)

    def panel(self, indicator: str, *, as_of: AsOf | None = None) -> Panel:
        """Return an indicator's panel by year, of all economies that are no aggregates, the world and the subject.

        An empty one where the store has no observations.
        """
        entry, breaks = self.catalogue.indicator(indicator), self.catalogue.breaks(indicator)
        try:
            annual = self.observations(indicator, economies=comparable(self.catalogue), as_of=as_of).annual
        except NoObservations:
            annual = pd.DataFrame()
        return panel_of(annual, entry.kind, breaks, window_floor=entry.window_floor)

    def comparators(self, *, as_of: AsOf | None = None) -> tuple[str, ...]:
        """Return the individual economies of a million people or more, by the rule that all comparisons share."""
        return comparators(self.panel(POPULATION, as_of=as_of), self.catalogue.economies.values())

    def vintages(self, indicators: Iterable[str], *, as_of: AsOf | None = None) -> tuple[Vintage, ...]:
        """Return the vintages that indicators rest on as of a day, each once; those that the store has."""
        found: dict[str, Vintage] = {}
        bases = (base for name in indicators for base in self.catalogue.base_inputs(name))
        for name in dict.fromkeys(bases):
            try:
                found[name] = self._vintage(name, as_of)
            except NoObservations:
                continue
        return tuple(found.values())

    def as_released(self, vintage: Vintage, economies: Sequence[str]) -> pd.DataFrame:
        """Return what one vintage holds of some economies, as its source released it."""
        return self.store.observations(vintage, economies)

    def _loaded(self, entry: Indicator, economies: frozenset[str] | None, as_of: AsOf | None) -> Observations:
        if entry.derived is not None:
            return self._derived(entry, entry.derived, economies, as_of)
        vintage = self._vintage(entry.id, as_of)
        # in an order of its own, so that the store meets the same question again
        read = self.store.observations(vintage, None if economies is None else sorted(economies))
        known = arithmetic.without_uncollected(read, entry.not_collected)
        return Observations(entry, known, (vintage,), self.catalogue.breaks(entry.id))

    def _derived(
        self, entry: Indicator, derivation: Derivation, economies: frozenset[str] | None, as_of: AsOf | None
    ) -> Observations:
        needs_world = derivation.op == "share_of_world"
        wanted = economies | {WORLD} if economies is not None and needs_world else economies
        inputs = list(self._inputs(entry, derivation, wanted, as_of))
        frames = [found.observations for found in inputs]
        # a change has none of its own that it would inherit, and leaves out what spans those of its input
        left_out = (*entry.breaks, *(known for found in inputs for known in found.breaks))
        computed = arithmetic.derive(derivation, frames, entry.frequency, left_out)
        vintages = (vintage for found in inputs for vintage in found.vintages)
        if entry.tier is Tier.COMPUTED and derivation.op == "ratio":
            # nobody has said how finely a ratio is written that a link has just asked for
            decimals = decimals_of(computed["value"].to_numpy(dtype="float64"))
            entry = entry.model_copy(update={"decimals": decimals})
        return Observations(entry, computed, distinct(vintages), self.catalogue.breaks(entry.id))

    def _inputs(
        self, entry: Indicator, derivation: Derivation, economies: frozenset[str] | None, as_of: AsOf | None
    ) -> Iterator[Observations]:
        early: list[BeforeFirstRelease] = []
        for name in derivation.inputs:
            try:
                yield self.observations(name, economies=economies, as_of=as_of)
            except BeforeFirstRelease as exc:
                early.append(exc)
        if early:
            # the first day that would do is the one on which the last of the inputs was there
            raise max(early, key=lambda exc: exc.first).named(entry.id, entry.short_name)

    def _vintage(self, indicator: str, as_of: AsOf | None) -> Vintage:
        if as_of is None and self._newest is None:
            # one question for all of them
            self._newest = self.store.vintages()
        known = self._newest or {}
        if as_of is None and indicator in known:
            return known[indicator]
        if (indicator, as_of) not in self._vintages:
            self._vintages[indicator, as_of] = self._asked(indicator, as_of)
        return self._vintages[indicator, as_of]

    def _asked(self, indicator: str, as_of: AsOf | None) -> Vintage:
        name = self.catalogue.indicator(indicator).short_name
        try:
            return self.store.vintage(indicator, as_of)
        except BeforeFirstRelease as exc:
            raise exc.named(indicator, name) from exc
        except NoObservations as exc:
            raise NoObservations(f"Eraline has no figures of {name} yet.") from exc


def comparable(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies that comparisons read: those that are no aggregates, the world, and the subject."""
    named = {WORLD, catalogue.history.subject}
    return tuple(code for code, entry in catalogue.economies.items() if not entry.aggregate or code in named)
