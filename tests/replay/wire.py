"""What goes over the replay server's wire: a request as it came and a reply as it is sent, spoilt or not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

JSON = "application/json;charset=utf-8"
HTML = "text/html; charset=utf-8"


class Asked(NamedTuple):
    """One request as the log keeps it: `path` has the query, if there was one."""

    method: str
    path: str


@dataclass(frozen=True)
class Request:
    """One request: `target` as it came, `path` and `query` decoded."""

    target: str
    path: str
    query: Mapping[str, str]

    @classmethod
    def of(cls, target: str) -> "Request":
        """Return the request for a path with its query."""
        parts = urlsplit(target)
        return cls(target, unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)))

    @property
    def words(self) -> list[str]:
        """Return the parts of the path."""
        return self.path.strip("/").split("/")


@dataclass(frozen=True)
class Reply:
    """One answer. The second half says how it goes wrong on the way; a whole one leaves that as it is."""

    body: bytes = b""
    status: int = 200
    reason: str = ""
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    # seconds of silence before the first byte
    silence: float = 0.0
    # how many bytes of the body are sent, though all were announced; None sends all
    cut: int | None = None
    # what happens after the last byte that is sent; a reset without a body comes before the headers
    ending: Literal["whole", "stall", "hang-up", "reset"] = "whole"
    # a body that is made while it is sent, in place of `body`; `length` announces its size, None sends it in chunks
    pieces: Callable[[], Iterable[bytes]] | None = None
    length: int | None = None
    # seconds between two pieces of it
    drip: float = 0.0
