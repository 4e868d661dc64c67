"""Is what is large sent while it is made, known beforehand, and made only for whom it is sent to?"""

import math
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export import pieces
from dashboard.export.json_text import json_bytes, json_rows
from dashboard.export.tables import tidy_observations
from dashboard.store.csv_text import PIECE_ROWS, csv_bytes, csv_pieces
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.unit.api.conftest import CSV, JSON, client_of, csv_rows

WHOLE = f"{CSV}?indicator=gdp"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list that grows with every piece of a CSV file that is made."""
    made: list[int] = []

    def noted(*args: Any, **more: Any) -> Iterator[bytes]:  # noqa: ANN401 - as it was
        for piece in csv_pieces(*args, **more):
            made.append(len(piece))
            yield piece

    monkeypatch.setattr(pieces, "csv_pieces", noted)
    return made


def test_a_whole_indicator_comes_in_pieces_and_again_from_memory(
    cache: Cache, catalogue: Catalogue, made: list[int]
) -> None:
    client = client_of(cache, catalogue)
    first = client.get(WHOLE)
    found = tidy_observations(Loader(cache.store, catalogue).observations("gdp"))
    assert len(csv_rows(first)) == len(found) > PIECE_ROWS
    assert len(made) == math.ceil(len(found) / PIECE_ROWS)
    assert "content-length" not in first.headers
    again = client.get(WHOLE)
    assert len(made) == math.ceil(len(found) / PIECE_ROWS)
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert again.headers["content-length"] == str(len(first.content))
    assert again.headers["content-disposition"] == first.headers["content-disposition"]


def test_in_pieces_rows_are_the_same_as_in_one(cache: Cache, catalogue: Catalogue) -> None:
    client = client_of(cache, catalogue)
    found = tidy_observations(Loader(cache.store, catalogue).observations("gdp"))
    key = ["economy", "period"]
    ours = found.sort_values(key, ignore_index=True)
    rows = client.get(f"{JSON}?indicator=gdp").json()
    theirs = sorted(rows, key=lambda row: tuple(row[name] for name in key))
    assert theirs == json_rows(ours)
    assert json_bytes(rows) == client.get(f"{JSON}?indicator=gdp").content
    lines = client.get(WHOLE).content.splitlines()
    head, *wanted = csv_bytes(found).splitlines()
    assert lines[0] == head
    assert sorted(lines[1:]) == sorted(wanted)


def test_nothing_is_made_for_who_has_it_or_asks_for_its_headers(
    cache: Cache, catalogue: Catalogue, made: list[int]
) -> None:
    got = client_of(cache, catalogue).get(WHOLE)
    made.clear()
    # a server that has made nothing yet, as after a restart or beside the first
    client = client_of(cache, catalogue)
    asked = client.head(WHOLE)
    assert (asked.status_code, asked.content) == (200, b"")
    assert {name: asked.headers.get(name) for name in got.headers} == dict(got.headers)
    known = client.get(WHOLE, headers={"If-None-Match": got.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert made == []


def test_each_query_and_each_format_has_an_etag_of_its_own(client: TestClient) -> None:
    asked = [
        WHOLE,
        f"{WHOLE}&from=1961",
        f"{WHOLE}&transform=growth",
        f"{JSON}?indicator=gdp",
        f"{CSV}?indicator=population",
    ]
    etags = [client.head(path).headers["etag"] for path in asked]
    assert len(set(etags)) == len(asked)


def test_what_comes_in_pieces_can_be_compressed_on_its_way(cache: Cache, catalogue: Catalogue) -> None:
    served = routes.routes(lambda: cache, lambda: catalogue)
    client = TestClient(Starlette(routes=served, middleware=[Middleware(GZipMiddleware, compresslevel=1)]))
    packed = client.get(WHOLE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    for _ in range(2):
        plain = client.get(WHOLE, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == packed.text
