"""Does each path get its own answer: a page, the right spelling of one, or 404 instead of Streamlit's own HTML?"""

import re
from threading import Event
from typing import Any
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.ui.navigation import PAGES, PageEntry
from dashboard.ui.paths import Paths
from dashboard.ui.shared_links import Shared, plain

APP = "the app behind"
LINK = re.compile(r'<a href="([^"]+)">')


def behind(_request: Request) -> Response:
    return PlainTextResponse(APP)


def client(base: str = "", **more: Any) -> TestClient:  # noqa: ANN401 - whatever Paths takes  # noqa: ANN401 - whatever paths may be told
    app = Starlette(routes=[Route("/{rest:path}", behind, methods=["GET", "POST"])])
    return TestClient(Paths(app, base=base, **more), follow_redirects=False)


@pytest.mark.parametrize("base", ["", "/x", "/a/b"])
@pytest.mark.parametrize("page", [entry.path.removeprefix("/") for entry in PAGES.values()])
def test_a_page_is_streamlits_own_told_where_its_server_is(base: str, page: str) -> None:
    answer = client(base).get(f"{base}/{page}?indicator=gdp-growth")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<div id="root">' in answer.text
    assert answer.text.index("BACKEND_BASE_URL") < answer.text.index("static/js/index")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/Explore?indicator=gdp&era=a", "./explore?indicator=gdp&era=a"),
        ("/EVIDENCE", "./evidence"),
        ("/overview?era=new-quality", "./?era=new-quality"),
        ("/Overview", "./"),
        ("/compare/?view=map", "../compare?view=map"),
        ("/Data/", "../data"),
    ],
)
@pytest.mark.parametrize("base", ["", "/x"])
def test_another_spelling_of_a_page_leads_to_it_with_its_query(base: str, asked: str, leads_to: str) -> None:
    answer = client(base).get(f"{base}{asked}")
    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/metricsz",
        "/_stcore/metrics",
        "/wp-login.php",
        "/explore/deeper",
        "/explore/_stcore/health",
        "/overview/x",
        "/<script>",
    ],
)
@pytest.mark.parametrize("base", ["", "/x"])
def test_what_nobody_serves_is_not_found(base: str, path: str) -> None:
    answer = client(base).get(f"{base}{path}")
    assert answer.status_code == 404
    led = [urljoin(f"{base}{path}", link) for link in LINK.findall(answer.text)]
    assert led == [f"{base}{entry.path}" for entry in PAGES.values()]
    shown = re.findall(r'(?:src|rel="icon" href)="([^"]+)"', answer.text)
    assert {urljoin(f"{base}{path}", file) for file in shown} == {f"{base}/embed/icon.svg"}
    assert [entry.about for entry in PAGES.values() if entry.about not in answer.text] == []
    assert "script" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/eras",
        "/api",
        "/health",
        "/ready",
        "/metrics",
        "/land/world_110m.json",
        "/_stcore/health",
        "/static/js/x.js",
        "/favicon.png",
    ],
)
@pytest.mark.parametrize("base", ["", "/x"])
def test_what_others_serve_is_left_to_them(base: str, path: str) -> None:
    assert client(base).get(f"{base}{path}").text == APP


@pytest.mark.parametrize("path", ["//example.org/%2e%2e", "//explore"])
def test_what_looks_like_another_host_is_left_to_streamlits_guard(path: str) -> None:
    assert client().get(f"http://testserver{path}").text == APP


def test_only_reading_is_judged() -> None:
    assert client().post("/nothing").text == APP
    assert client().head("/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/robots.txt", "/x/robots.txt"])
def test_robots_may_find_the_pages_and_their_pictures_and_not_the_data(path: str) -> None:
    answer = client("/x").get(path)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "User-agent: *\nAllow: /x/api/v1/chart.png\nDisallow: /x/api/\n"


def test_a_page_waits_for_what_its_head_says_and_no_longer_than_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.paths._PATIENCE_SECONDS", 0.05)
    answered = Event()

    def tell(page: PageEntry, _query: str) -> Shared:
        answered.wait(10)
        return plain(page, is_private=False)

    answer = client(tell=tell).get("/explore")
    answered.set()
    assert answer.status_code == 200
    assert "noindex" in answer.text


@pytest.mark.parametrize("path", ["/explore", "/evidence", "/explore?embed=false", "/"])
def test_nobody_frames_a_page(path: str) -> None:
    answer = client().get(path)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/explore?embed=true", "/?embed=true", "/compare?view=map&embed=True"])
def test_anybody_frames_a_chart_alone_which_asks_this_server_alone(path: str) -> None:
    answer = client().get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors *")
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "x-frame-options" not in answer.headers
    assert '<div id="root">' not in answer.text


@pytest.mark.parametrize("host", ["example.org:8501", "[::1]:8501", "a.b-c.example"])
def test_links_begin_as_the_request_says(host: str) -> None:
    answer = client("/x").get("/x/explore", headers={"Host": host})
    assert f'<link rel="canonical" href="http://{host}/x/explore">' in answer.text


def test_links_begin_as_the_setting_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_SITE", "https://example.org/figures/")
    answer = client("/x").get("/x/explore", headers={"Host": "inside:8501"})
    assert '<link rel="canonical" href="https://example.org/figures/explore">' in answer.text


def test_a_made_up_host_gets_into_no_link() -> None:
    answer = client().get("/explore", headers={"Host": 'evil"><script>'})
    assert "evil" not in answer.text


def test_one_more_page_is_served() -> None:
    assert client().get("/glossary").status_code == 404
    more = client(pages={**PAGES, "glossary": PageEntry("glossary", "Glossary", "", "dashboard.ui.page.glossary")})
    assert more.get("/glossary").status_code == 200
    assert more.get("/Glossary").headers["location"] == "./glossary"
