"""Can somebody log in with a browser, refresh where they are listed, and log out again?"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_reader
from tests.logins import site_with_login
from tests.server import Served

# what the provider itself still uses
pytestmark = pytest.mark.filterwarnings("ignore:.*get_jwt_config:DeprecationWarning")


@pytest.fixture
def site(start_server: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with site_with_login(start_server, tmp_path_factory.mktemp("secrets")) as site:
        yield site


def test_who_is_listed_may_refresh_after_a_login_and_who_is_not_is_told(chromium: Browser, site: Served) -> None:
    for name, said, refreshes in (("ann", "Logged in as Ann@example.org.", 1), ("eve", "who may not refresh here", 0)):
        context = new_reader(chromium)
        page = context.new_page()
        page.goto(f"{site.url}/data")
        page.get_by_role("button", name="Log in to refresh").click()
        page.locator("input[name=sub]").fill(name)
        page.get_by_role("button").first.click()
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_role("heading", name="The catalogue")).to_be_visible()
        expect(page.get_by_role("button", name="Refresh all figures")).to_have_count(refreshes)
        page.get_by_role("button", name="Log out").click()
        # the provider asks too
        page.wait_for_url("**/end_session**")
        page.get_by_role("button").first.click()
        expect(page.get_by_role("button", name="Log in to refresh")).to_be_visible()
        assert page.url == f"{site.url}/data"
        context.close()
