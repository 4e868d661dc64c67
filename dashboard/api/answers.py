"""Make an answer: bytes with what a cache has to know, or a mistake as JSON with its status."""

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, TypedDict

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.request import Handler
from dashboard.errors import (
    BeforeFirstRelease,
    EralineError,
    NoObservations,
    NothingToShow,
    SelectionError,
    SeriesNotAllowed,
    SeriesNotHad,
    TooMany,
    ask_again,
)
from dashboard.export.formats import FORMATS
from dashboard.export.json_text import json_bytes
from dashboard.store.as_of import AsOf, last_moment

_LOG = logging.getLogger(__name__)

FRESH_SECONDS: Final = 300
_SETTLED_SECONDS: Final = 86_400
EVERYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After",
    "X-Content-Type-Options": "nosniff",
}
CONDITION: Final = "if-none-match"
# what 304 says again (RFC 9110, 15.4.5), and whom browsers let read it
_OF_UNCHANGED: Final = frozenset(
    (b"etag", b"cache-control", b"link", b"access-control-allow-origin", b"access-control-expose-headers")
)
# what would have been compressed for one client is another answer for the next
_VARIES: Final = (b"vary", b"Accept-Encoding")
_ETAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_STATUSES: Final = {
    "unknown-indicator": 404,
    "unknown-economy": 404,
    "unknown-era": 404,
    "unknown-policy": 404,
    "unknown-key": 400,
    "too-long": 400,
    "repeated-key": 400,
}
_UNPROCESSABLE: Final = 422
_SPAN_SECONDS: Final = {"minute": 60, "hour": 3_600}
# what a client is told of an error: code, field and status
_REFUSALS: Final[dict[type[EralineError], tuple[str, str, int]]] = {
    NothingToShow: ("no-figures", "view", 404),
    SeriesNotAllowed: ("series-not-allowed", "indicator", 403),
    SeriesNotHad: ("series-unavailable", "indicator", 502),
}


def answer(body: bytes, media_type: str, *, seconds: int, disposition: str = "", is_pinned: bool = False) -> Response:
    """Return bytes that may be kept for so many seconds.

    What `is_pinned` to a vintage need not even be asked for again in that time.
    """
    told = hashlib.sha256(body).hexdigest()
    headers = headers_of(told, disposition=disposition, seconds=seconds, is_pinned=is_pinned)
    return Response(body, media_type=media_type, headers=headers)


def headers_of(fingerprint: str, *, seconds: int, is_pinned: bool = False, disposition: str = "") -> dict[str, str]:
    """Return what a cache has to know of an answer with a fingerprint."""
    return {
        **EVERYWHERE,
        # weak, because a proxy may compress the body on its way
        "ETag": f'W/"{fingerprint}"',
        "Cache-Control": f"public, max-age={seconds}{', immutable' if is_pinned else ''}",
        **({"Content-Disposition": disposition} if disposition else {}),
    }


class Lasting(TypedDict):
    """How long an answer may be kept, and whether it need not be asked for again in that time."""

    seconds: int
    is_pinned: bool


def lasting(as_of: AsOf | None) -> Lasting:
    """Return how long an answer as of a day, an instant or now stands."""
    # today may gain a vintage any minute; what is over only from observations shipped with a later version
    is_over = as_of is not None and last_moment(as_of) < dt.datetime.now(dt.UTC)
    # a vintage, rather than the end of a day, which a release published later for that day may still change
    return {
        "seconds": _SETTLED_SECONDS if is_over else FRESH_SECONDS,
        "is_pinned": is_over and isinstance(as_of, dt.datetime),
    }


def guarded(handle: Handler) -> Handler:
    """Return a handler whose every failure is an answer in JSON."""

    def guard(request: Request) -> Response:
        try:
            return unless_known(request.headers, handle(request))
        except TooMany as exc:
            return too_many(exc)
        except EralineError as exc:
            return refusal(*_refused(request, exc))
        except Exception:  # noqa: BLE001 - the outermost edge of the data routes
            # the log has what happened; the user gets neither a traceback nor HTML
            _LOG.exception("%s could not be answered", request.url.path)
            return refusal(SelectionError("internal", "Something went wrong here; the log says what.", field=""), 500)

    return guard


def _refused(request: Request, exc: EralineError) -> tuple[SelectionError, int]:
    """Return an error as what a client is told, and the status that goes with it."""
    if isinstance(exc, SelectionError):
        return exc, _status(exc)
    if isinstance(exc, NoObservations):
        return _no_observations(request, exc), 404
    known = (answer for kind, answer in _REFUSALS.items() if isinstance(exc, kind))
    code, field, status = next(known, ("unavailable", "", 503))
    return SelectionError(code, str(exc), field=field), status


def refusal(problem: SelectionError, status: int) -> Response:
    """Return a mistake as JSON: code, message, field and what is allowed."""
    error = {"code": problem.code, "message": problem.message, "field": problem.field, "allowed": list(problem.allowed)}
    return unkept({"error": error}, status)


def too_many(problem: TooMany) -> Response:
    """Return that a client has had its share, with when to ask again."""
    response = refusal(SelectionError("too-many-requests", str(problem), field=""), 429)
    response.headers.update(ask_again(_SPAN_SECONDS[problem.span]))
    return response


def unkept(content: object, status: int) -> Response:
    """Return JSON that no cache may keep, with when to ask again for what cannot be had now."""
    headers = {**EVERYWHERE, "Cache-Control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers |= ask_again()
    # a user's own text comes back in here: nothing may take it for markup, whatever it thinks of media types
    body = json_bytes(content).replace(b"<", rb"\u003c")
    return Response(body, status, media_type=FORMATS["json"].media_type, headers=headers)


def _no_observations(request: Request, exc: NoObservations) -> SelectionError:
    field = next((key for key in ("cited", "as_of") if key in request.query_params), "indicator")
    allowed = (exc.first.date().isoformat(),) if isinstance(exc, BeforeFirstRelease) else ()
    return SelectionError("no-figures", str(exc), field=field, allowed=allowed)


def _status(problem: SelectionError) -> int:
    if problem.code == "missing":
        # nothing asked for at all, or a list that turned out empty
        return 400 if problem.field == "indicator" else _UNPROCESSABLE
    return _STATUSES.get(problem.code, _UNPROCESSABLE)


def unless_known(headers: Headers, response: Response) -> Response:
    """Return an answer, or 304 where a client whose request has such headers has it."""
    etag = response.headers.get("etag")
    if etag is None or not is_known(headers.getlist(CONDITION), etag):
        return response
    unchanged = Response(status_code=304)
    unchanged.raw_headers = headers_of_unchanged(response)
    return unchanged


def headers_of_unchanged(response: Response) -> list[tuple[bytes, bytes]]:
    """Return what is said again of an answer that a client has."""
    return [*(pair for pair in response.raw_headers if pair[0] in _OF_UNCHANGED), _VARIES]


def is_known(given: Sequence[str], etag: str) -> bool:
    """Tell whether conditions of a request name an answer's ETag."""
    conditions = ",".join(given)
    return conditions.strip() == "*" or etag.removeprefix("W/") in _ETAG.findall(conditions)
