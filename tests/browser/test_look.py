"""Does every page look right at every width: no text over another, none cut off, none too faint to read?"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, settle

WIDTHS = (375, 768, 1280, 2200)
BUSY = (
    "/",
    "/explore?indicator=gdp-growth&economy=CHN,USA,JPN,IND,DEU,KOR,BRA,GBR",
    "/explore?indicator=solar-capacity&economy=CHN,USA,JPN,IND,DEU,WLD&era=innovation-driven&era=new-quality",
    "/explore?indicator=exchange-rate&scale=log",
    "/explore?indicator=gdp-per-capita&economy=CHN,USA,JPN,IND,DEU,KOR,BRA,GBR&transform=index&scale=log",
    "/explore?indicator=rd-spending&economy=CHN,USA,JPN,KOR,DEU&milestone=made-in-china-2025&from=2000",
    "/explore?indicator=gdp-growth&economy=CHN&from=2004",
    "/explore?indicator=gdp-growth&economy=CHN,USA&own=2018-03-08 An event of my own&own=2018-03-09 And one more",
)
# every piece of text that plotly drew, with the box it takes on the screen
TEXTS = """() => {
    const chart = document.querySelector('.js-plotly-plot');
    const frame = chart.getBoundingClientRect();
    const found = [];
    for (const node of chart.querySelectorAll('.main-svg text')) {
        const box = node.getBoundingClientRect();
        if (node.textContent.trim() && box.width > 0 && getComputedStyle(node).opacity !== '0')
            found.push({text: node.textContent, left: box.left - frame.left, right: box.right - frame.left,
                        top: box.top - frame.top, bottom: box.bottom - frame.top});
    }
    return {width: frame.width, height: frame.height, texts: found};
}"""


def collide(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two boxes share more than a hairline: a line's box is taller than its letters."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", BUSY)
def test_no_text_of_a_chart_touches_another_or_leaves_the_picture(open_page: OpenPage, path: str, scheme: str) -> None:
    page = open_page(path, width=WIDTHS[0], scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        chart = page.evaluate(TEXTS)
        assert len(chart["texts"]) > 20
        assert (width, touching(chart["texts"])) == (width, [])
        assert (width, outside(chart)) == (width, [])


def touching(texts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    pairs = ((one, other) for place, one in enumerate(texts) for other in texts[place + 1 :])
    return [(one["text"], other["text"]) for one, other in pairs if collide(one, other)]


def outside(chart: dict[str, Any]) -> list[str]:
    return [
        text["text"]
        for text in chart["texts"]
        if min(text["left"], text["top"]) < -1
        or text["right"] > chart["width"] + 1
        or text["bottom"] > chart["height"] + 1
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/explore", "/explore?view=table", "/explore?view=about", "/data"])
def test_axe_finds_nothing_serious(open_page: OpenPage, path: str, scheme: str) -> None:
    page = open_page(path, scheme=scheme, ready='[data-testid="stMain"]')
    serious = grave(page)
    for _ in range(3):
        if not serious:
            break
        # colours may still be on their way from one theme to the other
        page.wait_for_timeout(1000)
        serious = grave(page)
    assert not serious


def grave(page: Page) -> list[tuple[str, list[str]]]:
    # Vega names the marks of a metric's sparkline wrongly; the panel under it shows the same series
    found = Axe().run(page, context={"exclude": [['[data-testid="stMetric"] svg']]}).response["violations"]
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
