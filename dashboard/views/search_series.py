"""Find series that no list has: those already stored, by their names, and those whose code or slug somebody types."""

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Final

from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.folding import words
from dashboard.catalogue.indicators import Provider, Tier
from dashboard.sources.registry import PROVIDERS, draft
from dashboard.store.observations import Store
from dashboard.views.findable import Findable, findable_indicator, series_found
from dashboard.views.search_words import Unit

# a shorter one is a word: GDP, e-mail
_SHORTEST_CODE: Final = 4
_SHORTEST_SLUG: Final = 8


class StoredSeries:
    """The series of a store that nobody has curated, read anew when one has come in or has another release."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: tuple[object, tuple[Findable, ...]] = (None, ())

    def of(self, store: Store) -> tuple[Findable, ...]:
        """Return them as a search finds them."""
        vintages = store.vintages()
        key = (id(store), frozenset((name, vintage.id) for name, vintage in vintages.items() if ":" in name))
        with self._lock:
            if self._known[0] != key:
                described = store.descriptions().values() if key[1] else ()
                self._known = key, tuple(findable_indicator(indicator_of(said)) for said in described)
            return self._known[1]


def stored_with(units: Sequence[Unit], stored: Sequence[Findable]) -> list[Findable]:
    """Return the stored series that have every unit in their names or in what else is said of them."""
    return [one for one in stored if _has_all(units, set(words(" ".join((*one.keys, one.text)))))]


def _has_all(units: Sequence[Unit], known: set[str]) -> bool:
    return all(all(_has(word, known, begun=unit.unfinished) for word in unit.words) for unit in units)


def _has(word: str, known: set[str], *, begun: bool) -> bool:
    return word in known or (begun and any(other.startswith(word) for other in known))


def provider_in(text: str) -> tuple[Provider | None, str]:
    """Return the provider that a text names before or behind what is looked for, and the rest of the text."""
    typed = text.split()
    for source in PROVIDERS.values():
        for called in (source.prefix, source.name.casefold()):
            if rest := _without(typed, called.split()):
                return source.id, " ".join(rest)
    return None, text


def typed_series(text: str, provider: Provider | None) -> str:
    """Return the id of the series that a text may name by its code or slug; "" where it names none.

    Of a provider that is named, words stand for its codes: fred unrate, owid life expectancy. Else capitals are FRED's
    codes, and words with hyphens are slugs of Our World in Data.
    """
    typed = text.split()
    if provider is not None:
        source = PROVIDERS[provider]
        return _first(f"{source.prefix}:{code}" for code in source.typed(typed))
    return _first(_alone(typed[0])) if len(typed) == 1 and text.isascii() else ""


def _alone(word: str) -> Iterator[str]:
    if word.isalnum() and word.isupper() and len(word) >= _SHORTEST_CODE:
        yield f"fred:{word}"
    if "-" in word and word.islower() and len(word) >= _SHORTEST_SLUG:
        yield f"owid:{word}"


def _first(names: Iterable[str]) -> str:
    return next((name for name in names if draft(name) is not None), "")


def _without(typed: Sequence[str], called: Sequence[str]) -> list[str]:
    """Return the words typed before or behind a provider's name; none where it is not named."""
    plain, many = [word.casefold() for word in typed], len(called)
    if plain[:many] == list(called):
        return list(typed[many:])
    return list(typed[:-many]) if plain[-many:] == list(called) else []


def unlisted(series: str) -> Findable | None:
    """Return a series as it may be asked for by its id alone: only its provider knows whether there is one."""
    said: Described | None = draft(series)
    if said is None:
        return None
    return series_found(series, said.name, Tier.CATALOGUED, provider=f"{said.provider_name}, if it has {said.code}")
