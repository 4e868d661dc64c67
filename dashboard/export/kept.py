"""Keep files that take long to make: made once for all processes, under a name that says what they hold."""

import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock

from dashboard.errors import NoRoom
from dashboard.settings import cache_folder

_MOST: Final = 6


def file_at_hand(name: str) -> Path | None:
    """Return the file of a name where it is kept already."""
    try:
        path = _folder() / name
        os.utime(path)
    except OSError:
        return None
    return path


def kept_file(name: str, write: Callable[[BinaryIO], object]) -> Path:
    """Return the file of a name, written now if it is not there yet; the files longest not asked for go.

    Who asks meanwhile waits for it, in this process and in others. Raises NoRoom.
    """
    with being_written():
        return _kept(_folder(), name, write)


@contextmanager
def being_written() -> Generator[None]:
    """Make a file; NoRoom where it cannot be written."""
    try:
        yield
    except OSError as exc:
        raise NoRoom(exc) from exc


def _kept(folder: Path, name: str, write: Callable[[BinaryIO], object]) -> Path:
    path = folder / name
    with FileLock(folder / "lock"):
        if not path.exists():
            # whole or not at all, whatever ends the process
            handle, begun = tempfile.mkstemp(dir=folder, prefix=".")
            try:
                with os.fdopen(handle, "wb") as out:
                    write(out)
            except BaseException:
                Path(begun).unlink()
                raise
            Path(begun).replace(path)
        path.touch()
        _make_room(folder)
    return path


def _make_room(folder: Path) -> None:
    files = sorted((path for path in folder.iterdir() if path.name != "lock"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_MOST]:
        path.unlink(missing_ok=True)


@cache
def _folder() -> Path:
    folder = cache_folder() / "snapshots"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        # a server whose home is read-only makes them anew after each start
        return Path(tempfile.mkdtemp(prefix="eraline-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="eraline-"))
