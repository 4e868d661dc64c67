"""Put off importing a library until something of it is used: what a command may never need costs it nothing."""

import sys
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any, Final

_LOCK: Final = Lock()


class Later(ModuleType):
    """Stands for a library that nothing has been used of; what is used comes from the library itself."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the library has
        """Return what the library has under a name, imported now where it was not yet."""
        with _LOCK:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def put_off(*libraries: str) -> None:
    """Let `import LIBRARY` cost nothing from now on where it was not imported before.

    `from LIBRARY import ...` and every name in an annotation that is evaluated use it: modules of a command that puts
    a library off say `from __future__ import annotations`.
    """
    for name in libraries:
        sys.modules.setdefault(name, Later(name))
