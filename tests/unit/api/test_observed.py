"""Is every request counted by its route, and written without a word about who asked for what?"""

import json
import logging

import pytest
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.api.observed import OTHER, Lines, Notes, Observed, routes_of


def answers(_request: Request) -> Response:
    return PlainTextResponse("")


def fails(_request: Request) -> Response:
    raise RuntimeError("nobody foresaw it")


APP = Starlette(
    routes=[Route(f"{base}{path}", it) for base in ("", "/x") for path, it in (("/a", answers), ("/b", fails))]
)
CLIENT = TestClient(Observed(APP, notes=Notes(routes_of(["/a", "/b"], "/x"), "/x", is_written=True)))


def counted(route: str, status: int) -> float:
    return REGISTRY.get_sample_value("eraline_requests_total", {"route": route, "status": str(status)}) or 0


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/a?q=secret", "/a", 200),
        ("/x/a", "/a", 200),
        ("/b", "/b", 500),
        ("/static/js/secret.js", "/static/", 404),
        ("/x/media/secret", "/media/", 404),
        ("/secret-1", OTHER, 404),
        ("/secret-2/a", OTHER, 404),
        ("//", OTHER, 404),
    ],
)
def test_a_request_is_counted_and_written_by_its_route_alone(
    path: str, route: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted(route, status)
    with caplog.at_level(logging.INFO, "eraline.requests"):
        assert CLIENT.get(f"http://testserver{path}", headers={"User-Agent": "secret"}).status_code == status
    assert counted(route, status) == before + 1
    (written,) = [record for record in caplog.records if not record.exc_info]
    line = json.loads(Lines().format(written))
    assert (line["route"], line["status"], line["method"]) == (route, status, "GET")
    assert all(told not in json.dumps(line) for told in ("secret", "testclient"))


def test_a_fault_that_nobody_foresaw_is_logged_and_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    CLIENT.get("/b")
    (fault,) = [record for record in caplog.records if record.exc_info]
    line = Lines().format(fault)
    assert "\n" not in line
    assert "nobody foresaw it" in json.loads(line)["traceback"]
