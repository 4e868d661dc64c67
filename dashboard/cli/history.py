"""Ask for a policy history and a day on the command line, and read what was meant."""

import argparse

from dashboard.catalogue.catalogue import Catalogue
from dashboard.views.selection import Selection, read_selection


def add_history(parser: argparse.ArgumentParser) -> None:
    """Give a command the options that choose a policy history and a day."""
    parser.add_argument(
        "--as-of",
        action="append",
        default=[],
        metavar="DAY",
        help="what was known on a day, or at an instant such as 2026-04-08T09:30:00Z (default: now)",
    )
    parser.add_argument(
        "--policy", action="append", default=[], metavar="ID", help="which policy history (default: china)"
    )


def asked_history(options: argparse.Namespace, catalogue: Catalogue) -> Selection:
    """Return the selection that the options of `add_history` mean; SelectionError names the one that is wrong."""
    asked = read_selection({"as_of": options.as_of, "policy": options.policy}, catalogue)
    for problem in asked.problems:
        raise problem
    return asked.selection
