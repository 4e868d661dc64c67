"""Open a database as a first start leaves it: seeded from the project's snapshot, less what is declared false."""

from functools import cache

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA, SNAPSHOT
from dashboard.store.opening import Cache, open_cache


@cache
def _catalogue() -> Catalogue:
    return load_catalogue(DATA)


def open_shipped(url: str) -> Cache:
    return open_cache(url, SNAPSHOT, _catalogue().corrections.values())
