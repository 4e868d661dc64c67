"""Does every open page go on when its line is cut or its server gone, and say what the old one took with it?"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.charts.registry import kinds_of
from dashboard.ui.navigation import PAGES
from tests.browser.conftest import new_reader, query, settle
from tests.browser.first_clicks import ERA, ROWS, Row
from tests.browser.line import Line, line_to
from tests.server import Served, running
from tests.shipped import FirstStart

# what each chart draws, in short
CHARTS = """() => Array.from(document.querySelectorAll('.js-plotly-plot'), (chart) =>
    chart._fullData.map((trace) => [trace.type, trace.name, (trace.x ?? trace.z ?? trace.locations ?? []).length]))"""
OWN = b"date,title\n2015-05-08,An event\n"
SERIES = "Country,2020,2021\nChina,1,2\nUSA,3,4\n"


class Restarted:
    """A server on one port that can be stopped and started again."""

    def __init__(self, folder: Path, first_start: FirstStart) -> None:
        self._folder = folder
        first_start.copy(folder / "eraline.db")
        self._stack = ExitStack()
        self.served = self._stack.enter_context(running(folder))

    def restart(self) -> None:
        port = port_of(self.served)
        self.stop()
        self._stack = ExitStack()
        self.served = self._stack.enter_context(running(self._folder, port=port))

    def stop(self) -> None:
        self._stack.close()


@pytest.fixture
def server(tmp_path: Path, first_start: FirstStart) -> Iterator[Restarted]:
    server = Restarted(tmp_path, first_start)
    yield server
    server.stop()


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    with line_to(port_of(served)) as line:
        yield line


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    reader = new_reader(chromium)
    page = reader.new_page()
    yield page
    reader.close()


def port_of(served: Served) -> int:
    return urlsplit(served.url).port or 0


def opened(page: Page, line: Line, path: str, ready: str = ".js-plotly-plot .main-svg") -> None:
    page.goto(f"http://127.0.0.1:{line.port}{path}")
    page.wait_for_selector(ready)
    settle(page)


def back(page: Page, *, found_out: bool = False) -> None:
    """Wait until the page has lost its server, if it is not known to have, and has been drawn by another."""
    app = '[data-testid="stApp"]'
    if not found_out:
        page.wait_for_selector(f'{app}:not([data-test-connection-state="CONNECTED"])')
    page.wait_for_selector(f'{app}[data-test-connection-state="CONNECTED"]')
    settle(page)


def lost(page: Page, line: Line, to: int) -> None:
    """Let another process answer, which knows nothing of the page: every connection ends."""
    line.lead_to(to)
    line.drop()
    back(page)


def lost_without_a_word(page: Page, line: Line, to: int, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Let another process answer after a line that was dead without either side being told; the page finds out."""
    line.is_cut = True
    meanwhile()
    line.lead_to(to)
    page.evaluate("dispatchEvent(new Event('online'))")
    line.is_cut = False
    back(page)


def says(page: Page, text: str) -> None:
    expect(told(page)).to_contain_text(text)


def told(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="The connection to the server was lost")


def test_every_page_and_every_view_has_a_row() -> None:
    assert {urlsplit(row.path).path for row in ROWS.values()} == {entry.path for entry in PAGES.values()}
    views = {query.split("&")[0] for row in ROWS.values() if (query := urlsplit(row.path).query).startswith("view=")}
    assert {f"view={kind}" for kind in kinds_of("compare")} <= views


# one test of many steps: a second one could run in another process, which would start all of it again
@pytest.mark.timeout(900)
def test_no_page_is_ever_dead(
    page: Page, served: Served, server: Restarted, line: Line, subtests: pytest.Subtests
) -> None:
    ends = port_of(server.served), port_of(served)
    for name, row in ROWS.items():
        with subtests.test(name):
            goes_on(page, line, row, *ends)
    for step in (
        a_click_into_silence_is_spoken_of,
        what_was_typed_on_a_page_stays_and_a_file_is_asked_for_again,
        what_was_typed_in_a_dialog_is_spoken_of,
        events_and_series_that_went_with_a_restarted_server_are_spoken_of_once,
    ):
        with subtests.test(step.__name__.replace("_", " ")):
            step(page, line, server, port_of(served))


