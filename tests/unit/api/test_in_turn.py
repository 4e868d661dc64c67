"""Is what is heavy made one at a time, and in the time that pages leave?"""

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import Message

from dashboard.api import in_turn, observations
from dashboard.api.in_turn import AT_ONCE, PAUSES, InTurn, Pace
from dashboard.errors import ASK_AGAIN_SECONDS
from dashboard.store.steps import step
from tests.unit.api.conftest import CSV, csv_rows

SEVERAL = f"{CSV}?indicator=gdp,gdp-growth"


def asked_at_once(*makes: Callable[[Request], Response]) -> list[list[Message]]:
    """Return what is sent to clients that ask at the same time for what is made so."""
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}

    async def one(make: Callable[[Request], Response]) -> list[Message]:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await InTurn(Request(scope), make, lambda: False)(scope, receive, send)
        return sent

    async def all_of_them() -> list[list[Message]]:
        return await asyncio.gather(*map(one, makes))

    return asyncio.run(all_of_them())


def test_twenty_who_ask_at_once_are_answered_one_after_the_other() -> None:
    now, most = [0], [0]

    def make(_: Request) -> Response:
        now[0] += 1
        most[0] = max(most[0], now[0])
        time.sleep(0.002)
        now[0] -= 1
        return PlainTextResponse("made")

    answers = asked_at_once(*[make] * 20)
    assert [(start["status"], body["body"]) for start, body in answers] == [(200, b"made")] * 20
    assert most == [AT_ONCE]


def test_who_waits_too_long_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_turn, "TURN_SECONDS", 0.03)
    made: list[str] = []

    def slow(_: Request) -> Response:
        time.sleep(0.2)
        return PlainTextResponse("slow")

    def late(_: Request) -> Response:
        made.append("late")
        return PlainTextResponse("late")

    first, second = asked_at_once(slow, late)
    # what has begun is finished, however long it takes
    assert (first[0]["status"], second[0]["status"]) == (200, 503)
    assert (b"retry-after", str(ASK_AGAIN_SECONDS).encode()) in second[0]["headers"]
    assert b'"code":"busy"' in second[1]["body"]
    assert made == []


def test_a_failure_in_turn_is_an_answer_and_the_next_is_made() -> None:
    def fail(_: Request) -> Response:
        raise RuntimeError("secret")

    failed, next_one = asked_at_once(fail, lambda _: PlainTextResponse("made"))
    assert (failed[0]["status"], next_one[0]["status"]) == (500, 200)
    assert b"secret" not in failed[1]["body"]


def test_everybody_else_is_answered_while_something_heavy_is_made(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(*_: object) -> Response:
        begun.set()
        assert may_end.wait(20)
        return PlainTextResponse("made")

    monkeypatch.setattr(observations, "_in_file", slow)
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(client.get(SEVERAL).status_code))
    asking.start()
    try:
        assert begun.wait(20)
        assert client.get("/health").status_code == 200
        # few economies are no burden, of however many indicators
        assert client.get(f"{SEVERAL}&economy=CHN,USA").status_code == 200
        assert answers == []
    finally:
        may_end.set()
        asking.join()
    assert answers == [200]


def test_long_work_pauses_while_a_page_is_made_and_never_stops_for_good() -> None:
    pages = [True]
    pace = Pace(lambda: pages[0])

    def seconds_between_steps() -> float:
        time.sleep(0.01)
        begun = time.monotonic()
        pace()
        return time.monotonic() - begun

    assert seconds_between_steps() >= 0.9 * PAUSES * 0.01
    pages[0] = False
    assert seconds_between_steps() < 0.01


def test_bulk_rows_are_made_in_steps(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[float] = []

    class Noted(Pace):
        def __call__(self) -> None:
            steps.append(time.monotonic())

    monkeypatch.setattr(in_turn, "Pace", Noted)
    rows = csv_rows(client.get(SEVERAL))
    assert len(steps) > len(rows) / 2_000
    steps.clear()
    # what is done outside of a turn waits for nobody
    step()
    assert steps == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_file_is_made_for_who_has_it_or_asks_for_its_headers(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = SEVERAL.replace("csv", ending) + "&from=2022&to=2023"
    got = client.get(path)
    assert got.status_code == 200
    part = client.get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, got.content[2:6])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert client.get(path, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(path, headers={"Range": "nonsense"}).content == got.content
    assert list(tmp_path.iterdir()) == []

    def never(*_: object) -> Response:
        raise AssertionError

    monkeypatch.setattr(observations, "made", never)
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-disposition", "cache-control", "accept-ranges"):
        assert head.headers[name] == got.headers[name]
    assert client.get(path, headers={"If-None-Match": got.headers["etag"]}).status_code == 304
