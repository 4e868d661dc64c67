"""Can a reader refresh the figures from the page, see how it goes, and see what became of it?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.store.doubts import Doubt, Kind
from dashboard.store.pending import PendingReleases
from dashboard.store.vintages import Release
from tests.browser.conftest import PATIENT_MS, OpenPage, settle
from tests.replay import ReplayServer, faults
from tests.server import Served
from tests.shipped import open_shipped

REFRESH = "Refresh all figures"
# of every chart on the page
LINES = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .flatMap((chart) => chart._fullData.map((line) => line.name))"""


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


# a refresh of everything takes long: all that becomes of it is asked of one
def test_a_refresh_shows_its_progress_and_what_became_of_it(
    open_page: OpenPage, live: Served, replay: ReplayServer, subtests: pytest.Subtests
) -> None:
    revise(replay)
    rule = replay.fault(faults.status(404), r"/grapher/")
    replay.latency = 0.3
    page = data_page(open_page, live)
    page.get_by_role("button", name=REFRESH).click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(stop(page)).to_be_visible()
    replay.latency = 0
    expect(page.get_by_text("The refresh that ended at")).to_be_visible(timeout=3 * PATIENT_MS)
    with subtests.test("what it brought"):
        expect(page.get_by_text("1 fresh")).to_be_visible()
        page.get_by_text("What changed (1)").click()
        expect(page.get_by_text("rd-spending: 0 added, 1 revised, 0 withdrawn")).to_be_visible()
    with subtests.test("a failed source is named and its charts say that they are stale"):
        assert rule.hits > 0
        expect(page.get_by_text("What failed (12)")).to_be_visible()
        chart = open_page("/explore?indicator=solar-capacity", url=live.url)
        expect(chart.get_by_text("The last refresh failed")).to_be_visible()
    with subtests.test("the revision view draws then and now"):
        revisions = data_page(open_page, live, "?indicator=rd-spending&economy=CHN&as_of=2026-07-13")
        expect(revisions.get_by_text("Releases and revisions")).to_be_visible()
        names = revisions.evaluate(LINES)
        assert "then (published 13 July 2026)" in names
        assert any(name.startswith("now (") for name in names)


def test_what_is_held_back_is_shown_then_and_now_and_taken_in_or_refused(open_page: OpenPage, live: Served) -> None:
    # as another process that refreshes does
    store = open_shipped(f"sqlite:///{live.database}").store
    for indicator in ("rd-spending", "exports-share"):
        now = store.observations(store.vintage(indicator))
        release = Release(indicator, store.now(), "WDI update", now.assign(value=now["value"] * 100))
        odd = Doubt(kind=Kind.UNIT, factor=100.0)
        PendingReleases.of(store).hold(release, [odd], started=store.now(), guard=lambda _connection: None)
    page = data_page(open_page, live)
    why = page.get_by_test_id("stMarkdown").filter(has_text="about 100 times what they were")
    expect(why).to_have_count(2)
    for name in ("R&D spending, China", "Exports, China"):
        expect(
            page.locator("svg, img").filter(has_text=name).or_(page.get_by_role("img", name=name)).first
        ).to_be_visible()
    page.locator(".st-key-data-refuse-rd-spending").get_by_role("button").click()
    expect(page.get_by_text("The release of rd-spending was refused")).to_be_visible()
    # until all is drawn anew a button can be there twice, where it was and where it is going to be
    settle(page)
    page.locator(".st-key-data-accept-exports-share").get_by_role("button").click()
    expect(page.get_by_text("The release of exports-share was taken in")).to_be_visible()
    expect(page.get_by_role("heading", name="Held back")).to_have_count(0)
