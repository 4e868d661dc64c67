"""Hold what all users of one process share: the catalogue and the open cache, made once."""

import gc
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import configured_catalogue
from dashboard.errors import StoreGone
from dashboard.sources.registry import checked
from dashboard.store.edition import Edition
from dashboard.store.opening import Cache, open_configured
from dashboard.ui.job import Job

# a first start puts half a million figures in; until then there is nothing to show
_FILLING: Final = "Preparing the figures that come with Eraline. This happens once and takes a few seconds."


@dataclass
class _Place:
    """Where the open cache is found by all, once the first who asked has opened it."""

    lock: Lock = field(default_factory=Lock)
    opened: Cache | None = None


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """Return the catalogue; CatalogueError lists every mistake in data/."""
    return checked(configured_catalogue())


def cache() -> Cache:
    """Return the open cache; StoreError or SnapshotError where there is none, asked anew on the next call."""
    if _opened().store.is_gone():
        # somebody cleared the cache folder: what the snapshot holds can be had again
        _let_go()
    return _opened()


def looked() -> tuple[Cache, Edition]:
    """Return the open cache and what it holds now, asked once for both; StoreError or SnapshotError as of `cache`."""
    try:
        return _opened(), _opened().store.edition()
    except StoreGone:
        _let_go()
        return _opened(), _opened().store.edition()


@st.cache_resource(show_spinner=False)
def job() -> Job:
    """Return the one refresh that this process runs at a time."""
    return Job()


@st.cache_resource(show_spinner=False)
def _place() -> _Place:
    return _Place()


def _opened() -> Cache:
    place = _place()
    if place.opened is None:
        # a route or a balancer may be the first to ask, and has no page to say it on
        has_page = get_script_run_ctx(suppress_warning=True) is not None
        with st.spinner(_FILLING) if has_page else nullcontext(), place.lock:
            if place.opened is None:
                place.opened = open_configured(catalogue().corrections.values())
                _freeze()
    return place.opened


def _let_go() -> None:
    _place.clear()


@lru_cache(maxsize=1)
def _freeze() -> None:
    """Spare every later garbage collection what stays for good: libraries, pages, the catalogue."""
    # what is frozen as garbage would never be freed
    gc.collect()
    gc.freeze()
