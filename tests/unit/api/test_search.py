"""Does the search answer scripts as it answers the box: ranked, of one kind, in every format, mistakes told?"""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.formats import of_any_rows
from dashboard.store.opening import Cache
from dashboard.views.findable import KINDS, Findable, Found
from tests.unit.api.conftest import csv_rows, error_of

SEARCH = "/api/v1/search"


def test_the_best_comes_first_with_what_tells_it_from_others(client: TestClient, cache: Cache) -> None:
    [first, *_] = client.get(SEARCH, params={"q": "R&D"}).json()
    reach = cache.store.reach(["rd-spending"])["rd-spending"]
    assert (first["id"], first["kind"], first["tier"]) == ("rd-spending", "indicator", "curated")
    assert (first["unit"], first["economies"]) == ("% of GDP", reach.economies)
    assert (first["first"], first["last"]) == (reach.first.isoformat(), reach.last.isoformat())
    assert (first["page"], first["query"]) == ("explore", "indicator=rd-spending")
    assert f"{reach.first.year}–{reach.last.year}" in first["detail"]


def test_every_format_has_the_same_results(client: TestClient) -> None:
    records = client.get(SEARCH, params={"q": "chips"}).json()
    rows = csv_rows(client.get(f"{SEARCH}.csv", params={"q": "chips"}))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    for ending in (form.ending for form in of_any_rows()):
        assert client.get(f"{SEARCH}.{ending}", params={"q": "chips"}).status_code == 200
        assert client.get(f"{SEARCH}.{ending}", params={"q": "qqqq zzzz"}).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_alone_is_answered(client: TestClient, kind: Found) -> None:
    records = client.get(SEARCH, params={"q": "china", "kind": kind}).json()
    assert {record["kind"] for record in records} <= {kind}


def test_several_kinds_are_named_as_any_list(client: TestClient) -> None:
    records = client.get(SEARCH, params={"q": "china", "kind": "economy,milestone"}).json()
    assert {record["kind"] for record in records} == {"economy", "milestone"}


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ("q=", 422, "missing", "q"),
        ("", 422, "missing", "q"),
        (f"q={'x' * 1_500}", 400, "too-long", "q"),
        (f"q={'x' * 10_000}", 400, "too-long", "q"),
        ("q=a&q=b", 400, "repeated-key", "q"),
        ("q=a&kind=animal", 422, "unknown-kind", "kind"),
        ("q=a&nothing=1", 400, "unknown-key", "nothing"),
    ],
)
def test_a_search_that_cannot_be_followed_is_one_mistake(
    client: TestClient, query: str, status: int, code: str, field: str
) -> None:
    error = error_of(client.get(f"{SEARCH}?{query}"), status)
    assert (error["code"], error["field"]) == (code, field)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\0", "' OR 1=1", "%"])
def test_markup_comes_back_as_nobody_could_take_for_it(client: TestClient, text: str) -> None:
    response = client.get(SEARCH, params={"q": text})
    assert response.status_code in (200, 422)
    assert b"<" not in response.content


def test_pages_are_found_where_there_are_any(cache: Cache, catalogue: Catalogue) -> None:
    page = Findable(Found.PAGE, "glossary", "Glossary of terms", "glossary")
    served = TestClient(Starlette(routes=routes.routes(lambda: cache, lambda: catalogue, pages=[page])))
    [found] = served.get(SEARCH, params={"q": "glossary"}).json()
    assert (found["kind"], found["page"], found["query"]) == ("page", "glossary", "")


@pytest.mark.parametrize(
    ("setting", "found"), [("on", True), ("local", True), ("off", False), ("wb:SI.POV.GINI", True)]
)
def test_a_server_offers_the_series_that_it_fetches(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, setting: str, *, found: bool
) -> None:
    monkeypatch.setenv("ERALINE_CATALOGUED", setting)
    records = client.get(SEARCH, params={"q": "gini"}).json()
    assert ("wb:SI.POV.GINI" in [record["id"] for record in records]) is found
    others = client.get(SEARCH, params={"q": "poverty"}).json()
    assert any(record["tier"] == "catalogued" for record in others) is (setting in ("on", "local"))
