"""Is an answer made once, and anew as soon as what it rests on changes?"""

import datetime as dt
import math
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api import observations, records, routes
from dashboard.api.kept import Figures, KeptAnswers
from dashboard.api.unchanged import Unchanged
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.store.vintages import Release
from tests.shipped import FirstStart, open_shipped
from tests.unit.api.conftest import CSV, client_of

WHOLE = f"{CSV}?indicator=gdp"
GDP = f"{WHOLE}&economy=CHN"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list that grows with every answer that is made."""
    made: list[str] = []
    for module in (observations, records):

        def noted(*args: object, answer: object = module.answer, **more: object) -> object:
            made.append("made")
            return answer(*args, **more)  # pyright: ignore[reportCallIssue] - as it was

        monkeypatch.setattr(module, "answer", noted)
    return made


@pytest.fixture
def own_cache(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> Cache:
    return open_shipped(first_start.copy(tmp_path_factory.mktemp("kept") / "eraline.db"))


def test_what_was_asked_before_is_not_made_again(client: TestClient, made: list[str]) -> None:
    first = client.get(f"{GDP}&from=1990")
    assert client.get(f"{GDP}&from=1990").content == first.content
    assert client.get(f"{GDP}&from=1990", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.head(f"{GDP}&from=1990").headers["etag"] == first.headers["etag"]
    assert made == ["made"]
    client.get(f"{GDP}&from=1991")
    assert made == ["made"] * 2


def test_who_has_an_answer_is_told_so_before_anything_else_is_asked(cache: Cache, catalogue: Catalogue) -> None:
    kept, reached = KeptAnswers(), list[str]()

    class Noted:
        def __init__(self, app: ASGIApp) -> None:
            self._app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            reached.append(scope["path"])
            await self._app(scope, receive, send)

    served = routes.routes(lambda: cache, lambda: catalogue, kept=kept)
    client = TestClient(Starlette(routes=served, middleware=[Middleware(Unchanged, kept=kept), Middleware(Noted)]))
    first = client.get(GDP)
    again = client.get(GDP, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, reached) == (304, b"", [CSV])
    assert {name: first.headers.get(name) for name in again.headers if name != "vary"} == {
        name: text for name, text in again.headers.items() if name != "vary"
    }
    assert again.headers["vary"] == "Accept-Encoding"
    assert client.get(GDP, headers={"If-None-Match": '"another"'}).content == first.content
    # answers hold links to the server that was asked: another name of it is another question
    client.get(GDP, headers={"If-None-Match": first.headers["etag"], "Host": "other.example"})
    assert reached == [CSV] * 3


def test_an_answer_is_made_anew_at_once_when_a_vintage_comes(
    own_cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    # no time at all passes: what was written is what tells
    monkeypatch.setattr("dashboard.api.kept.LOOK_AGAIN_SECONDS", math.inf)
    client = client_of(own_cache, catalogue)
    before, claims = client.get(GDP), client.get("/api/v1/claims")
    # one that is sent in pieces, whose ETag is not that of its bytes
    whole = client.head(WHOLE).headers["etag"]
    stored = own_cache.store.observations(own_cache.store.vintage("gdp"))
    published = dt.datetime.now(dt.UTC)
    own_cache.store.commit([Release("gdp", published, "Newer", stored.assign(value=stored["value"] * 2))])
    after = client.get(GDP)
    assert after.headers["etag"] != before.headers["etag"]
    assert client.get(GDP, headers={"If-None-Match": before.headers["etag"]}).status_code == 200
    assert client.head(WHOLE, headers={"If-None-Match": whole}).status_code == 200
    assert client.get("/api/v1/claims").content != claims.content


def test_what_another_process_writes_is_seen_when_the_store_is_looked_at_again(
    own_cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.api.kept.writes", lambda: 0)
    monkeypatch.setattr("dashboard.api.request.writes", lambda: 0)
    client = client_of(own_cache, catalogue)
    before = client.get(GDP)
    stored = own_cache.store.observations(own_cache.store.vintage("gdp"))
    newer = Release("gdp", dt.datetime.now(dt.UTC), "Newer", stored.assign(value=stored["value"] * 2))
    own_cache.store.commit([newer])
    monkeypatch.setattr("dashboard.api.kept.LOOK_AGAIN_SECONDS", math.inf)
    assert client.get(GDP).content == before.content
    monkeypatch.setattr("dashboard.api.kept.LOOK_AGAIN_SECONDS", 0)
    assert client.get(GDP).content != before.content


def test_another_catalogue_answers_for_itself(
    cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.api.kept.LOOK_AGAIN_SECONDS", 0)
    shown = [catalogue]
    app = Starlette(routes=routes.routes(lambda: cache, lambda: shown[0]))
    client = TestClient(app)
    assert len(client.get("/api/v1/datasets").json()) == len(catalogue.datasets)
    shown[0] = replace(catalogue, datasets={})
    assert client.get("/api/v1/datasets").json() == []


def test_what_is_refused_is_asked_anew(client: TestClient, made: list[str]) -> None:
    for _ in range(2):
        assert client.get(f"{CSV}?indicator=nonsense").status_code == 404
    assert made == []


def test_an_answer_that_was_compressed_for_one_is_whole_for_another(cache: Cache, catalogue: Catalogue) -> None:
    served = routes.routes(lambda: cache, lambda: catalogue)
    client = TestClient(Starlette(routes=served, middleware=[Middleware(GZipMiddleware)]))
    packed = client.get(GDP, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    for _ in range(2):
        plain = client.get(GDP, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == packed.text


def asked(url: str) -> Request:
    path, _, query = url.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    return Request({**scope, "scheme": "http", "server": ("localhost", 80), "root_path": ""})


def test_the_least_recently_used_answers_go_first(cache: Cache, catalogue: Catalogue) -> None:
    kept, made = KeptAnswers(most_bytes=10_000), list[str]()

    def make(request: Request) -> Response:
        made.append(request.url.query)
        return Response(b"x" * 2_000)

    for query in ("a", "b", "a", "c", "a", "b"):
        kept.answer(Figures(cache, catalogue, None, 0), asked(f"/x?{query}"), make)
    assert made == ["a", "b", "c", "b"]


def test_a_long_question_takes_its_share_of_memory_though_its_answer_is_short(
    cache: Cache, catalogue: Catalogue
) -> None:
    kept, made = KeptAnswers(most_bytes=10_000), list[str]()

    def make(request: Request) -> Response:
        made.append(request.url.query[:1])
        return Response(b"x")

    for query in ("a" * 5_000, "b" * 5_000, "c", "a" * 5_000, "d" * 10_000, "d" * 10_000):
        kept.answer(Figures(cache, catalogue, None, 0), asked(f"/x?{query}"), make)
    assert made == [*"abcadd"]


def test_what_is_larger_than_all_that_may_be_kept_or_sent_in_pieces_is_not_kept(
    cache: Cache, catalogue: Catalogue
) -> None:
    kept, made = KeptAnswers(most_bytes=10_000), list[str]()
    bodies = {
        "large": Response(b"x" * 20_000),
        "pieces": StreamingResponse(iter([b"x"])),
        "wrong": PlainTextResponse("", 404),
    }

    def make(request: Request) -> Response:
        made.append(request.url.query)
        return bodies[request.url.query]

    for query in (*bodies, *bodies):
        kept.answer(Figures(cache, catalogue, None, 0), asked(f"/x?{query}"), make)
    assert made == [*bodies, *bodies]
