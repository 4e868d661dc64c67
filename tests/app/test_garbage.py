"""Is the time of reruns spent on pages rather than on collecting garbage, and is nothing thrown away too early?"""

import gc

import pytest
import streamlit as st

from dashboard.ui.page import explore
from dashboard.ui.running import is_busy
from tests.pages import OpenPage, send_at_once


def test_no_full_collection_follows_a_rerun() -> None:
    # Streamlit only warns of a setting that it does not know any more
    assert st.get_option("runner.postScriptGC") is False


def test_a_browser_keeps_what_answers_refer_to_for_longer_than_clicks_can_overtake_them() -> None:
    assert st.get_option("global.maxCachedMessageAge") >= 10


def test_what_stays_for_good_is_left_out_of_collections(open_page: OpenPage) -> None:
    assert not open_page("explore").exception
    assert gc.get_freeze_count() > 10_000
    assert gc.isenabled()


def test_what_is_heavy_waits_for_what_runs_alone_of_a_page(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[bool] = []

    def noted(_page: object) -> None:
        busy.append(is_busy())

    send_at_once(monkeypatch)
    monkeypatch.setattr(explore, "_chosen_view", noted)
    # opened without the shell around all pages, which says so of a whole one
    assert not open_page("explore").exception
    assert busy == [True]
    assert not is_busy()
