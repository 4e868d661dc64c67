"""Do two controls used within one round trip both count, and does Back mean what it says afterwards?"""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, query, settle
from tests.browser.line import line_to
from tests.server import Served

EACH_WAY_SECONDS, BETWEEN_MS = 0.3, 60
BOTH = f"([first, second]) => {{ first.click(); setTimeout(() => second.click(), {BETWEEN_MS}); }}"
ERA, TABLE = ("button", "Innovation-driven development 2012"), ("radio", "Table")
KEY = ("button", "Made in China 2025")


def click_both(page: Page, *names: tuple[str, str]) -> None:
    controls = [page.get_by_role(role, name=name).first.element_handle() for role, name in names]  # pyright: ignore[reportArgumentType]
    page.evaluate(BOTH, controls)
    page.wait_for_timeout(BETWEEN_MS + 2000 * EACH_WAY_SECONDS)
    settle(page)


def test_two_controls_used_within_one_round_trip_both_count(open_page: OpenPage, served: Served) -> None:
    with line_to(int(served.url.rsplit(":", 1)[1])) as line:
        page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA", url=f"http://127.0.0.1:{line.port}")
        line.delay_seconds = EACH_WAY_SECONDS
        click_both(page, KEY, ERA)
        assert (query(page)["era"], query(page)["milestone"]) == (["innovation-driven"], ["made-in-china-2025"])
        page.go_back()
        settle(page)
        assert "era" not in query(page)
        # another click on the era, and one that draws something else in the chart's place
        click_both(page, ERA, TABLE)
        assert (query(page)["era"], query(page)["view"]) == (["innovation-driven"], ["table"])
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
        expect(page.get_by_role(ERA[0], name=ERA[1])).to_have_attribute("aria-pressed", "true")  # pyright: ignore[reportArgumentType]
