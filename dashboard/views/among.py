"""Say whom a comparison is made with: by the rule of a million people, all, a group, or the subject's peers."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard import formatting
from dashboard.analysis.comparators import full_year
from dashboard.analysis.peers import peers
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import EVERY, GROUP_SIGN, MILLION, PEERS, Group
from dashboard.catalogue.indicators import POPULATION
from dashboard.catalogue.records import Source
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection, read_selection

# the subject and its nearest peers, as many as a chart has colours for
_MOST_DRAWN: Final = 10


@dataclass(frozen=True)
class Among:
    """Whom a comparison is made with: `codes` of individual economies, what they are called, and by which rule.

    `rule` is a sentence for the chart's notes; `vintages` are what the rule was read from.
    """

    id: str
    codes: tuple[str, ...]
    name: str
    rule: str
    vintages: tuple[Vintage, ...] = ()


def among(loader: Loader, selection: Selection, usual: str = MILLION) -> Among:
    """Return the economies that a selection compares; `usual` holds where it says nothing."""
    catalogue, name = loader.catalogue, selection.among or usual
    single = tuple(code for code, entry in catalogue.economies.items() if not entry.aggregate)
    if name in PEERS:
        return _peers(loader, selection, name)
    if name in catalogue.groups:
        return _group(catalogue.groups[name], single)
    if name == EVERY:
        return Among(name, single, "all economies", "All economies are compared, whatever their size.")
    codes = loader.comparators(as_of=selection.as_of)
    rule = f"Compared: economies with a million people or more, {len(codes)} in all."
    return Among(name, codes, "economies with a million people or more", rule, _vintages(loader, selection, POPULATION))


def beside_subject(found: Among, catalogue: Catalogue) -> Among:
    """Return whom the subject is compared with: an aggregate's own members are left out, where others remain."""
    own = catalogue.members(catalogue.history.subject)
    left = tuple(code for code in found.codes if code not in own)
    if not left or len(left) == len(found.codes):
        return found
    return replace(found, codes=left, rule=f"{found.rule} Members of {catalogue.subject.told} are left out.")


def with_peers(store: Store, catalogue: Catalogue, query: Mapping[str, Sequence[str]]) -> Catalogue:
    """Return a catalogue in which peers that a query's `economy` names are a group as any other, of its day."""
    named = {
        part.strip().removeprefix(GROUP_SIGN).casefold()
        for text in query.get("economy", ())
        for part in text.split(",")
    }
    wanted = [name for name in PEERS if name in named and name in catalogue.comparisons]
    if not wanted:
        return catalogue
    told = {key: query.get(key, ()) for key in ("policy", "as_of")}
    selection = read_selection(told, catalogue).selection
    loader = Loader(store, catalogue.focused(*selection.policies))
    found = {name: _peers_group(_peers(loader, selection, name)) for name in wanted}
    return replace(catalogue, declared_groups={**catalogue.declared_groups, **found})


def _peers_group(found: Among) -> Group:
    return Group(
        id=found.id, name=PEERS[found.id].label, members=found.codes[:_MOST_DRAWN], sources=(Source(title=found.rule),)
    )


def by_population(loader: Loader, selection: Selection, codes: Collection[str]) -> tuple[str, ...]:
    """Return economies by their population in its newest full year, the largest first; those without one at the end."""
    panel = loader.panel(POPULATION, as_of=selection.as_of)
    year = full_year(panel, codes)
    row = {} if year is None else dict(zip(panel.economies, panel.values[year - panel.first].tolist(), strict=True))
    people = {code: row.get(code, math.nan) for code in codes}
    return tuple(sorted(codes, key=lambda code: -people[code] if people[code] > 0 else 0.0))


def _group(group: Group, single: tuple[str, ...]) -> Among:
    codes = tuple(code for code in single if code in group.members)
    since = f", as of {formatting.day(group.as_of, 'day')}" if group.as_of else ""
    return Among(group.id, codes, group.name, f"Compared: {group.name} ({formatting.economies(len(codes))}{since}).")


def _peers(loader: Loader, selection: Selection, name: str) -> Among:
    rule, subject = PEERS[name], loader.catalogue.subject
    candidates = loader.comparators(as_of=selection.as_of)
    found = peers(loader.panel(rule.indicator, as_of=selection.as_of), subject.id, candidates)
    called = f"peers of {subject.told} in {rule.measure}"
    if found.year is None:
        return Among(
            name, (subject.id,), called, formatting.sentence(f"{subject.told} has no {rule.measure} to find peers by.")
        )
    text = (
        f"Compared: {subject.told} and the {formatting.economies(len(found.codes))} nearest to it in {rule.measure} in "
        f"{found.year}, as ratios, of those with a million people or more."
    )
    vintages = _vintages(loader, selection, POPULATION, rule.indicator)
    return Among(name, (subject.id, *found.codes), called, text, vintages)


def _vintages(loader: Loader, selection: Selection, *indicators: str) -> tuple[Vintage, ...]:
    known = [name for name in indicators if name in loader.catalogue.indicators]
    return loader.vintages(known, as_of=selection.as_of)
