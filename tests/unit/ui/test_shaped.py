"""Is what a component tells read where it has its shape, and let go where it has another?"""

from typing import Any

import pytest
import streamlit as st

from dashboard.ui.search_box import Chosen
from dashboard.ui.shaped import lasting, shaped


def test_what_has_its_shape_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"id": "gdp", "kind": "indicator", "page": "explore", "query": "indicator=gdp", "more": 1}
    monkeypatch.setattr(st, "session_state", {"box": {"chosen": chosen, "lost": {"events": 2}}})
    assert shaped("box", "chosen", Chosen) == Chosen("gdp", "indicator", "explore", "indicator=gdp")
    assert shaped("box", "lost", dict[str, int]) == {"events": 2}


@pytest.mark.parametrize("said", [None, "x", 7, [], ["a", None], {}, {"id": 1}, {"id": "gdp", "query": None}])
@pytest.mark.parametrize("shape", [Chosen, dict[str, bytes]])
def test_what_has_another_shape_is_nothing(monkeypatch: pytest.MonkeyPatch, said: object, shape: type[Any]) -> None:
    monkeypatch.setattr(st, "session_state", {"box": {"chosen": said}})
    assert not shaped("box", "chosen", shape)
    assert shaped("box", "of another event", shape) is None
    assert shaped("box of a page that was left", "chosen", shape) is None


def test_what_was_told_last_holds_when_streamlit_has_forgotten_it(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, Any] = {"line": {"backs": 1}, "room": {"room": [1200, None]}}
    monkeypatch.setattr(st, "session_state", held)
    assert (lasting("line", "backs"), lasting("room", "room"), lasting("part", "room")) == (1, [1200, None], None)
    held["line"] = {"backs": 2}
    assert lasting("line", "backs") == 2
    held["line"] = {"backs": None}
    held.pop("room")
    assert (lasting("line", "backs"), lasting("room", "room"), lasting("part", "room")) == (2, [1200, None], None)
