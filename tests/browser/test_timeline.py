"""Can a reader look through the timeline in a browser, add events to it, and find them on every chart?"""

import csv
import io
import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import MilestoneKind
from tests.browser.conftest import OpenPage, new_reader, query, settle, take_away
from tests.browser.look import drawings, in_the_years_shown, touching
from tests.server import Served

MARKS = """() => {
    const chart = document.querySelector('.js-plotly-plot');
    const named = (trace) => (trace.customdata ?? []).filter(Array.isArray).map((point) => point[2]);
    return chart._fullData.flatMap(named);
}"""
SPAN = "document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range"


def marked(page: Page) -> set[str]:
    """Return the ids of the milestones on the page's timeline, as the browser holds them."""
    return set(page.evaluate(MARKS))


def path_of(page: Page) -> str:
    address = urlsplit(page.url)
    return f"{address.path}?{address.query}"


def panel(page: Page) -> None:
    page.get_by_text("Add your own events").click()
    settle(page)


def upload(page: Page, content: bytes, name: str = "events.csv") -> None:
    """Give the page a file, as a reader would from the file dialogue."""
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    settle(page)


def mark_of(page: Page, milestone: str) -> dict[str, float]:
    """Return where a milestone's mark is on the screen."""
    place = page.evaluate(
        """(name) => {
            const chart = document.querySelector('.js-plotly-plot');
            const frame = chart.getBoundingClientRect();
            for (const trace of chart._fullData) {
                const place = (trace.customdata ?? []).findIndex((point) => Array.isArray(point) && point[2] === name);
                if (place < 0) continue;
                const across = chart._fullLayout.xaxis, down = chart._fullLayout.yaxis;
                return {x: frame.left + across._offset + across.d2p(trace.x[place]),
                        y: frame.top + down._offset + down.d2p(trace.y[place])};
            }
        }""",
        milestone,
    )
    assert place
    return place


