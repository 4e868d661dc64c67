"""Is a visitor told what went wrong, and only who reads the log where?"""

from pathlib import Path

import pytest
import streamlit as st

from dashboard.errors import StoreUnwritable
from dashboard.ui.in_words import told_in_words


def test_where_a_file_lies_stands_in_the_log_and_not_on_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown = list[str]()

    def show(words: str, **_more: str) -> None:
        shown.append(words)

    monkeypatch.setattr(st, "error", show)
    with told_in_words():
        raise StoreUnwritable(Path("/srv/secret/eraline.db"), "it is a folder")
    assert "eraline" in shown[0]
    assert "secret" not in shown[0]
    assert [record.message.splitlines()[-1] for record in caplog.records] == ["It is /srv/secret/eraline.db."]
