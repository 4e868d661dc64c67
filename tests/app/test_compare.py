"""Does Compare show what its address asks for, in each of its views, and say in words what it cannot show?"""

import html
import json
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import ChartKind
from dashboard.charts.registry import CHART_KINDS, kinds_of
from tests.app.conftest import indicator_shown, said
from tests.pages import OpenPage

VIEWS = tuple(kinds_of("compare"))


def drawn(app: AppTest) -> dict[str, Any]:
    """Return the one chart on a page as plotly reads it."""
    charts = app.get("plotly_chart")
    assert len(charts) == 1
    return json.loads(charts[0].proto.spec)


def titles(app: AppTest) -> str:
    """Return the headings of a page that are not Streamlit's own."""
    return html.unescape(" ".join(found.proto.body for found in app.get("html")))


def warned(app: AppTest) -> str:
    return "\n".join(warning.value for warning in app.warning).replace("\\", "")


def names(app: AppTest) -> set[str]:
    return {trace["name"] for trace in drawn(app)["data"]}


def test_a_milestone_after_all_figures_gives_way_with_that_reason(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "event-time", "indicator": "gdp", "milestone": "fyp-15"})
    assert "cannot be shown: there is no figure from 2026 on; “Third Plenum" in warned(app)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("indicator", ["gdp-growth", "exchange-rate", "solar-capacity", "high-tech-exports-to-gdp"])
def test_every_view_opens_for_every_sort_of_indicator(open_page: OpenPage, view: str, indicator: str) -> None:
    app = open_page("compare", {"view": view, "indicator": indicator})
    assert not app.exception
    assert not app.warning
    assert drawn(app)["data"]


def test_an_address_without_a_query_shows_lines(open_page: OpenPage) -> None:
    app = open_page("compare")
    assert app.session_state["compare-view"] == "lines"
    assert {"China", "United States", "Japan", "India", "World"} <= names(app)


def test_small_multiples_show_the_most_populous_economies_unless_some_are_named(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "multiples"})
    assert "30 economies" in titles(app)
    assert {"India", "Nigeria"} <= names(app)
    app = open_page("compare", {"view": "multiples", "economy": "KOR,DEU"})
    assert "2 economies" in titles(app)
    # the newest year may be provisional, which is drawn apart
    assert names(app) - {"Provisional"} == {"CHN", "South Korea", "Germany"}


def test_small_multiples_let_thirty_economies_be_chosen(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    single = [economy.id for economy in shipped_catalogue.economies.values() if not economy.aggregate]
    app = open_page("compare", {"view": "multiples", "indicator": "solar-capacity", "economy": ",".join(single)})
    assert not app.exception
    assert "30 economies" in titles(app)
    assert len(app.multiselect(key="compare-economy").value) == 30


@pytest.mark.parametrize("path", ["compare", "explore"])
def test_too_many_economies_on_a_day_without_figures_leave_the_page_standing(
    open_page: OpenPage, shipped_catalogue: Catalogue, path: str
) -> None:
    app = open_page(path, {"economy": ",".join(shipped_catalogue.economies), "as_of": "2001-01-01"})
    assert not app.exception
    assert len(app.multiselect(key=f"{path}-economy").value) == 10


def test_the_year_slider_has_years_with_figures_alone_and_writes_the_address(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "ranking", "indicator": "rd-spending"})
    slider = app.select_slider(key="compare-year")
    assert slider.value == 2023
    assert slider.options[0] == "1996"
    slider.set_value(2010).run()
    assert app.query_params["year"] == "2010"
    assert "2010: " in titles(app)


@pytest.mark.parametrize("view", ["ranking", "map", "scatter"])
def test_a_year_without_figures_gives_way_with_a_note(open_page: OpenPage, view: str) -> None:
    app = open_page("compare", {"view": view, "indicator": "rd-spending", "year": "1850"})
    assert not app.exception
    assert "no figures in 1850" in warned(app)
    assert drawn(app)["data"]


def test_the_ranking_s_control_says_linear_for_bars_start_from_zero(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "ranking", "indicator": "gdp"})
    assert app.session_state["compare-scale"] == "linear"
    assert drawn(app)["data"][0]["type"] == "bar"
    app = open_page("compare", {"view": "ranking", "indicator": "gdp", "scale": "log"})
    assert drawn(app)["data"][0]["type"] == "scatter"


@pytest.mark.parametrize("kind", kinds_of("compare").values(), ids=VIEWS)
def test_only_what_makes_a_difference_to_a_chart_can_be_chosen(open_page: OpenPage, kind: ChartKind) -> None:
    app = open_page("compare", {"view": kind.id})
    groups: list[Any] = list(app.get("button_group"))
    offered = {group.key for group in groups}
    assert ("compare-scale" in offered) == kind.has_scale
    assert ("compare-milestones" in offered) == kind.has_pins


def test_the_map_asks_for_its_shapes_at_home(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "map"})
    config = json.loads(app.get("plotly_chart")[0].proto.config)
    assert config["topojsonURL"] == "./land/"
    assert {trace["type"] for trace in drawn(app)["data"]} == {"choropleth", "scattergeo"}


