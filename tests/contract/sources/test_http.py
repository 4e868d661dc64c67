"""Does a request end in time and in bounds, tried as often as makes sense, whatever the other side does?"""

import datetime as dt
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
from pyrate_limiter import Duration, Limiter, Rate

from dashboard.errors import Cancelled, SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources import http, request
from dashboard.sources.base import Watch
from dashboard.sources.http import call, open_session, retry_after
from dashboard.sources.request import ProviderHealth, Request, RetryPolicy, TransientError, is_loopback, wait_asked
from dashboard.sources.text import LATER
from tests.contract.sources.conftest import Sent, Wire, gzipped

PAGE = Sent(b"<html><head><title>Request Error</title></head></html>", status=400, kind="text/html")
BOT_WALL = Sent(b"<script>x()</script><noscript>Just a moment.</noscript>", status=202, kind="text/html")
GOOD = Sent(b'{"a": 1}')
Get = Callable[..., bytes]


@pytest.fixture
def get(wire: Wire, policy: RetryPolicy) -> Get:
    session = open_session(wire.url)

    def ask(path: str = "/a", watch: Watch | None = None, url: str = wire.url) -> bytes:
        def send(_request: Request) -> bytes:
            return session.get(url + path, timeout=policy.idle).content

        return call(lambda: Request("A bank", policy, watch or Watch()), send)

    return ask


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("form", [{}, {"chunked": True}, {"headers": {"Content-Encoding": "gzip"}}])
def test_a_body_arrives_whole_and_its_bytes_are_told(wire: Wire, get: Get, form: dict[str, Any]) -> None:
    body = b"figures, " * 50_000
    wire.always(Sent(gzipped(body) if "headers" in form else body, **form))
    steps: list[int] = []
    assert get(watch=Watch(step=steps.append)) == body
    assert sum(steps) == len(body)
    assert len(steps) > 1


def test_a_byte_order_mark_is_taken_off(wire: Wire, get: Get) -> None:
    wire.always(Sent(b'\xef\xbb\xbf{"a": 1}'))
    assert get() == b'{"a": 1}'


def test_one_connection_serves_many_requests(wire: Wire, get: Get) -> None:
    wire.always(GOOD)
    for _ in range(5):
        get()
    assert len(set(wire.connections)) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        PAGE,
        BOT_WALL,
        Sent(b"<html>Checking your browser</html>"),
        Sent(b"{}", status=202),
        Sent(status=204),
        Sent(status=408),
        Sent(status=429, headers={"Retry-After": "1"}),
        Sent(status=429, headers={"Retry-After": "soon"}),
        Sent(b"<html>", status=500),
        Sent(status=502),
        Sent(status=503),
        Sent(status=504),
        Sent(b"0123456789", cut=4),
        Sent(b"0123456789", cut=4, chunked=True),
        Sent(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        pytest.param(Sent(b"late", late=1.5), marks=pytest.mark.provider_waits),
        pytest.param(Sent(b"0123456789" * 10, body_drip=0.3), marks=pytest.mark.provider_waits),
    ],
    ids=lambda sent: f"{sent.status}-{sent.body[:12]!r}-{sent.late}-{sent.cut}-{sent.chunked}",
)
def test_what_may_pass_is_tried_again(wire: Wire, get: Get, trouble: Sent) -> None:
    wire.in_turn(trouble, trouble, GOOD)
    assert get() == b'{"a": 1}'
    assert len(wire.asked) == 3


def test_what_does_not_pass_is_tried_four_times_and_named(wire: Wire, get: Get) -> None:
    wire.always(PAGE)
    with pytest.raises(SourceUnavailable, match=r"^A bank: answered 400 Request Error 4 times\. .*try again later"):
        get()
    assert len(wire.asked) == 4


