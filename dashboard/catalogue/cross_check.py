"""Check what the catalogue's tables say of each other: unknown names, eras that overlap, a colour taken twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import Check
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.frequency import Frequency, Moment
from dashboard.catalogue.groups import unfit
from dashboard.catalogue.history import GrowthSentence, PolicyHistory, Sentence, StockSentence
from dashboard.catalogue.indicators import EVERYBODY, POPULATION, Derivation, Indicator
from dashboard.catalogue.origins import POLICY_PLACE, WORLD_PLACE, Origins, origin_of
from dashboard.catalogue.policy import Era, MilestoneKind
from dashboard.errors import Mistake

Unsound = Collection[tuple[str, str]]


def cross_check(catalogue: Catalogue, unsound: Unsound) -> Iterator[Mistake]:
    """Yield every mistake between tables; a name is unknown only where its own table was read whole.

    `unsound` has the tables with mistakes of their own, as TableReader does.
    """
    origins = catalogue.origins
    yield from _WorldCheck(catalogue, origins, unsound, WORLD_PLACE).mistakes()
    yield from _unknown_in_registry(catalogue)
    for history in catalogue.histories.values():
        earlier = [known for known in catalogue.histories.values() if known.id < history.id]
        yield from check_history(catalogue, history, earlier, origins, unsound)


def _unknown_in_registry(catalogue: Catalogue) -> Iterator[Mistake]:
    """Yield the indicators and milestones of the registry's comparisons that there are none of."""
    known = {name for history in catalogue.histories.values() for name in history.milestones}
    file = origin_of(catalogue.origins, POLICY_PLACE, "comparisons").file
    for comparison in catalogue.registry.comparisons if catalogue.registry else ():
        unknown = [(comparison.indicator, catalogue.indicators), *((name, known) for name in comparison.milestones)]
        for name, names in unknown:
            if name not in names:
                detail = f"names {name}, which there is none of"
                yield Mistake(file, f"[[comparisons]] {comparison.label}", "", detail)


def check_history(
    catalogue: Catalogue, history: PolicyHistory, others: Iterable[PolicyHistory], origins: Origins, unsound: Unsound
) -> Iterator[Mistake]:
    """Yield every mistake between the tables of a history and of the world, and ids that one of the others has."""
    yield from _unique(history, others, origins)
    yield from _HistoryCheck(catalogue, origins, unsound, f"{POLICY_PLACE}/{history.id}", history).mistakes()


def _unique(history: PolicyHistory, others: Iterable[PolicyHistory], origins: Origins) -> Iterator[Mistake]:
    """Yield the milestones and targets whose ids another history has: several can be chosen at once.

    Of the two it is the one laid over the project's that has to change.
    """
    tables: dict[str, Mapping[str, object]] = {"milestone": history.milestones, "target": history.targets}
    for known in others:
        for table, records in tables.items():
            taken: Mapping[str, object] = getattr(known, f"{table}s")
            for name in records.keys() & taken.keys():
                own, other = (origin_of(origins, f"{POLICY_PLACE}/{one.id}", table, name) for one in (history, known))
                file, holder = (other.file, history) if other.layer > own.layer else (own.file, known)
                yield Mistake(file, f"[[{table}]] {name}", "id", f"is taken by one of the history '{holder.id}'")


@dataclass(frozen=True)
class _Checks:
    """What checks of one folder share: where a record was read, and which names are known."""

    catalogue: Catalogue
    origins: Origins
    unsound: Unsound
    place: str

    def mistake(self, table: str, record: str, field: str, detail: str) -> Mistake:
        file = origin_of(self.origins, self.place, table, record).file
        return Mistake(file, "" if table == "history" else f"[[{table}]] {record}", field, detail)

    def indicators(self, table: str, record: str, field: str, names: Iterable[str]) -> Iterator[Mistake]:
        missing = set(names) - self.catalogue.indicators.keys()
        return self.unknown((WORLD_PLACE, "indicator"), table, record, field, missing)

    def economies(self, table: str, record: str, field: str, names: Iterable[str]) -> Iterator[Mistake]:
        missing = set(names) - self.catalogue.economies.keys()
        return self.unknown((WORLD_PLACE, "economy"), table, record, field, missing)

    def unknown(
        self, named: tuple[str, str], table: str, record: str, field: str, missing: Iterable[str]
    ) -> Iterator[Mistake]:
        if named not in self.unsound:
            for name in sorted(missing):
                yield self.mistake(table, record, field, f"names '{name}', which is not in the catalogue")


