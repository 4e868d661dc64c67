"""`refresh --accept` and `--refuse`: take in releases that were held back, or refuse them."""

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli.terminal import Exit
from dashboard.errors import SelectionError
from dashboard.formatting import quoted
from dashboard.refresh import deciding
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from dashboard.views.query import spelled


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what decides."""
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="INDICATOR",
        help="fetch nothing, but take in the release of this indicator that was held back; may be repeated",
    )
    parser.add_argument(
        "--refuse",
        action="append",
        default=[],
        metavar="INDICATOR",
        help="fetch nothing, but refuse the release of this indicator that was held back: it is not asked for again",
    )


def decide(catalogue: Catalogue, store: Store, options: argparse.Namespace) -> int:
    """Decide as the options say, all or nothing of what is asked for, and return the exit code.

    SelectionError names the first indicator of which that cannot be done.
    """
    waiting = tuple(PendingReleases.of(store).waiting())
    for field in ("accept", "refuse"):
        setattr(options, field, list(dict.fromkeys(spelled(name, waiting) for name in getattr(options, field))))
    _check(options, catalogue, waiting)
    for name in options.accept:
        vintage = deciding.accept(catalogue, store, name)
        counts = {"added": vintage.added, "revised": vintage.revised, "withdrawn": vintage.withdrawn}
        _say(options, {"event": "accepted", "indicator": name, "vintage": vintage.id, **counts})
    for name in options.refuse:
        deciding.refuse(store, name)
        _say(options, {"event": "refused", "indicator": name})
    return Exit.DONE


def _check(options: argparse.Namespace, catalogue: Catalogue, waiting: Sequence[str]) -> None:
    for field in ("accept", "refuse"):
        for name in getattr(options, field):
            if name not in waiting:
                message = f"No release of {quoted(name)} waits for a decision."
                raise SelectionError("nothing-pending", message, field=field, allowed=waiting)
    if both := [name for name in options.refuse if name in options.accept]:
        message = f"{quoted(both[0])} cannot be taken in and refused."
        raise SelectionError("contradiction", message, field="refuse")
    if gone := [name for name in options.accept if name not in catalogue.indicators]:
        message = f"The catalogue has no {quoted(gone[0])} any more: its release can only be refused."
        raise SelectionError("unknown-indicator", message, field="accept")


def _say(options: argparse.Namespace, event: Mapping[str, Any]) -> None:
    if options.json:
        print(json.dumps(event, separators=(",", ":")))
        return
    counts = ", ".join(f"{event[word]} {word}" for word in ("added", "revised", "withdrawn") if word in event)
    print(f"{event['indicator']} {event['event']}{f': {counts}' if counts else ''}")
