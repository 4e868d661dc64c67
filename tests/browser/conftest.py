"""A real Chromium on a real server, with no way out of this machine."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server import Served

OpenPage = Callable[..., Page]
LOOPBACK = ("127.0.0.1", "localhost")
# a look-up of any other name fails, so that a page which needs the internet breaks here
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Debian's where it is installed, else the one that Playwright fetched
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, served: Served) -> Iterator[OpenPage]:
    """Give a way to open a path as a new reader; nothing may be asked of another machine, or fail, on the way."""
    faults: list[str] = []

    def opened(
        path: str,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        url: str = "",
        ready: str = ".js-plotly-plot .main-svg",
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: faults.extend(outside(request.url)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{url or served.url}{path}")
        page.wait_for_selector(ready)
        settle(page)
        return page

    yield opened
    for context in chromium.contexts:
        context.close()
    assert not faults


def outside(url: str) -> list[str]:
    parts = urlsplit(url)
    return [url] if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK else []


def settle(page: Page) -> None:
    """Wait until the script has run to its end and the browser has drawn what came of it."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # the width probe asks for one more run after the first
    page.wait_for_timeout(700)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def drawn(page: Page) -> dict[str, list[list[Any]]]:
    """Return the points of each line on the page's chart, as the browser holds them: [[day, value], ...]."""
    return page.evaluate(
        """() => {
            const chart = document.querySelector('.js-plotly-plot');
            const lines = chart._fullData.filter((trace) => !['Milestones', 'Target'].includes(trace.name));
            const points = (trace) => Array.from(trace.x, (day, place) => [day, trace.y[place]]);
            const kept = (trace) => points(trace).filter(([, value]) => value !== null && !Number.isNaN(value));
            return Object.fromEntries(lines.map((trace) => [trace.name, kept(trace)]));
        }"""
    )
