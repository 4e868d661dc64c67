"""Can a phone's user tell what is what: whose a scrolled row is, what a badge says, where a choice ends?"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

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
