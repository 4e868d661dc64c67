"""Show a page with the series that its URL names, fetched with their progress where they are new."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import SelectionError, SeriesNotAllowed, SeriesNotHad
from dashboard.refresh.first_use import check_allowed
from dashboard.refresh.progress import Event
from dashboard.settings import read_settings
from dashboard.sources.registry import provider_name
from dashboard.store.observations import Store
from dashboard.ui import access, resources
from dashboard.ui.beside import do_beside
from dashboard.ui.widgets import plain
from dashboard.views.parameter_readers import DEFAULT_INDICATOR
from dashboard.views.series import NAMING, Words, asked_for, fetch, lacking, names_series, stored_alone

# what could not be had is not asked for again with every click
_FAILED: Final = "series-failed"
_ARRIVING: Final = ":material/downloading:"


def catalogue_of(store: Store, query: Words) -> Catalogue:
    """Return the catalogue with the series that a query names; what cannot be had is said, with a way to try again."""
    catalogue = resources.catalogue()
    if failed := _failed(query):
        _explain(failed, query)
        return stored_alone(catalogue, store, query)
    try:
        with _progress() as show:
            if new := lacking(catalogue, store, query):
                _admit([series.id for series in new])
                do_beside(partial(fetch, catalogue, store, new), show)
    except (SeriesNotAllowed, SeriesNotHad) as exc:
        st.session_state[_FAILED] = _key(query), exc
        _explain(exc, query)
    return stored_alone(catalogue, store, query)


def named(query: Words) -> Catalogue:
    """Return the catalogue with the series that a query names, also while they are fetched, unless that failed."""
    if not names_series(query):
        return resources.catalogue()
    return (stored_alone if _failed(query) else asked_for)(resources.catalogue(), resources.cache().store, query)


def unexplained(problems: Sequence[SelectionError]) -> tuple[SelectionError, ...]:
    """Return problems but those of series that could not be had, which are explained already."""
    _, exc = st.session_state.get(_FAILED, ("", None))
    failed = () if exc is None else (exc.series,) if isinstance(exc, SeriesNotHad) else exc.series
    return tuple(problem for problem in problems if problem.code != "unknown-indicator" or problem.asked not in failed)


def _failed(query: Words) -> SeriesNotAllowed | SeriesNotHad | None:
    """Return why the series that a query names could not be had when they were last asked for."""
    key, exc = st.session_state.get(_FAILED, ("", None))
    return exc if key == _key(query) else None


def _key(query: Words) -> str:
    return repr({key: tuple(query[key]) for key in NAMING if key in query})


def _explain(exc: SeriesNotAllowed | SeriesNotHad, query: Words) -> None:
    usual = resources.catalogue().indicator(DEFAULT_INDICATOR).name
    # what only stands beside the indicator has no other in its place
    is_first = names_series({key: query.get(key, ()) for key in NAMING[:1]})
    instead = f"Where it would be shown, the page shows {usual}." if is_first else "The page is shown without it."
    st.warning(plain(f"{exc} {instead}"), icon=":material/cloud_off:")
    if isinstance(exc, SeriesNotHad):
        st.button("Try again", key="series-again", on_click=_try_again)


def _try_again() -> None:
    st.session_state.pop(_FAILED, None)


def _admit(series: Sequence[str]) -> None:
    client = st.context.ip_address or ""
    check_allowed(read_settings(), series, client=client, is_local=access.is_own_user())


@contextmanager
def _progress() -> Generator[Callable[[Event | None], None]]:
    """Give what shows how far a fetch is, and takes no room where nothing is fetched."""
    place, shown = st.empty(), ""

    def show(event: Event | None) -> None:
        nonlocal shown
        shown = (_words(event) if event else "") or shown
        if shown:
            place.info(shown, icon=_ARRIVING)
        else:
            place.empty()

    try:
        yield show
    finally:
        place.empty()


def _words(event: Event) -> str:
    """Return what is said of a fetch after an event; "" where that is nothing."""
    name = provider_name(event.source)
    if event.event == "fetching":
        return f"Fetching {event.indicator} from {name} ..."
    if event.event == "progress" and event.bytes:
        return f"Fetching from {name}: {event.bytes / 1e6:.1f} MB so far ..."
    return ""
