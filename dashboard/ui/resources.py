"""What do all readers of one process share? The catalogue and the open cache, made once."""

import streamlit as st

from dashboard.cache import Cache, open_cache
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.settings import DATA, SNAPSHOT, Settings


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """Return the catalogue; CatalogueError lists every mistake in data/."""
    return load_catalogue(DATA)


@st.cache_resource(show_spinner=False)
def cache() -> Cache:
    """Return the open cache; StoreError or SnapshotError where there is none, asked anew on the next call."""
    return open_cache(Settings().cache_url(), SNAPSHOT)