def goes_on(page: Page, line: Line, row: Row, first: int, second: int) -> None:
    """Lose the session twice, once with and once without a word: the page is the same, and all on it works at once."""
    line.lead_to(second)
    opened(page, line, row.path, row.ready)
    asked, charts = query(page), page.evaluate(CHARTS)
    lost(page, line, first)
    assert (query(page), page.evaluate(CHARTS)) == (asked, charts)
    row.click(page)
    expect(page).to_have_url(re.compile(re.escape(row.then)))
    settle(page)
    # the first chart of a page waits for plotly's script
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    settle(page)
    asked, charts = query(page), page.evaluate(CHARTS)
    lost_without_a_word(page, line, second)
    assert (query(page), page.evaluate(CHARTS)) == (asked, charts)
    # nothing was lost that a link cannot carry
    expect(told(page)).to_have_count(0)
    takes_away(page)
    assert not page.get_by_test_id("stException").count()


def takes_away(page: Page) -> None:
    """Take the first file that the page offers, if it offers any."""
    button = page.get_by_role("button", name="Take away").first
    if button.is_visible():
        button.click()
        file = page.get_by_test_id("stPopoverBody").get_by_test_id("stDownloadButton").first
        with page.expect_download() as caught:
            file.get_by_role("button").click()
        assert caught.value.path().stat().st_size
        page.keyboard.press("Escape")


def a_click_into_silence_is_spoken_of(page: Page, line: Line, server: Restarted, other: int) -> None:
    line.lead_to(other)
    opened(page, line, "/explore?indicator=gdp-growth&economy=CHN,USA")
    press, then = ERA
    lost_without_a_word(page, line, port_of(server.served), lambda: press(page))
    says(page, "What you clicked last may not have reached it")
    press(page)
    expect(page).to_have_url(re.compile(then))


def what_was_typed_on_a_page_stays_and_a_file_is_asked_for_again(
    page: Page, line: Line, server: Restarted, other: int
) -> None:
    line.lead_to(other)
    opened(page, line, "/timeline")
    page.get_by_text("Add your own events").click()
    page.get_by_label("Or pasted here").fill("2016-05-08, Typed and not sent")
    lost(page, line, port_of(server.served))
    expect(page.get_by_label("Or pasted here")).to_have_value("2016-05-08, Typed and not sent")
    page.get_by_role("button", name="Add these").click()
    expect(page.get_by_text("1 event added.")).to_be_visible()
    settle(page)
    panel = page.get_by_test_id("stExpander").filter(has_text="Add these")
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN}
    panel.locator('input[type="file"]').set_input_files(file)  # pyright: ignore[reportArgumentType]
    expect(page.get_by_text("1 event understood")).to_be_visible()
    settle(page)
    lost(page, line, other)
    says(page, "and with it the file that you had chosen")
    panel.locator('input[type="file"]').set_input_files(file)  # pyright: ignore[reportArgumentType]
    expect(page.get_by_text("1 event understood")).to_be_visible()
    page.get_by_role("button", name="Add these").click()
    expect(page.get_by_text("1 event added.")).to_be_visible()
    assert len(query(page)["own"]) == 2


def what_was_typed_in_a_dialog_is_spoken_of(page: Page, line: Line, server: Restarted, other: int) -> None:
    line.lead_to(other)
    opened(page, line, "/explore?indicator=gdp-growth&economy=CHN,USA")
    enter_series(page)
    lost(page, line, port_of(server.served))
    says(page, "and with it what you had entered in the dialog")


def events_and_series_that_went_with_a_restarted_server_are_spoken_of_once(
    page: Page, line: Line, server: Restarted, _: int
) -> None:
    line.lead_to(port_of(server.served))
    opened(page, line, "/timeline")
    page.get_by_text("Add your own events").click()
    lines = "\n".join(f"{1950 + number}-05-08, An event with a name that is long {number:04}" for number in range(60))
    page.get_by_label("Or pasted here").fill(lines)
    page.get_by_role("button", name="Add these").click()
    expect(page.get_by_text("60 events added.")).to_be_visible()
    settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Explore").click()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    enter_series(page)
    page.get_by_role("button", name="Draw this series").click()
    expect(page).to_have_url(re.compile("custom"))
    settle(page)
    # the same server knows the session still, and nothing is lost
    line.drop()
    back(page)
    assert "custom" in page.url
    expect(told(page)).to_have_count(0)
    server.restart()
    back(page, found_out=True)
    says(page, "and with it 60 events of your own and 1 series of your own.")
    expect(page.get_by_text("A link cannot carry a series of your own")).to_be_visible()
    press, then = ERA
    press(page)
    expect(page).to_have_url(re.compile(then))
    expect(told(page)).to_have_count(0)


def enter_series(page: Page) -> None:
    page.get_by_role("button", name="Options").first.click()
    page.get_by_role("button", name="Your own series").click()
    page.get_by_label("Or pasted here").fill(SERIES)
    page.get_by_label("Or pasted here").blur()
    expect(page.get_by_text("4 observations of 2 economies")).to_be_visible()
    settle(page)
