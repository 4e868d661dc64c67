"""The stores that answers are read from: the shipped figures, and the same with revisions and a refresh that failed."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import streamlit as st
from filelock import FileLock

from dashboard.settings import SNAPSHOT
from dashboard.store.observations import Release
from dashboard.store.opening import open_cache
from tests.recorded import cli
from tests.recorded.environment import environment

SHIPPED: Final = "shipped"
REVISED: Final = "revised"
# nothing listens there
_NOWHERE: Final = "http://127.0.0.1:9"
_REVISIONS: Final = (dt.date(2026, 8, 1), 1.02), (dt.date(2026, 9, 1), 1.0)
_REVISED: Final = {"rd-spending": "CHN", "gdp-growth": "CHN", "exchange-rate": "CHN", "exports-share": "USA"}
_FAILED: Final = "solar-capacity"


class Stores:
    """Databases in one folder, each made when it is first asked for, by whichever process comes first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ""
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        _forget()

    def use(self, name: str) -> None:
        """Make a store the one that pages, routes and commands of this process read."""
        if name == self._open:
            return
        file = self._folder / f"{name}.db"
        with FileLock(f"{file}.lock"):
            if not file.exists():
                _MAKERS[name](file)
        self._stack.close()
        self._stack.enter_context(environment(ERALINE_DATABASE_URL=f"sqlite:///{file}"))
        _forget()
        self._open = name


def _forget() -> None:
    """Let the pages open their store and catalogue anew."""
    st.cache_resource.clear()
    st.cache_data.clear()


def _shipped(file: Path) -> None:
    partial = file.with_suffix(".partial")
    with environment(ERALINE_DATABASE_URL=f"sqlite:///{partial}"):
        cli.run(["status"])
    partial.replace(file)


def _revised(file: Path) -> None:
    """Make a store with two vintages that followed the snapshot's, and with a source that could not be reached."""
    partial = file.with_suffix(".partial")
    url = f"sqlite:///{partial}"
    store = open_cache(url, SNAPSHOT).store
    for indicator, economy in _REVISED.items():
        now = store.observations(store.vintage(indicator))
        recent = (now["economy"] == economy) & now["period"].dt.year.between(2015, 2020)
        for day, factor in _REVISIONS:
            moment = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
            changed = now.assign(value=now["value"].mask(recent, now["value"] * factor))
            store.commit([Release(indicator, moment, f"update {day}", changed)])
    store.engine.dispose()
    with environment(ERALINE_DATABASE_URL=url, ERALINE_OWID_URL=_NOWHERE):
        cli.run(["refresh", "--indicator", _FAILED])
    partial.replace(file)


_MAKERS: Final[Mapping[str, Callable[[Path], None]]] = {SHIPPED: _shipped, REVISED: _revised}
