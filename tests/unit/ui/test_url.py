"""What is written into the URL holds until the browser has heard of it, unless its user goes elsewhere."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from dashboard.ui import shaped, url

OLD, NEW = {"indicator": ["gdp"]}, {"indicator": ["gdp"], "era": ["new-quality"]}


class Params(dict[str, list[str]]):
    def get_all(self, key: str) -> Sequence[str]:
        return self[key]

    def from_dict(self, words: dict[str, list[str]]) -> None:
        self.clear()
        self.update(words)


class Streamlit(SimpleNamespace):
    """As much of Streamlit as the URL takes; `says` is what comes with the next run."""

    def __init__(self) -> None:
        super().__init__(
            query_params=Params(OLD), session_state={}, context=SimpleNamespace(url="http://localhost/explore?x=1")
        )

    def says(self, query: dict[str, list[str]]) -> None:
        self.query_params = Params(query)


@pytest.fixture
def st(monkeypatch: pytest.MonkeyPatch) -> Streamlit:
    streamlit = Streamlit()
    monkeypatch.setattr(url, "st", streamlit)
    monkeypatch.setattr(shaped, "st", streamlit)
    return streamlit


def test_a_browser_that_has_not_heard_of_what_was_written_undoes_nothing(st: Streamlit) -> None:
    url.write({"indicator": "gdp", "era": "new-quality"})
    st.says(OLD)
    assert url.read() == NEW
    assert st.query_params == NEW
    url.write({**NEW, "view": "table"})
    # it may have heard of the first, or of none
    for query in (NEW, OLD):
        st.says(query)
        assert url.read() == {**NEW, "view": ["table"]}


def test_a_page_that_is_opened_with_its_own_query_reads_that(st: Streamlit) -> None:
    url.write({"indicator": "gdp", "era": "new-quality"})
    url.leave()
    st.says(OLD)
    assert url.read() == OLD


def test_what_was_written_last_may_be_what_was_there_at_first(st: Streamlit) -> None:
    url.write(NEW)
    url.write(OLD)
    assert url.read() == OLD
    st.says(NEW)
    assert url.read() == OLD


def test_another_query_is_the_users_own(st: Streamlit) -> None:
    url.write(NEW)
    st.says({"indicator": ["rd-spending"]})
    assert url.read() == {"indicator": ["rd-spending"]}


def test_who_goes_back_means_what_the_url_says(st: Streamlit) -> None:
    url.write(NEW)
    st.says(OLD)
    st.session_state[url.WATCH] = {"backs": 1}
    assert url.read() == OLD


def test_what_streamlit_has_forgotten_of_going_back_is_no_going_back(st: Streamlit) -> None:
    st.session_state[url.WATCH] = {"backs": 1}
    url.write(NEW)
    st.says(OLD)
    del st.session_state[url.WATCH]
    assert url.read() == NEW


def test_another_page_begins_with_its_own_url(st: Streamlit) -> None:
    url.write(NEW)
    st.says(OLD)
    st.context.url = "http://localhost/evidence"
    assert url.read() == OLD


def test_a_browser_hears_within_seconds(st: Streamlit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "monotonic", lambda: 0.0)
    url.write(NEW)
    st.says(OLD)
    monkeypatch.setattr(url, "monotonic", lambda: 60.0)
    assert url.read() == OLD


def test_a_page_is_left_once_its_browser_is_elsewhere(st: Streamlit) -> None:
    url.arrive("explore")
    assert not url.is_left("explore")
    st.context.url = "http://localhost/compare"
    assert url.is_left("explore")
    url.arrive("compare")
    assert not url.is_left("explore")
    assert not url.is_left("compare")


def test_what_the_page_before_wrote_is_taken_back_from_the_next_ones_url(
    st: Streamlit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = list[dict[str, list[str]]]()
    url.arrive("explore")
    url.write(NEW)
    st.context.url = "http://localhost/compare"
    st.says({})
    monkeypatch.setattr(st.query_params, "from_dict", sent.append)
    url.arrive("compare")
    assert sent == [{}]


@pytest.mark.parametrize(("began_with", "is_unheard"), [(OLD, True), (NEW, False), ({"indicator": ["gni"]}, False)])
def test_what_began_a_run_tells_whether_the_browser_had_heard(
    st: Streamlit, monkeypatch: pytest.MonkeyPatch, began_with: dict[str, list[str]], *, is_unheard: bool
) -> None:
    monkeypatch.setattr(url, "_began_with", lambda: began_with)
    url.write(NEW)
    # whatever was written meanwhile
    st.says(NEW)
    assert url.is_unheard(NEW) is is_unheard
    url.write({**NEW, "view": "table"})
    assert url.is_unheard(NEW) is is_unheard
