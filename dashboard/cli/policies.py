"""`policies`: list the policy histories, or write one or all of them to a file."""

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import ALL_POLICIES
from dashboard.catalogue.loading import configured_catalogue
from dashboard.cli.terminal import Command, Exit, add_output, write_file
from dashboard.errors import SelectionError
from dashboard.export.registry import REGISTRY_FORMS, TABLES, rendered
from dashboard.views.selection import read_policy

_BINARY: Final = ("xlsx", "zip")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--policy", action="append", default=[], metavar="IDS", help="which histories, between commas (default: all)"
    )
    parser.add_argument("--format", choices=tuple(REGISTRY_FORMS), help="what kind of file (default: a list as text)")
    add_output(parser)


def _run(options: argparse.Namespace) -> int:
    catalogue = read_policy(configured_catalogue(), options.policy or [ALL_POLICIES])
    if options.format is None:
        print("\n".join(_listed(catalogue)))
        return Exit.DONE
    if options.format in _BINARY and options.output is None and sys.stdout.isatty():
        message = f"A file of {REGISTRY_FORMS[options.format].label} is nothing for a terminal: name it with -o."
        raise SelectionError("missing", message, field="output")
    content = rendered(REGISTRY_FORMS[options.format], catalogue)
    if options.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(options.output, content)
    return Exit.DONE


def _listed(catalogue: Catalogue) -> Iterator[str]:
    registry = catalogue.registry
    if registry is not None:
        yield f"{registry.name} {registry.version} ({registry.released}), {registry.licence}"
    wide = max(len(name) for name in catalogue.policies)
    for history in catalogue.chosen_histories:
        counts = [formatting.count(len(getattr(history, table)), one, table) for one, table in TABLES.items()]
        yield f"{history.id:{wide}}  {history.name}: {', '.join(counts)}"


COMMAND: Final = Command(_arguments, _run)
