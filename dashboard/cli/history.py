"""Ask for a policy history and a day on the command line, and read what was meant."""

import argparse
from collections.abc import Sequence

from dashboard.catalogue.catalogue import Catalogue
from dashboard.views.parameters import PARAMETERS
from dashboard.views.selection import Selection, read_selection


def add_history(parser: argparse.ArgumentParser, more: Sequence[str] = ()) -> None:
    """Give a command the options that choose policy histories and a day, and those of `more` query parameters."""
    parser.add_argument(
        "--as-of",
        action="append",
        default=[],
        metavar="DAY",
        help="what was known on a day, or at an instant such as 2026-04-08T09:30:00Z (default: now)",
    )
    parser.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="IDS",
        help="which policy histories, between commas, or `all` (default: china)",
    )
    for key in more:
        known = PARAMETERS[key]
        parser.add_argument(
            f"--{key}", action="append", default=[], metavar=known.metavar or "ID", help=known.help, dest=key
        )


def asked_history(options: argparse.Namespace, catalogue: Catalogue, more: Sequence[str] = ()) -> Selection:
    """Return the selection that the options of `add_history` mean; SelectionError names the one that is wrong."""
    asked = read_selection({key: getattr(options, key) for key in ("as_of", "policy", *more)}, catalogue)
    for problem in asked.problems:
        raise problem
    return asked.selection
