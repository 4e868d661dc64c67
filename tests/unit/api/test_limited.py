"""Does one client or one request get no more than its share, and everybody else theirs?"""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.api import limited
from dashboard.api.limited import MOST_QUERY_BYTES, Limited
from dashboard.catalogue.catalogue import Catalogue
from dashboard.refresh.shares import Share
from dashboard.store.opening import Cache
from tests.unit.api.conftest import app_of, error_of

MOST = 1_000_000
STRANGER, NEIGHBOUR = "203.0.113.9", "203.0.113.10"


def taken(_request: Request) -> Response:
    return PlainTextResponse("taken")


async def counted(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def client(peer: str = STRANGER) -> TestClient:
    app = Starlette(routes=[Route("/", taken, methods=["GET", "PUT"]), WebSocketRoute("/stream", stream)])
    return TestClient(Limited(app, most_bytes=MOST), client=(peer, 50_000))


@pytest.fixture
def two_each(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SESSIONS", "UPLOADS"):
        monkeypatch.setattr(limited, name, Share(getattr(limited, name).what, 2))


def test_a_query_has_its_length() -> None:
    assert client().get("/?" + "a" * MOST_QUERY_BYTES).status_code == 200
    assert error_of(client().get("/?" + "a" * (MOST_QUERY_BYTES + 1)), 414)["code"] == "too-long"


def test_what_is_uploaded_has_its_size() -> None:
    assert client().put("/", content=b"a" * MOST).status_code == 200
    assert error_of(client().put("/", content=b"a" * (2 * MOST)), 413)["code"] == "too-large"


def test_what_is_uploaded_arrives_whole_however_many_pieces_it_came_in() -> None:
    app = Starlette(routes=[Route("/", counted, methods=["POST"])])
    asked = TestClient(Limited(app, most_bytes=MOST))
    assert asked.post("/", content=iter([b"a" * 70_000] * 3)).text == "210000"


def test_what_does_not_say_its_size_has_one_all_the_same() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"a" * 100_000

    sent = (part for part, _ in zip(endless(), range(20), strict=False))
    assert error_of(client().put("/", content=sent), 413)["code"] == "too-large"


def test_what_is_uploaded_a_letter_at_a_time_is_refused_after_a_while() -> None:
    said = list[Message]()
    # each comes soon enough, and all of them take a second at least
    left = iter(range(1000, -1, -1))

    async def app(*_: object) -> None:
        pytest.fail("what came so slowly was passed on")

    async def letter() -> Message:
        await asyncio.sleep(0.001)
        return {"type": "http.request", "body": b"a", "more_body": next(left) > 0}

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(Limited(app, most_bytes=MOST, body_seconds=0.05)(scope, letter, send))
    assert said[0]["status"] == 408
    assert (b"connection", b"close") in said[0]["headers"]


def test_an_upload_whose_client_goes_reaches_nobody() -> None:
    async def app(*_: object) -> None:
        pytest.fail("half an upload was passed on")

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        pytest.fail(f"nobody is there to be told {message}")

    scope = {"type": "http", "method": "PUT", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(Limited(app, most_bytes=MOST)(scope, gone, send))


@pytest.mark.usefixtures("two_each")
def test_a_client_uploads_its_share_and_another_one_theirs() -> None:
    assert [client().put("/").status_code for _ in range(3)] == [200, 200, 429]
    assert int(client().put("/").headers["retry-after"]) == 60
    assert client(NEIGHBOUR).put("/").status_code == 200
    # reading is counted elsewhere, where something has to be made
    assert client().get("/").status_code == 200


@pytest.mark.usefixtures("two_each")
def test_a_client_opens_its_share_of_sessions() -> None:
    for _ in range(2):
        with client().websocket_connect("/stream"):
            pass
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/stream"):
        pass
    with client(NEIGHBOUR).websocket_connect("/stream"):
        pass


@pytest.mark.usefixtures("two_each")
def test_addresses_of_one_household_have_one_share() -> None:
    answers = [client(f"2001:db8::{number}").put("/").status_code for number in range(1, 4)]
    assert answers == [200, 200, 429]
    assert client("2001:db8:0:1::1").put("/").status_code == 200


@pytest.mark.usefixtures("two_each")
def test_who_sits_at_the_machine_has_all_of_it_unless_a_proxy_passes_them_on() -> None:
    own = client("127.0.0.1")
    assert {own.put("/").status_code for _ in range(5)} == {200}
    assert [own.put("/", headers={"X-Forwarded-For": "127.0.0.1"}).status_code for _ in range(3)] == [200, 200, 429]


def test_answers_that_are_kept_count_for_nothing(
    cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.api.routes.ANSWERS", Share("new answers", 2))
    stranger = TestClient(app_of(cache, catalogue), client=(STRANGER, 50_000))
    path = "/api/v1/eras?policy=china"
    # what was made is kept, and what is kept is sent for nothing
    assert {stranger.get(path).status_code for _ in range(9)} == {200}
    stranger.get("/api/v1/milestones")
    refused = stranger.get("/api/v1/targets")
    assert error_of(refused, 429)["code"] == "too-many-requests"
    assert refused.headers["retry-after"] == "60"
