"""Does a page stay as it is on a day before all observations, say why, and find its way back?"""

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import said
from tests.pages import OpenPage, as_read

EARLY = "2001-01-01"
SENTENCE = "first release of R&D spending was seen on 21 December 2013; nothing was stored before."


def pressed(app: AppTest, label: str) -> AppTest:
    [button] = [each for each in app.button if each.label == label]
    return button.click().run()


@pytest.mark.parametrize("page", ["explore", "compare"])
def test_a_day_before_the_first_release_is_said_in_one_sentence_and_the_page_keeps_its_layout(
    open_page: OpenPage, page: str
) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN,KOR"}
    now, app = open_page(page, query), open_page(page, {**query, "as_of": EARLY})
    assert not app.exception
    assert [info.value.replace("\\", "") for info in app.info] == [f"Eraline's {SENTENCE}"]
    for kind in ("selectbox", "multiselect", "button_group", "number_input", "date_input"):
        assert [each.key for each in app.get(kind)] == [each.key for each in now.get(kind)]
    chosen = app.multiselect(key=f"{page}-economy")
    assert chosen.value == ["CHN", "KOR"]
    assert not any("no figures" in option for option in chosen.options if option.startswith("China"))


def test_economies_that_nobody_named_are_the_usual_ones_on_such_a_day(open_page: OpenPage) -> None:
    app = open_page("explore", {"as_of": EARLY})
    assert app.multiselect(key="explore-economy").value == ["CHN", "USA", "JPN", "IND", "WLD"]


@pytest.mark.parametrize("page", ["overview", "explore", "compare", "evidence", "timeline", "data"])
def test_a_day_that_has_not_come_yet_is_told_and_the_newest_release_shown(open_page: OpenPage, page: str) -> None:
    app = open_page(page, {"as_of": "2099-01-01"})
    assert not app.exception
    [warning] = app.warning
    told = "as_of names a day that has not come yet, 1 January 2099; without it the newest release is shown."
    assert told in as_read(warning.value).replace("\\", "")
    assert "1 January 2099" not in said(app).replace(as_read(warning.value), "")
    assert "Unchanged since" not in said(app)


@pytest.mark.parametrize("page", ["overview", "explore", "compare"])
def test_the_way_back_leads_to_the_latest(open_page: OpenPage, page: str) -> None:
    app = open_page(page, {"as_of": EARLY})
    assert len(app.info) == 1
    assert not app.get("plotly_chart")
    [back] = [button for button in app.button if button.label == "Show the latest"]
    app = back.click().run()
    assert "as_of" not in app.query_params
    assert app.get("plotly_chart")
    assert not app.info


@pytest.mark.parametrize(
    "query",
    [{}, {"view": "lab", "indicator": "rd-spending"}, {"view": "growth-orientation"}],
    ids=["claims", "lab", "claim"],
)
def test_evidence_says_so_too(open_page: OpenPage, query: dict[str, str]) -> None:
    app = open_page("evidence", {**query, "as_of": EARLY})
    assert not app.exception
    assert "nothing was stored before" in said(app)
    assert any(button.label == "Show the latest" for button in app.button)


def test_the_series_under_the_timeline_too(open_page: OpenPage) -> None:
    app = open_page("timeline", {"view": "overlay", "indicator": "rd-spending", "as_of": EARLY})
    assert SENTENCE in said(app)
    assert app.get("plotly_chart")


def test_a_cited_chart_says_what_changed_since_and_leads_to_the_newest_and_to_both(open_page: OpenPage) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN", "as_of": "2023-01-01"}
    app = open_page("explore", query)
    assert re.search(r"\d+ of \d+ values revised, \d+ added since 1 January 2023; largest: \d{4}, ", said(app))
    both = pressed(app, "Show both")
    assert (both.query_params["cited"], "as_of" in both.query_params) == ("2023-01-01", False)
    assert "as_of" not in pressed(open_page("explore", query), "Show today’s").query_params
    alone = pressed(open_page("explore", {**query, "as_of": "", "cited": "2023-01-01"}), "Show 1 January 2023 alone")
    assert (alone.query_params["as_of"], "cited" in alone.query_params) == ("2023-01-01", False)


@pytest.mark.parametrize("label", ["Show today’s", "Show both"])
def test_what_leads_to_another_day_keeps_what_was_chosen_since_it_was_drawn(open_page: OpenPage, label: str) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "economy": "CHN", "as_of": "2023-01-01"})
    # what a control used within the same round trip has written
    app.query_params["era"] = "new-quality"
    assert pressed(app, label).query_params["era"] == "new-quality"


@pytest.mark.parametrize("view", ["multiples", "ranking", "map", "scatter", "event-time"])
def test_so_does_every_comparison(open_page: OpenPage, view: str) -> None:
    app = open_page(
        "compare", {"indicator": "rd-spending", "against": "population", "view": view, "as_of": "2023-01-01"}
    )
    assert not app.exception
    assert "since 1 January 2023" in said(app)


def test_a_chart_whose_values_are_still_the_same_says_so(open_page: OpenPage) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    app = open_page("explore", {"indicator": "rd-spending", "economy": "CHN", "as_of": today})
    assert "Unchanged since " in said(app)
    assert not any(button.label.startswith("Show ") for button in app.button)


def test_overview_and_timeline_say_so_too(open_page: OpenPage) -> None:
    overview = open_page("overview", {"as_of": "2025-01-01"})
    assert "Values changed since 1 January 2025: " in said(overview)
    timeline = open_page("timeline", {"view": "overlay", "indicator": "rd-spending", "as_of": "2023-01-01"})
    assert "since 1 January 2023" in said(timeline)


def test_a_comparison_that_cannot_draw_both_says_what_changed_since_the_day_cited(open_page: OpenPage) -> None:
    app = open_page("compare", {"indicator": "rd-spending", "view": "ranking", "cited": "2023-01-01"})
    assert "since 1 January 2023" in said(app)
    assert any(button.label == "Show 1 January 2023 alone" for button in app.button)


def test_what_is_cited_must_come_before_the_day_that_is_shown(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "cited": "2025-01-01", "as_of": "2023-01-01"})
    assert "What was cited must be earlier" in said(app)