@pytest.mark.parametrize("status", [200, 202, 203, 206])
def test_a_web_page_under_a_good_status_is_no_answer_and_says_when_to_try_again(
    wire: Wire, get: Get, status: int
) -> None:
    wire.always(replace(BOT_WALL, status=status))
    with pytest.raises(SourceUnavailable) as caught:
        get()
    assert str(caught.value) == (
        f"A bank: answered {status} So with a web page in place of figures: Just a moment 4 times. {LATER}"
    )
    assert len(wire.asked) == 4


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Sent(b'{"status":403,"error":"non-redistributable"}', status=403), "403 .*non-redistributable"),
        (Sent(b"<wb:error>Gone <b>away</b>.</wb:error>", status=404), r"404 So: Gone away\. Check the code"),
        (Sent(b"<?xml version='1.0'?><wb:error>No</wb:error>", status=400), r"400 Request Error: No\. Check the code"),
        (Sent(b'{"error": "bad id"}', status=400), "400 .*bad id"),
        (Sent(status=410), "410"),
    ],
)
def test_what_will_not_pass_is_asked_once(wire: Wire, get: Get, answer: Sent, words: str) -> None:
    wire.always(answer)
    with pytest.raises(SourceRefused, match=words):
        get()
    assert len(wire.asked) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
@pytest.mark.parametrize("start", [b"<html>", b"\n<!DOCTYPE html>", b"<?xml version='1.0'?>\n<!doctype HTML>"])
def test_a_web_page_under_an_error_is_an_outage_and_says_nothing_of_the_code(
    wire: Wire, get: Get, status: int, start: bytes
) -> None:
    wire.always(Sent(start + b"<title>Access Denied.</title>", status=status, kind="text/html"))
    with pytest.raises(SourceUnavailable) as caught:
        get()
    assert str(caught.value) == (
        f"A bank: answered {status} So with a web page in place of figures: Access Denied. {LATER}"
    )
    assert len(wire.asked) == 1


def test_a_web_page_is_a_refusal_where_the_provider_refuses_that_way(wire: Wire, policy: RetryPolicy) -> None:
    wire.always(Sent(b"<html>No such series.</html>", status=404))
    session = open_session(wire.url)
    with pytest.raises(SourceRefused, match=r"answered 404 So: No such series\. Check the code"):
        call(
            lambda: Request("A bank", policy, Watch(), refuses_by_page=(404,)),
            lambda _talk: session.get(wire.url, timeout=policy.idle),
        )


def test_a_refused_connection_is_an_unavailable_source(get: Get) -> None:
    with pytest.raises(SourceUnavailable, match=r"could not be reached .*efused.* 4 times"):
        get(url=f"http://127.0.0.1:{closed_port()}")


def test_a_reset_connection_is_an_unavailable_source(get: Get) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def slam() -> None:
            while True:
                try:
                    taken, _ = listener.accept()
                except OSError:
                    return
                # linger of zero: the close is a reset
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                taken.close()

        threading.Thread(target=slam, daemon=True).start()
        with pytest.raises(SourceUnavailable, match="could not be reached"):
            get(url=f"http://127.0.0.1:{listener.getsockname()[1]}")
        listener.shutdown(socket.SHUT_RDWR)


def test_an_address_that_is_none_is_not_tried_again(get: Get) -> None:
    with pytest.raises(SourceUnavailable, match="ERALINE_"):
        get(url="nonsense://x")


def test_redirects_are_followed_but_not_for_ever(wire: Wire, get: Get) -> None:
    wire.answers = lambda path, _times: (
        GOOD if path == "/new" else Sent(status=301, headers={"Location": "/new" if path == "/old" else "/round"})
    )
    assert get("/old") == b'{"a": 1}'
    wire.asked.clear()
    with pytest.raises(SourceRefused, match="more than 5 times"):
        get("/round")
    assert len(wire.asked) == 6


@pytest.mark.parametrize("length", ["²", "9" * 5000, "8, 8", "-1", ""])
def test_a_length_that_is_none_is_no_trouble_of_its_own(wire: Wire, get: Get, length: str) -> None:
    wire.always(Sent(b'{"a": 1}', headers={"Content-Length": length}, chunked=True))
    assert get() == b'{"a": 1}'


