"""`serve`: start the pages and the data routes, configured as in the checkout wherever Eraline is installed."""

import argparse
import os
import runpy
import secrets
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dashboard.cli.balancer import Balanced, addresses, base_of, configuration, local
from dashboard.cli.terminal import Command, Exit
from dashboard.cli.workers import Asked, Worker, say, supervise
from dashboard.errors import BadSetting
from dashboard.settings import APP, read_settings, variable

_OPTIONS: Final = {
    "port": ("server.port", "PORT", "where to listen (default: 8501)"),
    "address": ("server.address", "ADDRESS", "for whom: 127.0.0.1 for this machine alone (default), 0.0.0.0 for all"),
    "base_path": ("server.baseUrlPath", "PATH", "the path that a proxy serves Eraline under (default: none)"),
}
_PORT: Final = 8501
_HTTP: Final = 80
_MOST_PORT: Final = 65_535
_MOST_WORKERS: Final = 64
_OWN_MACHINE: Final = (None, "127.0.0.1", "::1", "localhost")
# what all processes that share sessions must agree on, or a login at one is none at another
_COOKIES: Final = "STREAMLIT_SERVER_COOKIE_SECRET"


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
        "--workers",
        metavar="N",
        type=_number,
        help="how many processes share the work (default: 1): on the ports behind PORT, with nginx at PORT before "
        "them; SIGHUP renews one after another",
    )
    parser.add_argument(
        "--balancer",
        choices=("nginx", "none"),
        default="nginx",
        help="what stands before several processes (default: nginx); none where you have one of your own",
    )
    parser.add_argument(
        "--nginx-for",
        metavar="HOST:PORT,...",
        help="print nginx's configuration for processes on these addresses, and serve nothing",
    )
    parser.add_argument(
        "more",
        nargs="*",
        metavar="-- OPTION",
        help="any option of `streamlit run`, such as -- --server.maxUploadSize=5",
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {_MOST_WORKERS}")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    _check_said(options)
    if options.nginx_for is not None:
        port = _port(options.port, _HTTP)
        listen = f"{options.address}:{port}" if options.address else f"{port}"
        print(configuration(Balanced(addresses(options.nginx_for), listen, base_of(options.base_path))), end="")
        return Exit.DONE
    # a bad setting is told here, not by every page
    read_settings()
    if options.workers is not None and options.workers > 1:
        return _share(options)
    sys.argv = streamlit_arguments(options)
    # as a program of its own: the command line is no importer of Streamlit, and signals reach the server
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return Exit.DONE


def _check_said(options: argparse.Namespace) -> None:
    """Refuse what an empty variable of a shell leaves of an option: it would listen for all, or serve at all."""
    empty = next((name for name in ("nginx_for", "port", "address") if getattr(options, name) == ""), None)
    if empty is not None:
        raise BadSetting(f"--{empty.replace('_', '-')} is empty.")


def _share(options: argparse.Namespace) -> int:
    """Serve with several processes, and with nginx before them where it is wanted."""
    first, base = _port(options.port, _PORT), base_of(options.base_path)
    listens = f"{options.address or '127.0.0.1'}:{first}"
    ports = range(first + 1, first + 1 + options.workers)
    if ports[-1] > _MOST_PORT:
        raise BadSetting(f"The ports of so many processes would be beyond {_MOST_PORT}.")
    environment = {_COOKIES: secrets.token_hex(), **_names(options.address), **os.environ}
    workers = [_worker(number, port, base, options.more, environment) for number, port in enumerate(ports, 1)]
    with tempfile.TemporaryDirectory(prefix="eraline-nginx-") as folder, (asked := Asked()).listening():
        balancer = None
        if options.balancer == "nginx":
            balancer = _nginx(Balanced(local(ports), listens, base, Path(folder)), environment)
            say(f"nginx serves http://{listens}{base}/ from processes at {_listed(ports)}.")
        else:
            say(f"processes serve at {_listed(ports)}, and nothing stands before them.")
        return Exit.DONE if supervise(workers, balancer, asked) else Exit.FAILED


def _names(address: str | None) -> dict[str, str]:
    """Return what lets processes answer to any name where nginx before them serves others, as one process would."""
    return {} if address in _OWN_MACHINE else {variable("hosts"): "*"}


def _port(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= len(f"{_MOST_PORT}") and 0 < int(text) <= _MOST_PORT):
        raise BadSetting(f"--port is a number from 1 to {_MOST_PORT}.")
    return int(text)


def _worker(number: int, port: int, base: str, more: list[str], environment: Mapping[str, str]) -> Worker:
    where = ["--port", f"{port}", "--address", "127.0.0.1", *(["--base-path", base] if base else [])]
    command = [sys.executable, "-m", "dashboard", "serve", *where, "--", *more]
    return Worker(f"process {number} at port {port}", command, environment, f"http://127.0.0.1:{port}{base}/health")


def _nginx(balanced: Balanced, environment: Mapping[str, str]) -> Worker:
    # where Debian puts it, which is on no path but the administrator's
    program = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin")))
    if program is None:
        raise BadSetting(
            "Several processes need nginx before them, which is not installed. Install it, or say --balancer none and "
            "balance them yourself, each user's requests to one process (deploy/nginx)."
        )
    assert balanced.folder is not None  # noqa: S101 - an nginx of its own has one
    # started by root, its processes are another user's
    balanced.folder.chmod(0o755)
    file = balanced.folder / "nginx.conf"
    file.write_text(configuration(balanced), encoding="utf-8")
    return Worker("nginx", [program, "-p", str(balanced.folder), "-e", "stderr", "-c", str(file)], environment)


def _listed(ports: range) -> str:
    return ", ".join(f"127.0.0.1:{port}" for port in ports)


COMMAND: Final = Command(_arguments, _run)
