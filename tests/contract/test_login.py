"""Does a login at a real provider of OpenID Connect let those refresh who are listed, and nobody else?"""

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tests.logins import USERS, site_with_login
from tests.server import Served
from tests.stream import Stream, buttons, streaming

# what the provider itself still uses
pytestmark = pytest.mark.filterwarnings("ignore:.*get_jwt_config:DeprecationWarning")
REFRESH, LOG_IN, LOG_OUT = "Refresh all figures", "Log in to refresh", "Log out"


@pytest.fixture(scope="module")
def site(start_server: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with site_with_login(start_server, tmp_path_factory.mktemp("secrets")) as site:
        yield site


@contextmanager
def page_of(browser: httpx.Client, site: Served) -> Generator[Stream]:
    """Open a stream as a page does: with the cookies, and the word that a page of another site cannot know."""
    browser.get("/_stcore/health")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    with streaming(site.url, origin=site.url, tokens=(browser.cookies["_streamlit_xsrf"],), Cookie=cookies) as stream:
        yield stream


def log_in(browser: httpx.Client, site: Served, name: str) -> httpx.Response:
    """Go through the login as somebody, and return the answer that the provider leads back to."""
    with page_of(browser, site) as stream:
        shown = buttons(stream.open("data"))
        stream.press("data", shown[LOG_IN])
        (way,) = stream.redirects
    asked = browser.get(way, follow_redirects=False)
    assert asked.status_code == 302
    decided = browser.post(asked.headers["location"], data={"sub": name}, follow_redirects=False)
    assert urlsplit(decided.headers["location"]).path == "/oauth2callback"
    return browser.get(decided.headers["location"], follow_redirects=False)


@pytest.fixture
def browser(site: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False, timeout=60) as client:
        yield client


def test_a_user_of_the_list_logs_in_refreshes_and_logs_out(browser: httpx.Client, site: Served) -> None:
    with page_of(browser, site) as stream:
        shown = buttons(stream.open("data"))
    # who sits at the machine is nobody until they have logged in
    assert LOG_IN in shown
    assert REFRESH not in shown
    back = log_in(browser, site, "ann")
    # where the user came from
    assert back.headers["location"] == "/data"
    kept = [cookie for cookie in back.headers.get_list("set-cookie") if cookie.startswith("_streamlit_user=")]
    assert kept
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in kept)
    with page_of(browser, site) as stream:
        shown = buttons(stream.open("data"))
        assert {REFRESH, LOG_OUT} <= set(shown)
        assert LOG_IN not in shown
        stream.press("data", shown[LOG_OUT])
        (way,) = stream.redirects
    browser.get(way, follow_redirects=False)
    with page_of(browser, site) as stream:
        assert LOG_IN in buttons(stream.open("data"))


def test_a_login_over_https_has_cookies_for_https_alone(browser: httpx.Client) -> None:
    # asking to log out writes and empties every cookie that there is
    for path in ("/_stcore/health", "/auth/logout"):
        answer = browser.get(path, headers={"X-Forwarded-Proto": "https"}, follow_redirects=False)
        cookies = answer.headers.get_list("set-cookie")
        assert cookies
        assert all("; Secure" in cookie for cookie in cookies), path


@pytest.mark.parametrize("name", ["eve", "unverified"])
def test_who_is_not_of_the_list_or_not_verified_logs_in_and_may_not_refresh(
    browser: httpx.Client, site: Served, name: str
) -> None:
    log_in(browser, site, name)
    with page_of(browser, site) as stream:
        shown = buttons(stream.open("data"))
    assert LOG_OUT in shown
    assert REFRESH not in shown


def test_a_cookie_that_nobody_signed_logs_nobody_in(browser: httpx.Client, site: Served) -> None:
    browser.cookies.set("_streamlit_user", json.dumps({"is_logged_in": True, **USERS["ann"]}).replace('"', "'"))
    with page_of(browser, site) as stream:
        assert REFRESH not in buttons(stream.open("data"))


def test_a_page_of_another_site_cannot_use_a_login(browser: httpx.Client, site: Served) -> None:
    log_in(browser, site, "ann")
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    # without the page's own word the cookie counts for nothing
    with streaming(site.url, origin=site.url, Cookie=cookies) as stream:
        assert REFRESH not in buttons(stream.open("data"))
