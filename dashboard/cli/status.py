"""`status`: list what is stored of each indicator, from when and from whom, and what went wrong last."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import configured_catalogue
from dashboard.cli.terminal import ADVICE, Command, Exit
from dashboard.export.json_text import json_bytes
from dashboard.formatting import one_line
from dashboard.store.attempts import RULE
from dashboard.store.corrections import Lapsed, lapsed
from dashboard.store.observations import Store
from dashboard.store.opening import open_configured
from dashboard.store.status import Status, status
from dashboard.views.stored import with_stored

_HEADER: Final = ("indicator", "source", "state", "span", "vintage", "age", "last error")


def table(found: Sequence[Status]) -> str:
    """Return statuses as lines of aligned columns under a header."""
    rows = [_HEADER, *(_row(entry) for entry in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _row(entry: Status) -> tuple[str, ...]:
    return (
        entry.indicator,
        entry.source,
        entry.state,
        f"{entry.first.year}-{entry.last.year}" if entry.first and entry.last else "-",
        entry.vintage.isoformat() if entry.vintage else "-",
        "-" if entry.age_days is None else f"{entry.age_days} d",
        one_line(entry.error or ""),
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = RULE
    parser.add_argument("--json", action="store_true", help="an array of objects for scripts")


def _run(options: argparse.Namespace) -> int:
    catalogue = configured_catalogue()
    store = open_configured(catalogue.corrections.values()).store
    catalogue = with_stored(catalogue, store)
    found = status(catalogue, store, now=store.now())
    if options.json:
        sys.stdout.buffer.write(json_bytes([entry.to_json() for entry in found]) + b"\n")
    else:
        print(table(found))
        for entry in (entry for entry in found if entry.pending):
            print(f"{entry.indicator} held back: {one_line(entry.pending or '')}")
        if any(entry.pending for entry in found):
            print(ADVICE)
    for one in lapsed_in(store, catalogue):
        print(one, file=sys.stderr)
    return Exit.DONE


def lapsed_in(store: Store, catalogue: Catalogue) -> Iterator[Lapsed]:
    """Yield the corrections in whose place the store has another value: its source has mended it."""
    for name, vintage in store.vintages().items():
        corrections = catalogue.corrections_of(name)
        if corrections:
            economies = sorted({one.economy for one in corrections})
            found = lapsed(store.by_year(vintage, economies), corrections)
            yield from (one for one in found if one.has_another_value)


COMMAND: Final = Command(_arguments, _run)
