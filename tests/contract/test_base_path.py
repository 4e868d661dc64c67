"""Do pages, data and maps answer under the path that a proxy serves Eraline under, and nothing else anywhere?"""

from collections.abc import Iterator

import httpx
import pytest

from tests.server import Served, running


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a server that nobody has started before: it fills its database itself."""
    with running(tmp_path_factory.mktemp("base"), "--server.baseUrlPath", "x/y") as served:
        yield served


@pytest.fixture(scope="module")
def server(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client:
        yield client


def test_a_first_start_fills_the_database_that_the_environment_names(server: httpx.Client, served: Served) -> None:
    body = server.get("/x/y/health").json()
    assert (body["status"], body["notes"]) == ("ok", [])
    assert body["observations"] > 50_000
    assert served.database.stat().st_size > 1_000_000


def test_own_routes_and_streamlits_answer_under_the_base_path(server: httpx.Client) -> None:
    assert server.get("/x/y/api/v1/eras").json()
    assert server.get("/x/y/api/v1/observations.csv?indicator=gdp-growth&economy=CHN").status_code == 200
    assert server.get("/x/y/land/world_110m.json").json()
    assert server.get("/x/y/_stcore/health").text == "ok"
    for page in ("", "explore", "compare?view=map"):
        answer = server.get(f"/x/y/{page}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert server.get("/x/y").headers["location"].endswith("/x/y/")


def test_unknown_paths_are_not_found_under_it(server: httpx.Client) -> None:
    assert server.get("/x/y/api/v1/nonsense").json()["error"]["code"] == "not-found"
    for path in ("/x/y/healthz", "/x/y/_stcore/metrics", "/x/y/explore/deeper", "/explore", "/"):
        assert server.get(path).status_code == 404
    assert server.get("/x/y/Explore?era=new-quality").headers["location"] == "./explore?era=new-quality"
    assert "Disallow: /x/y/api/" in server.get("/robots.txt").text
