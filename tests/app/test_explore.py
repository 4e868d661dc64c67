"""Does Explore show what its address asks for, and write its address when a control changes?"""

import json
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from tests.app.conftest import indicator_shown, said
from tests.pages import OpenPage, told


def drawn(app: AppTest) -> dict[str, Any]:
    """Return the one chart on a page as plotly reads it."""
    charts = app.get("plotly_chart")
    assert len(charts) == 1
    return json.loads(charts[0].proto.spec)


def series(app: AppTest) -> set[str]:
    return {unescape(trace["name"]) for trace in drawn(app)["data"]} - {"Milestones", "Target", "Provisional"}


def warned(app: AppTest) -> str:
    return "\n".join(warning.value for warning in app.warning).replace("\\", "")


def test_an_address_without_a_query_shows_growth_of_china_and_its_usual_comparators(open_page: OpenPage) -> None:
    app = open_page("explore")
    assert not app.exception
    assert not app.warning
    assert series(app) == {"China", "United States", "Japan", "India", "World"}
    assert indicator_shown(app, "explore-indicator") == "gdp-growth"


def test_every_control_shows_what_the_address_says(open_page: OpenPage) -> None:
    query = {
        "indicator": "gdp",
        "economy": "CHN,KOR",
        "era": ["reform-and-opening", "innovation-driven"],
        "from": "1990",
        "to": "2015",
        "transform": "per-capita",
        "scale": "log",
        "events": ["plan", "external"],
    }
    app = open_page("explore", query)
    assert indicator_shown(app, "explore-indicator") == "gdp"
    assert app.multiselect(key="explore-economy").value == ["CHN", "KOR"]
    assert app.session_state["explore-era"] == ["reform-and-opening", "innovation-driven"]
    assert app.number_input(key="explore-first_year").value == 1990
    assert app.number_input(key="explore-last_year").value == 2015
    assert app.selectbox(key="explore-transform").value == "per-capita"
    assert app.session_state["explore-scale"] == "log"
    assert app.session_state["explore-events"] == ["plan", "external"]
    assert series(app) == {"China", "South Korea"}
    assert drawn(app)["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize("indicator", ["gdp-growth", "exchange-rate", "solar-module-price", "ip-payments-to-receipts"])
@pytest.mark.parametrize("view", ["chart", "table", "about"])
def test_every_tab_opens_for_every_sort_of_indicator(open_page: OpenPage, indicator: str, view: str) -> None:
    app = open_page("explore", {"indicator": indicator, "view": view})
    assert not app.exception
    assert not app.warning
    assert len(app.get("plotly_chart")) == (view == "chart")


def test_a_range_typed_backwards_keeps_the_year_just_given(open_page: OpenPage) -> None:
    app = open_page("explore", {"from": "1990", "to": "2000"})
    app.number_input(key="explore-first_year").set_value(2010).run()
    assert app.query_params["from"] == "2010"
    assert "to" not in app.query_params
    assert not app.warning


def test_no_economy_at_all_asks_for_one(open_page: OpenPage) -> None:
    app = open_page("explore")
    app.multiselect(key="explore-economy").set_value([]).run()
    assert "Choose at least one economy." in [info.value for info in app.info]
    assert not app.get("plotly_chart")


def test_an_era_before_all_figures_is_said_in_words(open_page: OpenPage) -> None:
    app = open_page("explore", {"era": "self-strengthening", "economy": "CHN"})
    assert not app.exception
    assert "no figures for China in Self" in app.info[0].value.replace("\\", "")
    assert not app.get("plotly_chart")


def test_an_as_of_day_before_all_vintages_is_said_in_words(open_page: OpenPage) -> None:
    app = open_page("explore", {"as_of": "1999-01-01"})
    assert not app.exception
    assert "nothing was stored before" in app.info[0].value


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"indicator": "no-such"}, "no-such"),
        ({"economy": "XXX"}, "XXX"),
        ({"era": "atlantis"}, "atlantis"),
        ({"from": "2000", "to": "1990"}, "backwards"),
        ({"from": "99999"}, "99999"),
        ({"indicator": ["gdp", "gdp-growth"]}, "given 2 times"),
        ({"era": "x" * 10_000}, "too long"),
        ({"transform": "<img src=x onerror=alert(1)>"}, "<img src=x onerror=alert(1)>"),
        ({"scale": "cubic"}, "cubic"),
        ({"events": "party"}, "party"),
        ({"as_of": "yesterday"}, "yesterday"),
        ({"view": "upside-down"}, "upside-down"),
    ],
)
def test_a_word_that_cannot_be_followed_is_noted_and_the_usual_value_shown(
    open_page: OpenPage, query: dict[str, Any], words: str
) -> None:
    app = open_page("explore", query)
    assert not app.exception
    assert words in warned(app)
    assert series(app)