def test_a_body_that_says_it_is_too_large_is_not_read(wire: Wire, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "MAX_BODY", 1024 * 1024)
    wire.always(Sent(b"x" * 1024 * 1024 * 3))
    steps: list[int] = []
    with pytest.raises(SourceMalformed, match="more than 1 MB"):
        get(watch=Watch(step=steps.append))
    assert steps == []
    assert len(wire.asked) == 1


@pytest.mark.parametrize("packed", [True, False])
def test_a_body_that_grows_too_large_is_left_half_read(
    wire: Wire, get: Get, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    monkeypatch.setattr(request, "MAX_BODY", 1024 * 1024)
    body = b"x" * 1024 * 1024 * 20
    wire.always(Sent(gzipped(body), headers={"Content-Encoding": "gzip"}) if packed else Sent(body, chunked=True))
    steps: list[int] = []
    with pytest.raises(SourceMalformed, match="more than 1 MB"):
        get(watch=Watch(step=steps.append))
    assert sum(steps) <= 1024 * 1024 + request.PIECE
    assert len(wire.asked) == 1


@pytest.mark.provider_waits
@pytest.mark.parametrize("drip", [{"header_drip": 0.1}, {"body_drip": 0.1}])
def test_a_slow_drip_ends_at_the_deadline(wire: Wire, get: Get, drip: dict[str, Any]) -> None:
    wire.always(Sent(b"0123456789" * 100, **drip))
    began = time.monotonic()
    with pytest.raises(SourceUnavailable, match=r"gave no whole answer in 2 seconds 4 times"):
        get()
    assert time.monotonic() - began < 4 * 2 + 4


def test_the_whole_of_all_attempts_is_bounded_too(wire: Wire) -> None:
    wire.always(Sent(b"late", late=1))
    policy = RetryPolicy(idle=0.1, whole=5, attempts=1000, total=0.5)
    session = open_session(wire.url)
    began = time.monotonic()
    http.stamina.set_testing(False)
    with pytest.raises(SourceUnavailable, match="did not answer in time"):
        call(
            lambda: Request("A bank", policy, Watch()),
            lambda _talk: session.get(wire.url, timeout=policy.idle),
        )
    assert time.monotonic() - began < 3


@pytest.mark.provider_waits
def test_a_provider_that_was_silent_is_asked_once_until_it_answers(wire: Wire, policy: RetryPolicy) -> None:
    health = ProviderHealth()
    session = open_session(wire.url)

    def ask() -> bytes:
        return call(
            lambda: Request("A bank", policy, Watch(), health=health),
            lambda _talk: session.get(wire.url, timeout=policy.idle).content,
        )

    def times_asked(sent: Sent) -> int:
        wire.asked.clear()
        wire.always(sent)
        with pytest.raises(SourceUnavailable):
            ask()
        return len(wire.asked)

    silence = Sent(late=1.5)
    assert [times_asked(sent) for sent in (silence, silence, Sent(status=503), Sent(status=503))] == [4, 1, 1, 4]
    wire.always(GOOD)
    assert ask() == GOOD.body


def test_calling_off_does_not_wait_for_the_answer(wire: Wire) -> None:
    wire.always(Sent(b"late", late=3))
    asked = threading.Event()
    slow = RetryPolicy(idle=30, whole=60)
    session = open_session(wire.url)
    threading.Timer(0.2, asked.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        call(
            lambda: Request("A bank", slow, Watch(cancelled=asked.is_set)),
            lambda _talk: session.get(wire.url, timeout=slow.idle),
        )
    assert time.monotonic() - began < 1.5


def test_a_call_off_before_the_start_asks_nothing(wire: Wire, get: Get) -> None:
    with pytest.raises(Cancelled):
        get(watch=Watch(cancelled=lambda: True))
    assert wire.asked == []


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    assert wait_asked({"Retry-After": "7"}, now) == 7
    assert wait_asked({"Retry-After": "Tue, 24 Nov 2026 12:00:20 GMT"}, now) == 20
    assert wait_asked({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}, now) == 0
    for said in ("", "soon", "-3", "²", "9e9", "9" * 400, "Fri, 31 Dec 9999 23:59:59 -0100"):
        assert wait_asked({"Retry-After": said}, now) is None


def test_the_wait_that_was_asked_for_is_the_pause() -> None:
    assert retry_after(TransientError("A bank", "busy", wait=7.0)) == 7.0
    assert retry_after(TransientError("A bank", "busy")) is True
    assert retry_after(SourceUnavailable("A bank", "closed")) is False
    assert retry_after(SourceRefused("A bank", "no")) is False


def test_a_provider_that_wants_to_be_left_alone_for_long_is_left_alone_and_says_until_when(
    wire: Wire, get: Get
) -> None:
    wire.always(Sent(status=429, headers={"Retry-After": "Thu, 31 Dec 2099 22:30:00 GMT"}))
    with pytest.raises(SourceUnavailable, match=r"left alone until 2099-12-31 22:30:00 UTC\. What is stored stays"):
        get()
    wire.always(Sent(status=429, headers={"Retry-After": "3600"}))
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with pytest.raises(SourceUnavailable) as caught:
        get()
    (found,) = re.findall(r"until (\S+ \S+) UTC", str(caught.value))
    until = dt.datetime.fromisoformat(f"{found}+00:00")
    assert before <= until - dt.timedelta(hours=1) <= dt.datetime.now(dt.UTC)
    assert len(wire.asked) == 2


def test_a_sentence_of_the_providers_gets_no_second_full_stop(policy: RetryPolicy) -> None:
    def send(_request: Request) -> None:
        raise TransientError("A bank", "is closed.")

    with pytest.raises(SourceUnavailable, match=r"is closed 4 times\. What is stored stays"):
        call(lambda: Request("A bank", policy, Watch()), send)


def test_a_proxy_is_not_asked_for_this_machine(wire: Wire, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    wire.always(GOOD)
    assert get() == b'{"a": 1}'
    assert open_session("https://example.org").trust_env


def test_addresses_of_this_machine_are_known() -> None:
    for url in ("http://127.0.0.1:1/x", "http://localhost/x", "http://[::1]:9", "http://127.9.9.9"):
        assert is_loopback(url)
    for url in ("https://api.worldbank.org/v2", "http://10.0.0.1", "http://localhost.example.org", "nonsense"):
        assert not is_loopback(url)


def test_requests_keep_to_a_hosts_pace() -> None:
    asking = Request("A bank", RetryPolicy(), Watch(), limiter=lambda _host: limiter)
    limiter = Limiter([Rate(2, Duration.SECOND)])
    began = time.monotonic()
    for _ in range(3):
        asking.on_request("https://example.org/a")
    assert 0.5 < time.monotonic() - began < 3


def test_a_host_is_asked_five_times_a_second_at_most() -> None:
    limiter = request.limiter_of("a.example.org")
    assert [limiter.try_acquire("request", blocking=False) for _ in range(6)] == [True] * 5 + [False]
    assert request.limiter_of("b.example.org").try_acquire("request", blocking=False)


def test_waiting_for_the_pace_of_a_host_can_be_called_off() -> None:
    limiter = Limiter([Rate(1, Duration.HOUR)])
    over = threading.Event()
    asking = Request("A bank", RetryPolicy(), Watch(cancelled=over.is_set), limiter=lambda _host: limiter)
    asking.on_request("https://example.org/a")
    threading.Timer(0.1, over.set).start()
    with pytest.raises(Cancelled):
        asking.on_request("https://example.org/a")


def test_no_error_carries_a_whole_body(wire: Wire, get: Get) -> None:
    wire.always(Sent(b"<p>" + b"long " * 10_000, status=404))
    with pytest.raises(SourceError) as caught:
        get()
    assert len(str(caught.value)) < 300


def test_a_bug_of_ours_is_not_dressed_up_as_the_providers(policy: RetryPolicy) -> None:
    def send(_request: Request) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call(lambda: Request("A bank", policy, Watch()), send)


def test_hooks_leave_requests_of_others_alone(wire: Wire) -> None:
    wire.always(GOOD)
    assert (
        requests.get(wire.url, timeout=5, auth=http.on_request, hooks={"response": http.on_response}).content
        == b'{"a": 1}'
    )
