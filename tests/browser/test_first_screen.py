"""Does a chart use a window that is higher? That it is whole on arrival, `test_look.py` asks of every view."""

from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, settle

BOTTOM = "document.querySelector('.js-plotly-plot').getBoundingClientRect().bottom"


def height(page: Page) -> float:
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    return box["height"]


def test_a_chart_uses_the_height_of_a_large_window(open_page: OpenPage) -> None:
    page = open_page("/explore", width=3840)
    low = height(page)
    page.set_viewport_size({"width": 3840, "height": 2160})
    settle(page)
    assert height(page) > 2 * low
    assert page.evaluate(BOTTOM) <= 2160


def test_options_say_how_many_of_them_are_set(open_page: OpenPage) -> None:
    page = open_page("/explore?from=1990&scale=log")
    page.get_by_role("button", name="Options (2)").click()
    page.get_by_label("From", exact=True).fill("")
    page.get_by_label("From", exact=True).press("Enter")
    settle(page)
    # the choices stay open while one of them changes
    assert page.get_by_label("From", exact=True).is_visible()
    assert page.get_by_role("button", name="Options (1)", include_hidden=True).count() == 1
