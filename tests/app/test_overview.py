"""Does Overview tell the core four at a glance, whole and by era?"""

import json
from html import unescape

import pytest

from tests.pages import OpenPage

PANELS = {"GDP growth", "R&D spending", "High-tech exports", "Solar capacity"}


def test_the_first_look_has_four_figures_three_sentences_and_one_chart_of_four_panels(open_page: OpenPage) -> None:
    app = open_page("overview")
    assert not app.exception
    assert not app.warning
    # the help of each is called after it, and said as it is written
    assert [metric.label.split(",")[0] for metric in app.metric] == [
        "GDP growth",
        "R&D spending",
        "High-tech exports",
        "Solar capacity",
    ]
    assert all(metric.value and metric.delta for metric in app.metric)
    sentences = next(text.value for text in app.markdown if text.value.startswith("- "))
    assert len(sentences.splitlines()) == 3
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert {unescape(trace["name"]) for trace in spec["data"]} <= {*PANELS, "Milestones", "Provisional"}
    assert "Take away" in [popover.proto.popover.label for popover in app.get("popover")]


def test_an_era_cuts_the_chart_and_the_figures(open_page: OpenPage) -> None:
    whole = json.loads(open_page("overview").get("plotly_chart")[0].proto.spec)
    app = open_page("overview", {"era": "innovation-driven"})
    cut = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert whole["layout"]["xaxis"]["range"][0] < "1970"
    assert "2012" <= cut["layout"]["xaxis"]["range"][0] < "2014"
    assert app.metric[0].label.endswith("2023")


def test_an_era_before_all_figures_is_said_in_words(open_page: OpenPage) -> None:
    app = open_page("overview", {"era": "self-strengthening"})
    assert not app.exception
    assert not app.get("plotly_chart")
    assert any("Self-Strengthening" in info.value.replace("\\", "") for info in app.info)
    assert "no figures" not in " ".join(str(metric.value) for metric in app.metric)
    [link] = app.get("page_link")
    assert "from=1861&to=1895" in link.proto.query_string


@pytest.mark.parametrize("query", [{"era": "atlantis"}, {"from": "99999"}, {"indicator": "<b>"}, {"era": "y" * 10_000}])
def test_nonsense_in_the_address_is_noted_and_nothing_else_lost(open_page: OpenPage, query: dict[str, str]) -> None:
    app = open_page("overview", query)
    assert not app.exception
    assert len(app.warning) == 1
    assert len(app.metric) == 4
    assert app.get("plotly_chart")


def test_a_policy_history_says_on_request_who_chose_it_and_what_it_leaves_out(open_page: OpenPage) -> None:
    app = open_page("overview", {"policy": "china,korea"})
    [about] = [each for each in app.expander if each.label == "About these policy histories"]
    said = [text.value for text in about.markdown]
    assert said[::2] == ["**China**", "**South Korea**"]
    assert all("editors chose" in text for text in said[1::2])
