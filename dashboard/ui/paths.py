"""Answer a path before Streamlit does: a page, the right spelling of one, or 404 where Streamlit would show its app."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from dashboard.ui import embed, headers
from dashboard.ui.navigation import PAGES, PageEntry
from dashboard.ui.shared_links import Tell, is_charted, plain
from dashboard.views.links import site_of

if TYPE_CHECKING:
    from jinja2 import Template

# what others answer under their own roots: data routes and feeds, shapes of maps, Streamlit's files, streams and log-in
_OTHERS: Final = frozenset(
    (
        "api",
        "health",
        "ready",
        "metrics",
        "feed.xml",
        "feed",
        "land",
        embed.FOLDER,
        embed.OEMBED,
        "_stcore",
        "static",
        "media",
        "component",
        "app",
        "auth",
        "oauth2callback",
    )
)
# what Streamlit tells of its sessions is for nobody outside
_CLOSED: Final = frozenset(("/_stcore/metrics",))
# after these Streamlit leads to its first page
_OF_LOGINS: Final = frozenset(("/oauth2callback", "/auth/logout"))
_HEAD: Final = f"<script>{(Path(__file__).parent / 'head.js').read_text('utf-8')}</script>"
_TITLE: Final = "<title>Streamlit</title>"
# how long a page may wait for what its head says
_PATIENCE_SECONDS: Final = 1.5
# the pictures of pages are for all who show links to them
_ROBOTS: Final = "User-agent: *\nAllow: {base}/api/v1/chart.png\nDisallow: {base}/api/\n"
# relative too: every page is in the same folder as the feed
_FEED: Final = '<link rel="alternate" type="application/atom+xml" title="Eraline" href="feed.xml">'
_NOT_FOUND: Final = Path(__file__).parent / "not_found.html"


def base_path() -> str:
    """Return the path that a proxy serves Eraline under, such as "/eraline", or ""."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


class Paths:
    """The outermost app: Streamlit's own fallback gives its HTML and 200 for whatever nobody serves."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        base: str = "",
        pages: Mapping[str, PageEntry] = PAGES,
        tell: Tell = lambda page, _: plain(page),
    ) -> None:
        self._app, self._base, self._pages, self._tell = app, base, pages, tell
        self._files = frozenset(file.name for file in _static().iterdir())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is known here; all else is the app's."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        query = scope.get("query_string", b"").decode("latin-1")
        answer = self._answer(str(scope["path"]), query) if asked else None
        if isinstance(answer, PageEntry):
            answer = await self._opened(answer, query, site_of(str(Request(scope).url), self._base))
        if answer is None and asked and str(scope["path"]).removeprefix(self._base) in _OF_LOGINS:
            send = _led_back(send)
        await (answer or self._app)(scope, receive, send)

    async def _opened(self, page: PageEntry, query: str, site: str) -> Response:
        """Return a page whose head says what its link shows: to people, searches and chats alike."""
        shared = plain(page)
        # while the figures are prepared for the first time a page says so, and does not wait
        with anyio.move_on_after(_PATIENCE_SECONDS):
            shared = await anyio.to_thread.run_sync(self._tell, page, query, abandon_on_cancel=True)
        if embed.is_asked_for(query) and is_charted(page):
            return embed.chart_page(shared, query, site)
        html = page_html().replace(_TITLE, shared.head(site), 1)
        return HTMLResponse(html, headers={"Cache-Control": "no-cache", **page_headers()})

    def _answer(self, path: str, query: str) -> Response | PageEntry | None:
        if path in ("/robots.txt", f"{self._base}/robots.txt"):
            # pages may be found; a crawl through every selection of the data would serve nobody
            return PlainTextResponse(_ROBOTS.format(base=self._base))
        if not path.startswith(f"{self._base}/") or path.startswith("//"):
            return None
        within = path.removeprefix(self._base)
        first, *rest = within.strip("/").split("/")
        if within in _CLOSED:
            return self._not_found(within)
        if first in _OTHERS or (first in self._files and not rest):
            return None
        if rest:
            return self._not_found(within)
        return self._page(first, within, query)

    def _page(self, name: str, within: str, query: str) -> Response | PageEntry:
        asked = next((entry for entry in self._pages.values() if entry.path == within), None)
        if asked is not None:
            return asked
        entry = self._pages.get(name.lower())
        if entry is None:
            return self._not_found(within)
        # relative, so that it holds behind a proxy that takes a prefix away
        to = ("." if not within.endswith("/") else "..") + entry.path
        return RedirectResponse(f"{to}?{query}" if query else to, 301, {"Cache-Control": "no-cache"})

    def _not_found(self, within: str) -> Response:
        home = "../" * (within.count("/") - 1) or "./"
        return HTMLResponse(_not_found_page().render(home=home, pages=self._pages.values()), 404)


def _led_back(send: Send) -> Send:
    """Return what sends an answer on; one to the first page leads to that of the login, which Streamlit forgets."""

    async def led(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Sequence[tuple[bytes, bytes]] = message["headers"]
            message["headers"] = [(name, _led(value) if name == b"location" else value) for name, value in headers]
        await send(message)

    return led


def _led(location: bytes) -> bytes:
    # a provider that wants to know of a logout is elsewhere, and leads back here
    is_first_page = location.startswith(b"/") and not location.startswith(b"//") and location.endswith(b"/")
    return location + PAGES["data"].path.strip("/").encode() if is_first_page else location


@cache
def page_html() -> str:
    """Return Streamlit's page, with the script that comes before all of its own."""
    return (_static() / "index.html").read_text("utf-8").replace("<head>", f"<head>{_HEAD}{_FEED}", 1)


@cache
def page_headers() -> Mapping[str, str]:
    """Return the headers of a page: what is put into its head for each link runs nothing."""
    return headers.of_page(page_html())


@cache
def _not_found_page() -> "Template":
    # a server that is asked for nothing but its pages needs no templates
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    return Environment(undefined=StrictUndefined, autoescape=True).from_string(_NOT_FOUND.read_text("utf-8"))


def _static() -> Path:
    return Path(file_util.get_static_dir())
