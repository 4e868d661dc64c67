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
# how far below the plot's top the middle of each name beside it stands, of those that are shown
NAMES = """() => {
    const top = document.querySelector('.js-plotly-plot .nsewdrag[data-subplot=xy]').getBoundingClientRect();
    return Object.fromEntries([...document.querySelectorAll('.js-plotly-plot .annotation')]
        .map((name) => [name.textContent, name.querySelector('text')?.getBoundingClientRect()])
        .filter(([, box]) => box?.width && box.left > top.right)
        .map(([text, box]) => [text, (box.top + box.bottom) / 2 - top.top]));
}"""
# how far below the plot's top a line leaves it on the right, or a pixel beside it
EDGE = """(name) => {
    const { _fullData: traces, _fullLayout: { xaxis, yaxis } } = document.querySelector('.js-plotly-plot');
    const trace = traces.find((each) => each.name === name);
    const points = Array.from(trace.x, (day, place) => [xaxis.d2p(day), yaxis.d2p(trace.y[place]), trace.y[place]])
        .filter(([, , value]) => value !== null);
    const after = points.findIndex(([x]) => x > xaxis._length);
    const [[left, low], [right, high]] = [points[after - 1], points[after]];
    return low + (high - low) * (xaxis._length - left) / (right - left);
}"""


def zoom(page: Page, top: float = 0.5, bottom: float = 0.5, until: float = 0.9) -> None:
    """Drag over the right half of the plot, or a part of it that is also less high."""
    left, upper, width, height = page.evaluate(PLOT)
    page.mouse.move(left + width * 0.5, upper + height * top)
    page.mouse.down()
    page.mouse.move(left + width * until, upper + height * bottom, steps=8)
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


def test_names_follow_their_lines_where_a_chart_is_zoomed(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=gdp&scale=log&economy=CHN,LUX,USA")
    whole = page.evaluate(NAMES)
    assert set(whole) == {"China", "Luxembourg", "United States"}
    zoom(page, 0.02, 0.4, until=0.8)
    led = page.evaluate(NAMES)
    # one whose line has left the plot is not there
    assert set(led) == {"China", "United States"}
    for name, height in led.items():
        assert height == pytest.approx(page.evaluate(EDGE, name), abs=2)
    # and so they are in its picture
    page.get_by_role("button", name="Picture").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="SVG, white ground").click()
    assert b">Luxembourg<" not in caught.value.path().read_bytes()
    page.keyboard.press("Escape")
    # a chart that is drawn anew keeps them, plotly's way back brings them back
    page.get_by_role("list", name="Milestones shown in the chart").get_by_role("button").nth(3).click()
    settle(page)
    assert page.evaluate(NAMES) == pytest.approx(led, abs=1)
    page.evaluate(RESET)
    settle(page)
    assert page.evaluate(NAMES) == pytest.approx(whole, abs=1)
