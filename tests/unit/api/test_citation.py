"""Do scripts get the citation of what they fetch, with the link that pins its vintage?"""

import datetime as dt
import json
import re

import httpx2
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from starlette.testclient import TestClient

from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.store.as_of import write_as_of
from dashboard.store.opening import Cache
from tests.unit.api.conftest import JSON, error_of

ROOT = "/api/v1/citation"
ASKED = "indicator=rd-spending&economy=CHN,USA"


@pytest.fixture(scope="module")
def texts(client: TestClient) -> dict[str, str]:
    answers = {ending: client.get(f"{ROOT}.{ending}?{ASKED}") for ending in CITATION_STYLES}
    for ending, response in answers.items():
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == CITATION_STYLES[ending].media_type
        assert response.headers["content-disposition"].endswith(f'.{ending}"')
    return {ending: response.text for ending, response in answers.items()}


def test_every_style_names_release_licence_and_today(texts: dict[str, str], cache: Cache) -> None:
    vintage, today = cache.store.vintage("rd-spending"), dt.datetime.now(dt.UTC).date()
    for text in texts.values():
        assert vintage.release in text
        assert "CC BY 4.0" in text
        assert str(today.year) in text


def test_the_link_that_is_cited_gives_the_same_figures_next_year(
    client: TestClient, texts: dict[str, str], cache: Cache
) -> None:
    [item] = json.loads(texts["json"])
    [entry] = parse_string(texts["bib"]).entries
    [record] = rispy.loads(texts["ris"])
    assert item["URL"] == entry.fields_dict["url"].value == record["urls"][0]
    asked = httpx2.URL(item["URL"])
    assert asked.params["as_of"] == write_as_of(cache.store.vintage("rd-spending").published)
    assert asked.path == "/explore"
    pinned, now = (client.get(f"{JSON}?{query}").json() for query in (asked.query.decode(), ASKED))
    assert pinned == now


def test_what_cannot_be_cited_is_refused_as_everywhere(client: TestClient) -> None:
    assert error_of(client.get(f"{ROOT}.bib?indicator=nothing"), 404)["field"] == "indicator"


DIFFERENT = (
    "indicator=gdp&economy=CHN",
    "indicator=gdp&economy=USA",
    "indicator=gdp&economy=CHN,USA",
    "indicator=gdp&economy=CHN&transform=growth",
    "indicator=gdp&economy=CHN&transform=index&base=2000",
    "indicator=gdp&economy=CHN&transform=index&base=2010",
    "indicator=gdp&economy=CHN&from=2001",
    "indicator=gdp/population&economy=CHN",
)


def keys_of(client: TestClient, *queries: str) -> list[list[str]]:
    """Return the keys of the citations of several queries, put into one file of each style that has keys."""
    bib, ris = ("\n".join(client.get(f"{ROOT}.{style}?{query}").text for query in queries) for style in ("bib", "ris"))
    library = parse_string(bib)
    assert not library.failed_blocks
    items = [item for query in queries for item in client.get(f"{ROOT}.json?{query}").json()]
    return [
        [entry.key for entry in library.entries],
        [record["id"] for record in rispy.loads(ris)],
        [item["id"] for item in items],
    ]


def test_works_that_differ_have_keys_of_their_own_in_one_bibliography(client: TestClient) -> None:
    bib, ris, csl = keys_of(client, *DIFFERENT)
    assert len(set(bib)) == len(DIFFERENT)
    assert bib == ris == csl
    assert all(re.fullmatch("[A-Za-z0-9-]+", key) for key in bib)


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ("economy=CHN,USA&transform=growth", "transform=growth&economy=USA,CHN"),
        ("economy=CHN", "economy=China&scale=log&events=none"),
        ("economy=CHN&transform=level", "economy=CHN&as_of={pinned}"),
    ],
)
def test_the_same_work_keeps_its_key_however_it_is_asked_for(
    client: TestClient, cache: Cache, said: str, otherwise: str
) -> None:
    otherwise = otherwise.format(pinned=write_as_of(cache.store.vintage("gdp").published))
    (key,), (same,) = (keys_of(client, f"indicator=gdp&{query}")[2] for query in (said, otherwise))
    assert key == same
