"""Whom do scripts ask here? The routes over the shipped figures, one of them revised, or over what cannot be read."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from dashboard.api import routes, snapshot
from dashboard.api.kept import KeptAnswers
from dashboard.api.unchanged import Unchanged
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.export import kept
from dashboard.refresh import shares
from dashboard.settings import DATA
from dashboard.store.as_of import AsOf
from dashboard.store.opening import Cache
from dashboard.store.vintages import Release
from dashboard.views.loading import Loader, Observations
from tests.shipped import FirstStart, open_shipped

CSV = "/api/v1/observations.csv"
JSON = "/api/v1/observations.json"
XLSX = "/api/v1/observations.xlsx"
STATUS = "/api/v1/status"
VINTAGES = "/api/v1/vintages"
REVISED = "internet-users"
REVISED_ON = dt.date(2026, 10, 1)
REVISED_KEY = ("CHN", "2000-01-01")
TABLES = ("indicators", "economies", "eras", "milestones", "targets", "claims")

# what a path needs before it answers anything but a refusal
NEEDED = {
    **dict.fromkeys(("observations", "citation"), "indicator=gdp-growth&economy=CHN"),
    "vintages": "indicator=gdp",
    "revisions": "indicator=gdp&economy=CHN",
    "search": "q=solar",
    # a TOML file holds one history
    "policies/registry": "policy=china",
    # when there was one indicator alone
    "snapshot": "as_of=2012-09-30",
}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(DATA)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> Cache:
    """Give the shipped figures, with one figure of one indicator revised later."""
    cache = open_shipped(first_start.copy(tmp_path_factory.mktemp("api") / "eraline.db"))
    stored = cache.store.observations(cache.store.vintage(REVISED))
    chosen = (stored["economy"] == REVISED_KEY[0]) & (stored["period"] == REVISED_KEY[1])
    assert chosen.sum() == 1
    published = dt.datetime.combine(REVISED_ON, dt.time(12), tzinfo=dt.UTC)
    changed = stored.assign(value=stored["value"].mask(chosen, 99.0))
    cache.store.commit([Release(REVISED, published, "Revised release", changed)])
    return cache


@pytest.fixture(scope="session")
def kept_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(scope="module", autouse=True)
def snapshots(kept_files: Path) -> Iterator[None]:
    """Keep the whole store out of the user's own folder, and let it be of five indicators: all would take long.

    In these tests alone: others may come after them.
    """
    every = snapshot.parts_of

    def few(loader: Loader, as_of: AsOf | None) -> Iterator[Observations]:
        return islice(every(loader, as_of), 5)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_folder", lambda: kept_files)
        patch.setattr(snapshot, "parts_of", few)
        yield


@pytest.fixture(scope="session")
def client(cache: Cache, catalogue: Catalogue) -> TestClient:
    return client_of(cache, catalogue)


@pytest.fixture(autouse=True)
def nobody_has_had_their_share() -> None:
    """Let each test have as much as one client may ask for."""
    shares.forget()


def client_of(cache: Cache | Exception, catalogue: Catalogue | Exception) -> TestClient:
    """Return a client of the routes; an exception in place of a thing is raised when the thing is asked for."""
    return TestClient(app_of(cache, catalogue))


def app_of(cache: Cache | Exception, catalogue: Catalogue | Exception) -> Starlette:
    """Return the routes as they are served, without the pages."""

    def give(thing: Any) -> Any:  # noqa: ANN401 - either of the two
        if isinstance(thing, Exception):
            raise thing
        return thing

    answers = KeptAnswers()
    served = routes.routes(lambda: give(cache), lambda: give(catalogue), kept=answers)
    return Starlette(routes=served, middleware=[Middleware(Unchanged, kept=answers)])


def csv_rows(response: httpx2.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def error_of(response: httpx2.Response, status: int) -> dict[str, Any]:
    """Return the one error of a refusal, which must be JSON, unkept and of the agreed shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    # what cannot be had now can be later, and says when to ask again
    assert ("retry-after" in response.headers) == (status in (429, 503))
    if "retry-after" in response.headers:
        # and a browser lets a page's script read that
        assert "Retry-After" in response.headers["access-control-expose-headers"]
    body = response.json()
    assert set(body) == {"error"}
    error = body["error"]
    assert set(error) == {"code", "message", "field", "allowed"}
    assert isinstance(error["allowed"], list)
    assert error["message"]
    assert "Traceback" not in response.text
    return error
