"""Does a server say in words that its only PostgreSQL is away, and go on once it is back, without a restart?"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psutil
import pytest
from streamlit.proto.Element_pb2 import Element

from tests.contract.conftest import PostgresServer, start_postgresql
from tests.deployed import until
from tests.server import Served, running
from tests.shipped import FirstStart, fill_postgresql
from tests.stream import Stream, streaming

SHOWN, OTHER = "gdp-growth", "rd-spending"
FIGURES = f"/api/v1/observations.json?indicator={SHOWN}&economy=CHN"
# its connections are five seconds old, and another is tried for ten; the rest is for a busy machine
LONGEST = 30
NOTHING_COMES = "The cache could not be read: connection timeout expired"
AWAY = "The cache could not be read: connection is bad"


@pytest.fixture
def filled_url(postgresql_url: str, first_start: FirstStart, tmp_path: Path) -> str:
    first_start.copy(tmp_path / "shipped.db")
    fill_postgresql(postgresql_url, tmp_path / "shipped.db", (SHOWN, OTHER))
    return postgresql_url


def test_a_server_outlives_its_database(postgresql: PostgresServer, filled_url: str, tmp_path: Path) -> None:
    with running(tmp_path, ERALINE_DATABASE_URL=filled_url) as served, streaming(served.url) as reader:
        goes_on(served, reader)
        postgresql.stop()
        try:
            says_that_it_is_away(served)
            every_page_says_so(served, reader)
        finally:
            start_postgresql(postgresql)
        goes_on(served, reader)
        # a restart that nobody saw: what connected to it before is none any more
        postgresql.stop()
        start_postgresql(postgresql)
        goes_on(served, reader)


def test_a_server_and_a_command_say_so_of_a_database_that_is_paused(
    postgresql: PostgresServer, filled_url: str, tmp_path: Path
) -> None:
    """Its machine takes connections and bytes for it, as for a container that is paused: nothing refuses or breaks."""
    with running(tmp_path, ERALINE_DATABASE_URL=filled_url) as served, streaming(served.url) as reader:
        goes_on(served, reader)
        with all_paused(postgresql):
            began = time.monotonic()
            # what was answered a moment ago may be answered again without a look
            answer = get(served, FIGURES.replace(SHOWN, OTHER))
            assert (answer.status_code, NOTHING_COMES in answer.text) == (503, True), answer.text
            shown = reader.open("explore", f"indicator={OTHER}")
            (alert,) = (one.alert.body for one in shown if one.WhichOneof("type") == "alert")
            assert alert.replace("\\", "").startswith(NOTHING_COMES)
            told = command(tmp_path, filled_url, "status")
            assert (told.returncode, NOTHING_COMES.split(":", maxsplit=1)[1] in told.stderr) == (1, True), told.stderr
            assert time.monotonic() - began < 3 * LONGEST
        goes_on(served, reader)


@contextmanager
def all_paused(server: PostgresServer) -> Generator[None]:
    master = psutil.Process(server.get_pid())
    processes = [master, *master.children()]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def command(folder: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ERALINE_DATABASE_URL": url, "HOME": str(folder)}
    asked = [sys.executable, "-m", "dashboard", *words]
    return subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=120, check=False)


def goes_on(served: Served, reader: Stream) -> None:
    assert kinds(reader.open("explore", f"indicator={SHOWN}"))["plotly_chart"] == 1
    for path in ("/ready", "/health", FIGURES, oembed(served)):
        assert get(served, path).status_code == 200, path
    assert "eraline_store_up 1.0" in get(served, "/metrics").text


def says_that_it_is_away(served: Served) -> None:
    for path in ("/health", FIGURES):
        answer = get(served, path)
        assert (answer.status_code, AWAY in answer.text) == (503, True), answer.text
    # on a busy machine it may be said first that the database takes long
    until(lambda: AWAY in get(served, "/ready").text)
    assert get(served, "/ready").status_code == 503
    embedded = get(served, oembed(served))
    assert (embedded.status_code, embedded.text) == (503, "The figures cannot be read at the moment. Ask again later.")
    assert "eraline_store_up 0.0" in get(served, "/metrics").text
    # what is of data/ alone is there
    assert get(served, "/api/v1/eras?policy=china").status_code == 200


def every_page_says_so(served: Served, reader: Stream) -> None:
    with streaming(served.url) as newcomer:
        for shown in (
            # drawn a moment ago, never drawn, and a session that had nothing yet
            reader.open("explore", f"indicator={SHOWN}"),
            reader.open("explore", f"indicator={OTHER}"),
            reader.open("data"),
            newcomer.open("explore", f"indicator={SHOWN}"),
        ):
            assert kinds(shown)["exception"] == kinds(shown)["plotly_chart"] == 0
            (alert,) = (one.alert.body for one in shown if one.WhichOneof("type") == "alert")
            assert alert.replace("\\", "").startswith(AWAY)


def kinds(shown: list[Element]) -> Counter[str]:
    return Counter(one.WhichOneof("type") or "" for one in shown)


def oembed(served: Served) -> str:
    return f"/oembed?{urlencode({'url': f'{served.url}/explore?indicator={SHOWN}'})}"


def get(served: Served, path: str) -> httpx.Response:
    return httpx.get(f"{served.url}{path}", trust_env=False, timeout=60)
