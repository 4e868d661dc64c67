"""Answer with a chart alone, for a frame in another page, and tell those who ask how to frame it (oEmbed)."""

from collections.abc import Callable
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import file_util

from dashboard.charts.pictures import CARD
from dashboard.errors import ask_again
from dashboard.figures.embed import packed_script, plotly_script, script_version
from dashboard.ui.headers import of_framed
from dashboard.ui.navigation import PAGES, PageEntry
from dashboard.ui.shared_links import Shared, Tell
from dashboard.views.parameters import EMBED, page_keys

FOLDER: Final = "embed"
OEMBED: Final = "oembed"
# of a frame whose page says no size, and the smallest that is of use
_USUAL_PX: Final = (800, 480)
_LEAST_PX: Final = (320, 240)
_A_YEAR: Final = "public, max-age=31536000, immutable"
_AN_HOUR: Final = "public, max-age=3600"
_FRESH_SECONDS: Final = 300
_HERE: Final = files("dashboard.ui")


def is_asked_for(query: str) -> bool:
    """Tell whether a page's query asks for the chart alone."""
    return parse_qs(query).get(EMBED, [""])[-1].lower() == "true"


def chart_page(shared: Shared, query: str, site: str) -> Response:
    """Return the page of a chart alone, which any page may frame; of one that cannot be told it says why."""
    # relative, so that it holds under any path that a proxy serves Eraline under
    figure = f"./api/v1/chart.json?page={shared.page.id}&{shared.query if shared.has_chart else _of_page(query)}"
    words = {
        "head": f'<meta name="robots" content="noindex">{shared.head(site)}',
        "font": _font_face(),
        "version": script_version(),
        "description": escape(shared.description),
        "figure": escape(figure),
        "picture": escape(figure.replace("chart.json", "chart.svg")),
        "url": escape(shared.url(site)),
    }
    html = (_HERE / "embed.html").read_text("utf-8").format_map(words)
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", **of_framed()})


@cache
def _font_face() -> str:
    """Return the style that brings the pages' own font, which Streamlit serves; nothing where it has it no more."""
    found = sorted(Path(file_util.get_static_dir()).glob("static/media/SourceSansVF-Upright*.woff2"))
    if not found:
        return ""
    source = f'url("./static/media/{found[0].name}")'
    return f'<style>@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: {source}; }}</style>'


def _of_page(query: str) -> str:
    asked = parse_qs(query, keep_blank_values=True)
    return urlencode({key: values for key, values in asked.items() if key in page_keys()}, doseq=True)


def snippet(shared_url: str, title: str, width: str = "100%", height: int = _USUAL_PX[1]) -> str:
    """Return the HTML that shows a chart in another page; `shared_url` is the URL of the chart alone."""
    return (
        f'<iframe src="{escape(shared_url)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0" loading="lazy" referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>'
    )


def routes(tell: Tell, site_of: Callable[[Request], str], base: str = "") -> list[Route]:
    """Return the routes of what an embedded chart is made of, and of oEmbed."""

    def oembed(request: Request) -> Response:
        return _oembed(request, tell, site_of(request), base)

    prefixes = dict.fromkeys((base, ""))
    return [
        *(Route(f"{prefix}/{FOLDER}/plotly.js", _plotly) for prefix in prefixes),
        *(Route(f"{prefix}/{FOLDER}/embed.js", _file("embed.js", "text/javascript")) for prefix in prefixes),
        *(Route(f"{prefix}/{FOLDER}/embed.css", _file("embed.css", "text/css")) for prefix in prefixes),
        *(Route(f"{prefix}/{FOLDER}/icon.svg", _file("icon.svg", "image/svg+xml")) for prefix in prefixes),
        *(Route(f"{prefix}/{OEMBED}", oembed) for prefix in prefixes),
    ]


def _plotly(request: Request) -> Response:
    headers = {"Cache-Control": _A_YEAR, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed_script(), media_type="text/javascript", headers={**headers, "Content-Encoding": "gzip"})
    return Response(plotly_script(), media_type="text/javascript", headers=headers)


def _file(name: str, media_type: str) -> Callable[[Request], Response]:
    content = (_HERE / name).read_bytes()

    def answer(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": _AN_HOUR})

    return answer


def _oembed(request: Request, tell: Tell, site: str, base: str) -> Response:
    """Answer by https://oembed.com: the snippet of a page's chart, 404 where a URL is none of ours, or 503."""
    asked = request.query_params
    if asked.get("format", "json") != "json":
        return PlainTextResponse("There is JSON alone.", 501)
    found = _page_of(asked.get("url", ""), site, request, base)
    if found is None:
        return PlainTextResponse("No page of Eraline is at this URL.", 404)
    page, query = found
    shared = tell(page, query)
    if not shared.is_told:
        # a site that asks would keep a 404
        return PlainTextResponse("The figures cannot be read at the moment. Ask again later.", 503, ask_again())
    if not shared.has_chart:
        return PlainTextResponse("This page has no chart to embed.", 404)
    width, height = (_size(asked.get(f"max{side}", ""), at) for at, side in enumerate(("width", "height")))
    content: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": shared.title,
        "provider_name": "Eraline",
        "provider_url": f"{site}/",
        "cache_age": _FRESH_SECONDS,
        "html": snippet(shared.frame(site), shared.title, str(width), height),
        "width": width,
        "height": height,
        "thumbnail_url": shared.picture(site),
        "thumbnail_width": CARD[0],
        "thumbnail_height": CARD[1],
    }
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={_FRESH_SECONDS}"}
    return JSONResponse(content, headers=headers)


def _size(most: str, side: int) -> int:
    """Return a frame's side in pixels: the usual one, or less where no more is to be had."""
    wanted = int(most) if most.isascii() and most.isdecimal() and len(most) < len("100000") else _USUAL_PX[side]
    return max(_LEAST_PX[side], min(_USUAL_PX[side], wanted))


def _page_of(url: str, site: str, request: Request, base: str) -> tuple[PageEntry, str] | None:
    """Return the page and the query of a URL; None where it is another server's, or no page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    hosts = {urlsplit(site).netloc, request.url.netloc}
    if parts.scheme not in ("http", "https") or parts.netloc not in hosts:
        return None
    path = parts.path.removeprefix(urlsplit(site).path).removeprefix(base)
    known = (entry for entry in PAGES.values() if entry.path.strip("/") == path.strip("/").lower())
    page = next(known, None)
    return None if page is None else (page, parts.query)
