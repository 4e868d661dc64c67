"""Ask the ASGI app itself, as a script would over HTTP, and record status, headers and body."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from starlette.testclient import TestClient

from tests.recorded.files import file_parts
from tests.recorded.parts import Part

_KEPT: Final = (
    *("content-type", "cache-control", "content-disposition", "allow", "location", "x-content-type-options"),
    *("access-control-allow-origin", "access-control-expose-headers"),
)


def request_parts(question: str) -> Iterator[Part]:
    """Yield what a request such as `GET /health` or `GET /health | If-None-Match: *` is answered."""
    line, *headers = question.split(" | ")
    method, path = line.split(" ", 1)
    response = _client().request(method, path, headers=dict(header.split(": ", 1) for header in headers))
    yield Part("status", str(response.status_code))
    yield from _headers(response.headers)
    media_type = response.headers.get("content-type", "")
    if not media_type.startswith("text/html"):
        # HTML is Streamlit's own
        yield from file_parts(response.content, media_type)


def _headers(headers: Mapping[str, str]) -> Iterator[Part]:
    if headers.get("content-type", "").startswith("text/html"):
        yield Part("content-type", headers["content-type"])
        return
    for name in _KEPT:
        if name in headers:
            yield Part(name, headers[name])
    if "etag" in headers:
        # it is made of the body, which is compared by itself
        yield Part("etag", "weak" if headers["etag"].startswith("W/") else "strong")


@cache
def _client() -> TestClient:
    from app import app  # noqa: PLC0415 - it reads the environment

    return TestClient(app, base_url="http://localhost:8501", follow_redirects=False)
