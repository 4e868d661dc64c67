"""Does an open page go on when its line is cut or its server restarted, and say what the old one took with it?"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_reader, query, settle
from tests.browser.line import Line, line_to
from tests.server import Served, running
from tests.shipped import FirstStart

# Streamlit waits longer before each try to reach a server that is gone
BACK_SECONDS = 60


class Restarted:
    """A server on one port that can be stopped and started again, at the end of a line."""

    def __init__(self, folder: Path, first_start: FirstStart) -> None:
        self._folder = folder
        first_start.copy(folder / "eraline.db")
        self._stack = ExitStack()
        self.served = self._stack.enter_context(running(folder))

    @property
    def port(self) -> int:
        return urlsplit(self.served.url).port or 0

    def restart(self) -> Served:
        port = self.port
        self._stack.close()
        self._stack = ExitStack()
        self.served = self._stack.enter_context(running(self._folder, port=port))
        return self.served

    def stop(self) -> None:
        self._stack.close()


@pytest.fixture
def server(tmp_path: Path, first_start: FirstStart) -> Iterator[Restarted]:
    server = Restarted(tmp_path, first_start)
    yield server
    server.stop()


@pytest.fixture
def line(server: Restarted) -> Iterator[Line]:
    with line_to(server.port) as line:
        yield line


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    reader = new_reader(chromium)
    yield reader.new_page()
    reader.close()


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    settle(page)


def connected(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]', timeout=BACK_SECONDS * 1000)


def cut(page: Page, server: Restarted) -> None:
    """Restart the server and wait until the page has found the new one."""
    port = server.restart().url
    assert port in page.url
    connected(page)


def test_the_next_click_works_after_a_line_cut_without_a_word_and_a_restart(
    page: Page, server: Restarted, line: Line
) -> None:
    opened(page, f"http://127.0.0.1:{line.port}/explore?indicator=gdp-growth&economy=CHN,USA")
    # a click that runs the chart's part alone, which the new server never drew
    page.get_by_role("button", name="Innovation-driven development 2012").click()
    settle(page)
    line.is_cut = True
    # the page finds out by itself, before anybody clicks
    page.evaluate("dispatchEvent(new Event('online'))")
    server.restart()
    line.is_cut = False
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    connected(page)
    page.get_by_role("button", name="Made in China 2025").click()
    expect(page).to_have_url(re.compile("milestone=made-in-china-2025"))
    page.get_by_role("button", name="Innovation-driven development 2012").click()
    page.get_by_role("button", name="Reform and Opening 1978").click()
    expect(page).to_have_url(re.compile("era=reform-and-opening"))
    settle(page)
    assert query(page)["era"] == ["reform-and-opening"]
    titles = page.locator(".js-plotly-plot .xtick text").all_text_contents()
    assert min(int(year) for year in titles if year.isdigit()) >= 1978
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()


def test_custom_events_that_went_with_the_server_are_spoken_of(page: Page, server: Restarted) -> None:
    opened(page, f"{server.served.url}/timeline")
    page.get_by_text("Add your own events").click()
    lines = "\n".join(f"{1950 + number}-05-08, An event with a name that is long {number:04}" for number in range(60))
    page.get_by_label("Or pasted here").fill(lines)
    page.get_by_role("button", name="Add these").click()
    expect(page.get_by_text("60 events added.")).to_be_visible()
    settle(page)
    cut(page, server)
    expect(page.get_by_text("60 events of your own went with the old session")).to_be_visible(timeout=30_000)


def test_a_series_that_went_with_the_server_is_spoken_of(page: Page, server: Restarted) -> None:
    opened(page, f"{server.served.url}/explore?indicator=gdp-growth&economy=CHN,USA")
    page.get_by_role("button", name="Options").first.click()
    page.get_by_role("button", name="Your own series").click()
    page.get_by_label("Or pasted here").fill("Country,2020,2021\nChina,1,2\nUSA,3,4\n")
    page.get_by_label("Or pasted here").blur()
    page.get_by_role("button", name="Draw this series").click()
    expect(page).to_have_url(re.compile("custom"))
    settle(page)
    cut(page, server)
    expect(page.get_by_text("1 series of your own went with the old session")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("A link cannot carry a series of your own")).to_be_visible()
