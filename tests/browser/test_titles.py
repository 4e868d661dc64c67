"""Has each page its own title and headings in order, and nothing to complain of in the console?"""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from dashboard.ui.navigation import PAGES
from tests.browser.conftest import new_reader, settle
from tests.server import Served

LOUD = ("error", "warning")
# pages as they open, and what shows more headings
OPENED = {
    **{entry.path: entry.title for entry in PAGES.values()},
    "/explore?view=about": "Explore",
    "/explore?indicator=rd-spending&milestone=made-in-china-2025": "Explore",
    "/evidence?view=growth-orientation": "Evidence",
    "/evidence?view=lab": "Evidence",
    "/compare?view=ranking": "Compare",
    "/compare?view=map": "Compare",
}


@pytest.fixture(scope="module")
def quiet_reader(chromium: Browser) -> BrowserContext:
    return new_reader(chromium)


def levels(page: Page) -> list[int]:
    """Return the levels of the page's headings, in order."""
    names = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("found => found.map((each) => each.tagName)")
    return [int(name[1]) for name in names]


@pytest.mark.parametrize("path", OPENED)
def test_a_page_has_a_title_one_first_heading_and_a_silent_console(
    quiet_reader: BrowserContext, served: Served, path: str
) -> None:
    page, said = quiet_reader.new_page(), list[str]()

    def listen(message: ConsoleMessage) -> None:
        if message.type in LOUD:
            said.append(f"{message.type}: {message.text} {message.location['url']}")

    page.on("console", listen)
    page.goto(f"{served.url}{path}")
    page.wait_for_selector('[data-testid="stMain"] h1', state="attached")
    settle(page)
    assert page.title() == f"{OPENED[path]} · Eraline"
    found = levels(page)
    assert found[0] == 1
    assert found.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(found)), found
    assert not said
    page.close()
