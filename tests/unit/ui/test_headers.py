"""Does every answer tell the browser what it may do with it?"""

import base64
import hashlib
import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.ui import headers
from dashboard.ui.paths import page_headers, page_html


def says_something_itself(_request: Request) -> Response:
    return PlainTextResponse(
        "", headers={"Content-Security-Policy": "default-src *", "X-Content-Type-Options": "nosniff"}
    )


def fails(_request: Request) -> Response:
    raise RuntimeError("a fault that nobody foresaw")


APP = TestClient(
    headers.Headers(Starlette(routes=[Route("/own", says_something_itself), Route("/fails", fails)])),
    raise_server_exceptions=False,
)


@pytest.mark.parametrize("path", ["/own", "/nothing", "/fails"])
def test_each_header_is_there_once_whatever_the_answer(path: str) -> None:
    given = APP.get(path).headers
    for name in (*headers.EVERYWHERE, "Content-Security-Policy"):
        assert len(given.get_list(name)) == 1, name


def test_a_page_has_all_and_what_has_not_changed_the_fewest() -> None:
    def answer(status: int, kind: str) -> TestClient:
        def made(_request: Request) -> Response:
            return Response(status_code=status, media_type=kind)

        return TestClient(headers.Headers(Starlette(routes=[Route("/", made)])))

    page, data = answer(200, "text/html").get("/").headers, answer(200, "text/csv").get("/").headers
    assert all(name in page for name in headers.DOCUMENTS)
    assert "permissions-policy" not in data
    unchanged = answer(304, "text/csv").get("/").headers
    assert "content-security-policy" in unchanged
    assert "referrer-policy" not in unchanged


COOKIES = ("a=1; HttpOnly", "b=2; Secure", 'c="x; secure=no"')


@pytest.mark.parametrize(
    ("url", "said", "secure"),
    [
        ("https://testserver/", {}, 3),
        ("http://testserver/", {"X-Forwarded-Proto": "https"}, 3),
        ("http://testserver/", {"X-Forwarded-Proto": "https, http"}, 3),
        ("http://testserver/", {"X-Forwarded-Proto": "http"}, 1),
        ("http://testserver/", {}, 1),
    ],
)
def test_every_cookie_of_an_answer_over_https_is_for_https_alone(url: str, said: dict[str, str], secure: int) -> None:
    def made(_request: Request) -> Response:
        answer = PlainTextResponse("")
        for cookie in COOKIES:
            answer.headers.append("Set-Cookie", cookie)
        return answer

    answer = TestClient(headers.Headers(Starlette(routes=[Route("/", made)]))).get(url, headers=said)
    given = answer.headers.get_list("set-cookie")
    assert [cookie.removesuffix("; Secure") for cookie in given] == [
        cookie.removesuffix("; Secure") for cookie in COOKIES
    ]
    assert sum(cookie.endswith("; Secure") for cookie in given) == secure


def test_what_an_answer_says_itself_stands() -> None:
    assert APP.get("/own").headers["content-security-policy"] == "default-src *"
    assert APP.get("/nothing").headers["content-security-policy"].startswith("default-src 'none'; ")


def test_of_the_scripts_in_a_page_those_run_that_eraline_and_streamlit_wrote() -> None:
    policy = page_headers()["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)
    assert scripts is not None
    allowed = scripts[1].split()
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"} & set(allowed)
    found = re.findall(r"<script>(.*?)</script>", page_html(), re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in found]
    assert sorted(hashes) == sorted(word for word in allowed if word.startswith("'sha256-"))


@pytest.mark.parametrize("html", ["", "<script src='x.js'></script>", "<p>text</p>"])
def test_a_page_without_scripts_in_line_allows_none(html: str) -> None:
    assert "sha256" not in headers.of_page(html)["Content-Security-Policy"]


def test_nothing_is_loaded_from_another_server() -> None:
    for policy in (page_headers(), headers.of_framed()):
        said = policy["Content-Security-Policy"].replace("frame-ancestors *", "")
        assert said.startswith("default-src 'none'; ")
        assert not re.search(r"https?:|\*", said)
