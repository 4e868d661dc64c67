"""Can a chart alone be read in whatever frame it has?"""

import pytest
from playwright.sync_api import Browser

from tests.browser.look import grave
from tests.server import Served

# what a chart alone is scaled by, and whether there is more of it below what its box shows
FITS = """() => {
    const box = document.getElementById('box'), chart = document.getElementById('chart');
    return [new DOMMatrix(getComputedStyle(chart).transform).a, box.scrollHeight > box.clientHeight + 1];
}"""
SMALLEST = 0.45


@pytest.mark.parametrize(
    ("path", "scrolls"),
    [
        ("/explore?indicator=gdp-growth&economy=CHN,USA&embed=true", False),
        ("/compare?view=multiples&indicator=rd-spending&embed=true", True),
        ("/timeline?embed=true", True),
    ],
)
def test_a_chart_too_tall_for_a_low_frame_keeps_its_letters_and_is_scrolled(
    chromium: Browser, served: Served, path: str, *, scrolls: bool
) -> None:
    page = chromium.new_page(viewport={"width": 480, "height": 300})
    page.goto(f"{served.url}{path}")
    page.locator("#chart[data-drawn] .main-svg").first.wait_for()
    scale, is_more = page.evaluate(FITS)
    assert (scale >= SMALLEST, is_more) == (True, scrolls)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # who has no pointer scrolls what is reached by Tab
    assert page.evaluate("document.getElementById('box').tabIndex === 0") == scrolls
    assert grave(page) == []
    page.set_viewport_size({"width": 480, "height": 2_400})
    page.wait_for_function("() => document.getElementById('box').style.overflowY === 'hidden'")
    page.close()
