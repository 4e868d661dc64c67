"""Does a setting that cannot be used say so by its variable, on the page and in /health?"""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.api import routes
from dashboard.settings import PROJECT
from dashboard.ui import connection, resources, widgets
from dashboard.ui.running import is_busy
from tests.pages import begin_anew, send_at_once

SENTENCE = "ERALINE_HTTP_TIMEOUT cannot be used: input should be a valid number"


@pytest.fixture(autouse=True)
def bad_setting(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", database)
    monkeypatch.setenv("ERALINE_HTTP_TIMEOUT", "soon")
    # what an earlier test opened was opened under good settings
    begin_anew()


def test_a_page_is_one_sentence_that_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    busy: list[bool] = []

    def measured(*_: object) -> float:
        return 1200.0

    def watch() -> None:
        busy.append(is_busy())

    send_at_once(monkeypatch)
    monkeypatch.setattr(connection, "watch", watch)
    monkeypatch.setattr(widgets, "measured", measured)
    app = AppTest.from_file(str(PROJECT / "dashboard" / "ui" / "shell.py"), default_timeout=60).run()
    assert not app.exception
    (error,) = app.error
    assert error.value.replace("\\", "").startswith(SENTENCE)
    # what is heavy waits while a page is made, and not for one that failed
    assert busy == [True]
    assert not is_busy()


def test_health_is_503_and_names_the_variable() -> None:
    client = TestClient(Starlette(routes=routes.routes(resources.cache, resources.catalogue)))
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert answer.json()["error"].startswith(SENTENCE)
