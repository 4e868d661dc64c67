"""Let the clock of dashboard's modules stand still, so that a citation or an axis is the same on every day."""

import datetime as dt
import importlib
import pkgutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from dashboard.store import connections

# a day in the past: a module that this does not reach shows up as soon as answers are recorded
NOW: Final = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
_PACKAGE: Final = "dashboard"
_ENTRIES: Final = ("app", "dashboard.cli", "dashboard.ui.page")


class _Still(type):
    """Makes every datetime an instance of the class that stands still."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, dt.datetime)


class _StillDatetime(dt.datetime, metaclass=_Still):
    """A datetime whose now is always the same; all that it makes are ordinary datetimes."""

    def __new__(cls, *args: Any, **more: Any) -> dt.datetime:  # noqa: ANN401 - as datetime takes them
        return dt.datetime(*args, **more)  # noqa: DTZ001 - with the zone, if any, that was asked for

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return NOW.astimezone(tz) if tz else NOW.replace(tzinfo=None)


class _StillModule(ModuleType):
    """The module `datetime` with a clock that stands still."""

    datetime = _StillDatetime

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        return getattr(dt, name)


def _database(_connection: object) -> dt.datetime:
    """Stand for the clock of a database."""
    return NOW.replace(tzinfo=None)


@contextmanager
def standing_still() -> Generator[None]:
    """Make `datetime.now` and the clock of a database say the same in all of dashboard, and put it right at the end."""
    _load()
    still: dict[int, object] = {
        id(dt): _StillModule("datetime"),
        id(dt.datetime): _StillDatetime,
        id(connections.clock): _database,
    }
    changed = [
        (module, name, value)
        for module in _modules()
        for name, value in list(vars(module).items())
        if id(value) in still
    ]
    for module, name, value in changed:
        setattr(module, name, still[id(value)])
    try:
        yield
    finally:
        for module, name, value in changed:
            setattr(module, name, value)


def _load() -> None:
    for name in _ENTRIES:
        module = importlib.import_module(name)
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            importlib.import_module(f"{name}.{found.name}")


def _modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == _PACKAGE]
