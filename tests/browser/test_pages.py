"""Can a reader do in a browser what the pages promise?"""

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from dashboard.store.opening import Cache
from tests.browser.conftest import OpenPage, drawn, query, settle, take_away
from tests.server import Served

ERA = "Innovation-driven development 2012–2023"


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by typing its name, as a reader would."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option").first.click()
    settle(page)


def open_more(page: Page) -> None:
    page.get_by_role("button", name="Options").click()
    page.get_by_label("From", exact=True).wait_for()


def test_a_fresh_server_opens_at_a_link_to_explore(open_page: OpenPage, start_server: Callable[[], Served]) -> None:
    # nobody has been on its first page, where Streamlit learns which pages there are
    page = open_page("/explore?indicator=rd-spending&economy=CHN,KOR", url=start_server().url)
    assert set(drawn(page)) == {"China", "South Korea"}


def test_overview_draws_the_core_four_of_the_eras_chosen_and_leads_into_explore(open_page: OpenPage) -> None:
    page = open_page("/")
    lines = drawn(page)
    # what plotly would take for markup is escaped
    core = {"GDP growth", "R&amp;D spending", "High-tech exports", "Solar capacity"}
    # the newest year may be provisional, which is drawn apart
    assert set(lines) - {"Provisional"} == core
    assert all(len(lines[name]) > 15 for name in core)
    whole = lines["GDP growth"]
    page.get_by_role("button", name=ERA).click()
    settle(page)
    cut = drawn(page)["GDP growth"]
    assert whole[0][0] == "1961-07-01"
    assert [cut[0][0], cut[-1][0]] == ["2013-07-01", "2023-07-01"]
    assert query(page)["era"] == ["innovation-driven"]
    page.get_by_role("link", name="Explore R&D spending").click()
    page.wait_for_url("**/explore?*")
    settle(page)
    assert query(page)["indicator"] == ["rd-spending"]
    assert "China" in drawn(page)


def test_what_is_drawn_is_what_the_store_holds(open_page: OpenPage, shipped_cache: Cache) -> None:
    page = open_page("/explore?indicator=solar-capacity&economy=CHN,USA")
    store = shipped_cache.store
    held = store.observations(store.vintage("solar-capacity"), ["CHN"])
    expected = [[f"{period.year}-12-31", value] for period, value in zip(held["period"], held["value"], strict=True)]
    assert drawn(page)["China"] == expected


def test_every_control_of_explore_writes_the_address_and_redraws(open_page: OpenPage) -> None:
    page = open_page("/explore")
    choose(page, "Indicator", "Research and development spending")
    assert query(page)["indicator"] == ["rd-spending"]
    page.get_by_role("button", name="Remove India").click()
    settle(page)
    assert "India" not in drawn(page)
    assert "IND" not in query(page)["economy"][0]
    page.get_by_role("button", name=ERA).click()
    settle(page)
    assert drawn(page)["China"][0][0] == "2013-07-01"
    open_more(page)
    page.get_by_label("From", exact=True).fill("2015")
    page.get_by_label("From", exact=True).press("Enter")
    settle(page)
    assert query(page)["from"] == ["2015"]
    page.get_by_label("To", exact=True).fill("2020")
    page.get_by_label("To", exact=True).press("Enter")
    settle(page)
    assert [day for day, _ in drawn(page)["China"]] == [f"{year}-07-01" for year in range(2015, 2021)]
    choose(page, "Transform", "Year-on-year change")
    assert query(page)["transform"] == ["change"]
    page.get_by_role("button", name="External shocks").click()
    settle(page)
    assert "external" not in query(page)["events"]
    choose(page, "Transform", "As published")
    page.get_by_role("radio", name="Log").click()
    settle(page)
    assert query(page)["scale"] == ["log"]
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="About this indicator").click()
    settle(page)
    assert query(page)["view"] == ["about"]
    expect(page.get_by_text("How to cite")).to_be_visible()


