"""Is the time of reruns spent on pages rather than on collecting garbage?"""

import gc

import streamlit as st

from tests.pages import OpenPage


def test_no_full_collection_follows_a_rerun() -> None:
    # Streamlit only warns of a setting that it does not know any more
    assert st.get_option("runner.postScriptGC") is False


def test_what_stays_for_good_is_left_out_of_collections(open_page: OpenPage) -> None:
    assert not open_page("explore").exception
    assert gc.get_freeze_count() > 10_000
    assert gc.isenabled()
