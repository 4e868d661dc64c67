"""Does a link say what it shows, in one form, and does nothing of a query get out of where it is written?"""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import StoreError
from dashboard.store.opening import Cache
from dashboard.ui import embed
from dashboard.ui.navigation import PAGES
from dashboard.ui.shared_links import Shared, Tell, plain, teller
from tests.draws import draws

SITE = "https://example.org/x"


class Head(HTMLParser):
    """What a head holds: its elements in order, its title, and what its metas and links say."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.said = list[str](), "", dict[str, str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        name = found.get("property") or found.get("name") or found.get("rel") or ""
        self.said[name] = found.get("content") or found.get("href") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def tell(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Tell:
    return teller(lambda: shipped_cache, lambda: shipped_catalogue)


def gone() -> Cache:
    message = "connection is bad"
    raise StoreError(message)


def head_of(tell: Tell, page: str, query: str) -> Head:
    return Head(tell(PAGES[page], query).head(SITE))


def test_a_link_has_a_title_a_sentence_and_the_picture_of_its_own_state(
    tell: Tell, shipped_catalogue: Catalogue
) -> None:
    head = head_of(tell, "explore", "indicator=gdp-growth&economy=CHN&utm_source=chat")
    name = shipped_catalogue.indicator("gdp-growth").name
    assert head.text.startswith(f"{name}: China, ")
    assert name in head.said["og:description"]
    assert "below" not in head.said["og:description"]
    assert head.said["canonical"] == f"{SITE}/explore?indicator=gdp-growth&economy=CHN"
    picture = urlsplit(head.said["og:image"])
    assert (picture.path, parse_qs(picture.query)["economy"]) == ("/x/api/v1/chart.png", ["CHN"])
    assert "robots" not in head.said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_for_and_shows_a_picture(tell: Tell, page: str) -> None:
    head = head_of(tell, page, "")
    assert head.said["description"]
    assert head.said["canonical"] == f"{SITE}{PAGES[page].path}"
    assert head.said["og:image"].startswith(f"{SITE}/api/v1/chart.png?page=")
    assert "alternate" in head.said


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "What the figures say of "),
        ("view=targets", "Targets of China's policy"),
        ("view=growth-orientation", "Away from maximising growth: "),
        ("view=lab-slope-8&indicator=exports-share&milestone=wto-accession", "Exports of goods and services, China: "),
    ],
)
def test_each_view_of_evidence_has_its_own_title_and_picture(tell: Tell, query: str, title: str) -> None:
    head = head_of(tell, "evidence", query)
    assert head.text.startswith(title)
    asked = parse_qs(urlsplit(head.said["og:image"]).query)
    assert asked == {"page": ["evidence"], **parse_qs(query)}


@pytest.mark.parametrize("query", ["own=2010:My%20day", "indicator=custom:mine", "indicator=custom:mine%2Fgdp"])
def test_what_a_user_added_is_for_no_search(tell: Tell, query: str) -> None:
    assert head_of(tell, "explore", query).said["robots"] == "noindex"


def test_a_bad_value_falls_back_as_on_the_page(tell: Tell) -> None:
    head = head_of(tell, "explore", "indicator=gdp-growth&era=nothing&from=never")
    assert head.said["canonical"] == f"{SITE}/explore?indicator=gdp-growth"


def test_a_page_without_a_store_or_a_chart_has_a_head_all_the_same(shipped_catalogue: Catalogue, tell: Tell) -> None:
    away = teller(gone, lambda: shipped_catalogue)(PAGES["explore"], "")
    assert away == replace(plain(PAGES["explore"], is_private=False), is_told=False)
    # a search engine that comes by meanwhile keeps what it knows of the link
    assert not {"robots", "canonical"} & Head(away.head(SITE)).said.keys()
    own = teller(gone, lambda: shipped_catalogue)(PAGES["explore"], "own=2010:My%20day")
    assert Head(own.head(SITE)).said["robots"] == "noindex"
    assert tell(PAGES["explore"], "as_of=1990-01-01") == plain(PAGES["explore"])


@given(
    query=st.dictionaries(
        st.sampled_from(["indicator", "economy", "era", "view", "as_of", "own", "search", "policy", "x"]),
        st.sampled_from(
            ['"><script>alert(1)</script>', "' onload='x", "</title><script>", "\r\nX: y", "gdp-growth", "{0}"]
        )
        | st.text(max_size=20),
        max_size=3,
    ),
    page=st.sampled_from(list(PAGES)),
)
@settings(max_examples=draws(10))
def test_nothing_of_a_query_gets_out_of_its_attribute(tell: Tell, query: dict[str, str], page: str) -> None:
    shared = tell(PAGES[page], urlencode(query))
    head = Head(shared.head(SITE))
    assert set(head.tags) <= {"title", "meta", "link"}
    assert head.tags.count("title") == 1
    framed = Head(bytes(embed.chart_page(shared, urlencode(query), SITE).body).decode())
    assert framed.tags.count("script") == 2


def test_a_title_stays_a_title() -> None:
    shared = Shared(PAGES["explore"], '"><script>', "</title>'", "a=1&b=2", has_chart=True)
    head = Head(shared.head(SITE))
    assert head.said["og:title"] == '"><script>'
    assert head.said["canonical"] == f"{SITE}/explore?a=1&b=2"
    (frame,) = (Head(embed.snippet(shared.frame(SITE), shared.title)),)
    assert frame.tags == ["iframe"]


@pytest.fixture(scope="module")
def asked(tell: Tell) -> TestClient:
    return TestClient(Starlette(routes=embed.routes(tell, lambda _request: SITE, "/x")))


def test_oembed_frames_the_chart_of_a_link(asked: TestClient) -> None:
    url = f"{SITE}/explore?indicator=gdp-growth&economy=CHN"
    answer = asked.get("/x/oembed", params={"url": url, "maxwidth": "500", "maxheight": "9"})
    told = answer.json()
    assert (told["type"], told["width"], told["height"]) == ("rich", 500, 240)
    frame = Head(told["html"])
    assert frame.tags == ["iframe"]
    assert 'loading="lazy" referrerpolicy="strict-origin-when-cross-origin"' in told["html"]
    assert f'src="{url.replace("&", "&amp;")}&amp;embed=true"' in told["html"]
    assert told["thumbnail_url"].startswith(f"{SITE}/api/v1/chart.png?page=explore&indicator=gdp-growth")


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"url": "https://elsewhere.example/explore"}, 404),
        ({"url": f"{SITE}/nothing"}, 404),
        ({"url": f"{SITE}/evidence"}, 200),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "https://[broken"}, 404),
        ({}, 404),
        ({"url": f"{SITE}/explore", "format": "xml"}, 501),
    ],
)
def test_oembed_speaks_of_our_own_charts_alone(asked: TestClient, params: dict[str, str], status: int) -> None:
    assert asked.get("/oembed", params=params).status_code == status


def test_oembed_is_asked_again_where_the_figures_cannot_be_read(shipped_catalogue: Catalogue) -> None:
    routes = embed.routes(teller(gone, lambda: shipped_catalogue), lambda _request: SITE)
    answer = TestClient(Starlette(routes=routes)).get("/oembed", params={"url": f"{SITE}/explore"})
    assert (answer.status_code, "cannot be read at the moment" in answer.text) == (503, True)
    assert answer.headers["retry-after"] == "30"


def test_what_a_frame_is_made_of_is_kept_by_browsers(asked: TestClient) -> None:
    script = asked.get("/embed/plotly.js")
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"
    assert "Plotly" in script.text
    assert asked.get("/x/embed/embed.js").headers["content-type"].startswith("text/javascript")
    assert asked.get("/x/embed/icon.svg").headers["content-type"] == "image/svg+xml"
    assert asked.get("/x/embed/embed.css").headers["content-type"].startswith("text/css")
