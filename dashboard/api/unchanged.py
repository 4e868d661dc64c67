"""Answer from memory that nothing has changed, before anything else looks at a request."""

import time
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.answers import CONDITION, headers_of_unchanged, is_known
from dashboard.api.kept import KeptAnswers
from dashboard.api.observed import Notes

Header = tuple[bytes, bytes]
_CONDITION = CONDITION.encode("ascii")
_UNCHANGED = 304


class Unchanged:
    """The outermost app: a client that has the answer that is kept is told so at once, all else is asked further in.

    Such an answer has nothing in it, whoever asks under whatever name; it has `more` headers, and is noted.
    """

    def __init__(
        self,
        app: ASGIApp,
        kept: KeptAnswers,
        *,
        more: Sequence[Header] = (),
        notes: Notes | None = None,
    ) -> None:
        self._app, self._kept, self._more, self._notes = app, kept, more, notes
        # made once for each answer: it is asked for much more often than it changes
        self._headers: WeakKeyDictionary[Response, list[Header]] = WeakKeyDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 where it is certain; all else is the app's."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            begun = time.perf_counter()
            headers = self._unchanged(scope)
            if headers is not None:
                if self._notes is not None:
                    self._notes.note(scope, _UNCHANGED, time.perf_counter() - begun)
                await send({"type": "http.response.start", "status": _UNCHANGED, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
        await self._app(scope, receive, send)

    def _unchanged(self, scope: Scope) -> list[Header] | None:
        """Return the headers that say so, None where it is not certain."""
        given = [value for name, value in scope["headers"] if name == _CONDITION]
        kept = self._kept.at_hand(scope) if given else None
        etag = kept and kept.headers.get("etag")
        if not kept or not etag:
            return None
        if given != [etag.encode("latin-1")] and not is_known([value.decode("latin-1") for value in given], etag):
            return None
        headers = self._headers.get(kept)
        if headers is None:
            headers = self._headers[kept] = [*headers_of_unchanged(kept), *self._more]
        return headers
