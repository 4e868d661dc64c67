"""Does paper hold all that the screen shows: whole charts and whole tables, on a page and in the report?"""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.evidence_report import FORMATS
from dashboard.evidence.results import ClaimResult
from dashboard.export.report import Report
from dashboard.store.opening import Cache
from tests.browser.conftest import OpenPage
from tests.browser.look import CUT, ON_PAPER, PAPER_PX, Scheme, on_paper

# of a chart as it is seen, and of the box that it stands in
HEIGHTS = """() => ['.js-plotly-plot', '[data-testid=stFullScreenFrame]']
    .map((name) => document.querySelector(name).getBoundingClientRect().height)"""

CLAIM = '[class*="st-key-evidence-claim-"]'
# how many lines a cell has
LINES = """(cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return new Set([...text.getClientRects()].map((box) => Math.round(box.top))).size;
}"""


def test_every_row_of_a_table_is_printed(open_page: OpenPage) -> None:
    page = open_page("/explore?view=table&from=1990&to=2020", ready='[data-testid="stDataFrame"]')
    assert not page.locator(".on-paper").first.is_visible()
    on_paper(page)
    assert page.locator(".on-paper").first.is_visible()
    assert page.locator(".on-paper tbody tr").count() == 31
    assert not page.get_by_test_id("stDataFrame").is_visible()


def test_a_chart_takes_no_more_of_the_paper_than_it_is_high(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=rd-spending", width=2200)
    screen = page.evaluate(HEIGHTS)
    page.emulate_media(media="print")
    # in one go, as a browser does: left alone, plotly would draw the chart anew for the box that is lower now
    paper = page.evaluate(f"() => {{ dispatchEvent(new Event('beforeprint')); return ({HEIGHTS})(); }}")
    assert paper[0] < screen[0] / 2
    assert abs(paper[1] - paper[0]) < 2
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    # plotly draws the chart anew for the box that is high again
    page.wait_for_function(f"screen => JSON.stringify(({HEIGHTS})()) === JSON.stringify(screen)", arg=screen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_drawn_for_the_dark_is_darkened_for_paper(open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page("/explore?indicator=rd-spending", scheme=scheme)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_have_css("filter", "invert(1) hue-rotate(180deg)" if scheme == "dark" else "none")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    # under a page that ends before the sheet does
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_no_word_of_a_table_is_cut_in_two_on_paper(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=gdp-growth&view=eras", ready=".box td")
    on_paper(page)
    for cell in (page.locator("th", has_text="Change"), page.locator("td.number", has_text="5.4 %")):
        assert cell.first.evaluate(LINES) == 1
    assert page.evaluate(CUT, [PAPER_PX, ON_PAPER]) == []


def test_a_long_table_begins_under_what_it_is_of(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=targets")
    on_paper(page)
    holder = page.locator('[data-testid="stElementContainer"]:has(.targets)')
    expect(holder).to_have_css("break-inside", "auto")


def test_a_claim_goes_whole_onto_a_page_and_what_offers_files_onto_none(open_page: OpenPage) -> None:
    page = open_page("/evidence", ready=CLAIM)
    on_paper(page)
    kept = page.locator(CLAIM).evaluate_all("(cards) => cards.map((card) => getComputedStyle(card).breakInside)")
    assert kept == ["avoid"] * 8
    expect(page.get_by_text("Take the report away")).to_be_hidden()


def test_an_open_claim_is_printed_with_its_checks_though_closed_lists_stand_in_them(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=growth-orientation")
    checks = page.locator(f"{CLAIM} details[open]").first
    assert checks.locator("details:not([open])").count()
    on_paper(page)
    expect(checks).to_be_visible()
    expect(checks.locator(".js-plotly-plot").first).to_be_visible()
    # a list that is closed, and what it would open, is not
    expect(checks.locator("details:not([open])").first).to_be_hidden()


def test_the_report_prints_whole_charts_of_every_claim(
    chromium: Browser,
    tmp_path: Path,
    shipped_cache: Cache,
    shipped_catalogue: Catalogue,
    shipped_results: tuple[ClaimResult, ...],
) -> None:
    [html] = [found for found in FORMATS if found.ending == "html"]
    file = tmp_path / "report.html"
    made = Report(shipped_catalogue, shipped_results, dt.date(2026, 11, 26))
    file.write_bytes(html.render(shipped_cache.store, made))
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        on_paper(page)
        page.wait_for_function(
            "document.querySelectorAll('.js-plotly-plot').length === document.querySelectorAll('.chart').length"
        )
        assert page.locator(".chart").count() > 40
        assert page.evaluate(CUT, [PAPER_PX, ON_PAPER]) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_PX
