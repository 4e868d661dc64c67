"""`changed`: say what moved since a link was cited, with an exit code for scripts."""

import argparse
import sys
from typing import Any, Final

from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.cited import since_sentence
from dashboard.charts.cited_link import ROUTES, cited_by
from dashboard.charts.revisions import rows
from dashboard.cli.fetching import told
from dashboard.cli.terminal import Command, Exit
from dashboard.export.json_text import json_bytes, json_rows
from dashboard.formatting import listing, one_line
from dashboard.store.opening import open_configured
from dashboard.views.cited import Cited
from dashboard.views.series import ready

_ROUTES: Final = listing(ROUTES)
_CODES: Final = f"Exit code {Exit.DONE}: nothing that the link shows has changed; {Exit.CHANGED}: something has."


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _CODES
    parser.add_argument(
        "link",
        metavar="LINK",
        help=f"the URL of a page with as_of= or cited=, as a citation has it, or of a data route: {_ROUTES}",
    )
    parser.add_argument("--json", action="store_true", help="one object per indicator, with each value that changed")


def _run(options: argparse.Namespace) -> int:
    catalogue = configured_catalogue()
    store = open_configured(catalogue.corrections.values()).store
    found = cited_by(options.link, store, lambda query: ready(catalogue, store, query, lambda _series: None, told))
    if options.json:
        sys.stdout.buffer.write(json_bytes([_record(cited) for cited in found]) + b"\n")
    else:
        for cited in found:
            what = ", ".join(part for part in (cited.now.indicator.name, cited.now.subtitle) if part)
            print(one_line(f"{what}: {since_sentence(cited)}"))
    return Exit.CHANGED if any(not cited.changes.empty for cited in found) else Exit.DONE


def _record(cited: Cited) -> dict[str, Any]:
    counted = cited.changes["change"].value_counts()
    return {
        "id": cited.now.indicator.id,
        "changed": not cited.changes.empty,
        "sentence": since_sentence(cited),
        "values": len(cited.then.points),
        **{word: int(counted.get(word, 0)) for word in ("revised", "added", "withdrawn", "redefined")},
        "old_vintage": cited.then.vintage.date.isoformat(),
        "vintage": cited.now.vintage.date.isoformat(),
        "changes": json_rows(rows([cited])),
    }


COMMAND: Final = Command(_arguments, _run)
