"""Can a phone's user tell what is what: whose a scrolled row is, what a badge says, where a choice ends?"""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage, new_reader, settle
from tests.server import Served

PHONE = 375
# the left edges of a row's cells in the window, before and after its table is scrolled by a phone's width
MOVED = """(box, row) => {
    const left = (cell) => Math.round(cell.getBoundingClientRect().left);
    const lefts = () => [...box.querySelectorAll('tr')[row].cells].map(left);
    const before = lefts();
    box.scrollLeft = 150;
    return before.map((left, place) => left - lefts()[place]);
}"""
# how far the middle of each word of a row of buttons lies under the top of its button
MIDDLES = """() => [...document.querySelectorAll('[data-testid="stPopoverButton"]')]
    .filter((button) => button.querySelector('p') && button.offsetHeight > 30)
    .map((button) => [button.getBoundingClientRect(), button.querySelector('p').getBoundingClientRect()])
    .map(([button, word]) => Math.round(word.top + word.height / 2 - button.top))"""
# is a thing still hit that far from its middle as what is 24 pixels wide and high would be?
HIT = """(thing) => {
    const box = thing.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    return [[0, 0], [0, -11], [0, 11], [-11, 0], [11, 0]]
        .every(([right, down]) => thing.contains(document.elementFromPoint(x + right, y + down)));
}"""
EDGES = """() => [...document.querySelectorAll('[data-variant="segmented_control"]:not([data-selected])')]
    .map((choice) => [getComputedStyle(choice).borderLeftColor, getComputedStyle(choice).borderTopColor])"""


@pytest.fixture
def narrow(open_page: OpenPage) -> Page:
    return open_page("/explore?indicator=gdp-growth&economy=CHN,USA", width=PHONE)


def test_what_says_whose_a_row_is_stays_when_its_table_is_scrolled(narrow: Page) -> None:
    eras, years = narrow.get_by_role("region").filter(has=narrow.locator("td")).all()
    economy, era, mean, *_ = eras.evaluate(MOVED, 2)
    assert (economy, era, mean) == (0, 0, 150)
    economy, first, *_ = years.evaluate(MOVED, 1)
    assert economy == 0
    assert first > 0
    # it is scrolled by keyboard too, and says what it is
    assert eras.get_attribute("tabindex") == "0"
    assert eras.get_attribute("aria-label") == "Statistics by economy and era"


def test_a_table_in_a_text_does_not_push_the_page_aside(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=method", width=320, ready="table")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0


def test_a_finger_hits_what_is_small(chromium: Browser, served: Served) -> None:
    with new_reader(chromium, has_touch=True, is_mobile=True, viewport={"width": PHONE, "height": 900}) as reader:
        page = reader.new_page()
        page.goto(f"{served.url}/evidence")
        page.get_by_text("How it is tested").wait_for()
        settle(page)
        small = page.get_by_test_id("stTooltipIcon").get_by_role("button")
        links = page.get_by_test_id("stMain").get_by_test_id("stPageLink-NavLink")
        for each in (small, page.get_by_test_id("stDateInputCalendarButton"), links):
            assert each.first.evaluate(HIT)
        page.goto(f"{served.url}/explore")
        page.get_by_role("button", name="Remove China").wait_for()
        settle(page)
        assert page.get_by_role("button", name="Remove China").evaluate(HIT)


def test_a_badge_is_read_whole(narrow: Page) -> None:
    badge = narrow.locator(".stMarkdownBadge").first
    assert badge.inner_text().endswith("released 1 July 2026")
    assert badge.evaluate("badge => badge.scrollWidth <= badge.clientWidth + 1")
    assert badge.evaluate("badge => badge.getBoundingClientRect().right") <= PHONE


def test_buttons_of_a_row_have_their_words_at_one_height_and_choices_their_edges(narrow: Page) -> None:
    assert len(set(narrow.evaluate(MIDDLES))) == 1
    edges = narrow.evaluate(EDGES)
    assert len(edges) == 3
    assert all(left == top for left, top in edges)
