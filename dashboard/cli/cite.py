"""`cite`: say how to cite the figures that `export` writes, in any style."""

import argparse
import datetime as dt
import sys
from typing import Final

from dashboard.cli.export import add_selection, selected
from dashboard.cli.terminal import Command, Exit
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.works import works_of
from dashboard.settings import read_settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_selection(parser)
    parser.epilog = "The citation has a link where ERALINE_SITE says how users reach the server."
    named = ", ".join(f"{style.ending} ({style.label})" for style in CITATION_STYLES.values())
    usual = next(iter(CITATION_STYLES))
    parser.add_argument("--style", choices=tuple(CITATION_STYLES), default=usual, help=f"{named} (default: {usual})")


def _run(options: argparse.Namespace) -> int:
    found = selected(options, is_drawn=True)[0]
    site = read_settings().site.rstrip("/")
    link = found.link(site) if site else ""
    works = works_of(found.views, accessed=dt.datetime.now(dt.UTC).date(), link=link)
    text = CITATION_STYLES[options.style].render(works)
    sys.stdout.buffer.write(text.rstrip("\r\n").encode() + b"\n")
    return Exit.DONE


COMMAND: Final = Command(_arguments, _run)
