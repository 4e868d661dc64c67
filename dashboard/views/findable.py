"""List what a search can find: indicators, economies and groups, milestones, eras and claims, with what they go by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.groups import GROUP_SIGN, Group
from dashboard.catalogue.history import DEFAULT_POLICY, PolicyHistory
from dashboard.catalogue.indicators import THEME_NAMES, Indicator, Tier
from dashboard.catalogue.policy import Era, Milestone
from dashboard.catalogue.provider_series import Database, ProviderSeries
from dashboard.views.search_words import key_of

Link = tuple[tuple[str, str], ...]


class Found(StrEnum):
    """What sort of thing is found, in the order in which a search shows them."""

    INDICATOR = "indicator"
    ECONOMY = "economy"
    MILESTONE = "milestone"
    ERA = "era"
    CLAIM = "claim"
    PAGE = "page"


KINDS: Final = tuple(Found)
_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Findable:
    """One thing that a search finds: what it is called, what else it says, and the page and query that open it."""

    kind: Found
    id: str
    title: str
    page: str
    query: Link = ()
    names: tuple[str, ...] = ()
    text: str = ""
    native: str = ""
    language: str = ""
    unit: str = ""
    provider: str = ""
    tier: Tier | None = None
    detail: str = ""
    ended: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return its names as words, folded, each once."""
        return tuple(dict.fromkeys(key_of(name) for name in (self.title, *self.names, self.id) if name))


def findables(
    catalogue: Catalogue, further: Iterable[Findable] = (), called: Mapping[str, str] = _NOTHING
) -> list[Findable]:
    """Return all that a catalogue holds, of every policy history, and what else there is, in the order of kinds.

    `called` are a provider's names of its series by their codes, by which curated indicators are found too.
    """
    found = [
        *(findable_indicator(entry, called.get(entry.code, "")) for entry in catalogue.by_theme()),
        *(_economy(entry) for entry in catalogue.economies.values()),
        *(_group(name, entry) for name, entry in catalogue.groups.items()),
        *(one for history in catalogue.histories.values() for one in _of_history(history, catalogue)),
        *further,
    ]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def series_found(series: str, title: str, tier: Tier, **more: Any) -> Findable:  # noqa: ANN401 - what else it has
    """Return an indicator of whatever tier, which opens on Explore."""
    return Findable(Found.INDICATOR, series, title, "explore", query=(("indicator", series),), tier=tier, **more)


def offered(series: ProviderSeries, databases: Mapping[str, Database]) -> Findable:
    """Return a series that a provider offers and nobody has curated."""
    database = databases[series.database]
    return series_found(
        series.id,
        series.name,
        Tier.CATALOGUED,
        names=(series.code,),
        unit=series.unit,
        provider=f"World Bank, {database.name}",
        detail=database.ended,
        ended=bool(database.ended),
    )


def findable_indicator(entry: Indicator, called: str = "") -> Findable:
    """Return an indicator of the catalogue, of whatever tier; `called` is the provider's own name of it."""
    codes = tuple(code for code in (entry.code, *entry.codes.values()) if code)
    theme = THEME_NAMES[entry.theme]
    return series_found(
        entry.id,
        entry.name,
        entry.tier,
        names=(entry.short_name, *codes, *entry.synonyms, called),
        text=f"{entry.description} {theme} {entry.unit} {entry.source_name}",
        unit=entry.unit,
        provider=entry.source_name,
        detail=theme,
    )


def _economy(entry: Economy) -> Findable:
    return Findable(
        Found.ECONOMY,
        entry.id,
        entry.name,
        "explore",
        (("economy", entry.id),),
        # not by its code of two letters, which is a word as well: AI, IT, NO
        names=(entry.short_name, *entry.synonyms),
        text=f"{entry.region} {entry.income_group}",
        detail=entry.region,
    )


def _group(name: str, entry: Group) -> Findable:
    members = formatting.economies(len(entry.members))
    query = (("economy", f"{GROUP_SIGN}{name}"),)
    return Findable(Found.ECONOMY, f"{GROUP_SIGN}{name}", entry.label, "explore", query, (entry.name,), detail=members)


def _of_history(history: PolicyHistory, catalogue: Catalogue) -> Iterator[Findable]:
    policy: Link = () if history.id == DEFAULT_POLICY else (("policy", history.id),)
    dated = [
        *(_milestone(entry, policy, catalogue) for entry in history.milestones.values()),
        *(_era(entry, policy) for entry in history.eras.values()),
    ]
    whose = catalogue.history_names[history.id]
    yield from (replace(one, language=history.language, detail=f"{whose} · {one.detail}") for one in dated)
    for claim in history.claims.values():
        yield Findable(
            Found.CLAIM,
            claim.id,
            claim.title,
            "evidence",
            (*policy, ("view", claim.id)),
            text=" ".join((claim.statement, *claim.parts)),
            detail=claim.statement,
        )


def _milestone(entry: Milestone, policy: Link, catalogue: Catalogue) -> Findable:
    concerned = (catalogue.indicators[name].name for name in entry.indicators if name in catalogue.indicators)
    return Findable(
        Found.MILESTONE,
        entry.id,
        entry.title,
        "timeline",
        (*policy, ("milestone", entry.id)),
        names=(entry.short_title, entry.native_title, wording.dates(entry)),
        text=" ".join((entry.summary, entry.document, entry.issuer, *concerned)),
        native=entry.native_title,
        detail=wording.when(entry),
    )


def _era(entry: Era, policy: Link) -> Findable:
    return Findable(
        Found.ERA,
        entry.id,
        entry.name,
        "explore",
        (*policy, ("era", entry.id)),
        names=(entry.short_name, entry.native_name),
        text=entry.summary,
        native=entry.native_name,
        detail=formatting.spell(entry.start.year, "" if entry.end is None else entry.end.year),
    )
