"""Does Compare choose a milestone that was meant to move the indicator, and an axis that shows what came after it?"""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from tests.pages import OpenPage


def layout(app: AppTest) -> dict[str, Any]:
    [chart] = app.get("plotly_chart")
    return json.loads(chart.proto.spec)["layout"]


def words(app: AppTest) -> str:
    return " ".join(note["text"] for note in layout(app)["annotations"]).replace("<br>", " ")


def event_time(open_page: OpenPage, indicator: str, **more: str) -> AppTest:
    app = open_page("compare", {"view": "event-time", "indicator": indicator, **more})
    assert not app.exception
    return app


@pytest.mark.parametrize("indicator", ["rd-spending", "solar-capacity", "high-tech-exports"])
def test_the_milestone_shown_first_was_meant_to_move_the_indicator(
    open_page: OpenPage, shipped_catalogue: Catalogue, indicator: str
) -> None:
    chosen = event_time(open_page, indicator).selectbox(key="compare-milestone").value
    assert chosen is not None
    assert indicator in shipped_catalogue.milestones[chosen].indicators


def test_what_grows_manyfold_is_drawn_on_a_log_axis_unless_the_address_says_otherwise(open_page: OpenPage) -> None:
    steep = {"indicator": "gdp", "milestone": "wto-accession"}
    assert layout(event_time(open_page, **steep))["yaxis"]["type"] == "log"
    assert layout(event_time(open_page, **steep, scale="linear"))["yaxis"]["type"] == "linear"
    flat = event_time(open_page, "gdp", milestone="made-in-china-2025")
    assert layout(flat)["yaxis"]["type"] == "linear"


def test_an_axis_that_some_economies_go_beyond_says_that_it_is_cut(open_page: OpenPage) -> None:
    cut = "The axis is cut: some go beyond it."
    assert cut in words(event_time(open_page, "exports-share", milestone="wto-accession"))
    assert cut not in words(event_time(open_page, "rd-spending", milestone="wto-accession"))


@pytest.mark.parametrize("named", ["", "wto-accession"])
def test_a_further_milestone_stands_beside_the_one_that_was_named_since_it_was_drawn_or_the_usual_one(
    open_page: OpenPage, named: str
) -> None:
    app = event_time(open_page, "exports-share")
    usual, further = app.selectbox(key="compare-milestone").value, app.multiselect(key="compare-further")
    [tour] = [label for label in further.options if label.endswith("Southern tour")]
    # what a control used within the same round trip has written
    app.query_params["milestone"] = named
    further.set_value([tour]).run()
    assert app.query_params["milestone"] == f"{named or usual},southern-tour"
