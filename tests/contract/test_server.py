"""Does `streamlit run app.py` serve pages and data on one port, offline, from nothing but the project?"""

import csv
import io
import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.server import Served


@pytest.fixture(scope="module")
def server(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client:
        yield client


def raw_answer(server: httpx.Client, target: bytes) -> tuple[int, bytes]:
    """Return status and whole answer to a request line that no well-behaved client would send."""
    port = server.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return int(answer.split(b" ", 2)[1]), answer


def test_health_says_that_the_shipped_figures_are_served(server: httpx.Client) -> None:
    response = server.get("/health")
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "ok"
    assert body["observations"] > 50_000
    assert body["notes"] == []


@pytest.mark.parametrize("page", ["/", "/explore", "/explore?indicator=gdp-growth&economy=CHN", "/explore?from=%ff%00"])
def test_pages_are_html_beside_the_data(server: httpx.Client, page: str) -> None:
    response = server.get(page)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/healthz", "/metrics/", "/favicon.ico", "/explore/deeper", "/index.php"])
def test_what_nobody_serves_is_not_found(server: httpx.Client, path: str) -> None:
    assert server.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "leads_to"), [("/Explore?indicator=gdp", "./explore?indicator=gdp"), ("/overview", "./")]
)
def test_another_spelling_of_a_page_leads_to_it(server: httpx.Client, path: str, leads_to: str) -> None:
    answer = server.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


def test_streamlits_own_files_are_served(server: httpx.Client) -> None:
    page = server.get("/explore").text
    (script, *_) = re.findall(r'src="\./(static/js/[^"]+)"', page)
    for path in (script, "favicon.png", "_stcore/health", "_stcore/host-config", "robots.txt", "land/world_110m.json"):
        assert server.get(f"/{path}").status_code == 200, path


@pytest.mark.parametrize("table", ["indicators", "economies", "eras", "milestones"])
def test_tables_are_served_as_json_and_csv(server: httpx.Client, table: str) -> None:
    records = server.get(f"/api/v1/{table}").json()
    rows = list(csv.DictReader(io.StringIO(server.get(f"/api/v1/{table}.csv").text, newline="")))
    assert [record["id"] for record in records] == [row["id"] for row in rows]
    assert records


def test_a_script_fetches_figures_and_asks_again_for_free(server: httpx.Client) -> None:
    path = "/api/v1/observations.csv?indicator=gdp-growth&economy=CHN,USA&era=reform-and-opening"
    response = server.get(path)
    assert response.text.startswith("indicator,economy,period,value,unit,source,vintage\n")
    assert response.text.count("\n") == 1 + 2 * len(range(1979, 2013))
    assert response.headers["content-disposition"].startswith('attachment; filename="eraline_gdp-growth_CHN-USA_')
    again = server.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_compressed_answer_keeps_a_condition_that_holds(server: httpx.Client) -> None:
    path = "/api/v1/observations.json?indicator=gdp-growth"
    packed = server.get(path, headers={"Accept-Encoding": "gzip"})
    plain = server.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/observations.csv?indicator=%3Cscript%3E", 404, "unknown-indicator"),
        (f"/api/v1/observations.csv?indicator={'x' * 10_000}", 400, "too-long"),
        ("/api/v1/observations.csv?indicator=gdp-growth&to=99999", 422, "bad-year"),
        ("/api/v1/nonsense", 404, "not-found"),
        ("/api", 404, "not-found"),
        ("/api/v1/eras/", 404, "not-found"),
        ("/health/", 404, "not-found"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
def test_mistakes_are_answered_in_json_and_never_by_a_page(
    server: httpx.Client, path: str, status: int, code: str
) -> None:
    response = server.get(path)
    assert response.status_code == status
    assert response.json()["error"]["code"] == code
    assert response.headers["x-content-type-options"] == "nosniff"
    assert b"<" not in response.content


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_data_can_only_be_read(server: httpx.Client, method: str) -> None:
    response = server.request(method, "/api/v1/eras")
    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method-not-allowed"


def test_head_sends_headers_alone(server: httpx.Client) -> None:
    response = server.head("/api/v1/observations.csv?indicator=gdp-growth&economy=CHN,USA,JPN")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["content-length"]) > 500
    # nobody knows how long it is, for nothing of it is made
    whole = server.head("/api/v1/observations.csv?indicator=gdp-growth&from=1961")
    assert (whole.status_code, whole.content, "content-length" in whole.headers) == (200, b"", False)


@pytest.mark.parametrize(
    "target",
    [
        b"/api/v1/observations.csv?indicator=\xff\xfe",
        b"/api/v1/observations.csv?indicator=%00&%00=%ff",
        b"/api/v1/\xff",
        b"/api/v1/%00",
        b"/api/v1/..%2f..%2fpyproject.toml",
        b"/api/v1/../../pyproject.toml",
        b"//api/v1/eras",
        b"//example.org/%2e%2e",
    ],
    ids=repr,
)
def test_nonsense_on_the_wire_is_refused_and_harms_nothing(server: httpx.Client, target: bytes) -> None:
    status, answer = raw_answer(server, target)
    assert 400 <= status < 500
    assert b"Traceback" not in answer
    assert b"location:" not in answer.lower()
    assert b"<" not in answer
    assert server.get("/health").status_code == 200
