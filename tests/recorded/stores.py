"""The stores that answers are read from: the shipped figures, and the same with revisions and a refresh that failed."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import streamlit as st
from filelock import FileLock

from dashboard.store.observations import Release
from tests.recorded import cli
from tests.recorded.clock import standing_still
from tests.recorded.environment import environment
from tests.shipped import open_shipped

SHIPPED: Final = "shipped"
REVISED: Final = "revised"
_FILE: Final = "eraline.db"
# nothing listens there
_NOWHERE: Final = "http://127.0.0.1:9"
_REVISIONS: Final = (dt.date(2026, 8, 1), 1.02), (dt.date(2026, 9, 1), 1.0)
_REVISED: Final = {"rd-spending": "CHN", "gdp-growth": "CHN", "exchange-rate": "CHN", "exports-share": "USA"}
_FAILED: Final = "solar-capacity"


class Stores:
    """Databases in one folder, each made when it is first asked for, by whichever process comes first.

    `fill` puts what a first start leaves behind into a file.
    """

    def __init__(self, folder: Path, fill: Callable[[Path], object]) -> None:
        self._folder = folder
        self._fill = fill
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
        made = self._folder / name
        with FileLock(f"{made}.lock"):
            if not made.exists():
                self._make(made, revised=name == REVISED)
        self._stack.close()
        self._stack.enter_context(environment(ERALINE_DATABASE_URL=f"sqlite:///{made / _FILE}"))
        _forget()
        self._open = name

    def _make(self, folder: Path, *, revised: bool) -> None:
        partial = folder.with_suffix(".partial")
        partial.mkdir()
        self._fill(partial / _FILE)
        if revised:
            # in a process of its own, so that nobody has it open when its folder gets its name
            subprocess.run(
                [sys.executable, "-m", __name__, str(partial / _FILE)],
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        partial.rename(folder)


def _forget() -> None:
    """Let the pages open their store and catalogue anew."""
    st.cache_resource.clear()
    st.cache_data.clear()


def _revise(file: Path) -> None:
    """Add two vintages that follow the snapshot's, and a refresh whose source could not be reached."""
    url = f"sqlite:///{file}"
    store = open_shipped(url).store
    for indicator, economy in _REVISED.items():
        now = store.observations(store.vintage(indicator))
        recent = (now["economy"] == economy) & now["period"].dt.year.between(2015, 2020)
        for day, factor in _REVISIONS:
            moment = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
            changed = now.assign(value=now["value"].mask(recent, now["value"] * factor))
            store.commit([Release(indicator, moment, f"update {day}", changed)])
    with environment(ERALINE_DATABASE_URL=url, ERALINE_OWID_URL=_NOWHERE):
        cli.run(["refresh", "--indicator", _FAILED])


if __name__ == "__main__":
    with standing_still():
        _revise(Path(sys.argv[1]))
