"""Find anything by a few words: rank what the catalogue and the list of a provider's series hold."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economy_names import economy_named
from dashboard.catalogue.indicators import Provider, Tier
from dashboard.errors import SelectionError
from dashboard.settings import Settings
from dashboard.sources.registry import pasted
from dashboard.views.findable import KINDS, Findable, Found
from dashboard.views.search_index import SearchIndex
from dashboard.views.search_series import provider_in, stored_with, typed_series, unlisted
from dashboard.views.search_words import LONGEST, Unit, asked_of, units_of

MOST: Final = 50
# of each sort, where all are looked for: a longer list nobody reads
_MOST_CURATED: Final = 8
_MOST_CATALOGUED: Final = 6
_MOST_OTHERS: Final[dict[Found, int]] = {Found.ECONOMY: 5, Found.MILESTONE: 6}
_MOST: Final = 4
_SIGNS: Final = frozenset("$%()/=")


class Outcome(StrEnum):
    """What a search comes to."""

    FOUND = "found"
    NO_CURATED = "no-curated"
    NOTHING = "nothing"
    EMPTY = "empty"


@dataclass(frozen=True)
class Answer:
    """What a search found, best first, and what it comes to."""

    asked: str
    results: tuple[Findable, ...]
    outcome: Outcome


class Search:
    """Everything that can be found of one catalogue; nothing is read or indexed before somebody asks.

    `further` is what those who ask know of besides: pages.
    """

    def __init__(self, catalogue: Catalogue, further: Sequence[Findable] = ()) -> None:
        self.catalogue = catalogue
        self._further = further
        self._lock = Lock()
        self._made: SearchIndex | None = None

    def find(
        self,
        text: str,
        kinds: Collection[Found] = KINDS,
        offers: Callable[[Findable], bool] = lambda _: True,
        stored: Sequence[Findable] = (),
    ) -> Answer:
        """Return what a text finds, all of a single kind where it says nothing; SelectionError if it is too long.

        `offers` tells whether something may be found here, `stored` are series that are stored and not curated.
        """
        if len(text) > LONGEST:
            message = f"A search takes {LONGEST} characters at most, not {len(text):,}."
            raise SelectionError("too-long", message, field="q")
        index = self._index()
        provider, rest = provider_in(text)
        if not (units := units_of(rest)):
            # one kind can be leafed through
            listed = index.all_of(*kinds) if len(kinds) == 1 else []
            return Answer(text, tuple(listed), Outcome.EMPTY)
        ranked = _of_id(pasted(text), index, stored) or _and_stored(
            self._best(units, index, kinds), stored_with(units, stored)
        )
        first, last = _typed(rest, provider, ranked)

        def kept(found: Iterable[Findable]) -> list[Findable]:
            return [one for one in found if one.kind in kinds and offers(one)]

        ranked = kept([*first, *(one for one in ranked if one not in first)])
        results = ranked[:MOST] if len(kinds) == 1 else _mixed(ranked)
        results = [*results, *kept(last)]
        return Answer(text, tuple(results), _outcome(results))

    def _index(self) -> SearchIndex:
        with self._lock:
            # made once, by whoever asks first
            self._made = self._made or SearchIndex(self.catalogue, self._further)
            return self._made

    def _best(self, units: Sequence[Unit], index: SearchIndex, kinds: Collection[Found]) -> list[Findable]:
        """Return what has all units, else all but an economy's name, else with slips mended, else the most of them."""
        found = index.ranked(units, kinds)
        is_named = bool(found) and not set(found[0].keys).isdisjoint(asked_of(units))
        opened = self._of_economy(units, index) if Found.INDICATOR in kinds and not is_named else []
        found = found or ([] if opened else index.ranked(units, kinds, prefix=True))
        if opened or found:
            return [*opened, *(one for one in found if one.id not in {other.id for other in opened})]
        mended = index.mended(units)
        return index.ranked(mended, kinds, prefix=True) or index.with_most(mended, kinds)

    def _of_economy(self, units: Sequence[Unit], index: SearchIndex) -> list[Findable]:
        """Return the curated indicators that some units find, opened for the economy that the other units name."""
        for cut in range(1, len(units)):
            for named, rest in ((units[cut:], units[:cut]), (units[:cut], units[cut:])):
                code = self._economy(" ".join(unit.typed for unit in named))
                if code and (found := index.curated(rest)):
                    return [replace(one, query=(*one.query, ("economy", code))) for one in found]
        return []

    def _economy(self, name: str) -> str | None:
        # in small letters a code of two is a word: is, no, so
        is_word = len(name) == len("is") and not name.isupper()
        # and US$) is none
        is_sign = not _SIGNS.isdisjoint(name)
        return None if is_word or is_sign else economy_named(name, self.catalogue.economies)


