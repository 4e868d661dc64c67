"""Share what all commands need and is quick to import: exit codes, files that users name, text fit for a terminal."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final, Self

from dashboard.errors import EralineError

ADVICE: Final = "Decide on what was held back with eraline refresh --accept INDICATOR or --refuse INDICATOR."
# what a shell says of a command that a signal ended: this and the signal's number
KILLED: Final = 128


class Exit(IntEnum):
    """What a command says by its exit code; one that a signal ended says KILLED and the signal's number."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Return the code with what it means."""
        made = int.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made

    DONE = 0, "done"
    FAILED = 1, "something is wrong"
    BAD_USAGE = 2, "bad usage"
    RUNNING = 3, "another refresh is running"
    CHANGED = 4, "what was cited has changed"
    HELD_BACK = 5, "a release was held back and waits for a decision"


@dataclass(frozen=True)
class Command:
    """One command: what may be said to it, and what it does, which gives the exit code."""

    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_output(parser: argparse.ArgumentParser) -> None:
    """Give a command the option that says where its file goes; `-` is standard output, as without it."""
    parser.add_argument(
        "-o", "--output", type=_file, metavar="FILE", help="where to (default, and of -: standard output)"
    )


def _file(text: str) -> Path | None:
    return None if text == "-" else Path(text)


def typed(words: Sequence[str]) -> list[str]:
    """Return what was typed as UTF-8 where the locale knows no such letters; any other words as they are."""
    return [_typed(word) for word in words]


def _typed(word: str) -> str:
    if word.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in word):
        return word
    try:
        return os.fsencode(word).decode()
    except UnicodeError:
        return word


def open_streams() -> None:
    """Have something to write to where whoever started the process closed what it writes to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # what is meant for people must not go where figures go, and the number of a file of ours is no stream
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process


def discard_output() -> None:
    """Send what is still to be written to standard output nowhere, where nobody reads it any more."""
    # the stream itself stays: Python would complain when it closes one that it cannot flush
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(file: Path, content: bytes) -> None:
    """Write a file that the user named, all of it or nothing; EralineError where it cannot be."""
    try:
        # a pipe takes what it is given, and a folder nothing
        if file.is_file() or not file.exists():
            _put_in_place(file.resolve(), content)
        else:
            file.write_bytes(content)
    except OSError as exc:
        raise Unwritable(file, exc) from exc


def _put_in_place(file: Path, content: bytes) -> None:
    """Write a file beside the one that is to be replaced, which a full disk or an early end leaves as it was."""
    part = file.with_name(f".eraline-{os.getpid()}.part")
    try:
        part.write_bytes(content)
        if file.exists():
            was = file.stat()
            part.chmod(was.st_mode)
            with suppress(OSError, AttributeError):
                os.chown(part, was.st_uid, was.st_gid)
        part.replace(file)
    except OSError as exc:
        part.unlink(missing_ok=True)
        # its folder is not to be written, or another one is mounted in its place
        if exc.errno not in (errno.EACCES, errno.EPERM, errno.EBUSY):
            raise
        file.write_bytes(content)


class Unwritable(EralineError):
    """A file that the user named and that cannot be written."""

    def __init__(self, file: Path, cause: OSError) -> None:
        super().__init__(f"{file} cannot be written: {cause.strerror or cause}.")
