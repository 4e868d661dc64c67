"""`search`: find anything by a few words: indicators, economies, milestones, eras, claims, as the search box does."""

import argparse
import sys
from typing import Any, Final

from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.registry import findable_kinds
from dashboard.cli.terminal import Command, Exit
from dashboard.errors import SelectionError
from dashboard.export.json_text import json_bytes
from dashboard.formatting import one_line
from dashboard.settings import read_settings
from dashboard.store.opening import open_configured
from dashboard.views.findable import KINDS, Found
from dashboard.views.search import Outcome, Search, offered_by
from dashboard.views.search_results import SENTENCES, Reaches, indicators_in, records
from dashboard.views.search_series import StoredSeries


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="a word, a code, or the address of a provider's page")
    parser.add_argument("--kind", choices=[str(kind) for kind in KINDS], help="only things of a kind")
    parser.add_argument("--json", action="store_true", help="an array of objects for scripts")


def _run(options: argparse.Namespace) -> int:
    catalogue = configured_catalogue()
    kinds = (Found(options.kind),) if options.kind else KINDS
    store = open_configured(catalogue.corrections.values()).store
    offers = offered_by(read_settings(), store.vintages())
    found = Search(catalogue, findable_kinds()).find(" ".join(options.words), kinds, offers, StoredSeries().of(store))
    if found.outcome is Outcome.EMPTY:
        raise SelectionError("missing", SENTENCES[found.outcome], field="q")
    results = records(found, Reaches().of(indicators_in(found), store))
    if options.json:
        sys.stdout.buffer.write(json_bytes(results) + b"\n")
        return Exit.DONE
    if sentence := SENTENCES[found.outcome]:
        print(sentence, file=sys.stderr)
    for result in results:
        print(_line(result))
    return Exit.DONE if results else Exit.FAILED


def _line(result: dict[str, Any]) -> str:
    native = f" {result['native']}" if result["native"] else ""
    told = one_line(f"{result['title']}{native} ({result['detail']})")
    return f"{result['kind']:<10} {one_line(result['id']):<28} {told}"


COMMAND: Final = Command(_arguments, _run)