def test_the_address_restores_the_same_chart_in_a_new_browser(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=gdp&economy=CHN,JPN,DEU")
    page.get_by_role("button", name=ERA).click()
    settle(page)
    open_more(page)
    choose(page, "Transform", "Per capita")
    address = urlsplit(page.url)
    again = open_page(f"{address.path}?{address.query}", anew=True)
    assert drawn(again) == drawn(page)
    assert again.get_by_role("button", name=ERA).get_attribute("aria-pressed") == page.get_by_role(
        "button", name=ERA
    ).get_attribute("aria-pressed")


def test_the_link_to_cite_draws_the_same_chart(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN,USA&from=2000")
    page.get_by_role("button", name="Link and citation").click()
    short, link = (page.get_by_test_id("stCode").nth(place).inner_text().strip() for place in (0, 1))
    assert parse_qs(urlsplit(short).query) == {"indicator": ["rd-spending"], "economy": ["CHN,USA"], "from": ["2000"]}
    address = urlsplit(link)
    assert parse_qs(address.query)["as_of"] == ["2026-07-13T00:00:00Z"]
    assert drawn(open_page(f"{address.path}?{address.query}")) == drawn(page)


def test_the_chart_s_file_equals_the_chart_point_for_point(open_page: OpenPage, shipped_cache: Cache) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN,KOR&era=innovation-driven")
    name, content = take_away(page, "CSV")
    assert name == "eraline_rd-spending_CHN-KOR_2013-2023_2026-07-13.csv"
    rows = rows_of(content)
    assert list(rows[0]) == ["indicator", "economy", "period", "value", "unit", "source", "vintage"]
    names = {"CHN": "China", "KOR": "South Korea"}
    for code, title in names.items():
        filed = [[f"{row['period'][:4]}-07-01", float(row["value"])] for row in rows if row["economy"] == code]
        assert filed == drawn(page)[title]
    store = shipped_cache.store
    held = store.observations(store.vintage("rd-spending"), ["CHN"]).set_index("period")["value"]
    assert all(held[row["period"]] == float(row["value"]) for row in rows if row["economy"] == "CHN")


def test_the_whole_indicator_s_file_holds_every_figure_of_the_store(open_page: OpenPage, shipped_cache: Cache) -> None:
    page = open_page("/explore?indicator=exchange-rate")
    name, content = take_away(page, "CSV", what="Whole indicator")
    assert re.fullmatch(r"eraline_exchange-rate_all_1971-2026_\d{4}-\d\d-\d\d\.csv", name)
    store = shipped_cache.store
    held = store.observations(store.vintage("exchange-rate"))
    filed = {(row["economy"], row["period"]): float(row["value"]) for row in rows_of(content)}
    assert filed == {
        (economy, f"{period:%Y-%m-%d}"): value
        for economy, period, value in zip(held["economy"], held["period"], held["value"], strict=True)
    }


def test_markup_in_the_address_is_shown_as_text_and_nothing_else_is_lost(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E&economy=CHN&era=%F0%9F%92%A9")
    expect(page.get_by_text("<img src=x onerror=window.hit=1>")).to_be_visible()
    assert page.evaluate("window.hit") is None
    assert set(drawn(page)) - {"Provisional"} == {"China"}


def test_a_hover_over_a_pin_names_the_milestone_and_its_source(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN")
    pin = page.locator(".js-plotly-plot .scatterlayer .trace").filter(has=page.locator("text", has_text="1")).last
    box = pin.locator(".points path").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".hoverlayer")).to_contain_text("Source:")


def test_the_picture_menu_keeps_its_style(open_page: OpenPage) -> None:
    page = open_page("/explore")
    page.get_by_role("button", name="Picture").click()
    button = page.get_by_role("button", name="PNG, white ground")
    for _ in range(2):
        expect(button).to_have_css("border-radius", "6px")
        expect(button).to_have_css("cursor", "pointer")
        # drawn anew, it keeps it
        page.get_by_role("button", name="Planned economy 1949").click()
        settle(page)
