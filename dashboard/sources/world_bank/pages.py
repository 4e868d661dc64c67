"""Look at the World Bank's answers before wbgapi does, which believes in pages and loses what errors say."""

import gc
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

import requests

from dashboard.errors import SourceMalformed, SourceRefused
from dashboard.sources.request import Request, TransientError
from dashboard.sources.text import CHECK, malformed, plain, strip_full_stop

NAME: Final = "World Bank"
# two threads that each put the collector back as they found it would leave it off
_DECODING: Final = threading.Lock()


@dataclass
class Pages:
    """The pages of one request: what they promised and what came; `check` looks at each before wbgapi does."""

    expected: int = 0
    received: int = 0
    updated: str = ""
    database: str = ""
    short: bool = False

    def check(self, _request: Request, response: requests.Response) -> requests.Response:
        """Return a page with its JSON decoded; SourceError where it is no page or not the one asked for."""
        document = _decode(response.content)
        head, rows = _parts(document)
        self.database = plain(str(head.get("database") or ""), 80) or self.database
        self._count(head, rows, response.url)
        decoded = _Decoded(document)
        decoded.__dict__.update(response.__dict__)
        return decoded

    def check_end(self) -> None:
        """Raise unless every row that was promised came."""
        if self.received != self.expected:
            raise TransientError(NAME, f"sent {self.received} of {self.expected} rows")

    def _count(self, head: Mapping[str, Any], rows: Sequence[Any] | None, url: str) -> None:
        total, size = _whole(head.get("total")), _whole(head.get("per_page"))
        if total is None or size is None or (total > 0 and size < 1):
            detail = f"sent a page that says it has {plain(str(head.get('per_page')), 20)} rows a page of {total}"
            raise malformed(NAME, f"{detail}, which cannot be read to its end")
        if rows is None:
            return
        # wbgapi believes in full pages and asks on by their size alone: it would never miss what a short one lacks
        asked = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
        updated = plain(str(head.get("lastupdated") or ""), 40)
        if str(head.get("page", asked)) != asked:
            raise TransientError(NAME, f"sent page {plain(str(head.get('page')), 20)} for page {asked}")
        if asked == "1":
            self.expected, self.received, self.updated = total, 0, updated
        elif (total, updated) != (self.expected, self.updated):
            raise TransientError(NAME, "changed its figures while they were read")
        self.received += len(rows)
        self.short = self.received < min(int(asked) * size, total)
        if self.short or self.received > total:
            raise TransientError(NAME, f"sent {self.received} of {total} rows")


class _Decoded(requests.Response):
    """An answer whose JSON is decoded already: once is enough for pages of many megabytes."""

    def __init__(self, document: object) -> None:
        super().__init__()
        self._document = document

    def json(self, **_kwargs: Any) -> Any:  # noqa: ANN401 - as the parent has it
        return self._document


def _decode(body: bytes) -> object:
    start = body[:2000].lstrip()
    if b"<wb:error" in start:
        reason = strip_full_stop(plain(start)) or "no reason given"
        raise SourceRefused(NAME, f"has no such figures, or no longer: {reason}. {CHECK}")
    if start.startswith(b"<"):
        raise TransientError(NAME, "sent markup in place of figures")
    if not start:
        raise TransientError(NAME, "sent an empty answer")
    try:
        return _loads(body)
    except (ValueError, RecursionError) as exc:
        raise TransientError(NAME, "sent an answer that breaks off or is not JSON") from exc


def _loads(body: bytes) -> object:
    """Decode JSON while the garbage collector rests.

    It would go through a hundred thousand rows again and again while they are made, and take twice as long as they do.
    Nobody else misses it: the decoder lets no other thread run before it is done.
    """
    with _DECODING:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return json.loads(body)
        finally:
            if was_on:
                gc.enable()


def _parts(document: object) -> tuple[Mapping[str, Any], Sequence[Any] | None]:
    """Return the head of an answer and its rows; None for lists of concepts, which are short and need no count."""
    match document:
        case {"message": said} | [{"message": said}, *_]:
            raise SourceRefused(NAME, f"refused: {_message(said)}. {CHECK}")
        case {"source": {"data": list(rows), **about}, **head}:
            return cast("Mapping[str, Any]", {**head, "database": about.get("name")}), cast("list[Any]", rows)
        case {"source": [{"concept": [*_]}, *_], **head}:
            return cast("Mapping[str, Any]", head), None
        case [{**head}, list(rows)]:
            return cast("Mapping[str, Any]", head), cast("list[Any]", rows)
        case [{}, None]:
            raise SourceMalformed(NAME, f"sent no rows at all. {CHECK}")
        case _:
            raise malformed(NAME, "sent JSON of a shape that its protocol does not have")


def _message(said: object) -> str:
    match said:
        case [{**first}, *_]:
            words = [str(first[key]) for key in ("key", "value") if first.get(key)]
        case _:
            words = [str(said)]
    return strip_full_stop(plain(": ".join(words))) or "no reason given"


def _whole(said: object) -> int | None:
    return int(str(said)) if re.fullmatch(r"[0-9]{1,9}", str(said)) else None
