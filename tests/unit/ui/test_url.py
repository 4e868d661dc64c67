"""What is written into the URL holds until the browser has heard of it, unless its user goes elsewhere."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from dashboard.ui import url

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
