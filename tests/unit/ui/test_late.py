"""Is the server up before all else is loaded, and does whatever needs that wait for it?"""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.settings import PROJECT
from dashboard.ui.late import Around, Loaded, Rooms, Routes

# pandas and what else takes longest, and what only a picture, a refresh or a command needs
HEAVY = (
    "pandas",
    "sqlalchemy",
    "matplotlib",
    "wbgapi",
    "pandas_datareader",
    "openpyxl",
    "xlsxwriter",
    "mcp",
    "alembic",
)


class Signed:
    """A middleware that writes its name before the answer."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app, self._name = app, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["signed"] = [*scope.get("signed", []), self._name]
        await self._app(scope, receive, send)


def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.url.path} by {' '.join(request.scope.get('signed', []))}")


def served(loaded: Loaded) -> TestClient:
    """Return a client of an app with one route of its own, health, and what is loaded late."""
    routes = [Routes(loaded), Route("/_stcore/health", answer), Route("/{path:path}", answer)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Around, loaded=loaded)]))


def loaded_late(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("late")


def rooms() -> Rooms:
    late = Route("/api", loaded_late, methods=["GET"])
    return Rooms([late], [Middleware(Signed, name="outer"), Middleware(Signed, name="inner")])


def test_health_is_told_while_everything_else_waits_and_is_loaded_once() -> None:
    release, times = threading.Event(), list[float]()

    def load() -> Rooms:
        times.append(time.monotonic())
        release.wait(20)
        return rooms()

    client = served(Loaded(load))
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(client.get, path) for path in ("/api", "/page")]
        assert client.get("/_stcore/health").text == "/_stcore/health by "
        assert not any(one.done() for one in asked)
        release.set()
        assert [one.result(20).text for one in asked] == ["late", "/page by outer inner"]
    assert len(times) == 1


def test_a_route_that_knows_the_path_and_not_the_method_gives_way_to_one_that_knows_both() -> None:
    client = served(Loaded(rooms))
    assert client.get("/api").text == "late"
    # as in a flat list of routes: only a full match is better than a partial one
    assert client.post("/api").status_code == 405
    assert client.get("/_stcore/health").text == "/_stcore/health by outer inner"


def test_the_app_itself_imports_nothing_heavy() -> None:
    told = f"import app, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
