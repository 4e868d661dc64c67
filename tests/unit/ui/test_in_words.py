"""Is a visitor told what went wrong, and only who reads the log where?"""

import pytest
import streamlit as st

from dashboard.store.database import open_database
from dashboard.ui.in_words import told_in_words


def test_where_a_file_lies_stands_in_the_log_and_not_on_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown = list[str]()

    def show(words: str, **_more: str) -> None:
        shown.append(words)

    monkeypatch.setattr(st, "error", show)
    with told_in_words():
        open_database("sqlite:////dev/null/secret/eraline.db")
    assert "eraline" in shown[0]
    assert "secret" not in shown[0]
    (record,) = caplog.records
    assert record.message.splitlines()[-1] == "The cache file is /dev/null/secret/eraline.db."
