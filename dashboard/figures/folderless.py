"""Let matplotlib start where no folder can be written: it wants one, for a list of fonts that it can do without."""

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Final
from unittest.mock import patch

_SHARED: Final = Path("/dev/shm")  # noqa: S108 - the one place that containers without a writable disk have
_FONTS: Final = Path(__file__).parent / "fonts"
_NAMED: Final = "MPLCONFIGDIR"


def start_matplotlib() -> None:
    """Import matplotlib; where nothing can be written, as if the folder of fonts could be."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        is_shared = os.access(_SHARED, os.W_OK)
        with patch.dict(os.environ, {_NAMED: os.environ.get(_NAMED) or str(_SHARED if is_shared else _FONTS)}):
            _import(pretending=not is_shared)


def _import(*, pretending: bool) -> None:
    asked = os.access

    def allowed(path: str, mode: int) -> bool:
        return (pretending and path == str(_FONTS)) or asked(path, mode)

    with patch.object(os, "access", allowed):
        # what is imported now stays as it is
        import_module("matplotlib.font_manager")
