"""List the pages that lose their server while they are open, and what is clicked on first when they are back."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser.conftest import settle

THREE = "economy=CHN,USA,JPN"


class Row(NamedTuple):
    """A page to lose the server of: where it is, a click on it, and what the URL says after it."""

    path: str
    click: Callable[[Page], None]
    then: str
    ready: str = ".js-plotly-plot .main-svg"


def _press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name).click()


def _tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("tab", name=name).click()


def _radio(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("radio", name=name).click()


def _release(page: Page) -> None:
    """Choose the first of the days that "Release of" offers.

    It is scrolled to first, as a user does: a list closes when the page scrolls, and a driver's click that scrolls lets
    the page hear of that only once the list is open.
    """
    box = page.get_by_role("combobox", name="Release of")
    box.scroll_into_view_if_needed()
    settle(page)
    box.click()
    page.get_by_role("option").first.click()


ERA = _press("Reform and Opening 1978"), "era=reform-and-opening"
# every page, every way to compare, every tab of Evidence
ROWS = {
    "overview": Row("/", *ERA),
    "explore": Row("/explore?indicator=gdp-growth&economy=CHN,USA", *ERA),
    "compare lines": Row(f"/compare?view=lines&indicator=gdp-per-capita&{THREE}", *ERA),
    "compare multiples": Row(f"/compare?view=multiples&indicator=gdp-per-capita&{THREE}", *ERA),
    "compare ranking": Row("/compare?view=ranking&indicator=gdp", _radio("Map"), "view=map"),
    "compare map": Row("/compare?view=map&indicator=gdp-growth", _radio("Ranking"), "view=ranking"),
    "compare scatter": Row(
        f"/compare?view=scatter&indicator=rd-spending&against=researchers&{THREE}", _radio("Ranking"), "view=ranking"
    ),
    "compare event-time": Row(
        f"/compare?view=event-time&indicator=exports-share&milestone=wto-accession&{THREE}",
        _radio("Small multiples"),
        "view=multiples",
    ),
    "timeline": Row(
        "/timeline?from=1949&indicator=gdp-growth&view=overlay&own=2020 Mine", _radio("Since 1978"), "from=1978"
    ),
    "evidence": Row("/evidence", _tab("Targets"), "view=targets", ready='[data-testid="stExpander"]'),
    "evidence targets": Row("/evidence?view=targets", _tab("Method"), "view=method"),
    "evidence claim": Row("/evidence?view=solar", _tab("Milestone lab"), "view=lab"),
    "evidence lab": Row(
        "/evidence?view=lab&indicator=exports-share&milestone=wto-accession", _radio("Slopes"), "view=lab-slope"
    ),
    "data": Row("/data?indicator=rd-spending&economy=CHN", _release, "as_of="),
}
