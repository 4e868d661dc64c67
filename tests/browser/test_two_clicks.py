"""Do two controls used within one round trip both count, and does Back mean what it says afterwards?

The server is a slow machine's: what a click changes has yet to be begun, or made, when the next one comes.
"""

import re
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ElementHandle, Page, expect

from tests.browser.conftest import PATIENT_MS, OpenPage, query, settle
from tests.browser.line import line_to
from tests.replay import ReplayServer, faults
from tests.server import CHECKOUT, Served

EACH_WAY_SECONDS, BETWEEN_MS = 0.3, 60
# the answers to the first come between the clicks that follow; the second comes while the first is being done
AMONG_ANSWERS_MS, AT_ONCE_MS = 350, 5
EACH = "([controls, between]) => controls.forEach((each, place) => setTimeout(() => each.click(), place * between))"
# as a browser does that was busy when they came: it sends nothing in between
TOGETHER = "(controls) => controls.forEach((each) => each.click())"
ERA, TABLE = ("button", "Innovation-driven development 2012"), ("radio", "Table")
KEY = ("button", "Made in China 2025")
SILENT_SECONDS = 40


@pytest.fixture(scope="module")
def slow(start_server: Callable[..., Served], shared_replay: ReplayServer) -> Served:
    """Give a server of a slow machine, whose new series come from the replay server."""
    command = (sys.executable, "-m", "tests.browser.slow", *CHECKOUT[3:])
    return start_server(command=command, ERALINE_CATALOGUED="on", **shared_replay.environment)


def click_each(page: Page, *names: tuple[str, str], between: int = BETWEEN_MS) -> None:
    page.evaluate(EACH, [controls(page, *names), between])
    page.wait_for_timeout((len(names) - 1) * between + 2000 * EACH_WAY_SECONDS)
    settle(page)


def click_together(page: Page, *names: tuple[str, str]) -> None:
    page.evaluate(TOGETHER, controls(page, *names))
    page.wait_for_timeout(2000 * EACH_WAY_SECONDS)
    settle(page)


def controls(page: Page, *names: tuple[str, str]) -> list[ElementHandle]:
    return [page.get_by_role(role, name=name).first.element_handle() for role, name in names]  # pyright: ignore[reportArgumentType]


def find(page: Page, words: str, name: str) -> tuple[str, str]:
    page.get_by_role("combobox", name="Search Eraline").fill(words)
    page.get_by_role("option", name=name).first.wait_for()
    return "option", name


def ends(page: Page, path: str = "/explore", **wanted: str) -> None:
    """Wait until an address is that of a page and asks for something, "" for nothing, and see that it stays so."""

    def found() -> tuple[str, dict[str, str]]:
        return urlsplit(page.url).path, {name: ",".join(query(page).get(name, [])) for name in wanted}

    until = time.monotonic() + PATIENT_MS / 1000
    while found() != (path, wanted) and time.monotonic() < until:
        page.wait_for_timeout(100)
    settle(page)
    assert found() == (path, wanted)


def test_clicks_among_the_answers_to_earlier_ones_all_count(open_page: OpenPage, slow: Served) -> None:
    with line_to(int(slow.url.rsplit(":", 1)[1])) as line:
        far = f"http://127.0.0.1:{line.port}"
        page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA", url=far)
        eras = [("button", era) for era in ("Self-strengthening", "Planned economy", "Reform and opening", ERA[1])]
        line.delay_seconds = EACH_WAY_SECONDS
        click_each(page, *eras, between=AMONG_ANSWERS_MS)
        ends(page, era="self-strengthening,planned-economy,reform-and-opening,innovation-driven")
        click_each(page, *eras, between=AMONG_ANSWERS_MS)
        ends(page, era="")
        # a click that is followed by the way to another page
        click_each(page, ERA, ("link", "Timeline"), between=200)
        ends(page, "/timeline", era="innovation-driven")
        # a button that fills a field, and a click before the browser has heard of that
        click_each(page, ("radio", "Since 2000"), ("button", "Plan"), between=AMONG_ANSWERS_MS)
        ends(page, "/timeline", **{"from": "2000"})
        assert "plan" not in query(page)["events"]


