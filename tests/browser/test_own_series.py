"""Can a user bring a file of theirs, see how it is understood, and draw it, compare it and take it away?"""

import csv
import io

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, query, settle, take_away

GERMAN = "Land;2019;2020;2021\nÖsterreich;1,5;-6,6;4,2\nChina;6,0;2,2;8,4\nNirgendwo;1;2;3\n".encode("cp1252")


def workbook() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (["Output (GW)"], ["Country", 2019, 2020, 2021], ["China", 1.5, 2.5, 3.5], ["Japan", 2, 3, 4]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bring(page: Page, content: bytes, name: str) -> None:
    page.get_by_role("button", name="Options").first.click()
    page.get_by_role("button", name="Your own series").click()
    dialog = page.get_by_role("dialog", name="Your own series")
    expect(dialog).to_be_visible()
    dialog.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(dialog.get_by_text("A table with one column per year")).to_be_visible()


def draw(page: Page) -> None:
    page.get_by_role("button", name="Draw this series").click()
    expect(page.get_by_role("dialog", name="Your own series")).to_have_count(0)
    settle(page)


def test_a_file_is_understood_drawn_and_taken_away(open_page: OpenPage) -> None:
    page = open_page("/explore?economy=CHN,AUT")
    bring(page, GERMAN, "wachstum.csv")
    expect(page.get_by_text("6 observations of 2 economies, 2019 to 2021, annual")).to_be_visible()
    expect(page.get_by_text('Row 4: "Nirgendwo" is no economy that Eraline knows.')).to_be_visible()
    expect(page.get_by_text("They were read as Western Europe (Windows-1252).")).to_be_visible()
    page.get_by_role("textbox", name="Name").fill("Mein Wachstum")
    page.get_by_role("textbox", name="Unit").fill("%")
    draw(page)
    assert query(page)["indicator"] == ["custom:mein-wachstum"]
    names = page.evaluate("document.querySelector('.js-plotly-plot')._fullData.map((trace) => trace.name)")
    assert {"China", "Austria"} <= set(names)
    expect(page.get_by_text("in this session alone")).to_be_visible()
    _, content = take_away(page, "CSV")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {(row["economy"], row["period"][:4], row["value"]) for row in rows} >= {("AUT", "2020", "-6.6")}
    page.get_by_role("button", name="Options").first.click()
    page.get_by_role("button", name="A second indicator").click()
    box = page.get_by_role("combobox", name="Second indicator")
    box.fill("rd-spending")
    page.get_by_role("option", name="Research and development spending").first.click()
    settle(page)
    assert query(page)["with"] == ["rd-spending"]
    expect(page.get_by_role("heading", name="Mein Wachstum and research and development spending")).to_be_visible()
    axes = page.evaluate("document.querySelector('.js-plotly-plot')._fullData.map((trace) => trace.yaxis)")
    assert {"y", "y3"} <= set(axes)
    page.get_by_role("button", name="Remove the second indicator").click()
    settle(page)
    assert "with" not in query(page)


def test_a_workbook_goes_along_to_compare_and_to_the_search(open_page: OpenPage) -> None:
    page = open_page("/explore")
    bring(page, workbook(), "output.xlsx")
    draw(page)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.wait_for_url("**/compare*")
    settle(page)
    assert query(page)["indicator"] == ["custom:output-gw"]
    expect(page.get_by_role("heading", name="Output (GW)")).to_be_visible()


def test_a_policy_history_in_letters_that_were_guessed_shows_its_words_and_takes_others(open_page: OpenPage) -> None:
    page = open_page("/explore")
    page.get_by_role("button", name="Policy: ").first.click()
    page.get_by_role("button", name="Your own policy history").click()
    dialog = page.get_by_role("dialog", name="Your own policy history")
    content = "date;title\n2001-02-03;Öffnung\n".encode("cp1252")
    dialog.locator('input[type="file"]').set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": content})
    expect(dialog.get_by_text("They were read as Western Europe (Windows-1252).")).to_be_visible()
    dialog.get_by_role("textbox", name="What it is called").fill("My France")
    dialog.get_by_role("textbox", name="What it is called").press("Enter")
    dialog.get_by_role("combobox", name="The economy that it is about").click()
    page.keyboard.type("France")
    page.get_by_role("option", name="France", exact=True).click()
    expect(dialog.get_by_text("It begins with: 3 February 2001, Öffnung.")).to_be_visible()
    dialog.get_by_role("combobox", name="Letters of the file").click()
    page.get_by_role("option", name="Cyrillic (Windows-1251)").click()
    expect(dialog.get_by_text("It begins with: 3 February 2001, Цffnung.")).to_be_visible()
