"""Catalogue: the world's indicators and economies and all policy histories, focused on one of them."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.catalogue.claims import Claim
from dashboard.catalogue.corrections import Correction
from dashboard.catalogue.datasets import Dataset
from dashboard.catalogue.economies import WORLD, Economy, Spelling
from dashboard.catalogue.groups import EVERY, MILLION, PEERS, Group, comparators_group, made_groups
from dashboard.catalogue.history import DEFAULT_POLICY, PolicyHistory
from dashboard.catalogue.indicators import THEME_NAMES, Break, Indicator, Provisional
from dashboard.catalogue.origins import Origins
from dashboard.catalogue.policy import Era, Milestone, OfHistory, Target
from dashboard.catalogue.recessions import Chronology
from dashboard.catalogue.registry import Registry


@dataclass(frozen=True)
class Catalogue:
    """Everything the dashboard knows besides observations, with the policy histories chosen, the one in focus first.

    Each mapping keeps the order of its file; `origins` has which file that is, record by record. Eras and claims are
    those of the history in focus, milestones and targets those of all that are chosen.
    """

    indicators: Mapping[str, Indicator]
    economies: Mapping[str, Economy]
    histories: Mapping[str, PolicyHistory]
    provisional: Mapping[str, Provisional] = dataclasses.field(default_factory=dict)
    datasets: Mapping[str, Dataset] = dataclasses.field(default_factory=dict)
    spellings: Mapping[str, Spelling] = dataclasses.field(default_factory=dict)
    policies: tuple[str, ...] = (DEFAULT_POLICY,)
    declared_groups: Mapping[str, Group] = dataclasses.field(default_factory=dict)
    corrections: Mapping[str, Correction] = dataclasses.field(default_factory=dict)
    recessions: Mapping[str, Chronology] = dataclasses.field(default_factory=dict)
    registry: Registry | None = None
    origins: Origins = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @property
    def policy(self) -> str:
        """Return the id of the policy history in focus."""
        return self.policies[0]

    @property
    def history(self) -> PolicyHistory:
        """Return the policy history in focus."""
        return self.histories[self.policy]

    @property
    def chosen_histories(self) -> tuple[PolicyHistory, ...]:
        """Return the policy histories chosen, the one in focus first."""
        return tuple(self.histories[name] for name in self.policies)

    @cached_property
    def history_names(self) -> Mapping[str, str]:
        """Return each policy history's short name by its id: its subject's, or its own where subjects are the same."""
        subjects = Counter(history.subject for history in self.histories.values())
        return {
            name: self.economies[history.subject].short_name if subjects[history.subject] == 1 else history.name
            for name, history in self.histories.items()
        }

    def focused(self, *policies: str) -> "Catalogue":
        """Return the catalogue with other policy histories chosen, the first in focus; KeyError for an unknown id."""
        if policies == self.policies:
            return self
        return dataclasses.replace(self, policies=tuple(self.histories[name].id for name in policies))

    def with_histories(self, histories: Iterable[PolicyHistory]) -> "Catalogue":
        """Return the catalogue with further policy histories, which stand behind those that it has."""
        return self.among({**self.histories, **{known.id: known for known in histories}})

    def among(self, histories: Mapping[str, PolicyHistory]) -> "Catalogue":
        """Return the catalogue with other policy histories to choose from, which hold those that are chosen."""
        return dataclasses.replace(self, histories=histories)

    def with_indicators(self, indicators: Iterable[Indicator]) -> "Catalogue":
        """Return the catalogue with further indicators, which stand behind those that it has."""
        further = {entry.id: entry for entry in indicators}
        return dataclasses.replace(self, indicators={**self.indicators, **further}) if further else self

    @property
    def subject(self) -> Economy:
        """Return the economy that the history in focus is about."""
        return self.economies[self.history.subject]

    @property
    def usual_economies(self) -> tuple[str, ...]:
        """Return the economies shown where none are chosen: the subjects, the one in focus first, and comparators."""
        subjects = (history.subject for history in self.chosen_histories)
        return tuple(dict.fromkeys((*subjects, *self.history.usual_economies)))

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Return the groups that are chosen as one: the usual comparators, declared ones, regions, income groups."""
        named = [code for code in self.history.usual_economies if not self.economies[code].aggregate]
        usual = comparators_group(self.history.title, named)
        return {**usual, **self.declared_groups, **made_groups(self.economies.values())}

    @cached_property
    def comparisons(self) -> Mapping[str, str]:
        """Return whom a comparison can be made with, and how each is called: by a rule, all, peers, a group."""
        peers = {name: rule.label for name, rule in PEERS.items() if rule.indicator in self.indicators}
        groups = {name: group.label for name, group in self.groups.items()}
        return {MILLION: "A million people or more", EVERY: "All economies", **peers, **groups}

    @property
    def eras(self) -> Mapping[str, Era]:
        """Return the eras of the history in focus."""
        return self.history.eras

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        """Return the milestones of the histories chosen."""
        return {name: found for history in self.chosen_histories for name, found in history.milestones.items()}

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Return the targets of the histories chosen."""
        return {name: found for history in self.chosen_histories for name, found in history.targets.items()}

    def subject_of(self, record: OfHistory) -> Economy | None:
        """Return the economy that a record's history is about; None for an event of the user's own."""
        history = self.histories.get(record.policy)
        return None if history is None else self.economies[history.subject]

    def whose(self, record: OfHistory) -> str:
        """Return what a record's history is called in brackets behind it where several are chosen, else ""."""
        name = self.history_names.get(record.policy) if len(self.policies) > 1 else None
        return f" ({name})" if name else ""

    def language_of(self, record: OfHistory) -> str:
        """Return the language of a record's native text, as HTML's lang names it; "" of an event of the user's own."""
        history = self.histories.get(record.policy)
        return "" if history is None else history.language

    def published(self, record: Era | Milestone) -> dict[str, Any]:
        """Return an era or a milestone as JSON and CSV hold it, its native text with its language."""
        history = self.histories.get(record.policy)
        return record.model_dump(mode="json") if history is None else history.published(record)

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Return the claims of the history in focus."""
        return self.history.claims

    def indicator(self, indicator: str) -> Indicator:
        """Return the indicator with this id; KeyError if there is none."""
        return self.indicators[indicator]

    def members(self, economy: str) -> frozenset[str]:
        """Return the economies that make up an aggregate; none of an economy or where no group names its members."""
        groups = (group for group in self.declared_groups.values() if group.aggregate == economy)
        return frozenset(code for group in groups for code in group.members)

    def corrections_of(self, indicator: str) -> tuple[Correction, ...]:
        """Return the corrections of an indicator."""
        return tuple(one for one in self.corrections.values() if one.indicator == indicator)

    def economies_of(self, provider: str) -> dict[str, str]:
        """Return the economies by what a provider calls them, their own codes among it."""
        spelt = {
            text: entry.economy
            for entry in self.spellings.values()
            if entry.provider == provider and entry.economy in self.economies
            for text in entry.spellings
        }
        return {code: code for code in self.economies} | spelt

    def by_theme(self) -> tuple[Indicator, ...]:
        """Return the indicators theme by theme, in a theme as their files have them."""
        themes = list(THEME_NAMES)
        return tuple(sorted(self.indicators.values(), key=lambda entry: themes.index(entry.theme)))

    def base_inputs(self, indicator: str) -> tuple[str, ...]:
        """Return the stored indicators that this one is computed from: itself unless it is derived."""
        derived = self.indicators[indicator].derived
        if derived is None:
            return (indicator,)
        return tuple(dict.fromkeys(base for name in derived.inputs for base in self.base_inputs(name)))

    def publisher(self, entry: Indicator) -> str:
        """Return who publishes the dataset of an indicator; the name of its source where none is on record."""
        dataset = self.datasets.get(entry.dataset)
        return dataset.publisher if dataset else entry.source_name

    def codes(self, entry: Indicator) -> tuple[str, ...]:
        """Return the provider's codes of an indicator, or of all that it is computed from, each once."""
        inputs = [self.indicators.get(name, entry) for name in self.base_inputs(entry.id)] if entry.derived else [entry]
        found = (code for known in inputs for code in (known.code, *known.codes.values()) if code)
        return tuple(dict.fromkeys(found))

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        """Return the breaks that an indicator is not compared across: its own and its inputs', each date once.

        A change leaves out what spans a break, so that all its values can be compared: it inherits none.
        """
        entry = self.indicators[indicator]
        is_change = entry.derived is not None and entry.derived.op == "change"
        return entry.breaks if is_change else self._breaks_from(entry, self.breaks)

    def breaks_behind(self, indicator: str) -> tuple[Break, ...]:
        """Return the same with those at which a change is missing: what is to be told, and where a line has a gap."""
        return self._breaks_from(self.indicators[indicator], self.breaks_behind)

    def _breaks_from(self, entry: Indicator, of: Callable[[str], Iterable[Break]]) -> tuple[Break, ...]:
        """Return an indicator's own breaks and those `of` its inputs, each economy and date once."""
        inherited: Sequence[Break] = ()
        if entry.derived is not None:
            inherited = [known for name in entry.derived.inputs for known in of(name)]
            inherited = self.world_breaks(inherited) if entry.derived.op == "share_of_world" else inherited
        found: dict[tuple[str, dt.date], Break] = {}
        for known in (*entry.breaks, *inherited):
            found.setdefault((known.economy, known.start), known)
        return tuple(found.values())

    def world_breaks(self, breaks: Sequence[Break]) -> list[Break]:
        """Return breaks as they bear on shares of the world: one in the world's row is one in everybody's share."""
        shared = [known for known in breaks if known.economy == WORLD]
        return [*breaks, *(known.model_copy(update={"economy": code}) for known in shared for code in self.economies)]

    def provisional_in(self, releases: Iterable[tuple[str, dt.date]]) -> tuple[Provisional, ...]:
        """Return what is known to be preliminary in any of these releases, each an indicator and its day."""
        released = tuple(releases)
        return tuple(known for known in self.provisional.values() if any(known.covers(*one) for one in released))

    def targets_of(self, indicator: str, economy: str | None = None) -> tuple[Target, ...]:
        """Return the targets on record for an indicator of an economy, by default the subject, by first year."""
        whose = economy or self.history.subject
        found = [t for t in self.targets.values() if t.indicator == indicator and t.economy == whose]
        return tuple(sorted(found, key=lambda t: (t.first_year, t.set_on)))
