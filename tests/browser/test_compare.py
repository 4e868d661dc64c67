"""Does Compare draw each of its views in a browser, follow its controls, and restore them from a link?"""

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.views import comparison
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.browser.conftest import LOOPBACK, OpenPage, query, settle, take_away


def compare(open_page: OpenPage, query: str, **how: Any) -> Page:  # noqa: ANN401 - whatever opens a page
    return open_page(f"/compare?{query}", **how)


def spec(page: Page) -> list[dict[str, Any]]:
    """Return what the page's chart was given to draw, text for text and figure for figure."""
    return page.evaluate(
        """() => {
            const chart = document.querySelector('.js-plotly-plot');
            const texts = chart.layout.annotations.map((note) => note.text);
            return [texts, ...chart._fullData.map((trace) => [trace.name, Array.from(trace.y ?? trace.z ?? [])])];
        }"""
    )


def title(page: Page) -> str:
    return page.locator("h2.chart-title").text_content() or ""


def test_the_view_is_chosen_and_written_into_the_address(open_page: OpenPage) -> None:
    page = compare(open_page, "indicator=rd-spending&economy=CHN,KOR")
    page.get_by_role("radio", name="Ranking").click()
    settle(page)
    assert query(page)["view"] == ["ranking"]
    assert query(page)["economy"] == ["CHN,KOR"]
    assert page.locator(".barlayer .point").count() >= 20


def test_the_year_slides_and_is_written_into_the_address(open_page: OpenPage) -> None:
    page = compare(open_page, "view=ranking&indicator=gdp")
    slider = page.get_by_role("slider", name="Year")
    newest = int(re.findall(r"\d{4}", title(page))[0])
    slider.focus()
    slider.press("ArrowLeft")
    settle(page)
    assert query(page)["year"] == [str(newest - 1)]
    assert str(newest - 1) in title(page)
    slider.press("Home")
    settle(page)
    assert query(page)["year"] == ["1960"]
    assert "1960" in title(page)


@pytest.mark.parametrize(
    "words",
    [
        "view=multiples&indicator=solar-capacity&economy=CHN,USA,DEU&from=2005",
        "view=ranking&indicator=gdp&year=1995&scale=log",
        "view=map&indicator=rd-spending&year=2010",
        "view=scatter&indicator=rd-spending&against=researchers&year=2015&economy=CHN,KOR",
        "view=event-time&indicator=exports-share&milestone=wto-accession&economy=CHN,IND",
    ],
)
def test_the_link_to_cite_draws_the_same_again(open_page: OpenPage, words: str) -> None:
    page = compare(open_page, words)
    expect(page.get_by_text("Shipped with Eraline")).to_be_visible()
    page.get_by_role("button", name="Link and citation").click()
    link = urlsplit(page.get_by_test_id("stCode").nth(1).inner_text().strip())
    assert "as_of" in parse_qs(link.query)
    assert parse_qs(link.query).items() >= parse_qs(words).items()
    assert spec(open_page(f"{link.path}?{link.query}")) == spec(page)


def test_the_map_is_drawn_with_shapes_from_our_own_port_alone(open_page: OpenPage) -> None:
    page = compare(open_page, "view=lines")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.get_by_role("radio", name="Map").click()
    settle(page)
    page.wait_for_selector(".choroplethlayer path.choroplethlocation")
    shapes = [url for url in asked if "world_110m.json" in url]
    assert len(shapes) == 1
    assert urlsplit(shapes[0]).path == "/land/world_110m.json"
    assert {urlsplit(url).hostname for url in asked} <= set(LOOPBACK)
    # hatched land
    hatches = page.locator(".geo .scatterlayer .js-line").first.get_attribute("d") or ""
    assert hatches.count("M") > 20


def test_a_country_says_its_figure_when_pointed_at(open_page: OpenPage) -> None:
    page = compare(open_page, "view=map&indicator=gdp-growth&year=2024")
    # the subject is drawn last
    box = page.locator("path.choroplethlocation").last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    expect(page.locator(".hoverlayer")).to_contain_text("China")
    expect(page.locator(".hoverlayer")).to_contain_text("5.0 % in 2024")


def test_the_file_holds_what_is_drawn(open_page: OpenPage, shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    page = compare(open_page, "view=ranking&indicator=rd-spending&year=2020")
    name, content = take_away(page, "CSV")
    assert name == "eraline_rd-spending_ranking_2020_2026-07-13.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    loader = Loader(shipped_cache.store, shipped_catalogue)
    view = comparison.everyone(loader, Selection(indicator="rd-spending"))
    ranking = comparison.ranking(view, 2020, loader.comparators())
    assert ranking is not None
    ranked = [
        (row["economy"], float(row["value"]), int(row["period"][:4]), int(row["place"])) for row in rows if row["place"]
    ]
    assert ranked == list(ranking.ranked.itertuples(index=False, name=None))
    assert {row["economy"] for row in rows if not row["place"]} <= set(ranking.reference["economy"])


def test_the_box_finds_an_economy_by_a_synonym_and_a_group_by_its_abbreviation(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    page = compare(open_page, "view=lines&economy=CHN")
    for typed in ("Turkey", "G7"):
        box = page.get_by_test_id("stMultiSelect").locator("input").first
        box.click()
        box.fill(typed)
        page.get_by_role("option").first.click()
        settle(page)
    wanted = ["CHN", "TUR", *shipped_catalogue.groups["G7"].members]
    assert query(page)["economy"] == [",".join(wanted)]
    expect(page.get_by_test_id("stMultiSelect")).to_contain_text("Türkiye")


def test_a_mouse_wheel_over_the_map_scrolls_the_page(open_page: OpenPage) -> None:
    page = compare(open_page, "view=map&indicator=rd-spending")
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    before = page.locator("path.choroplethlocation").last.get_attribute("d")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
    settle(page)
    assert page.locator("path.choroplethlocation").last.get_attribute("d") == before
