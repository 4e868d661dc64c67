"""Germany's history laid over what is shipped, for pages, routes and commands alike."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import configured_catalogue
from dashboard.store.opening import Cache
from tests.policy.overlay import write_overlay

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_overlay(tmp_path_factory.mktemp("overlay"))


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('policy')}/eraline.db"


@pytest.fixture
def laid_over(overlay: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lay the folder over data/ by its setting, and serve the shipped observations."""
    monkeypatch.setenv("ERALINE_CATALOGUE", str(overlay))
    monkeypatch.setenv("ERALINE_DATABASE_URL", database)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def catalogue(laid_over: None) -> Catalogue:  # noqa: ARG001 - the setting is read
    return configured_catalogue()


@pytest.fixture
def open_page(laid_over: None) -> OpenPage:  # noqa: ARG001 - pages read the setting
    def opened(page: str, query: Mapping[str, str] | None = None) -> AppTest:
        app = AppTest.from_string(f"from dashboard.ui.page import {page}\n{page}.render()", default_timeout=60)
        for key, value in (query or {}).items():
            app.query_params[key] = value
        return app.run()

    return opened


@pytest.fixture
def client(catalogue: Catalogue, shipped_cache: Cache) -> TestClient:
    return TestClient(Starlette(routes=routes.routes(lambda: shipped_cache, lambda: catalogue)))
