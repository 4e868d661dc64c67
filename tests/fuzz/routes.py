"""Draw requests to every route that is served: methods, paths, queries, headers and bodies that nobody would send."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dashboard.api.description import description
from dashboard.api.feed import FEED_OF
from dashboard.api.routes import ENDPOINTS, paths
from dashboard.ui import embed
from dashboard.ui.navigation import PAGES
from dashboard.ui.shared_links import plain
from dashboard.views.parameters import EMBED, page_keys
from tests.hostile import EVERY

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT", "PATCH", "TRACE", "BREW")
_ODD_SHARE: Final = 0.15
_OF_FEEDS: Final = ("policy", "indicator")
_OF_OEMBED: Final = ("url", "format", "maxwidth", "maxheight")
_ENDINGS: Final = ("/", "x", ".csv", "//", "/..", "/%2e%2e", "/%00", "/%ff", "/..%2f..%2fetc%2fpasswd", ";a=b", "%")
# what is asked of a server besides pages and data, and what scanners look for
_BESIDES: Final = (
    *("/robots.txt", "/favicon.png", "/index.html", "/land/world_110m.json", "/land/", "/land/../app.py", "/static/x"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/upload_file/a/b", "/media/none.png"),
    *("/component/none/index.html", "/auth/login", "/oauth2callback", "/.env", "//example.org/", "/api", "/nowhere"),
)
# those of them that are said as no browser says them are the server's to refuse before the app hears of it
HEADERS: Final[Mapping[str, Sequence[str]]] = {
    "If-None-Match": ("*", '"x"', 'W/"x"', '"', ",", '"a", ' * 300, "\xff"),
    "If-Modified-Since": ("Wed, 01 Apr 2026 00:00:00 GMT", "Wed, 99 Abc 9999 99:99:99 GMT", "yesterday", "-1"),
    "If-Range": ('"x"', "Wed, 01 Apr 2026 00:00:00 GMT", "\xff"),
    "Range": ("bytes=0-", "bytes=5-2", "bytes=0-0,2-3", "bytes=-1", "bytes=99999999999-", "lines=1-2", "bytes=" * 90),
    "Accept": ("text/html", "application/json;q=0", "*/*;q=x", "image/*," * 500, "\xff"),
    "Accept-Encoding": ("gzip", "gzip;q=0", "identity;q=0", "br, zstd", "*;q=nan", "gzip," * 500),
    "Accept-Language": ("zh-CN,zh;q=0.9", "x" * 2_000, "\xff"),
    "Content-Type": ("application/json", "multipart/form-data", "multipart/form-data; boundary=", "text/\xff"),
    "Origin": ("https://example.org", "null", "http://[", "http://127.0.0.1:8501", "\xff"),
    "Host": ("example.org", "[", "[::1]:8501", "localhost:99999", "a" * 300, "", "\xff"),
    "X-Forwarded-For": ("203.0.113.9", "unknown", "1.2.3.4, " * 300, "\xff"),
    "X-Forwarded-Host": ("example.org", "[", "\xff"),
    "X-Forwarded-Proto": ("https", "gopher", "\xff"),
    "Forwarded": ("for=unknown;host=[", "\xff"),
    "Access-Control-Request-Method": ("GET", "BREW", "\xff"),
    "Access-Control-Request-Headers": ("x-a, x-b", "x" * 900, "\xff"),
    "Authorization": ("Basic eDp5", "Bearer x", "\xff"),
    "Cookie": ("a=b", "_streamlit_user=x; _streamlit_xsrf=y", "=" * 500, "\xff"),
    "Upgrade": ("websocket",),
    "Eraline-Own-Machine": ("yes",),
    "User-Agent": ("Twitterbot/1.0", "", "\xff" * 500),
}


@dataclass(frozen=True)
class Asked:
    """A request: headers in what a line of a request can carry, and a body."""

    method: str
    path: str
    headers: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {self.path} {dict(self.headers)} {self.body[:40]!r}"


def served(indicators: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return every path that answers, with the parameters that may be said to it."""
    of_endpoints = {path: one.accepted for one in ENDPOINTS for path in one.paths}
    of_embed = (route.path for route in embed.routes(lambda page, _: plain(page), lambda _: ""))
    known = dict.fromkeys((*paths(), *of_embed, *description(ENDPOINTS), *_BESIDES), _OF_FEEDS)
    feeds = {FEED_OF.format(indicator=name): ("policy",) for name in indicators[:3]}
    pages = {entry.path: (EMBED, EMBED, *page_keys()) for entry in PAGES.values()}
    return {**known, **feeds, **of_endpoints, **pages, f"/{embed.OEMBED}": _OF_OEMBED}


def of_schemas(years: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what each parameter of the API alone may say, and a little more, by its schema."""
    found = dict[str, tuple[str, ...]]()
    for key in (key for one in ENDPOINTS for key in one.read()):
        of_one = key.schema.get("items", key.schema)
        edges = [int(of_one[edge]) for edge in ("minimum", "maximum") if edge in of_one]
        around = [str(edge + step) for edge in edges for step in (-1, 0, 1)]
        said = (*map(str, of_one.get("enum", ())), *around, *map(str, of_one.get("examples", ())))
        found[key.name] = said or tuple(years)
    return found


def drawn_request(
    draw: random.Random, routes: Mapping[str, Sequence[str]], query: Callable[[Sequence[str]], str], path: str
) -> Asked:
    """Return a request to a path; one in seven is asked in an odd way, and as many say something in their headers."""
    method = "GET" if draw.random() > _ODD_SHARE else draw.choice(METHODS)
    said = query(routes[path])
    if draw.random() < _ODD_SHARE / 2:
        path += draw.choice(_ENDINGS)
    names = draw.sample(tuple(HEADERS), draw.choice((1, 1, 2, 5))) if draw.random() < 2 * _ODD_SHARE else ()
    headers = {name: draw.choice(HEADERS[name]).encode("latin-1") for name in names}
    body = b"" if method in ("GET", "HEAD") else draw.choice(EVERY).encode(errors="replace")
    return Asked(method, f"{path}?{said}" if said else path, headers, body)
