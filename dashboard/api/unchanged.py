"""Answer from memory that nothing has changed, before anything else looks at a request."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.answers import CONDITION, unless_known
from dashboard.api.kept import KeptAnswers


class Unchanged:
    """The outermost app: a client that has the answer that is kept is told so at once, all else is asked further in."""

    def __init__(self, app: ASGIApp, kept: KeptAnswers) -> None:
        self._app, self._kept = app, kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 where it is certain; all else is the app's."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            headers = Headers(scope=scope)
            kept = self._kept.at_hand(scope) if CONDITION in headers else None
            answer = kept and unless_known(headers, kept)
            if answer is not None and answer is not kept:
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
