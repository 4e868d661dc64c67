"""Does a chart's URL give its picture, once drawn and then kept, and refuse what cannot be drawn?"""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from dashboard.api import pictures
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.pictures import CARD, draw, read_size, scene_of
from dashboard.charts.registry import CHART_KINDS
from dashboard.figures import height_of
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.picture import PICTURES
from dashboard.refresh.shares import Share
from dashboard.store.opening import Cache
from dashboard.store.vintages import Release
from tests.shipped import FirstStart, open_shipped
from tests.unit.api.conftest import REVISED, client_of, error_of

CHART = "/api/v1/chart"


def picture_of(content: bytes) -> Any:  # noqa: ANN401 - Pillow's own
    return Image.open(io.BytesIO(content))


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the pictures that were drawn anew, by their links."""
    drawn: list[str] = []

    def draw(_scene: object, form: Any, _size: object, link: str) -> bytes:  # noqa: ANN401 - a picture's format
        drawn.append(link)
        return form.ending.encode()

    monkeypatch.setattr(pictures, "draw", draw)
    return drawn


def test_the_picture_of_a_chart_is_a_card_unless_told_otherwise(client: TestClient) -> None:
    card = client.get(f"{CHART}.png?economy=CHN")
    assert (card.status_code, card.headers["content-type"]) == (200, PICTURES["png"].media_type)
    assert picture_of(card.content).size == CARD
    assert card.headers["content-disposition"].startswith('inline; filename="eraline_')
    fine = client.get(f"{CHART}.png?economy=CHN&width=400&height=300&ratio=2&theme=dark")
    assert picture_of(fine.content).size == (800, 600)
    assert sum(picture_of(fine.content).convert("RGB").getpixel((2, 2))) < 100


def test_a_picture_names_the_page_that_shows_the_same_for_ever(client: TestClient, drawings: list[str]) -> None:
    client.get(f"{CHART}.png?indicator=gdp-growth&economy=CHN&view=ranking")
    assert drawings[0].startswith("http://testserver/compare?indicator=gdp-growth")
    assert "as_of=" in drawings[0]
    assert "view=ranking" in drawings[0]


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_every_kind_of_chart_is_asked_for_by_its_view(client: TestClient, drawings: list[str], kind: str) -> None:
    response = client.get(f"{CHART}.svg?view={kind}&indicator={REVISED}")
    assert response.status_code == 200, response.text
    assert len(drawings) == 1


def test_a_card_is_laid_out_smaller_and_drawn_larger_so_that_a_chat_shows_texts_that_are_read(
    shipped_cache: Cache, catalogue: Catalogue
) -> None:
    scene = scene_of({"indicator": [REVISED], "economy": ["CHN"]}, shipped_cache.store, catalogue)
    card, asked = read_size({}), read_size({"width": ["1200"], "height": ["630"]})
    drawn = [draw(scene, PICTURES["svg"], size, "") for size in (card, asked)]
    small, large = (float(re.findall(rb"viewBox=.0 0 ([\d.]+)", svg)[0]) for svg in drawn)
    assert small * card.zoom == pytest.approx(large, rel=0.01)
    assert (card.width, card.height, asked.zoom) == (1200, 630, 1)


@pytest.mark.parametrize("page", ["overview", "timeline", "explore"])
def test_a_card_leaves_out_what_there_is_no_room_for_in_texts_that_can_be_read(
    shipped_cache: Cache, shipped_catalogue: Catalogue, page: str
) -> None:
    scene = scene_of({"indicator": ["gdp-growth"]}, shipped_cache.store, shipped_catalogue, page)
    width, height = (round(px) for px in read_size({}).layout)
    whole, card = (scene.built.draw("light", Sheet(width, height, is_card=is_card)) for is_card in (False, True))
    assert height_of(card) <= height_of(whole)
    many, few = (len(re.findall("<b>|text", str(figure.to_plotly_json()))) for figure in (whole, card))
    assert few < many


def test_a_picture_is_drawn_once_until_anything_is_published(
    first_start: FirstStart, tmp_path: Path, catalogue: Catalogue, drawings: list[str]
) -> None:
    # what others read must not be written to
    cache = open_shipped(first_start.copy(tmp_path / "own.db"))
    client = client_of(cache, catalogue)
    url = f"{CHART}.png?indicator={REVISED}&economy=CHN"
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert len(drawings) == 1
    client.get(f"{url}&width=640")
    assert len(drawings) == 2
    vintage = cache.store.vintage(REVISED)
    stored = cache.store.observations(vintage)
    later = vintage.published.replace(year=vintage.published.year + 1)
    cache.store.commit([Release(REVISED, later, "One more release", stored)])
    client.get(url)
    assert len(drawings) == 3


def test_a_pinned_picture_need_not_be_asked_for_again(client: TestClient, drawings: list[str]) -> None:
    pinned = client.get(f"{CHART}.png?economy=CHN&as_of=2026-07-20T00:00:00Z")
    assert "immutable" in pinned.headers["cache-control"]
    assert drawings


def test_one_client_has_its_share_of_new_pictures_and_old_ones_for_nothing(
    client: TestClient, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "NEW_PICTURES", Share("new pictures", 2))
    urls = [f"{CHART}.pdf?economy={code}" for code in ("FRA", "DEU", "ITA")]
    assert [client.get(url).status_code for url in urls] == [200, 200, 429]
    assert error_of(client.get(urls[2]), 429)["code"] == "too-many-requests"
    assert client.get(urls[0]).status_code == 200
    assert client.get(urls[2].replace(".pdf", ".json")).status_code == 200
    assert len(drawings) == 2


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ("width=10", 422, "width"),
        ("width=12.5", 422, "width"),
        ("width=٣٣٣", 422, "width"),
        ("height=99999", 422, "height"),
        ("width=2400&height=2400&ratio=2", 422, "ratio"),
        ("ratio=0", 422, "ratio"),
        ("theme=blue", 422, "theme"),
        ("pin_key=maybe", 422, "pin_key"),
        ("page=atlantis", 422, "page"),
        ("page=compare&view=pie", 422, "view"),
        ("indicator=nothing", 404, "indicator"),
        ("economy=", 404, "view"),
        ("as_of=1990-01-01", 404, "as_of"),
        ("size=large", 400, "size"),
        ("theme=light&theme=dark", 400, "theme"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(
    client: TestClient, drawings: list[str], asked: str, status: int, field: str
) -> None:
    assert error_of(client.get(f"{CHART}.png?{asked}"), status)["field"] == field
    assert drawings == []


def test_a_citation_pack_has_the_picture_of_its_rows(client: TestClient) -> None:
    pack = client.get("/api/v1/observations.zip?indicator=gdp-growth&economy=CHN")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as files:
        assert picture_of(files.read("chart.png")).format == "PNG"


def test_a_charts_link_begins_as_the_operator_says(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_SITE", "https://eraline.example.org")
    link = client.get(f"{CHART}.json?indicator=rd-spending&economy=CHN&from=1999").json()["link"]
    assert link.startswith("https://eraline.example.org/explore?indicator=rd-spending&economy=CHN&from=1999")