@dataclass(frozen=True)
class _WorldCheck(_Checks):
    def mistakes(self) -> Iterator[Mistake]:
        for indicator in self.catalogue.indicators.values():
            yield from self._indicator(indicator)
        yield from self._needed("indicator", self.catalogue.indicators, POPULATION)
        yield from self._needed("economy", self.catalogue.economies, WORLD)
        yield from self._slots()
        for group in self.catalogue.declared_groups.values():
            yield from self.economies("group", group.id, "members", group.members)
            yield from self.economies("group", group.id, "aggregate", (group.aggregate,) if group.aggregate else ())
            yield from (self.mistake("group", group.id, "id", why) for why in unfit(group, self.catalogue.economies))
        for known in self.catalogue.provisional.values():
            yield from self.indicators("provisional", known.id, "indicators", known.indicators)
            if known.economy != EVERYBODY:
                yield from self.economies("provisional", known.id, "economy", (known.economy,))

        for chronology in self.catalogue.recessions.values():
            codes = (chronology.economy, *chronology.shown_with)
            yield from self.economies("chronology", chronology.id, "economy", codes)
        for one in self.catalogue.corrections.values():
            yield from self.indicators("correction", one.id, "indicator", (one.indicator,))
            yield from self.economies("correction", one.id, "economy", (one.economy,))
            entry = self.catalogue.indicators.get(one.indicator)
            if entry is not None and (entry.derived is not None or entry.frequency is not Frequency.ANNUAL):
                yield self.mistake("correction", one.id, "indicator", "is no annual series of a source")

    def _indicator(self, indicator: Indicator) -> Iterator[Mistake]:
        missing = {indicator.dataset} - self.catalogue.datasets.keys()
        yield from self.unknown((WORLD_PLACE, "dataset"), "indicator", indicator.id, "dataset", missing)
        named: dict[str, Iterable[str]] = {
            "codes": indicator.codes,
            "breaks": (known.economy for known in indicator.breaks),
            "flags": (known.economy for known in indicator.flags),
            "not_collected": (zero.economy for zero in indicator.not_collected),
        }
        for field, economies in named.items():
            yield from self.economies("indicator", indicator.id, field, economies)
        for known in (*indicator.breaks, *indicator.flags):
            if known.month is not None and indicator.frequency is Frequency.ANNUAL:
                detail = f"{known.economy} breaks in {known.when}, where the series is annual"
                yield self.mistake("indicator", indicator.id, "breaks", detail)
        if indicator.derived is None:
            return
        inputs = indicator.derived.inputs
        yield from self.indicators("indicator", indicator.id, "derived.inputs", inputs)
        if _leads_back(self.catalogue, indicator.id):
            yield self.mistake("indicator", indicator.id, "derived.inputs", "leads back to the indicator itself")
        for name in inputs:
            entry = self.catalogue.indicators.get(name)
            if entry is not None and entry.frequency != indicator.frequency:
                detail = f"'{name}' is {entry.frequency}, this indicator {indicator.frequency}"
                yield self.mistake("indicator", indicator.id, "derived.inputs", detail)
        yield from self._moment(indicator, indicator.derived)

    def _moment(self, indicator: Indicator, derived: Derivation) -> Iterator[Mistake]:
        """Yield the mistake that what is made of stocks is not drawn where they are, or a change of them is."""
        known = [self.catalogue.indicators[name] for name in derived.inputs if name in self.catalogue.indicators]
        moments = {Moment.MIDDLE if derived.op == "change" else entry.drawn_at for entry in known}
        if len(moments) == 1 and indicator.drawn_at not in moments:
            [wanted] = moments
            what = f"a {derived.op} of {' and '.join(derived.inputs)}".replace("_", " ")
            detail = f"is '{indicator.drawn_at}', where {what} is '{wanted}'"
            yield self.mistake("indicator", indicator.id, "drawn_at", detail)

    def _needed(self, table: str, known: Mapping[str, object], name: str) -> Iterator[Mistake]:
        if (WORLD_PLACE, table) not in self.unsound and name not in known:
            read = (name for place, kind, name in self.origins if (place, kind) == (WORLD_PLACE, table))
            file = origin_of(self.origins, WORLD_PLACE, table, next(read, "")).file
            yield Mistake(file, f"[[{table}]]", "id", f"'{name}' is needed and missing")

    def _slots(self) -> Iterator[Mistake]:
        known = self.catalogue.economies.values()
        slots = [(economy.id, economy.slot) for economy in known if economy.slot is not None]
        times = Counter(slot for _, slot in slots)
        for code, slot in slots:
            if times[slot] > 1:
                yield self.mistake("economy", code, "slot", f"colour slot {slot} is taken more than once")


