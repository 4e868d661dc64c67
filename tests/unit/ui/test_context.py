"""Does a page that was drawn see a refresh, and what its session has added or its URL has named meanwhile?"""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kept import Ground
from dashboard.store.edition import Edition
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import own_series, resources, state, url
from dashboard.ui.context import Page
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, shipped_catalogue: Catalogue, shipped_cache: Cache) -> Page:
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(resources, "catalogue", lambda: shipped_catalogue)

    def current(*_: object) -> SimpleNamespace:
        return SimpleNamespace(selection=Selection(), problems=())

    monkeypatch.setattr(state, "current", current)
    store = shipped_cache.store
    edition, loader = store.edition(), Loader(store, shipped_catalogue)
    ground = Ground(store, shipped_catalogue, edition)
    return Page("explore", (), shipped_catalogue, shipped_cache, loader, Selection(), edition, ground)


def test_a_part_reads_on_with_the_page_until_a_refresh_comes(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.again().loader is page.loader
    newer = replace(page.edition, vintage=(10**6, page.edition.now))

    def edition(_store: Store) -> Edition:
        return newer

    monkeypatch.setattr(Store, "edition", edition)
    after = page.again()
    assert after.loader is not page.loader
    assert after.ground is not None
    assert page.ground is not None
    assert not after.ground.is_as(page.ground)


def test_a_session_with_a_series_of_its_own_shares_nothing(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(own_series, "own_series", lambda: {"custom:mine": object()})
    alone = page.again()
    assert alone.ground is None
    for part in (alone, alone, page, page):
        part.made("anything", lambda: made.append("made"))
    # twice by itself, and once for all others
    assert len(made) == 3


@pytest.mark.parametrize(
    "named",
    [
        {"indicator": ["wb:SP.DYN.LE00.IN"]},
        {"indicator": ["gdp"], "with": ["wb:SP.DYN.LE00.IN"]},
        {"indicator": ["gdp / wb:SP.DYN.LE00.IN"]},
    ],
)
def test_a_control_of_a_page_keeps_a_series_that_was_named_since_it_was_drawn(
    page: Page, named: url.Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(resources, "catalogue", lambda: page.catalogue)
    monkeypatch.setattr(resources, "cache", lambda: page.cache)
    monkeypatch.setattr(url, "read", lambda: named)
    now = page.read()
    assert "wb:SP.DYN.LE00.IN" in now.indicator + now.second
