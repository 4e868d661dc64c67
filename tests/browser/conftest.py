"""A real Chromium on a real server, with no way out of this machine."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect, sync_playwright

from tests.browser.look import Scheme
from tests.server import Served

Watch = Callable[[Page], object]
# what is to come may take so long on a machine that is slow and has other things to do, or has to find its server again
PATIENT_MS = 60_000
expect.set_options(timeout=PATIENT_MS)
LOOPBACK = ("127.0.0.1", "localhost")
# without its windows Chromium takes a seventh less of the processor
PROGRAMS = ("chromium-headless-shell", "chromium")
# a look-up of any other name fails, so that a page which needs the internet breaks here
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # all pages of this machine share a process: its scripts are compiled once, not for every page that a test opens
    "--process-per-site",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

# notes when the page last spoke with the server, and who did; a page whose last word was its own awaits an answer
LISTEN = """(() => {
    window.talk = {at: 0, answered: false};
    const said = (answered) => Object.assign(window.talk, {at: performance.now(), answered});
    window.WebSocket = class extends WebSocket {
        constructor(...words) {
            super(...words);
            this.addEventListener('message', () => said(true));
        }
        send(words) {
            said(false);
            super.send(words);
        }
    };
})()"""
# longer than any control waits for a reader's next move before it asks the server; what the browser has yet to load the
# script of is not there either
QUIET = """(since) => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]') !== null
    && window.talk.answered && performance.now() - Math.max(window.talk.at, since) > 400
    && document.querySelector('[data-testid="stSkeleton"]') === null
    && !document.getAnimations().some((moves) => moves.playState === 'running'
        && moves.effect.getTiming().iterations === 1)"""
# what no picture is sent without, and nothing else with
OF_A_PICTURE = b'"plot_bgcolor":'
# each takes minutes: where one began last, all other workers would wait for it
LONGEST = (
    "test_no_page_is_ever_dead",
    "test_a_deployment_of_several_machines",
    "test_a_refresh_shows_its_progress_and_what_became_of_it",
)
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every worker begin with a long test: each is given a share of the list in order, whose end others take."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = sorted((item for item in items if item.name in LONGEST), key=lambda item: LONGEST.index(item.name))
    others = [item for item in items if item not in long]
    shares = [others[len(others) * place // workers : len(others) * (place + 1) // workers] for place in range(workers)]
    items[:] = [item for place, share in enumerate(shares) for item in (*long[place::workers], *share)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Debian's where one is installed, else the one that Playwright fetched
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


def new_reader(chromium: Browser, **options: Any) -> BrowserContext:  # noqa: ANN401 - whatever a context takes
    """Return a browser of its own, patient, in which nothing moves and `settle` can tell whether a page is done."""
    context = chromium.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENT_MS)
    context.add_init_script(LISTEN)
    return context


@pytest.fixture(scope="session")
def reader(chromium: Browser, served: Served) -> BrowserContext:
    """Give the reader who opens one page after another; what must begin from nothing takes a reader of its own."""
    reader = new_reader(chromium)
    # the process that all pages share goes with the last of them
    reader.new_page().goto(f"{served.url}/health")
    return reader


class OpenPage:
    """A way to open a path, `anew` in a browser that knows nothing yet; `watch` gets the page before it loads.

    Nothing may be asked of another machine, or fail, on the way. The browser forgets what a test left in it.
    """

    def __init__(self, chromium: Browser, reader: BrowserContext, served: Served) -> None:
        self._chromium, self._reader, self._served = chromium, reader, served
        self._faults, self._pages = list[str](), list[Page]()

    def __call__(
        self,
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Scheme = "light",
        url: str = "",
        ready: str = ".js-plotly-plot .main-svg",
        anew: bool = False,
        watch: Watch | None = None,
    ) -> Page:
        faults, page = self._faults, (new_reader(self._chromium) if anew else self._reader).new_page()
        self._pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.on("request", lambda request: faults.extend(outside(request.url)))
        page.on("response", lambda answer: faults.extend([f"{answer.status} {answer.url}"] * (answer.status >= 400)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.extend([said.text] * ("Content Security Policy" in said.text)))
        if watch is not None:
            watch(page)
        page.goto(f"{url or self._served.url}{path}")
        page.wait_for_selector(ready)
        settle(page)
        return page

    def close(self) -> None:
        """Close all pages, and fail where one of them met a fault."""
        for page in self._pages:
            page.evaluate("localStorage.clear()")
            (page if page.context is self._reader else page.context).close()
        self._reader.clear_cookies()
        assert not self._faults
        # no control may say what the server leaves out
        assert "of another kind" not in self._served.log.read_text("utf-8", errors="replace")


@pytest.fixture
def open_page(chromium: Browser, reader: BrowserContext, served: Served) -> Iterator[OpenPage]:
    opener = OpenPage(chromium, reader, served)
    yield opener
    opener.close()


class Sent:
    """How many pictures a page has been sent since it was opened."""

    def __init__(self, page: Page) -> None:
        self.pictures = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self.pictures += (frame.encode() if isinstance(frame, str) else frame).count(OF_A_PICTURE)


def outside(url: str) -> list[str]:
    parts = urlsplit(url)
    return [url] if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK else []


def settle(page: Page) -> None:
    """Wait until nothing more comes of what was done: the server has answered, all is drawn and nothing slides."""
    # what is drawn may ask for one more run: the width probe does, after the first
    for since in (page.evaluate("performance.now()"), 0):
        page.wait_for_function(QUIET, arg=since, polling=100)
        page.evaluate(TWO_FRAMES)


def take_away(page: Page, form: str, *, what: str = "") -> tuple[str, bytes]:
    """Take something away in a format by the first button of the page that does that; return name and content."""
    choices = page.get_by_test_id("stPopoverBody")
    if not choices.is_visible():
        page.get_by_role("button", name="Take away").first.click()
    if what:
        choices.get_by_text(what, exact=True).click()
    # the button is there before the choice has arrived, with the file of the one before
    settle(page)
    with page.expect_download() as caught:
        choices.get_by_role("button", name=re.compile(rf"(^|[^-\w]){form} ·")).click()
    return caught.value.suggested_filename, caught.value.path().read_bytes()


def query(page: Page) -> dict[str, list[str]]:
    """Return what the page's address asks for."""
    return parse_qs(urlsplit(page.url).query)


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
