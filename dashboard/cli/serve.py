"""`serve`: start the pages and the data routes, configured as in the checkout wherever Eraline is installed."""

import argparse
import runpy
import sys
from typing import Final

from dashboard.cli.terminal import DONE, Command
from dashboard.settings import APP, read_settings

_OPTIONS: Final = {
    "port": ("server.port", "PORT", "where to listen (default: 8501)"),
    "address": ("server.address", "ADDRESS", "for whom: 127.0.0.1 for this machine alone (default), 0.0.0.0 for all"),
    "base_path": ("server.baseUrlPath", "PATH", "the path that a proxy serves Eraline under (default: none)"),
}


def streamlit_arguments(options: argparse.Namespace) -> list[str]:
    """Return the command line of Streamlit that serves the app; the rest of its options come from config.toml."""
    given = {option: getattr(options, name) for name, (option, _, _) in _OPTIONS.items()}
    return [
        *("streamlit", "run", str(APP)),
        *(f"--{option}={value}" for option, value in given.items() if value is not None),
        *options.more,
    ]


def _arguments(parser: argparse.ArgumentParser) -> None:
    for name, (_, metavar, meaning) in _OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=meaning)
    parser.add_argument(
        "more",
        nargs="*",
        metavar="-- OPTION",
        help="any option of `streamlit run`, such as -- --server.maxUploadSize=5",
    )


def _run(options: argparse.Namespace) -> int:
    # a bad setting is told here, not by every page
    read_settings()
    sys.argv = streamlit_arguments(options)
    # as a program of its own: the command line is no importer of Streamlit, and signals reach the server
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return DONE


COMMAND: Final = Command(_arguments, _run)
