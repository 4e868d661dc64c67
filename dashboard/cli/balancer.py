"""Balance sessions over several server processes: nginx's configuration, from the one template that there is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboard.errors import ASK_AGAIN_SECONDS, BadSetting
from dashboard.settings import ANSWER_SECONDS, HEADERS_SECONDS

_TEMPLATE: Final = Path(__file__).parent / "templates" / "nginx.conf"
# numbers, for nginx tells by its number who answered
_ADDRESS: Final = re.compile(r"(\d{1,3}(\.\d{1,3}){3}|\[[0-9A-Fa-f:]+\]):\d{1,5}")
_BASE: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True)
class Balanced:
    """Processes that share the sessions, each by host and port, and where nginx listens for all of them.

    With a folder the configuration is whole, for an nginx of its own that needs no rights and writes there; without
    one it is a part of the system's.
    """

    workers: tuple[str, ...]
    listen: str
    base: str = ""
    folder: Path | None = None
    name: str = "_"


def configuration(balanced: Balanced) -> str:
    """Return the text of nginx's configuration."""
    # what serves one process alone needs no template
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    # written for nginx, and nothing in it comes from users
    template = Environment(undefined=StrictUndefined, autoescape=False).from_string(_TEMPLATE.read_text("utf-8"))  # noqa: S701
    cache = balanced.folder / "static" if balanced.folder else Path("/var/cache/nginx/eraline")
    seconds = {
        "headers_seconds": HEADERS_SECONDS,
        "answer_seconds": ANSWER_SECONDS,
        "again_seconds": ASK_AGAIN_SECONDS,
    }
    return template.render(**vars(balanced), **seconds, cache=cache, escaped=re.escape) + "\n"


def addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in a list such as 10.0.0.1:8501,10.0.0.2:8501. Raises BadSetting for what is none."""
    found = tuple(part.strip() for part in text.split(","))
    if not all(map(_ADDRESS.fullmatch, found)):
        raise BadSetting("The processes to balance are written as numbers: 10.0.0.1:8501,10.0.0.2:8501.")
    return found


def base_of(text: str | None) -> str:
    """Return the path that everything is under as nginx takes it: /eraline, or "". Raises BadSetting."""
    base = f"/{text.strip('/')}" if text and text.strip("/") else ""
    if not _BASE.fullmatch(base):
        raise BadSetting("A base path is letters, digits and . _ ~ - between slashes, such as /statistics/eraline.")
    return base


def local(ports: Sequence[int]) -> tuple[str, ...]:
    """Return the addresses of processes on this machine."""
    return tuple(f"127.0.0.1:{port}" for port in ports)