def test_the_scatter_is_against_what_the_address_says(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "scatter", "indicator": "rd-spending", "against": "researchers"})
    assert app.selectbox(key="compare-against").value == "researchers"
    assert "against researchers" in titles(app)
    app.selectbox(key="compare-against").set_value("gdp").run()
    assert app.query_params["against"] == "gdp"
    assert "against GDP" in titles(app)


def test_an_indicator_against_itself_gives_way_with_a_note(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "scatter", "indicator": "gdp", "against": "gdp"})
    assert "against itself" in warned(app)
    assert drawn(app)["data"]


def test_event_time_is_around_the_milestone_that_the_address_says(open_page: OpenPage) -> None:
    query = {"view": "event-time", "indicator": "exports-share", "milestone": "wto-accession"}
    app = open_page("compare", query)
    assert not app.warning
    assert app.selectbox(key="compare-milestone").value == "wto-accession"
    assert "“WTO accession”" in titles(app)
    assert "not causal" in said(app)


def test_a_milestone_before_all_figures_gives_way_with_a_note(open_page: OpenPage) -> None:
    query = {"view": "event-time", "indicator": "rd-spending", "milestone": "reform-and-opening"}
    app = open_page("compare", query)
    assert not app.exception
    assert "cannot be shown: the base lacks figures for 1976–1978; " in warned(app)
    assert drawn(app)["data"]


@pytest.mark.parametrize("view", VIEWS)
def test_an_era_before_all_figures_is_said_in_words(open_page: OpenPage, view: str) -> None:
    app = open_page("compare", {"view": view, "era": "self-strengthening"})
    assert not app.exception
    assert not app.get("plotly_chart")
    assert app.info


@pytest.mark.parametrize("view", VIEWS)
def test_an_as_of_day_before_all_vintages_is_said_in_words(open_page: OpenPage, view: str) -> None:
    app = open_page("compare", {"view": view, "as_of": "1999-01-01"})
    assert not app.exception
    assert "nothing was stored before" in said(app)
    assert indicator_shown(app, "compare-indicator")


def test_an_indicator_of_groups_alone_is_said_in_words(open_page: OpenPage) -> None:
    for view in ("ranking", "map", "event-time"):
        app = open_page("compare", {"view": view, "indicator": "solar-module-price"})
        assert not app.exception
        assert app.info


def test_an_economy_without_figures_is_named_and_no_empty_panel_drawn(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "multiples", "economy": "TWN,USA"})
    assert "No figures in this selection: Taiwan." in said(app)
    assert "1 economy" in titles(app)
    app = open_page("compare", {"view": "multiples", "economy": "TWN"})
    assert "no figures for Taiwan" in said(app)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"view": "upside-down"}, "upside-down"),
        ({"view": "ranking", "year": "99999"}, "99999"),
        ({"view": "scatter", "against": "<img src=x>"}, "<img src=x>"),
        ({"view": "event-time", "milestone": "party"}, "party"),
        ({"view": "map", "indicator": ["gdp", "gdp-growth"]}, "given 2 times"),
        ({"view": "multiples", "economy": "XXX"}, "XXX"),
    ],
)
def test_a_word_that_cannot_be_followed_is_noted_and_the_usual_value_shown(
    open_page: OpenPage, query: dict[str, Any], words: str
) -> None:
    app = open_page("compare", query)
    assert not app.exception
    assert words in warned(app)
    assert drawn(app)["data"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_states_in_words_what_it_shows(open_page: OpenPage, view: str) -> None:
    app = open_page("compare", {"view": view, "indicator": "rd-spending"})
    alt = app.get("plotly_chart")[0].proto.alt
    assert "Research and development spending" in alt
    assert "China" in alt
    assert any(character.isdigit() for character in alt)


def test_one_more_kind_of_chart_is_offered_and_drawn(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = CHART_KINDS["lines"]
    monkeypatch.setitem(CHART_KINDS, "newest", replace(lines, id="newest", name="Newest of all"))
    app = open_page("compare", {"view": "newest"})
    assert not app.warning
    assert app.session_state["compare-view"] == "newest"
    groups: list[Any] = list(app.get("button_group"))
    [choice] = [group for group in groups if group.label == "View"]
    assert any("Newest of all" in option for option in choice.options)
    assert drawn(app)["data"]


def test_the_table_holds_what_is_drawn(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "ranking", "indicator": "rd-spending", "year": "2020"})
    app.session_state["compare-table"] = True
    table = app.run().dataframe[0].value
    ranked = table["Rank"].dropna()
    assert ranked.is_monotonic_increasing
    assert f"{len(ranked)} economies ranked" in app.get("plotly_chart")[0].proto.alt


def test_a_group_in_the_box_of_economies_chooses_its_members(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    app = open_page("compare", {"view": "lines", "economy": "CHN"})
    app.multiselect(key="compare-economy").set_value(["CHN", "G7"]).run()
    assert not app.exception
    wanted = ["CHN", *shipped_catalogue.groups["G7"].members]
    assert app.multiselect(key="compare-economy").value == wanted
    assert app.query_params["economy"] == ",".join(wanted)


def test_whom_a_ranking_is_made_with_can_be_chosen(open_page: OpenPage) -> None:
    app = open_page("compare", {"view": "ranking"})
    app.selectbox(key="compare-among").set_value("G7").run()
    assert not app.exception
    assert app.query_params["among"] == "G7"
    assert "Compared: Group of Seven" in said(app)
