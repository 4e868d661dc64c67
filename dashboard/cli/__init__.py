"""Run a command from a terminal: one module per command; `python -m dashboard COMMAND --help` says how."""

import argparse
import errno
import io
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final, NoReturn

from dashboard import __version__
from dashboard.cli.later import put_off
from dashboard.cli.terminal import KILLED, Command, Exit, discard_output, open_streams, typed
from dashboard.errors import BadSetting, EralineError, RefreshRunning, SelectionError
from dashboard.formatting import one_line

# what each command is for, by its name, which is its module's: only the one that is asked for is imported
COMMANDS: Final = {
    "serve": "serve the pages and the data routes",
    "check": "check the catalogue and the shipped figures",
    "refresh": "fetch newer figures from their sources",
    "status": "what the cache holds, from when and from whom",
    "evidence": "what the figures say of the article's claims",
    "targets": "what was promised and what was delivered",
    "policies": "list the policy histories, or take them away",
    "search": "find an indicator, an economy, a milestone or a claim",
    "export": "take figures away",
    "cite": "how to cite figures",
    "changed": "what was revised since a link was cited",
    "mcp": "answer programs that talk for people (Model Context Protocol)",
    "add": "write a draft indicator of a provider's series into your own catalogue",
    "snapshot": "rewrite the shipped figures from the cache",
}
# a list of all economies would push what was wrong off the screen
_MOST_ALLOWED: Final = 40
# what reads no figures imports the libraries of frames only where it comes to need them: for a first start, say
_FRAMES: Final = ("pandas", "numpy")
_WITHOUT_FRAMES: Final = ("status",)
# of what was typed, as much as helps to find the slip
_MOST_LETTERS: Final = 2_000
# what writing to a stream says, and neither a file by its name nor a connection
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
_CODES: Final = {SelectionError: Exit.BAD_USAGE, BadSetting: Exit.BAD_USAGE, RefreshRunning: Exit.RUNNING}


class Parser(argparse.ArgumentParser):
    """A parser whose complaints repeat what was typed so that a terminal runs nothing in it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with 2."""
        super().error(one_line(message, _MOST_LETTERS))


def parser(*asked: str) -> Parser:
    """Return the parser of the command line, with the arguments of the commands that are asked for."""
    made = Parser(prog="eraline", description="Eraline from the terminal.", allow_abbrev=False)
    made.add_argument("--version", action="version", version=f"eraline {__version__}")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, meaning in COMMANDS.items():
        its = commands.add_parser(name, help=meaning, allow_abbrev=False)
        if name in asked:
            if name in _WITHOUT_FRAMES:
                put_off(*_FRAMES)
            command: Command = import_module(f"{__name__}.{name}").COMMAND
            command.arguments(its)
            its.set_defaults(run=command.run)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    open_streams()
    words = typed(sys.argv[1:]) if arguments is None else arguments
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a name or a source's own text may hold characters that the terminal's encoding lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        # what a command imports takes a second or two, in which its user may think again
        options = parser(*words[:1]).parse_args(words)
        code = options.run(options)
        # what cannot be written any more must show here and not after the end
        sys.stdout.flush()
    except EralineError as exc:
        allowed = exc.allowed if isinstance(exc, SelectionError) else ()
        _complain(exc.whole, allowed)
        return next((code for kind, code in _CODES.items() if isinstance(exc, kind)), Exit.FAILED)
    except BrokenPipeError:
        # whoever read along has seen enough
        discard_output()
        return Exit.FAILED
    except OSError as exc:
        if exc.filename is not None or exc.errno not in _NO_ROOM:
            raise
        discard_output()
        _complain(f"Standard output cannot be written: {exc.strerror or exc}.")
        return Exit.FAILED
    except KeyboardInterrupt:
        return KILLED + signal.SIGINT
    return code


def _complain(message: str, allowed: Sequence[str] = ()) -> None:
    lines = [f"eraline: {one_line(line, _MOST_LETTERS)}" for line in message.splitlines()]
    if len(allowed) > _MOST_ALLOWED:
        lines.append(f"{len(allowed)} are known; `eraline search WORDS` finds them by name.")
    elif allowed:
        lines.append(f"Allowed: {', '.join(allowed)}")
    # where there is no room for a complaint either, the exit code says enough
    with suppress(OSError):
        print(*lines, sep="\n", file=sys.stderr)
