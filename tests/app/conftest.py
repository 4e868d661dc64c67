"""Pages run without a browser, on the shipped figures."""

import json
from collections.abc import Callable, Mapping, Sequence

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('app')}/eraline.db"


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, database: str) -> OpenPage:
    """Give a way to open a page at a query, as a reader's first look at it."""
    monkeypatch.setenv("ERALINE_DATABASE_URL", database)
    st.cache_resource.clear()

    def opened(page: str, query: Mapping[str, str | Sequence[str]] | None = None) -> AppTest:
        app = AppTest.from_string(f"from dashboard.ui.page import {page}\n{page}.render()", default_timeout=60)
        for key, value in (query or {}).items():
            app.query_params[key] = value if isinstance(value, str) else list(value)
        return app.run()

    return opened


def said(app: AppTest) -> str:
    """Return what a page says in words, as a reader reads it: a space that holds a number to its unit is a space."""
    pieces = [*app.markdown, *app.caption, *app.warning, *app.info, *app.success]
    return "\n".join(piece.value for piece in pieces).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def indicator_shown(app: AppTest, key: str) -> str:
    """Return the id of the indicator that a picker shows, "" for none; a test of pages alone cannot choose in it."""
    [found] = [element.proto for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    return json.loads(found.json)["id"]
