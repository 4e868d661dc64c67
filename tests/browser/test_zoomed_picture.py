"""Does a chart stay at the years that the reader has zoomed to, and does its picture show them?"""

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, query, settle
from tests.browser.look import Scheme

PLOT = """() => {
    const box = document.querySelector('.js-plotly-plot .nsewdrag[data-subplot=xy]').getBoundingClientRect();
    return [box.left, box.top, box.width, box.height];
}"""
YEARS = """() => [...document.querySelectorAll('.js-plotly-plot .xtick text')].map((tick) => tick.textContent)"""
SPAN = "() => String(document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range)"
RESET = """() => document.querySelector('.js-plotly-plot .modebar-btn[data-attr="zoom"][data-val="reset"]').click()"""


def zoom(page: Page) -> None:
    """Drag over the right half of the plot."""
    left, top, width, height = page.evaluate(PLOT)
    middle = top + height / 2
    page.mouse.move(left + width * 0.5, middle)
    page.mouse.down()
    page.mouse.move(left + width * 0.9, middle, steps=8)
    page.mouse.up()
    settle(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_shows_the_years_that_the_chart_is_zoomed_to(open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA", scheme=scheme)
    whole = page.evaluate(YEARS)
    zoom(page)
    shown = page.evaluate(YEARS)
    assert set(shown) < set(whole)
    page.get_by_role("button", name="Picture").click()
    button = page.get_by_role("button", name="SVG, white ground")
    button.wait_for()
    with page.expect_download() as caught:
        button.click()
    root = ET.fromstring(caught.value.path().read_bytes())  # noqa: S314 - the page's own drawing
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(text for text in texts if text in whole) == sorted(shown)
    # and it stands alone: what it is called, and what its pins stand for
    assert any(text.startswith("GDP growth") for text in texts)
    assert any(text.startswith("Milestones") for text in texts)
    # a click on a milestone draws the chart anew
    page.keyboard.press("Escape")
    page.get_by_role("list", name="Milestones shown in the chart").get_by_role("button").nth(3).click()
    settle(page)
    assert "milestone" in query(page)
    assert page.evaluate(YEARS) == shown
    zoomed = page.evaluate(SPAN)
    page.set_viewport_size({"width": 1000, "height": 900})
    settle(page)
    assert page.evaluate(SPAN) == zoomed
    # plotly's own way back leads to the whole, from a chart that was brought to where the last one was
    page.evaluate(RESET)
    settle(page)
    assert set(shown) < set(page.evaluate(YEARS))
    zoom(page)
    zoomed = page.evaluate(SPAN)
    # another era has axes of its own
    page.get_by_test_id("stButtonGroup").first.get_by_role("button").nth(1).click()
    settle(page)
    assert "era" in query(page)
    assert page.evaluate(SPAN) != zoomed
