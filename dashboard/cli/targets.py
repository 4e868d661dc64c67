"""`targets`: list what was promised in policy histories and what was delivered, as text or in any format."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.scoreboard import Scoreboard, build
from dashboard.cli.history import add_history, asked_history
from dashboard.cli.terminal import Command, Exit, add_output, write_file
from dashboard.export.formats import FORMATS, of_any_rows
from dashboard.export.scoreboard import Line
from dashboard.export.tables import records_table
from dashboard.store.opening import open_configured
from dashboard.views.loading import Loader
from dashboard.views.scoreboard import CHOSEN_BY

_WIDEST: Final = 110
_INDENT: Final = "  "


def text(board: Scoreboard, width: int = _WIDEST) -> str:
    """Return the scoreboard as text for a terminal."""
    return "\n".join(_lines(board, width)) + "\n"


def _lines(board: Scoreboard, width: int) -> Iterator[str]:
    yield from textwrap.wrap(board.summary, width)
    for share in board.shares:
        if len(board.shares) > 1:
            yield from ("", share.economy.upper(), *textwrap.wrap(share.summary, width))
        for group in share.groups:
            yield from ("", group.measure)
            for line in group.lines:
                yield from textwrap.wrap(_told(line), width, initial_indent=_INDENT, subsequent_indent=_INDENT * 3)


def _told(line: Line) -> str:
    delivered = f": {', '.join(part for part in (line.delivered, line.margin) if part)}" if line.delivered else ""
    known = f". First known: {line.known}" if line.known else ""
    return f"{line.sign} {line.promised} {line.when}. {line.outcome}{delivered}{known}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", dest="format", action="store_const", const="json", help="an array for scripts")
    forms.add_argument(
        "--format", choices=[form.ending for form in of_any_rows()], help="what kind of file (default: text)"
    )
    add_output(parser)
    add_history(parser, CHOSEN_BY)


def _run(options: argparse.Namespace) -> int:
    catalogue = configured_catalogue()
    selection = asked_history(options, catalogue, CHOSEN_BY)
    store = open_configured(catalogue.corrections.values()).store
    board = build(Loader(store, catalogue.focused(*selection.policies)), selection)
    content = _content(options, board)
    if options.output is not None:
        write_file(options.output, content)
    elif options.format is None:
        # text in the terminal's own encoding
        print(content.decode(), end="")
    else:
        sys.stdout.buffer.write(content)
    return Exit.DONE


def _content(options: argparse.Namespace, board: Scoreboard) -> bytes:
    if options.format is None:
        return text(board, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)).encode()
    return FORMATS[options.format].render(records_table(board.records(), board.name))


COMMAND: Final = Command(_arguments, _run)
