"""Can a reader open a claim, link to it, question the lab, and read the report where there is no connection?"""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.claims import deciding_series
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.figures.charts.spark import spark_svg
from tests.browser.conftest import OpenPage, query, settle
from tests.browser.look import drawings, grave, touching, unreadable

READY = '[data-testid="stMain"] img[src^="data:image/svg"]'


def charts(page: Page) -> int:
    return page.locator(".js-plotly-plot").count()


def test_a_claim_is_opened_named_in_the_address_and_restored_by_its_link(open_page: OpenPage) -> None:
    page = open_page("/evidence", ready=READY)
    expect(page.get_by_text(CONSISTENT_MEANS)).to_be_visible()
    assert charts(page) == 0
    page.get_by_text("All 7 checks, caveats and literature").first.click()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    assert query(page)["view"] == ["technology-waves"]
    opened = charts(page)
    assert opened > 7
    address = urlsplit(page.url)
    again = open_page(f"{address.path}?{address.query}")
    assert charts(again) == opened
    expect(again.get_by_text("Spending moved in waves", exact=True)).to_be_visible()
    expect(again.get_by_text("What has been written on it")).to_be_visible()


def test_opening_another_claim_closes_the_first_and_closing_it_leaves_the_list(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=growth-orientation")
    page.get_by_text("All 3 checks, caveats and literature").click()
    settle(page)
    assert query(page)["view"] == ["solar"]
    expect(page.get_by_text("Growth slowed after 2012", exact=True)).to_have_count(0)
    page.get_by_text("All 3 checks, caveats and literature").click()
    settle(page)
    assert "view" not in query(page)
    assert charts(page) == 0


def test_a_check_leads_to_explore_with_the_same_chart(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=growth-orientation")
    page.get_by_text("The same in Explore").nth(3).click()
    page.wait_for_url("**/explore?**")
    settle(page)
    assert query(page)["milestone"] == ["leadership-2012"]
    assert query(page)["from"] == ["1979"]


def test_the_lab_is_restored_by_its_link(open_page: OpenPage) -> None:
    page = open_page("/evidence?view=lab&indicator=exports-share&milestone=wto-accession")
    page.get_by_role("radio", name="Slopes").or_(page.get_by_role("button", name="Slopes")).first.click()
    settle(page)
    assert query(page)["view"] == ["lab-slope-5"]
    sentence = page.get_by_text("Exports of goods and services moved by").first
    expect(sentence).to_be_visible()
    address = urlsplit(page.url)
    again = open_page(f"{address.path}?{address.query}")
    assert charts(again) == charts(page) == 4
    expect(again.get_by_text(sentence.inner_text()).first).to_be_visible()


def test_the_lab_is_a_tab_that_keeps_what_was_chosen(open_page: OpenPage) -> None:
    page = open_page("/evidence?indicator=rd-spending", ready=READY)
    page.get_by_role("tab", name="Milestone lab").click()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    assert query(page)["view"] == ["lab"]
    expect(page.get_by_text("Research and development spending averaged")).to_be_visible()


def test_no_text_of_a_small_picture_touches_another(
    chromium: Browser, shipped_results: tuple[ClaimResult, ...], shipped_catalogue: Catalogue
) -> None:
    page = chromium.new_page()
    for result in shipped_results:
        spark = deciding_series(shipped_catalogue, result)
        assert spark is not None
        page.set_content(spark_svg(spark, tuple(shipped_catalogue.eras.values())))
        (picture,) = drawings(page, "svg", "text")
        assert len(picture["texts"]) > 3
        assert (result.claim.id, unreadable([picture])) == (result.claim.id, [])


def taken(page: Page, label: str, folder: Path) -> Path:
    if not page.get_by_role("button", name=label).is_visible():
        page.get_by_role("button", name="Take away").click()
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_html_report_is_read_offline_with_its_charts(
    open_page: OpenPage, chromium: Browser, tmp_path: Path, shipped_results: tuple[ClaimResult, ...]
) -> None:
    path = taken(open_page("/evidence", ready=READY), "Report (HTML)", tmp_path)
    assert re.fullmatch(r"eraline_evidence_\d{4}-\d\d-\d\d\.html", path.name)
    context = chromium.new_context(offline=True, viewport={"width": 1000, "height": 900})
    page, asked, faults = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    expect(page.locator("section[id]").filter(has=page.locator(".verdict"))).to_have_count(8)
    expect(page.get_by_text(CONSISTENT_MEANS)).to_be_visible()
    for claim in page.locator("section > details").all():
        claim.locator("> summary").click()
    page.wait_for_function(
        "document.querySelectorAll('.js-plotly-plot').length === document.querySelectorAll('.chart').length"
    )
    assert page.locator(".chart").count() > 40
    # a comparison at a milestone comes with the same comparison at all other dates
    details = [entry.finding.detail for result in shipped_results for entry in result.checks]
    compared = [
        found
        for found in details
        if isinstance(found, MilestoneChange) and found.dates.distribution and found.change.change is not None
    ]
    assert page.locator('.chart[aria-label^="Chart 2:"]').count() == len(compared) > 0
    # interactive: pointing at a figure says what it is
    page.locator(".js-plotly-plot .nsewdrag").first.hover()
    expect(page.locator(".hoverlayer text").first).to_be_visible()
    assert not faults
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert not grave(page)
    assert [touching(chart) for chart in drawings(page) if touching(chart)] == []


def test_the_tables_of_the_report_say_what_the_page_says(
    open_page: OpenPage, tmp_path: Path, shipped_results: tuple[ClaimResult, ...]
) -> None:
    page = open_page("/evidence", ready=READY)
    text = taken(page, "Checks (CSV)", tmp_path).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["check"], row["outcome"]) for row in rows] == [
        (entry.id, entry.outcome.value) for result in shipped_results for entry in result.checks
    ]
    assert not [row["link"] for row in rows if not re.search(r"as_of=\d{4}-\d\d-\d\d", row["link"])]
    # hyphens of titles are escaped in Markdown
    words = taken(page, "Report (Markdown)", tmp_path).read_text("utf-8").replace("\\", "")
    assert all(result.claim.title in words for result in shipped_results)


def test_an_older_day_gives_the_verdicts_of_that_day(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    page = open_page("/evidence?as_of=2001-01-01", ready='[data-testid="stMain"]')
    expect(page.get_by_text("As known on 2001-01-01")).to_be_visible()
    expect(page.get_by_text("Not testable: ")).to_have_count(len(shipped_catalogue.claims))
    assert charts(page) == 0
