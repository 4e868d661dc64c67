"""Does the API say what it offers, to programs and to people, and does it answer as it says?"""

from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markupsafe import escape
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from dashboard.api.endpoint import Endpoint, Key
from dashboard.api.routes import ENDPOINTS, routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from tests.draws import draws
from tests.unit.api.conftest import NEEDED, client_of, error_of

ROOT = "/api/v1"


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    response = client.get(f"{ROOT}/openapi.json")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return response.json()


def validator(document: dict[str, Any], path: str) -> Draft202012Validator:
    """Return what tells whether a JSON answer of a path is as described."""
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    return Draft202012Validator({**content["application/json"]["schema"], "components": document["components"]})


def test_the_description_is_valid_openapi(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_the_index_names_every_path_of_the_description_and_links_to_it(
    client: TestClient, document: dict[str, Any]
) -> None:
    response = client.get(ROOT)
    entries = response.json()
    assert {path for entry in entries for path in entry["paths"]} == set(document["paths"])
    assert f'<{ROOT}/openapi.json>; rel="service-desc"' in response.headers["link"]
    assert [entry["id"] for entry in entries] == [one.name for one in ENDPOINTS]


@pytest.mark.parametrize("path", [path for one in ENDPOINTS for path in one.paths])
def test_every_path_answers_as_it_is_described(client: TestClient, document: dict[str, Any], path: str) -> None:
    name = path.removeprefix(f"{ROOT}/").partition(".")[0]
    response = client.get(f"{path}?{NEEDED.get(name, '')}")
    assert response.status_code == 200, response.text
    (media_type,) = document["paths"][path]["get"]["responses"]["200"]["content"]
    assert response.headers["content-type"].partition(";")[0] == media_type
    if media_type == "application/json":
        assert response.json()
        assert [error.message for error in validator(document, path).iter_errors(response.json())] == []


def test_a_refusal_is_as_described(client: TestClient, document: dict[str, Any]) -> None:
    refusal = {"$ref": "#/components/schemas/Refusal", "components": document["components"]}
    for query in ("observations.csv", "observations.csv?indicator=nonsense", "eras?polcy=china", "targets?as_of=never"):
        response = client.get(f"{ROOT}/{query}")
        assert str(response.status_code) in document["paths"][f"{ROOT}/eras"]["get"]["responses"]
        Draft202012Validator(refusal).validate(response.json())


def test_a_misspelt_parameter_is_refused_by_every_endpoint(client: TestClient) -> None:
    for one in ENDPOINTS:
        path = next(iter(one.paths))
        assert error_of(client.get(f"{path}?nonsense=1"), 400)["field"] == "nonsense"


def test_a_pages_whole_query_changes_no_table(client: TestClient) -> None:
    query = "indicator=gdp&economy=CHN,USA&era=new-quality&view=table&scale=log"
    for table in ("eras", "status"):
        assert client.get(f"{ROOT}/{table}?{query}").json() == client.get(f"{ROOT}/{table}").json()


@pytest.mark.parametrize("route", ["observations.json", "citation.txt", "revisions.csv", "chart.json", "eras.csv"])
def test_the_url_of_a_frame_may_be_asked_as_it_is(client: TestClient, route: str) -> None:
    query = "indicator=gdp&economy=CHN"
    framed = client.get(f"{ROOT}/{route}?{query}&embed=true")
    assert framed.status_code == 200, framed.text
    assert framed.text == client.get(f"{ROOT}/{route}?{query}").text
    of_gdp = client.get(f"{ROOT}/vintages?indicator=gdp").json()
    assert client.get(f"{ROOT}/vintages?indicator=gdp&era=new-quality&view=table&scale=log").json() == of_gdp


def test_one_more_endpoint_is_served_and_described_by_its_entry(
    cache: Cache, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.responses import PlainTextResponse  # noqa: PLC0415 - of this test alone

    mood = Endpoint(
        "mood",
        "How it feels.",
        lambda _data, ending: lambda _request: PlainTextResponse(ending),
        {"txt": "text/plain"},
        {},
        lambda: (Key("of", "whose"),),
    )
    monkeypatch.setattr("dashboard.api.routes.ENDPOINTS", (*ENDPOINTS, mood))
    one_more = client_of(cache, catalogue)
    assert one_more.get(f"{ROOT}/mood.txt?of=mine").text == "txt"
    assert error_of(one_more.get(f"{ROOT}/mood.txt?off=mine"), 400)["allowed"] == ["of"]
    assert "mood" in [entry["id"] for entry in one_more.get(ROOT).json()]
    assert f"{ROOT}/mood.txt" in one_more.get(f"{ROOT}/openapi.json").json()["paths"]
    assert "How it feels." in one_more.get(f"{ROOT}/docs").text
    assert f"{ROOT}/mood.txt" in error_of(one_more.get("/api/nothing"), 404)["allowed"]


def test_the_page_for_people_asks_nobody_for_anything(client: TestClient) -> None:
    response = client.get(f"{ROOT}/docs")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in response.text
    assert "src=" not in response.text
    assert all(str(escape(one.summary)) in response.text for one in ENDPOINTS)


def test_under_a_base_path_every_address_has_it(cache: Cache, catalogue: Catalogue) -> None:
    from starlette.applications import Starlette  # noqa: PLC0415 - of this test alone

    client = TestClient(Starlette(routes=routes(lambda: cache, lambda: catalogue, base="/eco")))
    assert client.get("/eco/api/v1/openapi.json").json()["servers"] == [{"url": "/eco"}]
    assert all(path.startswith("/eco/api/") for entry in client.get("/eco/api/v1").json() for path in entry["paths"])
    assert client.get("/api/v1/openapi.json").json()["servers"] == [{"url": "/"}]


def _known(key: Key) -> st.SearchStrategy[str]:
    """Return what a parameter may say, and what it may not."""
    known = {
        "indicator": ("gdp-growth", "rd-spending", "gdp/population", "solar-capacity", "wb:SP.POP.TOTL", "gdp"),
        "economy": ("CHN", "CHN,USA", "@g7", "peers-income", "South Korea", ""),
        "era": ("reform-and-opening", "innovation-driven"),
        "as_of": ("2026-04-08", "2026-04-08T09:30:00Z", "1999-01-01"),
        "policy": ("china",),
        "milestone": ("wto-accession",),
    }
    named = (*known.get(key.name, ()), *map(str, key.schema.get("enum", ())), "2010", "2020")
    return st.sampled_from(named) | st.text(max_size=12)


# what answers besides, and may answer so
_OTHERS = (ROOT, f"{ROOT}/openapi.json", f"{ROOT}/docs", "/feed.xml", "/feed/gdp.xml", "/feed/nonsense.xml", "/health")
_PLAIN = {"200", "304", "400", "404"}
_RANGES = ("bytes=0-9", "bytes=-5", "bytes=99999999999-", "bytes=5-2", "bytes=0-0,2-3,-1", "lines=1-2", "bytes=", "=")
_DAY = "Thu, 26 Nov 2026 00:00:00 GMT"
_HEADERS = {
    "If-None-Match": ("*", '"x"', 'W/"x", "y"', '"', "W/"),
    "If-Match": ("*", '"x"'),
    "If-Modified-Since": (_DAY, "yesterday"),
    "If-Unmodified-Since": (_DAY, "yesterday"),
    "If-Range": ('"x"', 'W/"x"', _DAY),
    "Range": _RANGES,
    "Accept-Encoding": ("gzip", "identity", "br;q=1, *;q=0"),
}


class Asked(NamedTuple):
    """One generated request; `again` asks for it once more with the ETag of its answer."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    again: bool


@st.composite
def _headers(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(list(_HEADERS)))
    any_text = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
    return name, draw(st.sampled_from(_HEADERS[name]) | any_text)


@st.composite
def _requests(draw: st.DrawFn) -> Asked:
    paths = {path: one for one in ENDPOINTS for path in one.paths}
    path = draw(st.sampled_from([*paths, *_OTHERS]))
    known = paths[path].read() if path in paths else ()
    keys = draw(st.lists(st.sampled_from(list(known) or [Key("policy", "")]), max_size=4 if known else 1))
    words = [(key.name, draw(_known(key))) for key in keys]
    required = [(key.name, draw(_known(key))) for key in known if key.is_required and key not in keys]
    odd = draw(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=1))
    headers = draw(st.lists(_headers(), max_size=3, unique_by=lambda header: header[0]))
    method = draw(st.sampled_from(("GET", "HEAD")))
    return Asked(method, path, [*required, *words, *odd], headers, draw(st.booleans()))


@given(asked=_requests())
@settings(max_examples=draws(40))
def test_whatever_is_asked_is_answered_or_refused_as_described(
    client: TestClient, document: dict[str, Any], asked: Asked
) -> None:
    response = client.request(asked.method, asked.path, params=httpx_query(asked), headers=asked.headers)
    of_path = document["paths"].get(asked.path)
    described = of_path["get"]["responses"] if of_path else _PLAIN
    assert str(response.status_code) in described, response.text
    if asked.method == "HEAD" or response.status_code == 304:
        assert response.content == b""
    elif response.status_code not in (200, 206, 416):
        assert set(response.json()["error"]) == {"code", "message", "field", "allowed"}
        assert response.json()["error"]["message"].isprintable()
    if asked.again and response.status_code in (200, 206) and "etag" in response.headers:
        known = {"If-None-Match": response.headers["etag"]}
        again = client.request(asked.method, asked.path, params=httpx_query(asked), headers=known)
        assert (again.status_code, again.content) == (304, b"")


def httpx_query(asked: Asked) -> list[tuple[str, str | int | float | bool | None]]:
    return [(key, value) for key, value in asked.query]


def test_an_endpoint_takes_as_many_indicators_as_it_says(client: TestClient) -> None:
    asked = {one: next((key for key in one.read() if key.name == "indicator"), None) for one in ENDPOINTS}
    said = {one.name: "up to 8" in key.help for one, key in asked.items() if key}
    paths = {name: next(path for one in asked if one.name == name for path in one.paths) for name in said}
    answers = {name: client.get(f"{path}?indicator=gdp,gdp-growth&economy=CHN") for name, path in paths.items()}
    assert {name: response.status_code == 200 for name, response in answers.items()} == said
    assert set(said.values()) == {True, False}


def test_what_a_parameter_says_has_no_gap_left_to_fill(document: dict[str, Any]) -> None:
    said = [key["description"] for path in document["paths"].values() for key in path["get"]["parameters"]]
    assert [text for text in said if "{" in text] == []
