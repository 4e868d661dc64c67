"""Germany's history laid over what is shipped, for pages, routes and commands alike."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import configured_catalogue
from dashboard.store.opening import Cache
from tests.pages import OpenPage, begin_anew, opened
from tests.policy.overlay import write_overlay
from tests.shipped import FirstStart


@pytest.fixture(scope="session")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_overlay(tmp_path_factory.mktemp("overlay"))


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> str:
    return first_start.copy(tmp_path_factory.mktemp("policy") / "eraline.db")


@pytest.fixture
def laid_over(overlay: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the folder over data/ by its setting, and serve the shipped observations."""
    monkeypatch.setenv("ERALINE_CATALOGUE", str(overlay))
    monkeypatch.setenv("ERALINE_DATABASE_URL", database)
    begin_anew()


@pytest.fixture
def catalogue(laid_over: None) -> Catalogue:  # noqa: ARG001 - the setting is read
    return configured_catalogue()


@pytest.fixture
def open_page(laid_over: None) -> OpenPage:  # noqa: ARG001 - pages read the setting
    return opened


@pytest.fixture
def client(catalogue: Catalogue, shipped_cache: Cache) -> TestClient:
    return TestClient(Starlette(routes=routes.routes(lambda: shipped_cache, lambda: catalogue)))
