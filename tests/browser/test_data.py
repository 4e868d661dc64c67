"""Can a reader refresh the figures from the page, see how it goes, and see what became of it?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, settle
from tests.replay import ReplayServer, faults
from tests.server import Served

REFRESH = "Refresh all figures"


@pytest.fixture(scope="module")
def live(shared_replay: ReplayServer, start_server: Callable[..., Served]) -> Served:
    """Give a server that takes its figures from the replay server."""
    return start_server(**shared_replay.environment)


def data_page(open_page: OpenPage, live: Served, query: str = "") -> Page:
    return open_page(f"/data{query}", url=live.url)


def revise(replay: ReplayServer) -> None:
    old = replay.figures("GB.XPD.RSDV.GD.ZS")[("CHN", 2020)]
    replay.revise("GB.XPD.RSDV.GD.ZS", {("CHN", 2020): old + 0.05})


def stop(page: Page) -> Locator:
    """Return the page's own button; Streamlit has one of the same name while a script runs long."""
    return page.get_by_test_id("stMain").get_by_role("button", name="Stop")


def refreshed(page: Page) -> None:
    page.get_by_role("button", name=REFRESH).click()
    # what the refresh before brought is shown until this one is under way
    expect(stop(page)).to_be_visible()
    expect(page.get_by_text("Last refresh:")).to_be_visible(timeout=90_000)
    settle(page)


def test_a_refresh_shows_its_progress_and_what_it_brought(
    open_page: OpenPage, live: Served, replay: ReplayServer
) -> None:
    revise(replay)
    replay.latency = 0.3
    page = data_page(open_page, live)
    page.get_by_role("button", name=REFRESH).click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(stop(page)).to_be_visible()
    expect(page.get_by_text("Last refresh:")).to_be_visible(timeout=90_000)
    replay.latency = 0
    expect(page.get_by_text("1 fresh")).to_be_visible()
    page.get_by_text("What changed (1)").click()
    expect(page.get_by_text("rd-spending: 0 added, 1 revised, 0 withdrawn")).to_be_visible()


def test_a_failed_source_is_named_and_its_charts_say_that_they_are_stale(
    open_page: OpenPage, live: Served, replay: ReplayServer
) -> None:
    rule = replay.fault(faults.status(404), r"/grapher/")
    page = data_page(open_page, live)
    refreshed(page)
    replay.clear_faults()
    assert rule.hits > 0
    expect(page.get_by_text("What failed (12)")).to_be_visible()
    chart = open_page("/explore?indicator=solar-capacity", url=live.url)
    expect(chart.get_by_text("The last refresh failed")).to_be_visible()


def test_the_revision_view_draws_then_and_now(open_page: OpenPage, live: Served, replay: ReplayServer) -> None:
    revise(replay)
    refreshed(data_page(open_page, live))
    page = data_page(open_page, live, "?indicator=rd-spending&economy=CHN&as_of=2026-07-13")
    expect(page.get_by_text("Releases and revisions")).to_be_visible()
    names = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].flatMap((chart) => chart._fullData.map((line) => line.name))"
    )
    assert "then (published 13 July 2026)" in names
    assert any(name.startswith("now (") for name in names)


def test_a_server_that_others_reach_offers_no_refresh(open_page: OpenPage, start_server: Callable[..., Served]) -> None:
    closed = start_server(ERALINE_REFRESH="off")
    page = data_page(open_page, closed)
    expect(page.get_by_text("The catalogue")).to_be_visible()
    expect(page.get_by_role("button", name=REFRESH)).to_have_count(0)