def test_the_timeline_draws_every_milestone_and_the_kinds_filter_it(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    page = open_page("/timeline")
    assert marked(page) == set(shipped_catalogue.milestones)
    page.get_by_role("button", name="External shocks").click()
    settle(page)
    shocks = {found.id for found in shipped_catalogue.milestones.values() if found.kind is MilestoneKind.EXTERNAL}
    assert marked(page) == set(shipped_catalogue.milestones) - shocks
    assert "external" not in query(page)["events"]


def test_a_search_draws_what_it_finds_and_says_so_when_there_is_nothing(open_page: OpenPage) -> None:
    page = open_page("/timeline")
    box = page.get_by_role("searchbox", name="Search")
    box.fill("feed-in")
    box.press("Enter")
    settle(page)
    assert len(marked(page)) == 1
    box.fill("<i>nowhere</i>")
    box.press("Enter")
    settle(page)
    expect(page.get_by_text('mentions "<i>nowhere</i>"')).to_be_visible()


def test_a_button_zooms_and_the_address_zooms_again(open_page: OpenPage) -> None:
    page = open_page("/timeline")
    page.get_by_role("radio", name="Since 2015").click()
    settle(page)
    assert query(page)["from"] == ["2015"]
    assert "reform-and-opening" not in marked(page)
    assert page.evaluate(SPAN)[0].startswith("2014-1")
    assert page.evaluate(SPAN) == open_page(path_of(page)).evaluate(SPAN)


def test_a_drag_zooms_to_a_year_and_words_still_keep_apart(open_page: OpenPage) -> None:
    page = open_page("/timeline?from=2000")
    place, span = mark_of(page, "made-in-china-2025"), page.evaluate(SPAN)
    page.mouse.move(place["x"] - 14, place["y"] + 8)
    page.mouse.down()
    page.mouse.move(place["x"] + 30, place["y"] + 60, steps=8)
    page.mouse.up()
    page.wait_for_function(f"(before) => String({SPAN}) !== String(before)", arg=span)
    settle(page)
    start, end = page.evaluate(SPAN)
    assert 0 <= int(end[:4]) - int(start[:4]) <= 2
    (timeline,) = drawings(page)
    assert touching(in_the_years_shown(timeline)) == []


def test_a_click_on_a_mark_opens_its_card_and_the_next_one_closes_it(open_page: OpenPage) -> None:
    page = open_page("/timeline?from=2000")

    def click(milestone: str) -> None:
        place = mark_of(page, milestone)
        page.mouse.click(place["x"], place["y"])
        settle(page)

    click("carbon-pledge")
    assert query(page)["milestone"] == ["carbon-pledge"]
    click("made-in-china-2025")
    assert query(page)["milestone"] == ["made-in-china-2025"]
    expect(page.get_by_role("heading", name="Made in China 2025")).to_be_visible()
    click("made-in-china-2025")
    assert "milestone" not in query(page)
    expect(page.get_by_text("Meant to move")).to_have_count(0)
    click("made-in-china-2025")
    assert query(page)["milestone"] == ["made-in-china-2025"]


def test_a_card_s_link_lands_on_explore_centred_on_the_milestone(open_page: OpenPage) -> None:
    page = open_page("/timeline?milestone=made-in-china-2025")
    page.get_by_role("link", name="R&D spending", exact=True).click()
    page.wait_for_url("**/explore?*")
    settle(page)
    words = query(page)
    assert words["indicator"] == ["rd-spending"]
    assert words["milestone"] == ["made-in-china-2025"]
    assert (words["from"], words["to"]) == (["2000"], ["2030"])
    axis = page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range")
    assert axis[0].startswith("2000")


def test_an_indicator_is_drawn_under_the_timeline(open_page: OpenPage) -> None:
    page = open_page("/timeline")
    box = page.get_by_role("combobox", name="An indicator under it")
    box.click()
    box.fill("Research and development")
    page.get_by_role("option").first.click()
    settle(page)
    assert query(page)["view"] == ["overlay"]
    names = page.evaluate("document.querySelector('.js-plotly-plot')._fullData.map((trace) => trace.name)")
    assert "China" in names


def test_the_milestones_shown_are_taken_away_as_csv_and_json(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    page = open_page("/timeline?events=plan&own=2015%20=1%2B1&from=1949&to=2026")
    name, content = take_away(page, "CSV")
    assert name == "eraline_milestones_1949-2026.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    plans = [found for found in shipped_catalogue.milestones.values() if found.kind is MilestoneKind.PLAN]
    assert [row["id"] for row in rows] == [found.id for found in plans]
    page.get_by_role("button", name="Your own events").click()
    settle(page)
    _, content = take_away(page, "CSV")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows if row["kind"] == "own"] == ["'=1+1"]
    records: list[dict[str, Any]] = json.loads(take_away(page, "JSON")[1])
    assert len(records) == len(plans) + 1
    assert next(found for found in records if found["kind"] == "own")["title"] == "=1+1"


def test_a_file_s_events_are_drawn_and_its_bad_rows_named(open_page: OpenPage) -> None:
    page = open_page("/timeline")
    panel(page)
    text = (
        "\ufeffDate;Title;End\r\n2003-05-08;Grüße, <b>bold</b> 中国;\r\n31.12.2010;=cmd|'/c calc'!A1;2012\r\n"
        "2015-02-30;Nothing;\r\n;No date;\r\n"
    )
    upload(page, text.encode("utf-8"))
    expect(page.get_by_text("2 events understood")).to_be_visible()
    page.get_by_role("button", name="Add these").click()
    settle(page)
    expect(page.get_by_text("2 events added.")).to_be_visible()
    expect(page.get_by_text("Nothing was added")).to_have_count(0)
    expect(page.get_by_text("Row 4: there is no day 2015-02-30.")).to_be_visible()
    expect(page.get_by_text("Row 5: it has no date.")).to_be_visible()
    drawn = page.evaluate("Array.from(document.querySelectorAll('.main-svg text'), (node) => node.textContent)")
    assert "Grüße, <b>bold</b> 中国" in drawn
    assert "=cmd|'/c calc'!A1" in drawn
    assert query(page)["own"] == ["2003-05-08 Grüße, <b>bold</b> 中国", "2010-12-31/2012-12-31 =cmd|'/c calc'!A1"]


def test_a_file_of_no_use_is_answered_in_words_and_the_page_stands(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    page = open_page("/timeline")
    panel(page)
    for content, words in (
        (b"", "There is nothing in it"),
        (b"".join(b"2015-05-08,event %d\n" % number for number in range(10_000)), "200 events are the most"),
        (b"PK\x03\x04\0\0\0", "The workbook cannot be opened"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is not a table"),
        (b"20155,American\n2015,\n", "Row 2: it has no title"),
    ):
        upload(page, content)
        expect(page.get_by_text(words)).to_be_visible()
        page.get_by_role("button", name="Add these").click()
        settle(page)
        expect(page.get_by_text("Nothing was added.")).to_be_visible()
        expect(page.get_by_text(words)).to_be_visible()
    assert marked(page) == set(shipped_catalogue.milestones)


def test_own_events_go_along_to_explore_and_into_a_new_browser_by_the_link(open_page: OpenPage) -> None:
    page = open_page("/timeline")
    panel(page)
    page.get_by_label("Or pasted here").fill("2003-05-08,<i>Mine</i> alone")
    page.get_by_role("button", name="Add these").click()
    settle(page)
    page.get_by_role("link", name="Explore", exact=True).click()
    page.wait_for_url("**/explore*")
    settle(page)
    told = "JSON.stringify(document.querySelector('.js-plotly-plot').data.map((trace) => trace.customdata ?? ''))"
    assert "alone" in page.evaluate(told)
    expect(page.get_by_role("listitem").filter(has_text="alone")).to_contain_text("<i>Mine</i> alone")
    page.get_by_role("button", name="Link and citation").click()
    link = page.get_by_test_id("stCode").first.inner_text().strip()
    address = urlsplit(link)
    again = open_page(f"{address.path}?{address.query}", anew=True)
    assert "alone" in again.evaluate(told)
    expect(again.get_by_role("listitem").filter(has_text="alone")).to_contain_text("<i>Mine</i> alone")


def test_a_finger_that_meets_the_chart_scrolls_the_page_on_a_phone(chromium: Browser, served: Served) -> None:
    phone = new_reader(chromium, viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(f"{served.url}/timeline")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    finger = phone.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": 180, "y": 600})
    for moved in range(10, 210, 10):
        touch("touchMove", {"x": 180, "y": 600 - moved})
    touch("touchEnd")
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 100")
    phone.close()