def _of_id(series: str, index: SearchIndex, stored: Sequence[Findable]) -> list[Findable]:
    """Return the series of an id: a curated one of the same code, as it is listed or stored, else as it stands."""
    if not series:
        return []
    known = index.of_code(series) or [one for one in stored if one.id == series]
    return known or [one for one in (unlisted(series),) if one is not None]


def _and_stored(ranked: Sequence[Findable], stored: Sequence[Findable]) -> list[Findable]:
    """Return results with those of what is stored that nobody lists: behind the curated ones that lead them."""
    known = {one.id for one in ranked}
    place = next((place for place, one in enumerate(ranked) if one.tier is not Tier.CURATED), len(ranked))
    return [*ranked[:place], *(one for one in stored if one.id not in known), *ranked[place:]]


def _typed(
    text: str, provider: Provider | None, ranked: Sequence[Findable]
) -> tuple[Sequence[Findable], Sequence[Findable]]:
    """Return the series of a code or slug that was typed and nobody lists: to come first, and to come last.

    Beside its provider's name it is what was meant, unless another of that provider's is found by its name; alone it
    may be a word as well.
    """
    series = typed_series(text, provider)
    known = [one for one in ranked if one.id == series]
    offered = known or [one for one in (unlisted(series),) if one is not None]
    prefix = series.partition(":")[0]
    if known or (provider is not None and not any(one.id.startswith(f"{prefix}:") for one in ranked)):
        return offered, ()
    is_curated = any(one.tier is Tier.CURATED for one in ranked)
    return (), [] if is_curated else offered


def offered_by(settings: Settings, stored: Collection[str]) -> Callable[[Findable], bool]:
    """Return what tells whether a server offers something: of a provider's series those that it fetches or has."""
    allowed = settings.catalogued
    if allowed in ("on", "local"):
        return lambda _: True
    fetched = () if isinstance(allowed, str) else allowed
    return lambda one: one.tier is not Tier.CATALOGUED or one.id in stored or one.id in fetched


def _mixed(ranked: Iterable[Findable]) -> list[Findable]:
    """Return the best of each sort, so that one with many hides none with few."""
    counted: Counter[tuple[Found, Tier | None]] = Counter()
    kept: list[Findable] = []
    for one in ranked:
        sort = (one.kind, one.tier)
        counted[sort] += 1
        if counted[sort] <= _most(one):
            kept.append(one)
    return kept


def _most(one: Findable) -> int:
    if one.tier is Tier.CURATED:
        return _MOST_CURATED
    return _MOST_CATALOGUED if one.tier is Tier.CATALOGUED else _MOST_OTHERS.get(one.kind, _MOST)


def _outcome(results: Sequence[Findable]) -> Outcome:
    if not results:
        return Outcome.NOTHING
    indicators = [one for one in results if one.kind is Found.INDICATOR]
    is_curated = any(one.tier is Tier.CURATED for one in indicators)
    return Outcome.NO_CURATED if indicators and not is_curated else Outcome.FOUND
