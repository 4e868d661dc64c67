"""Does a server say in words that its only PostgreSQL is away, and go on once it is back, without a restart?"""

from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from streamlit.proto.Element_pb2 import Element

from tests.contract.conftest import PostgresServer, start_postgresql
from tests.deployed import until
from tests.server import Served, running
from tests.shipped import FirstStart, fill_postgresql
from tests.stream import Stream, streaming

SHOWN, OTHER = "gdp-growth", "rd-spending"
FIGURES = f"/api/v1/observations.json?indicator={SHOWN}&economy=CHN"
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
