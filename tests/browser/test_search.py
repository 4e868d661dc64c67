"""Does the search box find and open what is meant, from the keyboard, on a phone, for those who hear the page?"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, drawn, query, settle
from tests.browser.look import COLOURS, grave

ASKED = "/explore?indicator=gdp&economy=CHN,KOR&from=1990&transform=growth"


def search(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search Eraline")


def found(page: Page) -> Locator:
    return page.get_by_role("listbox", name="What was found").get_by_role("option")


def test_a_result_is_found_and_opened_from_the_keyboard_and_keeps_what_was_shown(open_page: OpenPage) -> None:
    page = open_page(ASKED)
    page.keyboard.press("/")
    expect(search(page)).to_be_focused()
    page.keyboard.type("infaltion")
    first = found(page).first
    expect(first).to_contain_text("Inflation, consumer prices")
    expect(search(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "none")
    page.keyboard.press("ArrowDown")
    expect(found(page).nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=inflation*")
    settle(page)
    assert set(drawn(page)) == {"China", "South Korea"}
    asked = query(page)
    assert (asked["economy"], asked["from"], asked["transform"]) == (["CHN,KOR"], ["1990"], ["level"])


def test_enter_pressed_before_the_answer_takes_what_was_typed(open_page: OpenPage) -> None:
    page = open_page(ASKED)
    search(page).press_sequentially("military spending")
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=military-spending*")


def test_a_milestone_opens_on_the_timeline_without_losing_the_session(open_page: OpenPage) -> None:
    page = open_page(ASKED)
    page.evaluate("window.sameSession = true")
    steps = page.evaluate("history.length")
    search(page).fill("chip controls")
    found(page).filter(has_text="US export controls").click()
    page.wait_for_url("**/timeline?*milestone=chip-export-controls*")
    settle(page)
    assert page.evaluate("window.sameSession")
    assert query(page)["economy"] == ["CHN,KOR"]
    # one step, which leads back to what was shown
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    settle(page)
    assert page.url.endswith(ASKED)


def test_what_is_found_or_not_is_told_to_those_who_hear_it_and_is_no_markup(open_page: OpenPage) -> None:
    page = open_page(ASKED)
    page.get_by_role("combobox", name="Indicator").press("/")
    # a slash in a field is a slash
    expect(search(page)).not_to_be_focused()
    search(page).fill("wages")
    expect(found(page).first).to_be_visible()
    told = page.get_by_role("search").get_by_role("status")
    expect(told).to_have_text(
        re.compile(
            r"^\d+ results\. No indicator that Eraline has checked fits; these are offered by their provider\. "
            "Others are found by code or address: fred:UNRATE, owid:life-expectancy"
        )
    )
    expect(search(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(search(page)).to_have_attribute("aria-expanded", "false")
    for text in ("<img src=x onerror=window.hit=1>", "qqqq zzzz"):
        search(page).fill("wages")
        expect(found(page).first).to_be_visible()
        search(page).fill(text)
        expect(page.get_by_text("Nothing is called so.").first).to_be_visible()
        assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("width", [360, 1280])
def test_results_stay_within_the_window_and_can_be_read(open_page: OpenPage, width: int) -> None:
    page = open_page(ASKED, width=width)
    controls = page.get_by_test_id("stMultiSelect").bounding_box()
    search(page).fill("trade")
    expect(found(page).first).to_be_visible()
    box = page.locator(".search.header .found").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert grave(page) == []
    # the box stands in the header and takes no row of the page
    field = search(page).bounding_box()
    assert field is not None
    assert controls is not None
    assert field["y"] + field["height"] < controls["y"]
    page.emulate_media(color_scheme="dark")
    settle(page)
    expect(found(page).first).to_be_visible()
    assert grave(page, only=COLOURS) == []


def test_an_indicator_is_picked_by_a_word_that_stands_in_no_name(open_page: OpenPage) -> None:
    page = open_page("/compare?indicator=gdp")
    picker = page.get_by_role("combobox", name="Indicator")
    expect(picker).to_have_value("GDP")
    picker.click()
    options = page.get_by_role("listbox", name="Indicators").get_by_role("option")
    expect(options.nth(10)).to_be_attached()
    picker.fill("研发")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=rd-spending*")
    settle(page)
    expect(picker).to_have_value("Research and development spending")


def test_an_indicator_under_the_timeline_is_taken_away_again(open_page: OpenPage) -> None:
    page = open_page("/timeline?indicator=rd-spending&view=overlay")
    page.get_by_role("button", name="No indicator under it").click()
    settle(page)
    assert "view" not in query(page)
    expect(page.get_by_role("combobox", name="An indicator under it")).to_have_value("")


def test_a_policy_history_is_chosen_from_the_keyboard_and_the_choice_stays_open(open_page: OpenPage) -> None:
    page = open_page("/timeline", anew=True)
    page.get_by_role("button", name="Policy: China").focus()
    # the script of the first choice is asked for when it is opened, and the others may be drawn before it
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 600, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="China")).to_be_focused()
    page.keyboard.press("ArrowDown")
    settle(page)
    [chosen] = query(page)["policy"]
    assert chosen != "china"
    expect(page.get_by_role("radio", name="China")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="China")).to_have_count(0)
