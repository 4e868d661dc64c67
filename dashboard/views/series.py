"""Find the series beyond the curated ones that a query names, fetch those that are new, and widen the catalogue."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.computed import computed, parts_of
from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.indicators import ComputedIndicator, Kind
from dashboard.errors import SelectionError
from dashboard.refresh.first_use import fetch_new
from dashboard.refresh.progress import Event
from dashboard.refresh.run import ignore
from dashboard.settings import read_settings
from dashboard.sources.registry import draft, series_id, sources
from dashboard.store.observations import Store
from dashboard.views.query import spelled

Words = Mapping[str, Sequence[str]]
Admit = Callable[[Sequence[str]], None]

# the query parameters that name indicators
SECOND: Final = "with"
NAMING: Final = ("indicator", "against", SECOND)
KIND: Final = "kind"
NAMES: Final = (
    "which indicator: an id, a provider's series such as wb:SP.DYN.LE00.IN or the address of its page, or two of them "
    "with /, plus or minus between them"
)
MOST_INDICATORS: Final = 8
# said besides where a request for rows is
SEVERAL: Final = f"; rows can be of up to {MOST_INDICATORS}, repeated or with commas"


def indicator_named(text: str, catalogue: Catalogue) -> str:
    """Return the id that a text stands for: an id, or a provider's address or code of one that is curated.

    An expression is returned as it is named once it is understood; SelectionError where its parts do not go together.
    """
    if text not in catalogue.indicators and (found := computed(text, catalogue, lambda part: _plain(part, catalogue))):
        return found.id
    return _plain(text, catalogue)


def _plain(text: str, catalogue: Catalogue) -> str:
    name = spelled(series_id(text), catalogue.indicators)
    found = draft(name) if name not in catalogue.indicators else None
    if found is None:
        return name
    called = (found.provider, found.code)
    return next((entry.id for entry in catalogue.indicators.values() if (entry.source, entry.code) == called), name)


def names_series(query: Words) -> bool:
    """Tell whether a query may name a series beyond the curated ones: a look that costs nothing."""
    return any(":" in text or parts_of(text) for key in NAMING for text in query.get(key, ()))


def with_drafts(catalogue: Catalogue, names: Sequence[str]) -> Catalogue:
    """Return a catalogue with drafts of the series that are named and that it lacks: enough to ask for them."""
    return catalogue.with_indicators(map(indicator_of, _named({NAMING[0]: names}, catalogue)))


def ready(
    catalogue: Catalogue, store: Store, query: Words, admit: Admit, emit: Callable[[Event], None] = ignore
) -> Catalogue:
    """Return a catalogue with the series that a query names, fetched where they are new.

    `admit` refuses by raising, before anything is fetched. Raises SeriesNotAllowed and SeriesNotHad.
    """
    if new := lacking(catalogue, store, query):
        admit([series.id for series in new])
        fetch(catalogue, store, new, emit)
    return stored_alone(catalogue, store, query)


def lacking(catalogue: Catalogue, store: Store, query: Words) -> list[Described]:
    """Return drafts of the series that a query names and that are not stored, each once."""
    if not names_series(query):
        return []
    named = tuple(dict.fromkeys(_named(query, catalogue)))
    stored = store.descriptions([series.id for series in named])
    return [series for series in named if series.id not in stored]


def fetch(catalogue: Catalogue, store: Store, series: Sequence[Described], emit: Callable[[Event], None]) -> None:
    """Fetch drafts of series from the providers that this process is set up for; SeriesNotHad says why not."""
    fetch_new(catalogue, store, sources(read_settings()), series, emit=emit)


def stored_alone(catalogue: Catalogue, store: Store, query: Words) -> Catalogue:
    """Return a catalogue with those of the series that a query names which are stored."""
    if not names_series(query):
        return catalogue
    return _widened(catalogue, store.descriptions([series.id for series in _named(query, catalogue)]), query)


def asked_for(catalogue: Catalogue, store: Store, query: Words) -> Catalogue:
    """Return a catalogue with the series that a query names: drafts of those that are not stored yet."""
    drafts = {series.id: series for series in _named(query, catalogue)}
    return _widened(catalogue, {**drafts, **store.descriptions(list(drafts))}, query)


def _widened(catalogue: Catalogue, stored: Mapping[str, Described], query: Words) -> Catalogue:
    kind = next((Kind(text) for text in query.get(KIND, ()) if text in set(Kind)), None)
    first = {series.id for series in _named({NAMING[0]: query.get(NAMING[0], ())}, catalogue)}
    widened = catalogue.with_indicators(
        indicator_of(said, kind if said.id in first else None) for said in stored.values()
    )
    return widened.with_indicators(_computed(widened, query))


def _computed(catalogue: Catalogue, query: Words) -> Iterator[ComputedIndicator]:
    """Yield the indicators that a query's expressions ask for; what does not go together is said when it is read."""
    for text in _texts(query):
        with suppress(SelectionError):
            if found := computed(text, catalogue, lambda part: _plain(part, catalogue)):
                yield found


def listed(query: Words) -> tuple[str, ...]:
    """Return the indicators that a query lists, each once: repeated, or separated by commas unless it is an address."""
    texts = (part for text in query.get(NAMING[0], ()) for part in ([text] if "://" in text else text.split(",")))
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _texts(query: Words) -> Iterator[str]:
    yield from listed(query)
    yield from (text.strip() for key in NAMING[1:] for text in query.get(key, ()))


def _named(query: Words, catalogue: Catalogue) -> Iterator[Described]:
    """Yield a draft of each series that a query names and that the catalogue does not have."""
    for text in _texts(query):
        parts = parts_of(text)
        for part in (parts[0], parts[2]) if parts else (text,):
            name = _plain(part, catalogue)
            found = draft(name) if name not in catalogue.indicators else None
            if found is not None:
                yield found