def test_two_controls_used_within_one_round_trip_both_count(open_page: OpenPage, slow: Served) -> None:
    with line_to(int(slow.url.rsplit(":", 1)[1])) as line:
        page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA", url=f"http://127.0.0.1:{line.port}")
        line.delay_seconds = EACH_WAY_SECONDS
        click_each(page, KEY, ERA)
        ends(page, era="innovation-driven", milestone="made-in-china-2025")
        # taken as one they are made in any order, and Back takes one of them away
        page.go_back()
        settle(page)
        assert len({"era", "milestone"} & query(page).keys()) == 1
        page.go_back()
        ends(page, era="", milestone="")
        # another click on the era, and one that draws something else in the chart's place
        click_each(page, ERA, TABLE)
        ends(page, era="innovation-driven", view="table")
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
        expect(page.get_by_role(ERA[0], name=ERA[1])).to_have_attribute("aria-pressed", "true")  # pyright: ignore[reportArgumentType]
        # a result of the search, and what is clicked on before it is opened
        click_each(page, find(page, "research", "Research and development"), ERA, between=AT_ONCE_MS)
        ends(page, indicator="rd-spending", era="")
        click_each(page, find(page, "gdp per", "GDP per capita"), ("link", "Timeline"), between=AT_ONCE_MS)
        ends(page, "/timeline", indicator="gdp-per-capita")


def test_back_leads_from_page_to_page_as_they_were_left(open_page: OpenPage, served: Served) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN,KOR", url=served.url, anew=True)
    steps = "history.length"
    first = page.evaluate(steps)
    click_each(page, TABLE)
    ends(page, view="table")
    click_each(page, ("link", "Compare"))
    ends(page, "/compare", indicator="rd-spending", economy="CHN,KOR")
    click_each(page, ("link", "Timeline"))
    ends(page, "/timeline", indicator="rd-spending")
    assert page.evaluate(steps) == first + 3
    for path, view in (("/compare", ""), ("/explore", "table"), ("/explore", "")):
        page.go_back()
        ends(page, path, indicator="rd-spending", view=view)
    assert page.evaluate(steps) == first + 3


def test_what_a_busy_browser_is_told_before_the_way_to_another_page_goes_along(
    open_page: OpenPage, slow: Served
) -> None:
    page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA", url=slow.url)
    click_together(page, ERA, ("link", "Timeline"))
    ends(page, "/timeline", era="innovation-driven")
    click_together(page, ("radio", "Since 2000"), ("link", "Explore"))
    ends(page, **{"from": "2000"})
    click_together(page, find(page, "gdp per", "GDP per capita"), ("link", "Timeline"))
    ends(page, "/timeline", indicator="gdp-per-capita", economy="CHN,USA")
    # a result that leads to another page, and a control of the page that it leaves
    click_together(page, find(page, "research", "Research and development"), ("button", "Plan"))
    ends(page, indicator="rd-spending", economy="CHN,USA")
    assert "plan" not in query(page)["events"]
    page.evaluate(TOGETHER, [*controls(page, ERA), page.get_by_test_id("stLogoLink").first.element_handle()])
    expect(page).to_have_title("Overview · Eraline")
    settle(page)
    click_together(page, ("link", "Explore"))
    ends(page, indicator="rd-spending", era="")


def test_whoever_waits_for_a_provider_is_let_go(open_page: OpenPage, slow: Served, replay: ReplayServer) -> None:
    page = open_page("/data", url=slow.url)
    page.set_default_timeout(SILENT_SECONDS * 1000 / 2)
    replay.fault(faults.silence(SILENT_SECONDS), path="/series/")
    page.goto(f"{slow.url}/explore?indicator=wb:NE.EXP.GNFS.ZS.NEW")
    expect(page.get_by_text(re.compile("Fetching .*from World Bank"))).to_be_visible()
    page.get_by_role("link", name="Data").first.click()
    expect(page).to_have_title("Data · Eraline", timeout=SILENT_SECONDS * 1000 / 2)
    settle(page)
    expect(page.get_by_role("figure").first).to_be_visible()
