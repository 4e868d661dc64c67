"""Keep the series that a user brought for their session: in its catalogue and store, in no file and no link."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import CustomIndicator
from dashboard.catalogue.user_indicator import PREFIX, Said, custom_indicator
from dashboard.catalogue.user_series import SeriesReading
from dashboard.errors import SelectionError
from dashboard.store.observations import Store
from dashboard.store.session_store import Brought, beside, brought

MOST_SERIES: Final = 10
_KEPT: Final = "own-series"
_COUNTED: Final = "own-series-counted"
_LOST: Final = (
    "A link cannot carry a series of your own: it stays in the session in which it was added. "
    "Add it again under Options."
)


@dataclass(frozen=True, eq=False)
class OwnSeries:
    """A series of the session: what it is and its observations."""

    indicator: CustomIndicator
    brought: Brought


def own_series() -> Mapping[str, OwnSeries]:
    """Return the series of the session by id."""
    return st.session_state.get(_KEPT, {})


def add(said: Said, reading: SeriesReading) -> str:
    """Keep a series for the session and return its id; there is to be room for it."""
    kept = own_series()
    indicator = custom_indicator(said, reading, kept)
    # numbers are not used again: what was kept in memory of one that was removed is of another vintage
    number = st.session_state[_COUNTED] = st.session_state.get(_COUNTED, 0) + 1
    series = brought(indicator.id, reading.observations, now=dt.datetime.now(dt.UTC), number=number)
    st.session_state[_KEPT] = {**kept, indicator.id: OwnSeries(indicator, series)}
    return indicator.id


def remove(identifier: str) -> None:
    """Forget a series."""
    st.session_state[_KEPT] = {name: series for name, series in own_series().items() if name != identifier}


def is_full() -> bool:
    """Tell whether a session has as many series as it may."""
    return len(own_series()) >= MOST_SERIES


def widened(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue with the indicators of the session."""
    return catalogue.with_indicators(series.indicator for series in own_series().values())


def store_with(store: Store) -> Store:
    """Return a store that reads the series of the session too."""
    return beside(store, {name: series.brought for name, series in own_series().items()})


def explained(problems: Sequence[SelectionError]) -> tuple[SelectionError, ...]:
    """Return what of a URL could not be followed, with the reason where it names a series of another session."""
    return tuple(problem.told(_LOST) if _is_lost(problem) else problem for problem in problems)


def _is_lost(problem: SelectionError) -> bool:
    return problem.code == "unknown-indicator" and problem.asked.startswith(PREFIX)
