"""Who is let in, under which name of the server, and who counts as this machine's own user?"""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard.api.callers import Callers, Names, is_loopback, is_own_user, names_of, networks_of
from dashboard.settings import Settings

MARK = "Own-Machine"
LOCAL = "http://127.0.0.1:8501"
STREAM = "ws://127.0.0.1:8501/stream"


def told(request: Request) -> Response:
    return JSONResponse({"client": request.client.host if request.client else None})


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({"own": socket.headers.get(MARK)})
    await socket.close()


def client(*, peer: str = "127.0.0.1", **settings: Any) -> TestClient:  # noqa: ANN401 - any setting
    said = Settings.model_validate(settings)
    app = Starlette(routes=[Route("/", told), WebSocketRoute("/stream", stream)])
    guarded = Callers(app, names=names_of(said, "127.0.0.1"), proxies=networks_of(said), mark=MARK)
    return TestClient(guarded, base_url=LOCAL, client=(peer, 50_000))


def is_marked(browser: TestClient, url: str = STREAM, **headers: str) -> bool:
    with browser.websocket_connect(url, headers=headers) as socket:
        return socket.receive_json()["own"] is not None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_s_own_names_are_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", [None, "", "0.0.0.0", "192.168.1.4", "localhost.example.org", "example.org", "1", "::ffff:192.168.1.4"]
)
def test_any_other_name_is_not(host: str | None) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:1", "[::1]:8501", "LOCALHOST", "localhost."]
)
def test_a_server_of_this_machine_alone_answers_to_this_machine_s_names(host: str) -> None:
    assert client().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["example.org", "localhost.example.org", "127.0.0.1.example.org", "192.168.1.4", "", "[", "a b", "x@localhost@"],
)
def test_a_name_that_somebody_else_has_pointed_here_reaches_nothing(host: str) -> None:
    answer = client().get("/", headers={"Host": host})
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "unknown-host")
    with pytest.raises(WebSocketDisconnect), client().websocket_connect(STREAM, headers={"Host": host}):
        pass


def test_names_told_by_either_setting_are_answered_to() -> None:
    told_names = client(hosts="figures.example, .example.org", site="https://site.example/eraline")
    for host, status in {
        "figures.example": 200,
        "FIGURES.example:443": 200,
        "a.b.example.org": 200,
        "site.example": 200,
        "127.0.0.1": 200,
        "other.example": 421,
        "badexample.org": 421,
    }.items():
        assert told_names.get("/", headers={"Host": host}).status_code == status, host


@pytest.mark.parametrize("address", [None, "0.0.0.0", "192.168.1.4"])
def test_a_server_for_others_answers_to_any_name_until_names_are_told(address: str | None) -> None:
    assert names_of(Settings(), address).has("example.org")
    assert not names_of(Settings(hosts=("figures.example",)), address).has("example.org")
    assert names_of(Settings(hosts=("*",)), "127.0.0.1").has("example.org")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:3000", "http://127.0.0.1:9", "null", "[", ""]
)
def test_a_page_of_another_site_opens_no_stream(origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), client().websocket_connect(STREAM, headers={"Origin": origin}):
        pass


def test_a_page_of_this_site_opens_a_stream_also_behind_a_proxy_that_writes_another_host() -> None:
    assert is_marked(client(), Origin=LOCAL)
    assert not is_marked(client(site="https://site.example"), Origin="https://site.example")


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Real-IP",
            "Via",
            "CF-Connecting-IP",
        ),
        *("CF-Ray", "True-Client-IP", "X-Envoy-External-Address", "Fastly-Client-IP", "X-Client-IP", "CDN-Loop"),
        *("X-Remote-Addr", "X-Originating-IP", "WL-Proxy-Client-IP", "X-Azure-ClientIP", "Fly-Client-IP", "X-Scheme"),
    ],
)
def test_whom_a_proxy_passes_on_is_a_stranger_whatever_host_says(header: str) -> None:
    browser = client()
    assert is_marked(browser)
    assert is_marked(browser, "ws://localhost:8501/stream")
    # what it says does not matter, nor that it names this very machine
    assert not is_marked(browser, **{header: "127.0.0.1"})
    assert not is_marked(browser, **{header.upper(): ""})


@pytest.mark.parametrize("peer", ["192.168.1.4", "203.0.113.9", "2001:db8::1", "testclient", ""])
def test_who_sits_elsewhere_is_a_stranger_though_the_host_is_this_machine_s(peer: str) -> None:
    assert not is_marked(client(peer=peer), "ws://localhost:8501/stream")


def test_nobody_marks_themselves() -> None:
    assert not is_marked(client(peer="203.0.113.9"), **{MARK: "yes", MARK.lower(): "yes"})


def test_a_socket_without_a_peer_has_a_proxy_behind_it() -> None:
    assert not is_own_user({"type": "http", "client": None, "headers": []})


def test_only_trusted_proxies_are_believed() -> None:
    chain = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9, 10.0.0.2"}
    untold = client(peer="10.0.0.1").get("/", headers=chain)
    assert untold.json() == {"client": "10.0.0.1"}
    # from the last one backwards: what came before the first stranger anybody may have written
    assert client(peer="10.0.0.1", proxies="10.0.0.0/8").get("/", headers=chain).json() == {"client": "203.0.113.9"}
    assert client(peer="10.0.0.1", proxies="10.0.0.1").get("/", headers=chain).json() == {"client": "10.0.0.2"}
    assert client(peer="9.9.9.9", proxies="10.0.0.0/8").get("/", headers=chain).json() == {"client": "9.9.9.9"}


@pytest.mark.parametrize("chain", ["nonsense", "203.0.113.9, ", "1.2.3.4:80", "<script>", "10.0.0.3"])
def test_what_a_proxy_says_and_is_no_address_changes_nothing(chain: str) -> None:
    answer = client(peer="10.0.0.1", proxies="10.0.0.0/8").get("/", headers={"X-Forwarded-For": chain})
    assert answer.json() == {"client": "10.0.0.1"}


def test_names_are_open_where_nothing_is_told() -> None:
    assert Names().has("example.org")
    assert not Names().has("")
