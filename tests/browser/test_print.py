"""Does paper hold all that the screen shows: whole charts, whole tables, on every page and in the report?"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

# A4 between margins of a centimetre, at 96 pixels an inch
PAPER_PX = 718
PATHS = (
    "/",
    "/explore?indicator=rd-spending",
    "/explore?view=table",
    *(f"/compare?view={view}" for view in ("multiples", "ranking", "map", "event-time")),
    "/timeline",
    "/evidence?view=lab&indicator=exports-share&milestone=wto-accession",
    "/data",
)
CUT = """(paper) => [...document.querySelectorAll('.js-plotly-plot, .on-paper table')]
    .filter((each) => each.getClientRects().length)
    .map((each) => each.getBoundingClientRect())
    .filter((box) => box.right > paper || box.left < 0)
    .map((box) => [Math.round(box.left), Math.round(box.right)])"""


def on_paper(page: Page) -> None:
    """Lay a page out as the browser does before it prints."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_PX, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


@pytest.mark.parametrize("width", [1280, 2200])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_on_paper(open_page: OpenPage, path: str, width: int) -> None:
    table = "view=table" in path
    page = open_page(
        path, width=width, ready='[data-testid="stDataFrame"]' if table or path == "/data" else ".main-svg"
    )
    on_paper(page)
    assert page.evaluate(CUT, PAPER_PX) == []


def test_every_row_of_a_table_is_printed(open_page: OpenPage) -> None:
    page = open_page("/explore?view=table&from=1990&to=2020", ready='[data-testid="stDataFrame"]')
    assert not page.locator(".on-paper").first.is_visible()
    on_paper(page)
    assert page.locator(".on-paper").first.is_visible()
    assert page.locator(".on-paper tbody tr").count() == 31
    assert not page.get_by_test_id("stDataFrame").is_visible()
