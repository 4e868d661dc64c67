"""Answer a path before Streamlit does: a page, the right spelling of one, or 404 where Streamlit would show its app."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from dashboard.ui.navigation import PAGES, PageEntry

# what others answer under their own roots: the data routes, the shapes of maps, Streamlit's files, streams and log-in
_OTHERS: Final = frozenset(
    ("api", "health", "land", "_stcore", "static", "media", "component", "app", "auth", "oauth2callback")
)
# without it the browser first asks a deep link's own folder for the server, and fails twice in the console
_NEAREST_SERVER: Final = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}</script>'
_NOT_FOUND: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Not found · Eraline</title>
<p>There is no such page. <a href="{home}">Overview</a></p></html>
"""


def base_path() -> str:
    """Return the path that a proxy serves Eraline under, such as "/eraline", or ""."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


class Paths:
    """The outermost app: Streamlit's own fallback gives its HTML and 200 for whatever nobody serves."""

    def __init__(self, app: ASGIApp, *, base: str = "", pages: Mapping[str, PageEntry] = PAGES) -> None:
        self._app, self._base, self._pages = app, base, pages
        self._files = frozenset(file.name for file in _static().iterdir())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is known here; all else is the app's."""
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        answer = self._answer(str(scope["path"]), scope.get("query_string", b"").decode("latin-1")) if asked else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, path: str, query: str) -> Response | None:
        if path in ("/robots.txt", f"{self._base}/robots.txt"):
            # pages may be found; a crawl through every selection of the data would serve nobody
            return PlainTextResponse(f"User-agent: *\nDisallow: {self._base}/api/\n")
        if not path.startswith(f"{self._base}/") or path.startswith("//"):
            return None
        within = path.removeprefix(self._base)
        first, *rest = within.strip("/").split("/")
        if first in _OTHERS or (first in self._files and not rest):
            return None
        if rest:
            return _not_found(within)
        return self._page(first, within, query)

    def _page(self, name: str, within: str, query: str) -> Response | None:
        if within == "/" or any(entry.path == within for entry in self._pages.values()):
            return HTMLResponse(page_html(), headers={"Cache-Control": "no-cache"})
        entry = self._pages.get(name.lower())
        if entry is None:
            return _not_found(within)
        # relative, so that it holds behind a proxy that takes a prefix away
        to = ("." if not within.endswith("/") else "..") + entry.path
        return RedirectResponse(f"{to}?{query}" if query else to, 301, {"Cache-Control": "no-cache"})


@cache
def page_html() -> str:
    """Return Streamlit's page, told where its server is."""
    return (_static() / "index.html").read_text("utf-8").replace("<head>", f"<head>{_NEAREST_SERVER}", 1)


def _not_found(within: str) -> Response:
    return HTMLResponse(_NOT_FOUND.format(home="../" * (within.count("/") - 1) or "./"), 404)


def _static() -> Path:
    return Path(file_util.get_static_dir())
