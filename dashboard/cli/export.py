"""`export`: write the rows that a page shows and the data routes send to a file, in any format, or its chart."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.extracts import extract
from dashboard.charts.pictures import CARD_SIZE, draw, scene_of
from dashboard.charts.registry import kinds_with_rows
from dashboard.cli.fetching import told
from dashboard.cli.terminal import Command, Exit, add_output, write_file
from dashboard.errors import NoObservations, SelectionError
from dashboard.export.formats import FORMATS, Format, Needs
from dashboard.export.tables import Extract
from dashboard.export.whole_store import WRITERS, parts_of
from dashboard.figures.picture import PICTURES, PictureFormat
from dashboard.store.opening import open_configured
from dashboard.views.loading import Loader
from dashboard.views.parameters import PARAMETERS, Parameter, script_keys
from dashboard.views.query import choice, spelled
from dashboard.views.selection import read_selection
from dashboard.views.series import ready
from dashboard.views.stored import with_stored

_AS_OF: Final = "as_of"


def _options() -> list[Parameter]:
    known = (PARAMETERS.get(key) for key in script_keys())
    return [parameter for parameter in known if parameter and parameter.metavar]


def add_selection(parser: argparse.ArgumentParser, *, needs_indicator: bool = True) -> None:
    """Give a command the options that choose rows, one for each query parameter of the data routes."""
    for parameter in _options():
        # each may be given more than once here, so that the mistake is named as everywhere else
        parser.add_argument(
            f"--{parameter.key.replace('_', '-')}",
            dest=parameter.key,
            action="append",
            default=[],
            required=needs_indicator and parameter.key == "indicator",
            metavar=parameter.metavar,
            help=f"{parameter.help.format(views=', '.join(kinds_with_rows()))}{parameter.several}",
        )


def selected(options: argparse.Namespace, *, is_drawn: bool) -> tuple[Extract, Catalogue]:
    """Return the rows that the options of `add_selection` choose, and the catalogue that they are read by.

    `is_drawn` tells that what is made of the rows shows or links their chart, so that its look matters.
    """
    catalogue = configured_catalogue()
    query: dict[str, list[str]] = {parameter.key: getattr(options, parameter.key) for parameter in _options()}
    _check_view(query, is_drawn=is_drawn)
    store = open_configured(catalogue.corrections.values()).store
    # whoever runs a command has the machine: what a server may fetch for others is another question
    widened = ready(catalogue, store, query, lambda _series: None, told)
    return extract(query, store, widened), widened


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_selection(parser, needs_indicator=False)
    whole = " or ".join(WRITERS)
    parser.add_argument(
        "--all", action="store_true", help=f"the whole store, as now or with --as-of, in the format {whole}"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="what kind of file")
    add_output(parser)


def _run(options: argparse.Namespace) -> int:
    form = PICTURES[options.format] if options.format in PICTURES else FORMATS[options.format]
    if not (isinstance(form, Format) and form.text) and options.output is None and sys.stdout.isatty():
        message = f"A file of {form.label} is nothing for a terminal: name it with -o."
        raise SelectionError("missing", message, field="output")
    content = _content(options, form)
    if options.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(options.output, content)
    return Exit.DONE


def _content(options: argparse.Namespace, form: Format | PictureFormat) -> bytes:
    if options.all:
        return _whole(options)
    if not options.indicator:
        raise SelectionError("missing", "Name an indicator, or ask for --all of them.", field="indicator")
    if not isinstance(form, Format):
        return _picture(options, form)
    is_drawn = form.needs is Needs.DRAWING or form.chart > 0
    return form.render(selected(options, is_drawn=is_drawn)[0].table())


def _whole(options: argparse.Namespace) -> bytes:
    """Return the whole store as of a day, an instant or now, as its data route sends it."""
    if options.format not in WRITERS:
        message = f"The whole store comes as {' or '.join(WRITERS)}."
        raise SelectionError("unknown-format", message, field="format", allowed=tuple(WRITERS))
    idle = next((one.key for one in _options() if one.key != _AS_OF and getattr(options, one.key)), None)
    if idle is not None:
        raise SelectionError("idle", f"{idle} says nothing of the whole store.", field=idle)
    catalogue = configured_catalogue()
    store = open_configured(catalogue.corrections.values()).store
    reading = read_selection({_AS_OF: getattr(options, _AS_OF)}, catalogue)
    for problem in reading.problems:
        raise problem
    loader, as_of = Loader(store, with_stored(catalogue, store)), reading.selection.as_of
    if not loader.vintages(loader.catalogue.indicators, as_of=as_of):
        raise NoObservations("Eraline has no figures yet, or none as of this day.")
    out = BytesIO()
    WRITERS[options.format](out, lambda: parts_of(loader, as_of), as_of)
    return out.getvalue()


def _picture(options: argparse.Namespace, form: PictureFormat) -> bytes:
    """Draw the chart that the options choose, a card as by its URL."""
    catalogue = configured_catalogue()
    keys = [parameter.key for parameter in _options() if not parameter.of_scripts]
    query: dict[str, list[str]] = {key: getattr(options, key) for key in keys if getattr(options, key)}
    store = open_configured(catalogue.corrections.values()).store
    scene = scene_of(query, store, ready(catalogue, store, query, lambda _series: None, told))
    return draw(scene, form, CARD_SIZE, "")


def _check_view(query: Mapping[str, Sequence[str]], *, is_drawn: bool) -> None:
    """Refuse what the data routes overlook for the sake of chart links: a terminal has no links to paste."""
    allowed = tuple(kinds_with_rows())
    views = [choice(view, "view", allowed) for view in query["view"]]
    of_view = [one.key for one in _options() if one.of_view and not (one.is_look and is_drawn)]
    idle = next((key for key in of_view if query[key] and not query["view"]), None)
    if idle is not None:
        raise SelectionError("missing", f"{idle} says nothing without a view.", field="view", allowed=allowed)
    for view in views:
        overlooked = next((key for key in kinds_with_rows()[view].overlooks if query[key]), None)
        # a level is what it shows in any case
        if overlooked is not None and [spelled(text, (LEVEL,)) for text in query[overlooked]] != [LEVEL]:
            raise SelectionError("idle", f"{overlooked} says nothing of the rows of {view}.", field=overlooked)


COMMAND: Final = Command(_arguments, _run)
