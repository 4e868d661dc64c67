"""Send the scripts and styles of Streamlit's pages compressed, each compressed once and kept in memory."""

import gzip
from asyncio import Lock, to_thread
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from cachetools import LRUCache
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# letters and pictures are compressed in themselves
_ENDINGS: Final = (".js", ".css")
_LEAST_BYTES: Final = 500
# the ninth level takes twice as long for one part in a hundred
_LEVEL: Final = 6
_OF_A_BODY: Final = (b"content-length", b"content-encoding", b"content-type")
# all that Streamlit ships takes half of it
_MOST_BYTES: Final = 16_000_000
_OK: Final = 200
_UNCHANGED: Final = 304
# what is true of a file as it lies there, and of no packed one
_OF_THE_FILE: Final = ("content-length", "accept-ranges", "etag")


@dataclass
class _Answer:
    """What the app answers, caught before anybody hears it."""

    messages: list[Message] = field(default_factory=list[Message])

    async def catch(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.messages[0]["headers"])

    @property
    def is_kept(self) -> bool:
        """Tell whether it is a file that stays as it is for ever under its name, and is worth the trouble."""
        is_file = bool(self.messages) and self.messages[0]["status"] == _OK
        return is_file and "immutable" in self.headers.get("cache-control", "") and len(self.body) >= _LEAST_BYTES


class Packed:
    """Answer from memory what was compressed before.

    Streamlit sends its scripts as they are, because it would compress them anew for each who asks. Their names have
    their contents' fingerprints in them, so that what is kept is bounded by what Streamlit ships, and never stale.
    """

    def __init__(self, app: ASGIApp, *, base: str = "") -> None:
        self._app, self._files = app, f"{base}/static/"
        self._kept: LRUCache[str, Response] = LRUCache(_MOST_BYTES, lambda packed: len(packed.body))
        # of many who ask at once after a start, one has a file compressed
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a packed file where one is asked for; all else is the app's."""
        if not self._is_asked_for(scope):
            await self._app(scope, receive, send)
            return
        path, answer = scope["path"], _Answer()
        if path not in self._kept:
            async with self._locks.setdefault(path, Lock()):
                if path not in self._kept:
                    # a file handed over by its path could not be read here
                    await self._app({**scope, "extensions": {}}, receive, answer.catch)
                    if answer.is_kept:
                        self._kept[path] = await to_thread(_packed, answer)
        if path not in self._kept:
            for message in answer.messages:
                await send(message)
            return
        await _for(Request(scope), self._kept[path])(scope, receive, send)

    def _is_asked_for(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        if not (scope["path"].startswith(self._files) and scope["path"].endswith(_ENDINGS)):
            return False
        headers = Headers(scope=scope)
        return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def _packed(answer: _Answer) -> Response:
    """Return an answer with its body compressed."""
    headers = MutableHeaders({name: value for name, value in answer.headers.items() if name not in _OF_THE_FILE})
    headers["Content-Encoding"] = "gzip"
    headers.add_vary_header("Accept-Encoding")
    if tag := answer.headers.get("etag"):
        headers["ETag"] = f'{tag.removesuffix(chr(34))}-gzip"'
    packed = Response(gzip.compress(answer.body, _LEVEL, mtime=0))
    packed.raw_headers = [*headers.raw, (b"content-length", str(len(packed.body)).encode("ascii"))]
    return packed


def _for(request: Request, packed: Response) -> Response:
    """Return a packed file, or that it has not changed to who has it already."""
    tag = packed.headers.get("etag")
    if tag is None or tag not in request.headers.get("if-none-match", ""):
        return packed
    unchanged = Response(status_code=_UNCHANGED)
    unchanged.raw_headers = [pair for pair in packed.raw_headers if pair[0] not in _OF_A_BODY]
    return unchanged