@dataclass(frozen=True)
class _HistoryCheck(_Checks):
    history: PolicyHistory

    def mistakes(self) -> Iterator[Mistake]:
        yield from self._head()
        yield from self._eras(list(self.history.eras.values()))
        for milestone in self.history.milestones.values():
            yield from self.indicators("milestone", milestone.id, "indicators", milestone.indicators)
            if milestone.kind is MilestoneKind.OWN:
                detail = "'own' is for events that users add to their pages"
                yield self.mistake("milestone", milestone.id, "kind", detail)
        for target in self.history.targets.values():
            named = (target.indicator,) if target.indicator else ()
            yield from self.indicators("target", target.id, "indicator", named)
            yield from self.economies("target", target.id, "economy", (target.economy,))
        for claim in self.history.claims.values():
            for check in claim.checks:
                yield from self._check(claim, check)

    def _head(self) -> Iterator[Mistake]:
        head = self.history
        yield from self.economies("history", head.id, "subject", (head.subject,))
        yield from self.economies("history", head.id, "comparators", head.comparators)
        yield from self.indicators("history", head.id, "headline_indicators", head.headline_indicators)
        yield from self.indicators("history", head.id, "scatter_against", head.scatter_against)
        for link in head.links:
            yield from self.indicators("history", head.id, "links.indicator", (link.indicator,))
            yield from self.economies("history", head.id, "links.economies", link.economies)
        for sentence in head.sentences:
            yield from self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> Iterator[Mistake]:
        name = self.history.id
        yield from self.indicators("history", name, "sentences.indicator", sentence.indicators)
        eras = sentence.eras if isinstance(sentence, GrowthSentence) else (sentence.era,)
        yield from self._among("era", "history", name, "sentences.era", eras)
        if isinstance(sentence, StockSentence) and sentence.target is not None:
            yield from self._among("target", "history", name, "sentences.target", (sentence.target,))

    def _eras(self, eras: Sequence[Era]) -> Iterator[Mistake]:
        for earlier, later in pairwise(eras):
            if earlier.end is None or later.start < earlier.end:
                span = f"{earlier.start} to {earlier.end or 'today'}"
                detail = f"{later.start} overlaps or precedes '{earlier.id}' ({span})"
                yield self.mistake("era", later.id, "start", detail)

    def _check(self, claim: Claim, check: Check) -> Iterator[Mistake]:
        place = f"checks ({check.id})"
        for field, table, names in check.named():
            yield from self._among(table, "claim", claim.id, f"{place}.{field}", names)
        sound = {
            name: target for name, target in self.history.targets.items() if target.economy in self.catalogue.economies
        }
        for field, detail in check.misfits(sound):
            yield self.mistake("claim", claim.id, f"{place}.{field}", detail)

    def _among(self, named: str, table: str, record: str, field: str, names: Iterable[str]) -> Iterator[Mistake]:
        """Yield the names that a table of the world or of this history lacks."""
        if named == "indicator":
            return self.indicators(table, record, field, names)
        if named == "economy":
            return self.economies(table, record, field, names)
        known: Mapping[str, object] = getattr(self.history, f"{named}s")
        return self.unknown((self.place, named), table, record, field, set(names) - known.keys())


def _leads_back(catalogue: Catalogue, start: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        derived = catalogue.indicators[waiting.pop()].derived
        for name in derived.inputs if derived else ():
            if name == start:
                return True
            if name in catalogue.indicators and name not in seen:
                seen.add(name)
                waiting.append(name)
    return False
