"""Do /ready and /metrics tell those who watch what they need, and nobody else anything?"""

import threading
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dashboard.api import watching
from dashboard.api.request import Data
from dashboard.api.watching import Readiness
from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import StoreError
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from tests.unit.api.conftest import app_of, client_of


def own(cache: Cache | Exception, catalogue: Catalogue) -> TestClient:
    return TestClient(app_of(cache, catalogue), client=("127.0.0.1", 50_000))


def test_it_is_ready_where_the_database_has_observations(client: TestClient) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert answer.headers["cache-control"] == "no-store"


def test_it_is_not_where_the_database_is_out_of_reach_empty_or_another_version_s(
    cache: Cache, catalogue: Catalogue
) -> None:
    gone = client_of(StoreError("The database cannot be used."), catalogue).get("/ready")
    assert (gone.status_code, gone.json()["error"]) == (503, "The database cannot be used.")
    engine, _ = open_database(MEMORY_URL)
    empty = client_of(replace(cache, store=Store(engine)), catalogue).get("/ready")
    assert (empty.status_code, empty.json()["error"]) == (503, "The database has no figures yet.")


def test_a_database_that_hangs_is_said_and_asked_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PATIENCE_SECONDS", 0.05)
    asked, goes_on = list[int](), threading.Event()

    def hangs() -> Cache:
        asked.append(1)
        goes_on.wait(20)
        raise StoreError("It is over.")

    ready = Readiness(Data(hangs, lambda: catalogue))
    answers = [ready(None) for _ in range(3)]  # pyright: ignore[reportArgumentType] - it does not look at a request
    goes_on.set()
    assert [answer.status_code for answer in answers] == [503] * 3
    assert b"takes long" in bytes(answers[0].body)
    assert len(asked) == 1


def test_numbers_tell_of_requests_answers_and_what_is_stored(cache: Cache, catalogue: Catalogue) -> None:
    browser = own(cache, catalogue)
    browser.get("/api/v1/eras")
    answer = browser.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for name in (
        "eraline_store_up 1.0",
        'eraline_answers_total{how="made"}',
        'eraline_indicators{provider="world-bank",refresh="',
        'eraline_data_age_days{provider="',
    ):
        assert name in answer.text, name


def test_numbers_are_told_of_a_store_that_does_not_answer(catalogue: Catalogue) -> None:
    answer = own(StoreError("The database cannot be used."), catalogue).get("/metrics")
    assert answer.status_code == 200
    assert "eraline_store_up 0.0" in answer.text


@pytest.mark.parametrize(
    ("setting", "peer", "status"),
    [
        ("local", "127.0.0.1", 200),
        ("local", "203.0.113.9", 404),
        ("off", "127.0.0.1", 404),
        ("on", "203.0.113.9", 200),
    ],
)
def test_numbers_are_for_whom_the_setting_names(
    cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, setting: str, peer: str, status: int
) -> None:
    monkeypatch.setenv("ERALINE_METRICS", setting)
    browser = TestClient(app_of(cache, catalogue), client=(peer, 50_000))
    assert browser.get("/metrics").status_code == status
    assert browser.get("/metrics", headers={"Via": "a proxy"}).status_code == (200 if setting == "on" else 404)
