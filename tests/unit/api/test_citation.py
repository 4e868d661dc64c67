"""Do scripts get the citation of what they fetch, with the link that pins its vintage?"""

import datetime as dt
import json

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
