"""Is one dialog of a page open at a time?"""

import pytest
import streamlit as st

from dashboard.ui.opened import DIALOGS, Opened


def test_the_dialog_that_was_opened_last_is_the_one_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    first, second, elsewhere = Opened("first", DIALOGS), Opened("second", DIALOGS), Opened("elsewhere")
    first.open()
    elsewhere.open()
    second.open()
    assert (first.is_open, second.is_open, elsewhere.is_open) == (False, True, True)
    # one that is not open takes nothing away
    first.close()
    assert second.is_open
    second.close()
    assert not second.is_open
    assert (first.turn, second.turn) == (1, 1)
