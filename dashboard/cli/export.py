"""`export`: write the rows that a page shows and the data routes send to a file, in any format."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.extracts import extract
from dashboard.charts.registry import kinds_with_rows
from dashboard.cli.terminal import DONE, Command, write_file
from dashboard.errors import SelectionError
from dashboard.export.formats import FORMATS
from dashboard.settings import SNAPSHOT, read_settings
from dashboard.store.opening import open_cache
from dashboard.views.selection import quoted

_KEYS: Final = {
    "indicator": ("ID", "which indicator"),
    "economy": ("CODES", "which economies, separated by commas (default: all)"),
    "era": ("ID", "only the years of an era; may be repeated"),
    "from": ("YEAR", "the first year"),
    "to": ("YEAR", "the last year"),
    "transform": ("NAME", "what is done to the figures (default: level)"),
    "as_of": ("DAY", "what was known on a day, or at an instant such as 2026-04-08T09:30:00Z (default: now)"),
    "view": ("NAME", "the rows of a comparison: {views} (default: the figures themselves)"),
    "year": ("YEAR", "the year that a comparison looks at (default: the newest full one)"),
    "against": ("ID", "the indicator across a scatter"),
    "milestone": ("ID", "the milestone that event time counts from"),
    "scale": ("NAME", "linear or log: a logarithmic scatter has no figures at or below zero"),
    "policy": ("ID", "which policy history eras, milestones and targets are of (default: china)"),
    "layout": ("NAME", "tidy: a line a figure; wide: a column an economy (default: tidy)"),
}
_OF_A_VIEW: Final = ("year", "against", "milestone", "scale")


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
            help=meaning.format(views=", ".join(kinds_with_rows())),
        )
    parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="what kind of file")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to (default: standard output)")


def _run(options: argparse.Namespace) -> int:
    form = FORMATS[options.format]
    if not form.text and options.output is None and sys.stdout.isatty():
        message = f"A file of {form.label} is nothing for a terminal: name it with -o."
        raise SelectionError("missing", message, field="output")
    catalogue = configured_catalogue()
    query: dict[str, list[str]] = {key: getattr(options, key) for key in _KEYS}
    _check_view(query)
    store = open_cache(read_settings().cache_url(), SNAPSHOT).store
    content = form.render(extract(query, store, catalogue).table())
    if options.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(options.output, content)
    return DONE


def _check_view(query: Mapping[str, Sequence[str]]) -> None:
    """Refuse what the data routes overlook for the sake of chart links: a terminal has no links to paste."""
    allowed = tuple(kinds_with_rows())
    for view in query["view"]:
        if view not in allowed:
            raise SelectionError("unknown-view", f"view cannot be {quoted(view)}.", field="view", allowed=allowed)
    idle = next((key for key in _OF_A_VIEW if query[key] and not query["view"]), None)
    if idle is not None:
        raise SelectionError("missing", f"{idle} says nothing without a view.", field="view", allowed=allowed)


COMMAND: Final = Command(_arguments, _run)
