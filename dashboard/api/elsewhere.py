"""Answer what no route takes: 404, 405, or 204 for a browser that asks whether it may ask."""

import re
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.api.answers import EVERYWHERE, refusal
from dashboard.errors import SelectionError
from dashboard.formatting import quoted

_METHODS: Final = ("GET", "HEAD")
_NAMES: Final = re.compile(r"[\w\-, ]{1,500}", re.ASCII)
_PREFLIGHT_SECONDS: Final = 86_400


class Elsewhere:
    """Answers in JSON: 405 where the path is served by another method, 404 where it is not.

    An ASGI app rather than a function, which Starlette would bind to GET alone.
    """

    def __init__(self, served: Iterable[str], named: Iterable[str]) -> None:
        # a table is named once, and not in each of its formats as well
        self._served, self._named = frozenset(served), tuple(named)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path, method = str(scope["path"]), str(scope["method"])
        await self._response(path, method, Headers(scope=scope))(scope, receive, send)

    def _response(self, path: str, method: str, headers: Headers) -> Response:
        if path not in self._served:
            message = f"Nothing is at {quoted(path)}."
            return refusal(SelectionError("not-found", message, field="path", allowed=self._named), 404)
        if method == "OPTIONS" and "access-control-request-method" in headers:
            return _preflight(headers)
        message = f"{path} cannot be asked by {quoted(method)}."
        response = refusal(SelectionError("method-not-allowed", message, field="method", allowed=_METHODS), 405)
        response.headers["Allow"] = ", ".join(_METHODS)
        return response


def _preflight(headers: Headers) -> Response:
    """Return that anybody may read from anywhere, with whatever headers they name: nothing here depends on who asks."""
    wanted = headers.get("access-control-request-headers", "")
    told = {"Access-Control-Allow-Headers": wanted} if _NAMES.fullmatch(wanted) else {}
    return Response(
        status_code=204,
        headers={
            **EVERYWHERE,
            "Access-Control-Allow-Methods": ", ".join(_METHODS),
            "Access-Control-Max-Age": str(_PREFLIGHT_SECONDS),
            "Vary": "Access-Control-Request-Headers",
            **told,
        },
    )
