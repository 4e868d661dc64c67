"""Pages run without a browser, on the shipped figures."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import OpenPage, as_read, begin_anew, opened, told
from tests.shipped import FirstStart


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> str:
    return first_start.copy(tmp_path_factory.mktemp("app") / "eraline.db")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, database: str) -> OpenPage:
    """Give a way to open a page on the shipped figures, which nobody changes."""
    monkeypatch.setenv("ERALINE_DATABASE_URL", database)
    begin_anew()
    return opened


def said(app: AppTest) -> str:
    """Return what a page says in words, as a reader reads it: a space that holds a number to its unit is a space."""
    pieces = [*app.markdown, *app.caption, *app.warning, *app.info, *app.success]
    return as_read("\n".join(piece.value for piece in pieces))


def linked(app: AppTest) -> set[str]:
    """Return the URLs that a page's words lead to."""
    return {url for piece in (*app.markdown, *app.caption) for url in re.findall(r"\]\(([^()\s]+)\)", piece.value)}


def indicator_shown(app: AppTest, key: str) -> str:
    """Return the id of the indicator that a picker shows, "" for none; a test of pages alone cannot choose in it."""
    return told(app, key)["id"]
