"""Does a running server keep out what it should, and say in every answer what a browser may do with it?"""

import re
import socket

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from dashboard.api.routes import ENDPOINTS, HEALTH, METRICS, READY
from dashboard.ui.headers import DOCUMENTS, EVERYWHERE
from dashboard.ui.navigation import PAGES
from tests.server import Served
from tests.stream import buttons, streaming

REFRESH = "Refresh all figures"
# beside pages and endpoints: Streamlit's own, what is not there, what is refused, another spelling of a page
OTHERS = (
    *(
        HEALTH,
        READY,
        METRICS,
        "/feed.xml",
        "/api/openapi.json",
        "/robots.txt",
        "/embed/embed.js",
        "/embed/embed.css",
        "/embed/icon.svg",
        "/oembed",
    ),
    *("/land/world_110m.json", "/favicon.png", "/_stcore/health", "/_stcore/host-config", "/_stcore/nothing"),
    *("/_stcore/agent/openapi.json", "/nothing", "/explore/deeper", "/Explore", "/api/v1/nothing", "/media/nothing"),
    *("/component/nothing", "/static/nothing", "/auth/login", "/oauth2callback", "/api/v1/observations.csv"),
    *("//evil.example/%2e%2e", "/_stcore/upload_file/a/b", "/explore?embed=true", "/data?embed=true"),
)
FRAMED = {"/explore?embed=true", "/data?embed=true"}


@pytest.fixture(scope="module")
def own_paths(served: Served) -> list[str]:
    """Give a path of each kind of answer that there is."""
    page = httpx.get(f"{served.url}/explore", trust_env=False).text
    script, style = re.search(r'"\./(static/js/[^"]+)"', page), re.search(r'"\./(static/css/[^"]+)"', page)
    assert script is not None
    assert style is not None
    named = [next(iter(one.paths)) for one in ENDPOINTS]
    return [*(entry.path for entry in PAGES.values()), *named, *OTHERS, f"/{script[1]}", f"/{style[1]}"]


def test_every_answer_has_every_header_and_only_a_chart_alone_may_be_framed(
    served: Served, own_paths: list[str]
) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as client:
        for path in own_paths:
            answer = client.head(path) if path.startswith("/api/v1/snapshot") else client.get(path)
            assert answer.status_code < 500, path
            is_document = answer.headers.get("content-type", "").startswith("text/html")
            for name in (*(DOCUMENTS if is_document else EVERYWHERE), "Content-Security-Policy"):
                assert len(answer.headers.get_list(name)) == 1, (path, name)
            framed = "frame-ancestors *" in answer.headers["content-security-policy"]
            assert framed == (path in FRAMED), path
            assert framed or "frame-ancestors 'none'" in answer.headers["content-security-policy"], path


def test_an_answer_that_has_not_changed_says_again_what_holds_by_itself(served: Served) -> None:
    path = f"{served.url}/api/v1/eras"
    known = {"If-None-Match": httpx.get(path, trust_env=False).headers["etag"]}
    answer = httpx.get(path, headers=known, trust_env=False)
    assert answer.status_code == 304
    assert len(answer.headers.get_list("Content-Security-Policy")) == 1


@pytest.mark.parametrize("path", ["/", "/explore", "/api/v1/eras", "/_stcore/host-config", "/static/nothing", HEALTH])
def test_a_name_that_another_site_has_pointed_here_reaches_nothing(served: Served, path: str) -> None:
    answer = httpx.get(f"{served.url}{path}", headers={"Host": "evil.example"}, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "unknown-host")


def test_who_sits_at_the_machine_may_refresh(served: Served) -> None:
    with streaming(served.url, origin=served.url) as stream:
        assert REFRESH in buttons(stream.open("data"))


def test_a_stranger_behind_a_proxy_of_this_machine_may_not_though_it_says_localhost(served: Served) -> None:
    named = f"localhost:{httpx.URL(served.url).port}"
    with streaming(f"http://{named}", X_Forwarded_For="127.0.0.1", Eraline_Own_Machine="yes") as stream:
        assert REFRESH not in buttons(stream.open("data"))


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_site_opens_no_stream(served: Served, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), streaming(served.url, origin=origin):
        pass


def test_a_page_of_another_site_changes_nothing_by_a_form(served: Served, own_paths: list[str]) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as client:
        before = client.get("/api/v1/status").content
        # a browser sends the cookie along, and keeps what it says from pages of other sites
        assert client.get("/_stcore/host-config").status_code == 200
        cookies = {"Cookie": f"_streamlit_xsrf={client.cookies.get('_streamlit_xsrf', '2|a|b|1')}"}
        for path in dict.fromkeys(("/_stcore/upload_file/a/b", *own_paths)):
            for method, origin in (("POST", "null"), ("PUT", "http://evil.example"), ("DELETE", "http://evil.example")):
                headers = {**cookies, "Origin": origin, "Sec-Fetch-Site": "cross-site"}
                answer = client.request(method, path, headers=headers, data={"accept": "gdp-growth"})
                assert answer.status_code in (400, 403, 404, 405, 429), (method, path)
                assert "access-control-allow-credentials" not in answer.headers, (method, path)
        upload = client.put("/_stcore/upload_file/a/b", headers=cookies, files={"file": b"a"})
        assert upload.status_code == 403
        assert client.get("/api/v1/status").content == before


