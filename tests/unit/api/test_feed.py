"""Does a feed reader learn of releases, revisions and milestones, whatever a provider calls them?"""

import datetime as dt
from xml.etree import ElementTree as ET

import feedparser
import httpx2
import pytest
from starlette.testclient import TestClient

from dashboard.api.feed import FEED
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.as_of import write_as_of
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.store.vintages import Release
from tests.unit.api.conftest import JSON, REVISED, client_of, error_of

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def answered(client: TestClient) -> httpx2.Response:
    response = client.get(FEED)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return response


def test_a_feed_reader_reads_it(answered: httpx2.Response, cache: Cache, catalogue: Catalogue) -> None:
    feed = feedparser.parse(answered.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id == "tag:testserver,2026:feed"
    kinds = [{tag.term for tag in entry.tags} for entry in feed.entries]
    assert sum("release" in kind for kind in kinds) == len(cache.store.vintages())
    assert any("milestone" in kind for kind in kinds)
    moments = [entry.updated_parsed for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.feed.updated_parsed == moments[0]
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    vintage = cache.store.vintage(REVISED)
    [entry] = [entry for entry in feed.entries if entry.id.endswith(f"{REVISED}/{write_as_of(vintage.published)}")]
    assert entry.title == f"{catalogue.indicator(REVISED).name}: Revised release"
    assert "Values: 1 revised" in entry.summary
    assert {"release", "revision"} == {tag.term for tag in entry.tags}


def test_it_has_what_atom_demands(answered: httpx2.Response) -> None:
    root = ET.fromstring(answered.content)  # noqa: S314 - our own
    links = {link.get("rel"): link.get("href", "") for link in root.findall("atom:link", ATOM)}
    assert links["self"] == "http://testserver/feed.xml"
    assert links["alternate"] == "http://testserver/data"
    for element in (root, *root.findall("atom:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"atom:{name}", ATOM)) == 1
        moment = dt.datetime.fromisoformat(element.findtext("atom:updated", "", ATOM))
        assert moment.tzinfo is not None
    assert root.find("atom:author/atom:name", ATOM) is not None


def test_the_link_of_a_release_shows_it_over_what_was_known_before(client: TestClient) -> None:
    feed = feedparser.parse(client.get(f"{FEED}?indicator={REVISED}").content)
    newest = next(entry for entry in feed.entries if "Revised release" in entry.title)
    asked = httpx2.URL(newest.link)
    assert asked.path == "/explore"
    rows = client.get(f"{JSON}?{asked.query.decode()}&economy=CHN").json()
    assert [row["change"] for row in rows if row["change"]] == ["revised"]


@pytest.mark.parametrize("path", [f"{FEED}?indicator={REVISED}", f"/feed/{REVISED}.xml"])
def test_an_indicator_has_a_feed_of_its_own_with_all_its_releases(client: TestClient, cache: Cache, path: str) -> None:
    feed = feedparser.parse(client.get(path).content)
    assert feed.feed.id == f"tag:testserver,2026:feed/{REVISED}"
    releases = [entry for entry in feed.entries if any(tag.term == "release" for tag in entry.tags)]
    assert len(releases) == sum(vintage.is_changed for vintage in cache.store.history(REVISED))


def test_a_reader_that_has_it_is_told_so(client: TestClient, answered: httpx2.Response) -> None:
    again = client.get(FEED, headers={"If-None-Match": answered.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_indicator_that_nobody_knows_is_refused(client: TestClient) -> None:
    assert error_of(client.get("/feed/nothing.xml"), 404)["field"] == "indicator"
    assert error_of(client.get(f"{FEED}?nothing=1"), 400)["code"] == "unknown-key"
    assert error_of(client.post(FEED), 405)["code"] == "method-not-allowed"


def test_no_text_of_a_provider_breaks_the_feed(catalogue: Catalogue, cache: Cache) -> None:
    store = Store(open_database(MEMORY_URL)[0])
    told = cache.store.observations(cache.store.vintage("rd-spending"), ["CHN"])
    hostile = 'A & B <script>alert("1")</script> ]]> \x0c\x08 新质 \N{ROCKET} &amp; "quotes"\nnext line'
    store.commit([Release("rd-spending", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), hostile, told)])
    feed = feedparser.parse(client_of(Cache(store, ()), catalogue).get(FEED).content, sanitize_html=False)
    assert not feed.bozo
    [entry] = [entry for entry in feed.entries if any(tag.term == "release" for tag in entry.tags)]
    title = entry.title_detail["value"]
    assert 'A & B <script>alert("1")</script> ]]>' in title
    assert '新质 \N{ROCKET} &amp; "quotes" next line' in title
