"""What can be done from a terminal? One module a command; `python -m dashboard COMMAND --help` says how."""

import argparse
import io
import signal
import sys
from collections.abc import Sequence
from typing import Final

from dashboard import __version__
from dashboard.cli import check, evidence, export, refresh, serve, snapshot, status
from dashboard.cli.terminal import BAD_USAGE, FAILED, KILLED, RUNNING, discard_output, printable
from dashboard.errors import BadSetting, EralineError, RefreshRunning, SelectionError

_COMMANDS: Final = (
    serve.COMMAND,
    check.COMMAND,
    refresh.COMMAND,
    status.COMMAND,
    evidence.COMMAND,
    export.COMMAND,
    snapshot.COMMAND,
)
_CODES: Final = {SelectionError: BAD_USAGE, BadSetting: BAD_USAGE, RefreshRunning: RUNNING}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something is wrong, 2 bad usage, 3 another is at it."""
    parser = argparse.ArgumentParser(prog="eraline", description="Eraline from the terminal.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"eraline {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        its = commands.add_parser(command.name, help=command.help, allow_abbrev=False)
        command.arguments(its)
        its.set_defaults(run=command.run)
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a name or a source's own words may hold letters that the terminal's encoding lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = options.run(options)
        # what cannot be written any more must show here and not after the end
        sys.stdout.flush()
    except EralineError as exc:
        allowed = exc.allowed if isinstance(exc, SelectionError) else ()
        _complain(str(exc), allowed)
        return next((code for kind, code in _CODES.items() if isinstance(exc, kind)), FAILED)
    except BrokenPipeError:
        # whoever read along has seen enough
        discard_output()
        return FAILED
    except KeyboardInterrupt:
        return KILLED + signal.SIGINT
    return code


def _complain(message: str, allowed: Sequence[str] = ()) -> None:
    for line in message.splitlines():
        print(f"eraline: {printable(line)}", file=sys.stderr)
    if allowed:
        print(f"Allowed: {', '.join(allowed)}", file=sys.stderr)
