"""Can what a button opens be read, in the light and in the dark, and does the keyboard show where it is?"""

import pytest

from tests.browser.conftest import OpenPage, settle
from tests.browser.look import COLOURS, SCHEMES, Scheme, grave

FOCUSED = "() => [document.activeElement.innerText, getComputedStyle(document.activeElement).outlineStyle]"
BUTTONS = ("Policy: China", "Options", "Take away", "Picture", "Link and citation", "Embed", "Use this data")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_button_opens_stands_out_from_its_ground(open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page("/explore?indicator=rd-spending&economy=CHN,KOR", scheme=scheme)
    for name in BUTTONS:
        page.get_by_role("button", name=name).first.click()
        settle(page)
        assert grave(page, COLOURS) == [], name
        if name != BUTTONS[-1]:
            page.keyboard.press("Escape")
    for program in ("curl", "Python"):
        page.get_by_test_id("stPopoverBody").get_by_role("combobox").click()
        page.get_by_role("option", name=program).click()
        page.locator("code", has_text="curl" if program == "curl" else "import").wait_for()
        settle(page)
        assert grave(page, COLOURS) == [], program


def test_the_page_that_the_keyboard_is_at_has_a_ring(open_page: OpenPage) -> None:
    page = open_page("/explore?indicator=rd-spending")
    page.get_by_test_id("stLogoLink").focus()
    for name in ("Overview", "Explore", "Compare"):
        page.keyboard.press("Tab")
        text, outline = page.evaluate(FOCUSED)
        assert (text.split()[-1], outline) == (name, "solid")
