"""Does the data link of a chart answer with the chart's own rows?"""

import io
from dataclasses import replace

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.endpoint import ROOT
from dashboard.api.routes import ENDPOINTS, routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.data_links import data_query
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

LOOKED_AT = Selection(indicator="rd-spending", economies=("CHN", "KOR"), eras=("innovation-driven",), scale="linear")


@pytest.fixture(scope="module")
def client(shipped_cache: Cache, shipped_catalogue: Catalogue) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))


def test_every_kind_of_chart_has_an_endpoint() -> None:
    assert {kind.endpoint for kind in CHART_KINDS.values()} <= {one.name for one in ENDPOINTS}


@pytest.mark.parametrize("name", CHART_KINDS)
def test_the_data_link_of_a_chart_is_answered(client: TestClient, name: str) -> None:
    response = client.get(f"{ROOT}/{data_query(CHART_KINDS[name], LOOKED_AT)}")
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("name", [kind.id for kind in CHART_KINDS.values() if kind.has_rows])
def test_the_data_link_of_a_chart_has_its_rows(
    client: TestClient, shipped_cache: Cache, shipped_catalogue: Catalogue, name: str
) -> None:
    kind = CHART_KINDS[name]
    built = kind.build(request_for(kind, Loader(shipped_cache.store, shipped_catalogue), LOOKED_AT))
    assert isinstance(built, Built)
    answered = client.get(f"{ROOT}/{data_query(kind, replace(built.permalink, as_of=built.released))}")
    assert len(pd.read_csv(io.StringIO(answered.text))) == len(built.rows())


def test_the_data_link_of_lines_leaves_out_what_is_only_looks() -> None:
    assert "scale=" not in data_query(CHART_KINDS["explore"], LOOKED_AT)
    assert "scale=" in data_query(CHART_KINDS["scatter"], LOOKED_AT)