def test_streamlits_numbers_and_its_way_in_for_programs_are_not_for_others(served: Served) -> None:
    assert httpx.get(f"{served.url}/_stcore/metrics", trust_env=False).status_code == 404
    answer = httpx.post(f"{served.url}/_stcore/agent/interact", json={}, trust_env=False)
    assert answer.status_code in (403, 404)


def test_the_numbers_are_for_programs_of_this_machine_alone(served: Served) -> None:
    address = f"{served.url}/metrics"
    said = httpx.get(address, trust_env=False).text
    with streaming(served.url) as stream:
        stream.open("timeline")
        assert _number(httpx.get(address, trust_env=False).text, "eraline_sessions ") >= 1
    after = httpx.get(address, trust_env=False).text
    for name in (
        "eraline_requests_total{",
        "eraline_answers_total{",
        "eraline_indicators{",
        "process_cpu_seconds_total",
    ):
        assert name in said, name
    ran = 'eraline_rerun_seconds_count{page="timeline"}'
    assert _number(after, ran) >= _number(said, ran) + 1
    assert httpx.get(address, headers={"X-Forwarded-For": "127.0.0.1"}, trust_env=False).status_code == 404


def _number(said: str, name: str) -> float:
    return sum(float(line.rpartition(" ")[2]) for line in said.splitlines() if line.startswith(name))


def test_messages_that_no_page_sends_end_one_stream_at_most_and_leave_no_traceback(served: Served) -> None:
    with streaming(served.url) as neighbour:
        shown = neighbour.open("explore")
        for content in (b"\xff\xfe\xfd" * 20, b"a" * 5_000_000, "hello"):
            with streaming(served.url) as stream:
                stream.connection.send(content)
                with pytest.raises(ConnectionClosedError):
                    list(stream.connection)
        with streaming(served.url) as stream:
            # first of a session that has shown nothing yet, then of one that has
            for _ in range(2):
                stream.send(_misfits(stream.rerun("explore"), shown))
                stream.answer()
            assert stream.open("explore")
        assert any(one.WhichOneof("type") == "plotly_chart" for one in neighbour.open("explore"))


def test_a_click_in_a_part_that_a_page_has_no_more_counts(served: Served) -> None:
    with streaming(served.url) as stream:
        pills = [one.button_group for one in stream.open("explore") if one.WhichOneof("type") == "button_group"]
        (eras,) = (one for one in pills if one.id.endswith("-explore-era"))
        message = stream.rerun("explore")
        message.rerun_script.fragment_id = "no-such-part\nnor such a line"
        pressed = message.rerun_script.widget_states.widgets.add(id=eras.id)
        pressed.string_array_value.data.append(eras.options[1].content)
        stream.send(message)
        assert any(one.WhichOneof("type") == "plotly_chart" for one in stream.answer())
        assert "era=planned-economy" in stream.query
        assert "nor such a line" not in served.log.read_text("utf-8")


def _misfits(message: BackMsg, shown: list[Element]) -> BackMsg:
    """Return a message with values of all kinds that the widgets of a page do not have."""
    ids = [str(getattr(getattr(one, one.WhichOneof("type") or "empty"), "id", "")) for one in shown]
    for name in (*filter(None, ids), "$$ID-nothing-None"):
        for kind, value in (("double_value", float("nan")), ("bytes_value", b"\xff"), ("json_value", "[[]]")):
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = name
            setattr(widget, kind, value)
    return message


def test_requests_that_never_end_keep_nobody_waiting(served: Served) -> None:
    host = ("127.0.0.1", httpx.URL(served.url).port or 0)
    slow = [socket.create_connection(host, timeout=10) for _ in range(200)]
    try:
        for connection in slow:
            connection.sendall(b"GET /explore HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert httpx.get(f"{served.url}{HEALTH}", trust_env=False, timeout=20).status_code == 200
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("flood", [b"X-A: 1\r\n" * 200_000, b"X-A: " + b"a" * 1_000_000], ids=["many", "long"])
def test_a_flood_of_headers_is_cut_off(served: Served, flood: bytes) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(served.url).port or 0), timeout=20) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + flood)
            said = connection.recv(65_536)
        except (BrokenPipeError, ConnectionResetError):
            said = b""
    assert said == b"" or said.startswith(b"HTTP/1.1 4")
    assert httpx.get(f"{served.url}{HEALTH}", trust_env=False, timeout=20).status_code == 200
