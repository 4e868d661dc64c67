"""Is a series that could not be fetched explained once, and whatever else a URL names wrongly said too?"""

import pytest
import streamlit as st

from dashboard.errors import SelectionError, SeriesNotAllowed, SeriesNotHad
from dashboard.ui.new_series import unexplained
from dashboard.views.query import named


def unknown(name: str) -> SelectionError:
    with pytest.raises(SelectionError) as caught:
        named(name, "indicator", {})
    return caught.value


@pytest.mark.parametrize("failure", [SeriesNotHad("wb:SP.POP", "away"), SeriesNotAllowed(("wb:SP.POP",), "why")])
def test_only_the_series_that_failed_is_explained_already(
    monkeypatch: pytest.MonkeyPatch, failure: SeriesNotHad | SeriesNotAllowed
) -> None:
    monkeypatch.setattr(st, "session_state", {"series-failed": ("a query", failure)})
    # its name is the beginning of another's
    failed, longer, other = map(unknown, ("wb:SP.POP", "wb:SP.POP.TOTL", "gnp"))
    assert unexplained([failed, longer, other]) == (longer, other)


def test_all_is_said_where_no_series_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    problems = unknown("wb:SP.POP"), SelectionError("repeated-key", "once is enough", field="from")
    assert unexplained(problems) == problems
