"""Is a transform one record? One more is offered in the control, allowed by the API, and drawn."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, Given, Made
from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Indicator, Kind
from dashboard.store.opening import Cache
from tests.pages import OpenPage


def _halved(entry: Indicator) -> tuple[str, str]:
    return f"half {entry.unit}", "half"


def _doubled(given: Given) -> Made:
    return Made(given.frame.assign(value=given.frame["value"] * 2))


DOUBLED = replace(
    TRANSFORMS[LEVEL],
    id="doubled",
    label="Twice as published",
    subtitle="Doubled",
    kinds=(Kind.SHARE,),
    unit=_halved,
    apply=_doubled,
    in_unit=True,
)


@pytest.fixture(autouse=True)
def _one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TRANSFORMS, DOUBLED.id, DOUBLED)


def test_one_more_transform_is_offered_and_drawn(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "transform": "doubled"})
    assert not app.exception
    assert not app.warning
    assert "Twice as published" in app.selectbox(key="explore-transform").options
    assert "Twice as published" not in open_page("explore", {"indicator": "gdp"}).selectbox("explore-transform").options


def test_one_more_transform_is_allowed_by_the_api(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    client = TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))
    asked = {"indicator": "rd-spending", "economy": "CHN", "from": "2020", "to": "2020"}
    [once] = client.get("/api/v1/observations.json", params=asked).json()
    [twice] = client.get("/api/v1/observations.json", params={**asked, "transform": "doubled"}).json()
    assert (twice["value"], twice["unit"]) == (2 * once["value"], f"half {once['unit']}")
    refused = client.get("/api/v1/observations.json", params={**asked, "transform": "tripled"}).json()["error"]
    assert "doubled" in refused["allowed"]
    [entry] = [row for row in client.get("/api/v1/indicators").json() if row["id"] == "rd-spending"]
    assert "doubled" in entry["transforms"]
