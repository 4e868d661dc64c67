"""`export`: take figures away as CSV, JSON or a workbook, the same that a page shows and the data routes send."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dashboard.catalogue.loading import load_catalogue
from dashboard.cli.terminal import DONE, Command, write_file
from dashboard.errors import SelectionError
from dashboard.export import tables
from dashboard.export.tables import Layout
from dashboard.settings import DATA, SNAPSHOT, read_settings
from dashboard.store.opening import open_cache
from dashboard.views.chart import chart_view
from dashboard.views.view import View

_FORMATS: Final[dict[str, Callable[[View, Layout], bytes]]] = {
    "csv": lambda view, layout: tables.csv_bytes(tables.laid_out(view, layout), bom=False),
    "xlsx": tables.xlsx_bytes,
    "json": lambda view, layout: tables.json_bytes(tables.json_rows(tables.laid_out(view, layout))),
}
_KEYS: Final = {
    "indicator": ("ID", "which indicator"),
    "economy": ("CODES", "which economies, separated by commas (default: all)"),
    "era": ("ID", "only the years of an era; may be repeated"),
    "from": ("YEAR", "the first year"),
    "to": ("YEAR", "the last year"),
    "transform": ("NAME", "what is done to the figures (default: level)"),
    "as_of": ("DAY", "what was known on a day, such as 2026-04-08 (default: now)"),
    "layout": ("NAME", "tidy: a line a figure; wide: a column an economy (default: tidy)"),
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    for key, (metavar, meaning) in _KEYS.items():
        # each may be given more than once here, so that the mistake is named as everywhere else
        parser.add_argument(
            f"--{key.replace('_', '-')}",
            dest=key,
            action="append",
            default=[],
            required=key == "indicator",
            metavar=metavar,
            help=meaning,
        )
    parser.add_argument("--format", choices=tuple(_FORMATS), required=True, help="what kind of file")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to (default: standard output)")


def _run(options: argparse.Namespace) -> int:
    if options.format == "xlsx" and options.output is None and sys.stdout.isatty():
        raise SelectionError("missing", "A workbook is nothing for a terminal: name a file with -o.", field="output")
    catalogue = load_catalogue(DATA)
    selection, layout = tables.read_request({key: getattr(options, key) for key in _KEYS}, catalogue)
    store = open_cache(read_settings().cache_url(), SNAPSHOT).store
    content = _FORMATS[options.format](chart_view(store, catalogue, selection), layout)
    if options.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(options.output, content)
    return DONE


COMMAND: Final = Command("export", "take figures away", _arguments, _run)
