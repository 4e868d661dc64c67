"""Does a browser draw pages, maps and frames under the path that a proxy serves Eraline under, and find all there?"""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from dashboard.ui.embed import snippet
from tests.browser.conftest import OpenPage
from tests.browser.look import grave
from tests.server import Served


@pytest.fixture(scope="module")
def under(start_server: Callable[..., Served]) -> str:
    """Give the URL of a server as one runs it for others: under a proxy's path, with no refresh from a page."""
    return f"{start_server('--server.baseUrlPath', 'x', ERALINE_REFRESH='off').url}/x"


def test_a_map_is_drawn_under_the_base_path(open_page: OpenPage, under: str) -> None:
    page = open_page("/compare?view=map&indicator=gdp-growth&year=2020", url=under)
    page.wait_for_selector(".choroplethlayer path.choroplethlocation")
    assert page.locator(".choroplethlayer path.choroplethlocation").count() >= 20


def test_a_server_that_others_reach_offers_no_refresh(open_page: OpenPage, under: str) -> None:
    page = open_page("/data", url=under)
    expect(page.get_by_text("The catalogue")).to_be_visible()
    expect(page.get_by_role("button", name="Refresh all figures")).to_have_count(0)


def test_navigation_stays_under_the_base_path(open_page: OpenPage, under: str) -> None:
    page = open_page("/", url=under)
    page.get_by_role("link", name="Explore R&D spending").click()
    page.wait_for_url("**/x/explore?*")
    page.wait_for_selector(".js-plotly-plot .main-svg")


@pytest.mark.parametrize("path", ["/Explore?indicator=rd-spending", "/overview?era=innovation-driven"])
def test_another_spelling_of_a_page_opens_it(open_page: OpenPage, served: Served, path: str) -> None:
    page = open_page(path)
    assert urlsplit(page.url).path == ("/explore" if "Explore" in path else "/")
    assert urlsplit(page.url).query.startswith(urlsplit(path).query)
    assert page.get_by_text("Page not found").count() == 0
    assert page.url.startswith(served.url)


@contextmanager
def foreign_page(html: str) -> Generator[str]:
    """Serve a page of somebody else's, from an origin of its own, and give its URL."""

    class Foreign(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_foreign_page_frames_a_chart_and_no_page(chromium: Browser, under: str) -> None:
    framed = snippet(f"{under}/explore?indicator=gdp-growth&economy=CHN&embed=true", "A <chart>", "320", 240)
    page = chromium.new_page()
    with foreign_page(f"<!doctype html>{framed}<iframe name=whole src='{under}/explore'></iframe>") as url:
        page.goto(url)
        frame = page.frame_locator("iframe[title='A <chart>']")
        frame.locator("#chart[data-drawn] .main-svg").first.wait_for()
        assert frame.get_by_role("img", name="Line chart of").count() == 1
        inside = "(all) => all.map((one) => one.getBoundingClientRect()).map((box) => [box.right, box.bottom])[0]"
        right, bottom = frame.locator("#chart").evaluate_all(inside)
        assert right <= 320
        assert bottom <= 240
        small = frame.locator("#chart").evaluate("(chart) => chart._fullLayout.width")
        page.locator("iframe").first.evaluate("(frame) => Object.assign(frame, {width: 900, height: 520})")
        wide = page.frames[1]
        wide.wait_for_function("(small) => document.getElementById('chart')._fullLayout.width > small * 1.5", arg=small)
        page.keyboard.press("Tab")
        assert wide.evaluate("document.activeElement.textContent") == "Explore this chart in Eraline"
        assert page.frames[2].query_selector("#root") is None
    # axe does not see into a frame of another page
    page.goto(f"{under}/explore?indicator=gdp-growth&economy=CHN&embed=true")
    page.locator("#chart[data-drawn] .main-svg").first.wait_for()
    assert grave(page) == []
    page.close()
