"""Open the cache for commands that write to it or copy it."""

import sys

from dashboard.catalogue.catalogue import Catalogue
from dashboard.settings import SNAPSHOT, Settings
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.opening import seed
from dashboard.store.snapshot import read_manifest


def open_to_write(settings: Settings, catalogue: Catalogue) -> Store:
    """Open the cache, seeded; StoreError where it cannot be written.

    Readers are served from memory then; what is written there would be lost without a word.
    """
    engine, note = open_database(settings.cache_url())
    if note:
        print(note, file=sys.stderr)
    store = Store(engine)
    seed(store, SNAPSHOT, read_manifest(SNAPSHOT), catalogue.corrections.values())
    return store
