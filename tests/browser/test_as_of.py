"""Can the day of "As known on" be emptied again, so that a chart shows what is known now?"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, query, settle

DAY = "2026-08-01"


@pytest.mark.parametrize("path", ["/explore", "/evidence"])
def test_a_day_can_be_emptied_again_and_means_now(open_page: OpenPage, path: str) -> None:
    page = open_page(f"{path}?as_of={DAY}", ready='[data-testid="stDateInput"]' if path == "/evidence" else ".main-svg")
    if path == "/explore":
        page.get_by_role("button", name="Options (1)").click()
    day = page.get_by_test_id("stDateInput")
    expect(day).to_be_visible()
    settle(page)
    expect(page.get_by_text(re.compile(f"As known on {DAY}"))).to_be_visible()
    day.get_by_role("button", name=re.compile("clear", re.IGNORECASE)).click()
    settle(page)
    assert "as_of" not in query(page)
    expect(page.get_by_text(re.compile(f"As known on {DAY}"))).to_have_count(0)
