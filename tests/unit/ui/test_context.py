"""Does a part of a page that is drawn alone see a refresh, and what its session has added meanwhile?"""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kept import Ground
from dashboard.store.edition import Edition
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import own_series, resources, state
from dashboard.ui.context import Page
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, shipped_catalogue: Catalogue, shipped_cache: Cache) -> Page:
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(resources, "catalogue", lambda: shipped_catalogue)

    def current(*_: object) -> SimpleNamespace:
        return SimpleNamespace(selection=Selection())

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
