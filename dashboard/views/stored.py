"""Widen the catalogue by what is stored beyond it."""

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import indicator_of
from dashboard.store.observations import Store


def with_stored(catalogue: Catalogue, store: Store) -> Catalogue:
    """Return a catalogue with every series that is stored and that nobody has curated."""
    return catalogue.with_indicators(indicator_of(said) for said in store.descriptions().values())