def test_more_economies_than_a_chart_can_hold_are_cut_with_a_note(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    coloured = [economy.id for economy in shipped_catalogue.economies.values() if economy.slot is not None]
    app = open_page("explore", {"economy": ",".join(coloured)})
    assert "too many for one chart" in warned(app)
    assert len(series(app)) == 10


def test_the_table_of_eras_says_whose_they_are_where_their_economy_is_not_shown(open_page: OpenPage) -> None:
    def heads(economy: str) -> list[str]:
        return told(open_page("explore", {"economy": economy}), "eras-gdp-growth")["heads"]

    assert heads("USA,DEU")[:2] == ["Economy", "Era of China's policy"]
    assert heads("USA,CHN")[:2] == ["Economy", "Era"]


def test_one_control_hides_milestones_or_keeps_those_about_the_indicator(open_page: OpenPage) -> None:
    def pins(app: AppTest) -> set[str]:
        [lanes] = [trace for trace in drawn(app)["data"] if trace.get("name") == "Milestones"]
        return {name for point in lanes["customdata"] for name in point[2].split(",")} - {""}

    app = open_page("explore", {"indicator": "rd-spending"})
    everything = pins(app)
    app.segmented_control(key="explore-milestones").set_value("concerned").run()
    assert app.query_params["events"] == "concerned"
    about = pins(app)
    assert "mlp-2006" in about < everything
    assert "solar-531" not in about
    app.segmented_control(key="explore-milestones").set_value("none").run()
    assert pins(app) == set()
    app.segmented_control(key="explore-milestones").set_value("all").run()
    assert pins(app) == everything
    assert "events" not in app.query_params


def test_one_button_has_the_short_link_the_pinned_one_and_the_citation_in_every_style(open_page: OpenPage) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN", "transform": "level"}
    app = open_page("explore", query, {"explore-citing": True})
    assert not app.exception
    short, pinned, said = [code.value for code in app.code]
    assert short.endswith("?indicator=rd-spending&economy=CHN")
    assert "as_of=" in pinned
    assert pinned in said
    assert "World Bank. “Research and development spending" in said
    app.button_group(key="explore-citation-style").set_value("bib").run()
    assert app.code[2].value.startswith("@misc{eraline-rd-spending-")
    files = {button.proto.label for button in app.get("download_button")}
    assert {"BibTeX", "RIS", "CSL-JSON"} <= files


def test_a_button_gives_the_html_that_shows_the_chart_in_another_page(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "economy": "CHN"}, {"explore-embedding": True})
    assert not app.exception
    (code,) = app.code
    assert code.value.startswith('<iframe src="')
    assert "indicator=rd-spending&amp;economy=CHN" in code.value
    assert "&amp;embed=true" in code.value


def test_a_second_indicator_has_its_panel_its_words_and_its_place_among_the_controls(open_page: OpenPage) -> None:
    query = {"indicator": "rd-spending", "with": "high-tech-exports", "economy": "CHN,USA"}
    app = open_page("explore", query, {"explore-citing": True})
    assert not app.exception
    assert not app.warning
    assert {"CHN, R&D spending", "CHN, high-tech exports"} <= series(app)
    assert indicator_shown(app, "explore-second") == "high-tech-exports"
    cited = app.code[2].value.splitlines()
    assert len(cited) == 2
    assert all("with=high-tech-exports" in line and "as_of=" in line for line in cited)
    for view in ("table", "eras", "about"):
        app = open_page("explore", {**query, "view": view})
        assert not app.exception
        assert "High-tech" in said(app)


def test_an_indicator_beside_itself_is_left_out_and_said(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "gdp", "with": "gdp"})
    assert not app.exception
    assert "GDP is shown already" in warned(app)
    assert "China" in series(app)


def test_a_second_indicator_without_figures_on_a_day_is_said_and_the_first_is_drawn(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "gdp", "with": "solar-capacity", "as_of": "2013-01-01"})
    assert not app.exception
    assert "Solar capacity" in warned(app)
    assert "China" in series(app)


def test_the_data_link_is_that_of_what_is_shown(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "economy": "CHN,KOR", "scale": "log"})
    app.session_state["explore-use"] = True
    app.run()
    (link,) = [code.value for code in app.code if "/api/v1/" in code.value]
    assert link.endswith("/api/v1/observations.csv?indicator=rd-spending&economy=CHN,KOR&transform=level")
    app.toggle(key="explore-use-pinned").set_value(True).run()
    app.selectbox(key="explore-use-program").set_value("python").run()
    (program,) = [code.value for code in app.code if "/api/v1/" in code.value]
    assert program.startswith("import pandas as pd")
    assert "as_of=20" in program
