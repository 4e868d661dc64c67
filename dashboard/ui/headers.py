"""Send every answer with the headers that tell a browser what it may do with it: the one table of them."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# what a page may load: its own server's files, and what it makes itself. docs/security.md says what needs each.
_PAGE: Final = {
    "default-src": "'none'",
    "script-src": "'self' blob: 'wasm-unsafe-eval' {scripts}",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    "img-src": "'self' data: blob:",
    "media-src": "'none'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
# a chart alone may be framed by anybody; plotly writes its styles into it
_FRAMED: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "*",
}
# data, pictures and files are read and shown, and load nothing; the letters of an SVG are styled and in it
_DATA: Final = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "font-src": "data:",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_UNCHANGED: Final = 304
_COOKIE: Final = b"set-cookie"
_PASSED_ON: Final = b"x-forwarded-proto"
_POLICY: Final = "Content-Security-Policy"
_FRAMES: Final = "X-Frame-Options"
# nothing here asks for any of them; a chart fills the screen, and a link is copied
_REFUSED: Final = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation"),
    *("gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
# the server spends more on a header than on an answer from memory: each has the few that mean something for it
EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    # a page's query says what its user looks at, and is nobody else's business
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # figures and pictures are for everybody's pages, which read them by CORS or show them
    "Cross-Origin-Resource-Policy": "cross-origin",
}
DOCUMENTS: Final = {
    **EVERYWHERE,
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _REFUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
}


def of_page(html: str) -> Mapping[str, str]:
    """Return the headers of a page besides those of every answer; of its scripts in line those run that it has now."""
    return {_POLICY: _policy(_PAGE, scripts=" ".join(_hashes(html))), _FRAMES: "DENY"}


def of_framed() -> Mapping[str, str]:
    """Return the headers of a chart alone besides those of every answer."""
    return {_POLICY: _policy(_FRAMED)}


def _policy(parts: Mapping[str, str], **words: str) -> str:
    return "; ".join(f"{name} {value.format(**words)}".rstrip() for name, value in parts.items())


def _hashes(html: str) -> Iterable[str]:
    for script in _INLINE_SCRIPT.findall(html):
        yield f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _raw(headers: Mapping[str, str]) -> tuple[Header, ...]:
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())


def of_unchanged() -> tuple[Header, ...]:
    """Return the headers of an answer that has not changed, as they are sent."""
    return _raw({_POLICY: _policy(_DATA)})


def _is_document(given: Iterable[Header]) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in given)


def _is_encrypted(scope: Scope) -> bool:
    """Tell whether a browser asked over HTTPS, as the server or a proxy says: a lie costs its teller a cookie."""
    said = (value for name, value in scope["headers"] if name == _PASSED_ON)
    return scope.get("scheme") == "https" or any(value.partition(b",")[0].strip() == b"https" for value in said)


def _secure(header: Header) -> Header:
    """Return a header, a cookie in it for HTTPS alone: Streamlit does not say so of a login's."""
    name, value = header
    is_open = name.lower() == _COOKIE and b"secure" not in {part.strip().lower() for part in value.split(b";")}
    return (name, value + b"; Secure") if is_open else header


class Headers:
    """An outer app that adds what an answer does not say itself: made once, and the same lists for all.

    What has not changed says the least: its client keeps what the whole answer said (RFC 9111, 4.3.4).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        policy = {_POLICY: _policy(_DATA)}
        self._unchanged = of_unchanged()
        self._data, self._documents = _raw({**EVERYWHERE, **policy}), _raw({**DOCUMENTS, **policy})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with all headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = self._all(message["status"], message.get("headers", []))
                has_cookie = any(name == _COOKIE for name, _ in given)
                message["headers"] = [*map(_secure, given)] if has_cookie and _is_encrypted(scope) else given
            await send(message)

        await self._app(scope, receive, told)

    def _all(self, status: int, given: list[Header]) -> list[Header]:
        if status == _UNCHANGED:
            return [*given, *self._unchanged]
        said = {name for name, _ in given}
        added = self._documents if _is_document(given) else self._data
        return [*given, *(pair for pair in added if pair[0] not in said)]
