"""Does a browser draw pages and maps under the path that a proxy serves Eraline under, and find everything there?"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import OpenPage
from tests.server import Served


@pytest.fixture(scope="module")
def under(start_server: Callable[..., Served]) -> str:
    return f"{start_server('--server.baseUrlPath', 'x').url}/x"


def test_a_map_is_drawn_under_the_base_path(open_page: OpenPage, under: str) -> None:
    page = open_page("/compare?view=map&indicator=gdp-growth&year=2020", url=under)
    page.wait_for_selector(".choroplethlayer path.choroplethlocation")
    assert page.locator(".choroplethlayer path.choroplethlocation").count() >= 20


def test_navigation_stays_under_the_base_path(open_page: OpenPage, under: str) -> None:
    page = open_page("/", url=under)
    page.get_by_role("link", name="Explore R&D spending").click()
    page.wait_for_url("**/x/explore?*")
    page.wait_for_selector(".js-plotly-plot .main-svg")


@pytest.mark.parametrize("path", ["/Explore?indicator=rd-spending", "/overview?era=innovation-driven"])
def test_another_spelling_of_a_page_opens_it(open_page: OpenPage, served: Served, path: str) -> None:
    page = open_page(path)
    assert urlsplit(page.url).path == ("/explore" if "Explore" in path else "/")
    assert urlsplit(page.url).query.startswith(urlsplit(path).query)
    assert page.get_by_text("Page not found").count() == 0
    assert page.url.startswith(served.url)
