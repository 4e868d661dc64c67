"""Can a reader choose a milestone from a chart, and take the chart away as a picture?"""

import struct
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, query, settle
from tests.browser.look import Scheme

PATH = "/explore?indicator=rd-spending&economy=CHN,USA"
PIN = """(number) => {
    const texts = [...document.querySelectorAll('.js-plotly-plot .main-svg text')];
    const box = texts.find((text) => text.textContent === number).getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
}"""

# what the keyboard chose has been scrolled to within its list
IN_SIGHT = """(chosen) => {
    const list = chosen.closest('ol'), below = chosen.offsetTop - list.offsetTop - list.scrollTop;
    return 0 <= below && below < list.clientHeight;
}"""


def click_pin(page: Page, number: str) -> None:
    x, y = page.evaluate(PIN, number)
    page.mouse.move(x, y)
    # plotly takes for a click only what it has seen hovering
    page.wait_for_function("() => document.querySelector('.js-plotly-plot')._hoverdata?.length > 0")
    page.mouse.click(x, y)
    settle(page)


def number_of(page: Page, title: str) -> str:
    return page.get_by_role("button", name=title).locator(".pin").inner_text()


def test_a_click_on_a_pin_opens_its_card_and_a_second_one_closes_it(open_page: OpenPage) -> None:
    page = open_page(PATH)
    number = number_of(page, "Made in China 2025 中国制造2025")
    click_pin(page, number)
    assert query(page)["milestone"] == ["made-in-china-2025"]
    expect(page.get_by_role("heading", name="Made in China 2025")).to_be_visible()
    expect(page.get_by_text("Not causal").first).to_be_visible()
    click_pin(page, number)
    assert "milestone" not in query(page)


def test_the_key_chooses_by_the_keyboard_and_scrolls_to_what_was_chosen(open_page: OpenPage) -> None:
    page = open_page(PATH)
    entry = page.get_by_role("button", name="Outline of the 15th Five-Year Plan")
    entry.focus()
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["milestone"] == ["fyp-15"]
    chosen = page.locator('ol[aria-label="Milestones shown in the chart"] button[aria-pressed="true"]')
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("15th Five-Year Plan")
    page.wait_for_function(IN_SIGHT, arg=chosen.element_handle())


def test_the_key_says_how_many_more_lie_below_and_leads_to_them(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=gdp-growth")
    key = page.locator('ol[aria-label="Milestones shown in the chart"]')
    more = page.get_by_role("button", name=" more")
    below = "(key) => [...key.children].filter((li) => li.offsetTop + li.offsetHeight > key.offsetTop"
    below += " + key.clientHeight + key.scrollTop + 4).length"
    expect(more).to_have_text(f"{key.evaluate(below)} more ↓")
    before = key.evaluate(below)
    more.click()
    page.wait_for_timeout(300)
    assert key.evaluate(below) < before
    expect(more).to_have_text(f"{key.evaluate(below)} more ↓")
    key.evaluate("(key) => key.scrollTo(0, key.scrollHeight)")
    expect(more).to_be_hidden()


def test_the_key_of_two_histories_is_a_list_each_in_its_own_language_and_chooses_from_both(
    open_page: OpenPage,
) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN,DEU&policy=china,germany")
    headings = page.locator(".whose h3")
    expect(headings).to_have_text(["China (CN)", "Germany (DE)"])
    for place, (letters, language) in enumerate((("CN", "zh"), ("DE", "de"))):
        own = page.locator(".whose").nth(place)
        numbers = own.locator(".pin").all_inner_texts()
        assert numbers == [f"{letters} {number}" for number in range(1, len(numbers) + 1)]
        assert own.locator(f'.native:not([lang="{language}"])').count() == 0
    first = page.locator(".whose").nth(1).get_by_role("button").first
    first.click()
    settle(page)
    assert query(page)["milestone"]
    expect(first).to_have_attribute("aria-pressed", "true")


def test_a_link_to_a_milestone_opens_its_card(open_page: OpenPage) -> None:
    page = open_page(f"{PATH}&milestone=idds-2016")
    expect(page.get_by_role("heading", name="Outline of the National Innovation-Driven")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_has_its_name_its_ground_its_size_and_the_source_line(open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page(PATH, scheme=scheme)
    for ground in ("white ground", "no ground"):
        drawn = picture(page, f"SVG, {ground}")
        assert drawn[0].endswith(".svg")
        assert drawn[0].startswith("eraline_rd-spending_CHN-USA_")
        root = ET.fromstring(drawn[1])  # noqa: S314 - the page's own drawing
        said = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "Source: World Bank" in said
        # which the page shows above the chart
        assert "Research and development spending" in said
        sheet = root.find("{http://www.w3.org/2000/svg}rect")
        assert sheet is not None
        assert ("rgb(255, 255, 255); fill-opacity: 1" in sheet.get("style", "")) == (ground == "white ground")
        # on white the light colours, whatever the page's own
        is_light = ground == "white ground" or scheme == "light"
        assert ("rgb(192,35,44)" in drawn[1].decode().replace(" ", "")) == is_light
    width = page.locator(".js-plotly-plot").bounding_box()
    name, content = picture(page, "PNG, white ground")
    assert name.endswith(".png")
    assert content.startswith(b"\x89PNG")
    assert width is not None
    # twice that of the chart
    assert abs(struct.unpack(">I", content[16:20])[0] - 2 * (width["width"] + 32)) <= 4


def picture(page: Page, kind: str) -> tuple[str, bytes]:
    page.get_by_role("button", name="Picture").click()
    button = page.get_by_role("button", name=kind)
    button.wait_for()
    with page.expect_download() as caught:
        button.click()
    return caught.value.suggested_filename, caught.value.path().read_bytes()
