"""Is the cache opened once for all users of a process, and is its preparation told to whoever waits for it?"""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import StoreError
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import resources


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, shipped_catalogue: Catalogue) -> Generator[list[Cache]]:
    """Let an empty cache be opened in place of the configured one, and give those that were."""
    caches = list[Cache]()

    def open_empty(_corrections: object) -> Cache:
        caches.append(Cache(Store(open_database(MEMORY_URL)[0]), ()))
        return caches[-1]

    monkeypatch.setattr(resources, "catalogue", lambda: shipped_catalogue)
    monkeypatch.setattr(resources, "open_configured", open_empty)
    monkeypatch.setattr(resources, "_freeze", lambda: None)
    st.cache_resource.clear()
    yield caches
    st.cache_resource.clear()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give what is said on a page while it waits."""
    words = list[str]()

    @contextmanager
    def spinner(text: str) -> Generator[None]:
        words.append(text)
        yield

    monkeypatch.setattr(st, "spinner", spinner)
    return words


@pytest.fixture
def on_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give what lets those who ask be pages from then on."""

    def become_one() -> None:
        def context(*, suppress_warning: bool) -> object:
            assert suppress_warning
            return object()

        monkeypatch.setattr(resources, "get_script_run_ctx", context)

    return become_one


def test_a_page_that_waits_says_so_and_one_that_does_not_says_nothing(
    opened: list[Cache], told: list[str], on_page: Callable[[], None]
) -> None:
    on_page()
    assert resources.cache() is resources.cache() is opened[0]
    assert (len(opened), len(told)) == (1, 1)
    assert told[0].startswith("Preparing the figures")


def test_a_route_has_no_page_to_say_it_on(opened: list[Cache], told: list[str]) -> None:
    resources.cache()
    assert (len(opened), told) == (1, [])


def test_a_page_waits_and_says_so_again_once_streamlits_caches_are_cleared(
    opened: list[Cache], told: list[str], on_page: Callable[[], None]
) -> None:
    on_page()
    resources.cache()
    st.cache_resource.clear()
    resources.cache()
    assert (len(opened), len(told)) == (2, 2)


def test_what_cannot_be_opened_is_tried_anew(opened: list[Cache], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_corrections: object) -> Cache:
        raise StoreError("It is away.")

    with monkeypatch.context() as away:
        away.setattr(resources, "open_configured", fail)
        with pytest.raises(StoreError):
            resources.cache()
    assert resources.cache() is opened[0]


def test_all_who_ask_at_once_get_the_one_that_is_opened(opened: list[Cache], monkeypatch: pytest.MonkeyPatch) -> None:
    both, slowly = threading.Barrier(2), resources.open_configured

    def open_slowly(corrections: object) -> Cache:
        # whoever else would open one had time to begin
        both.wait(20)
        return slowly(corrections)  # pyright: ignore[reportArgumentType] - it does not look at them

    monkeypatch.setattr(resources, "open_configured", open_slowly)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(resources.cache) for _ in range(3)]
        both.wait(20)
        assert {id(one.result(20)) for one in asked} == {id(opened[0])}
    assert len(opened) == 1
