"""Is a user's own series an indicator of the session, on every page, and nowhere else?"""

import datetime as dt
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.user_indicator import Said, custom_indicator
from dashboard.catalogue.user_series import names_in, series_of
from dashboard.catalogue.user_tables import read_pasted
from dashboard.store.session_store import brought
from dashboard.ui.own_series import OwnSeries
from tests.app.conftest import said
from tests.pages import OpenPage

TABLE = "My exports (US$)\n\nCountry,2019,2020,2021,2022\nChina,1.5,2.5,3.5,4.5\nUSA,5,6,7,8\nAtlantis,1,2,3,4\n"

MANY = ("CHN", "USA", "JPN", "IND", "DEU", "FRA", "GBR", "ITA", "BRA", "KOR", "WLD")


def opened_with(open_page: OpenPage, table: str = TABLE, page: str = "explore") -> AppTest:
    app = open_page(page)
    app.button(key=f"{page}-own-series").click().run()
    app.text_area(key="series-text").set_value(table).run()
    assert not app.exception
    return app


def drawn(app: AppTest) -> dict[str, list[float]]:
    spec: dict[str, Any] = json.loads(app.get("plotly_chart")[0].proto.spec)
    return {trace["name"]: trace["y"] for trace in spec["data"] if trace.get("name") and "y" in trace}


def test_a_table_is_shown_as_it_is_understood_and_then_drawn(open_page: OpenPage) -> None:
    app = opened_with(open_page)
    assert "one column per year: 8 observations of 2 economies, 2019 to 2022, annual" in said(app)
    assert 'Row 6: "Atlantis" is no economy that Eraline knows.' in said(app)
    app.button(key="series-add").click().run()
    assert not app.exception
    assert not app.warning
    assert app.query_params["indicator"] in ("custom:my-exports-us", ["custom:my-exports-us"])
    assert {"China", "United States"} <= set(drawn(app))


def test_its_name_unit_and_kind_are_the_user_s(open_page: OpenPage) -> None:
    app = opened_with(open_page)
    [name] = [box for box in app.text_input if box.label == "Name"]
    [unit] = [box for box in app.text_input if box.label == "Unit"]
    [kind] = [box for box in app.selectbox if box.label == "Kind of quantity"]
    assert (name.value, unit.value, kind.value) == ("My exports (US$)", "US$", "level")
    name.set_value("Sales")
    unit.set_value("%")
    kind.set_value("growth")
    app.button(key="series-add").click().run()
    assert not app.exception
    [series] = app.session_state["own-series"].values()
    assert (series.indicator.id, series.indicator.unit, series.indicator.kind) == ("custom:sales", "%", "growth")


def test_what_a_table_leaves_open_is_asked(open_page: OpenPage) -> None:
    app = opened_with(open_page, "observation_date;RATE\n1/2/2015;1,234\n1/3/2015;2,345\n")
    assert "no observation in it so far" in said(app)
    app.selectbox(key="series-economy").set_value("CHN").run()
    app.radio(key="series-order").set_value("day-first").run()
    app.radio(key="series-mark").set_value(".").run()
    assert "2 observations of 1 economy" in said(app)
    app.button(key="series-add").click().run()
    [series] = app.session_state["own-series"].values()
    assert series.brought.observations["value"].tolist() == [1234, 2345]


@pytest.mark.parametrize(
    ("table", "reason"),
    [("hello,world\nfoo,bar\n", "No column or heading holds years"), ("\x00\x01", "This is not a table")],
)
def test_what_is_no_table_of_a_series_is_answered_in_one_sentence(open_page: OpenPage, table: str, reason: str) -> None:
    app = opened_with(open_page, table)
    assert reason in said(app)
    assert "series-add" not in [button.key for button in app.button]


@pytest.mark.parametrize("page", ["explore", "compare", "timeline", "evidence", "data", "overview"])
def test_a_link_of_another_session_says_that_it_cannot_carry_a_series(open_page: OpenPage, page: str) -> None:
    app = open_page(page, {"indicator": "custom:my-exports"})
    assert not app.exception
    assert "A link cannot carry a series of your own" in said(app)


def test_a_link_of_another_session_with_a_slip_beside_the_series_says_both(open_page: OpenPage) -> None:
    words = said(open_page("compare", {"view": "scatter", "indicator": "custom:my-exports", "against": "gnp"}))
    assert words.count("A link cannot carry a series of your own") == 1
    assert 'No indicator is called "gnp"' in words


def test_a_series_is_removed_and_the_page_goes_on(open_page: OpenPage) -> None:
    app = opened_with(open_page)
    app.button(key="series-add").click().run()
    app.button(key="explore-own-series").click().run()
    app.button(key="series-remove-custom:my-exports-us").click().run()
    assert not app.exception
    assert app.session_state["own-series"] == {}
    assert "custom" not in str(app.query_params.get("indicator", ""))


def own_series_of(catalogue: Catalogue) -> dict[str, OwnSeries]:
    years = range(1990, 2025)
    rows = [f"{code},{year},{place + (year - 1990) * 1.5}" for place, code in enumerate(MANY) for year in years]
    reading = series_of(read_pasted("\n".join(["code,year,Output (GW)", *rows])), names_in(catalogue))
    indicator = custom_indicator(Said("Mine", "GW", Kind.LEVEL), reading, ())
    own = brought(indicator.id, reading.observations, now=dt.datetime(2026, 11, 26, tzinfo=dt.UTC), number=1)
    return {indicator.id: OwnSeries(indicator, own)}


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("explore", {}),
        ("explore", {"view": "table"}),
        ("explore", {"view": "eras"}),
        ("explore", {"view": "about"}),
        ("explore", {"transform": "per-capita"}),
        ("explore", {"transform": "share"}),
        ("explore", {"milestone": "made-in-china-2025"}),
        ("explore", {"as_of": "2026-08-01"}),
        ("compare", {"view": "multiples"}),
        ("compare", {"view": "ranking"}),
        ("compare", {"view": "map"}),
        ("compare", {"view": "scatter"}),
        ("compare", {"view": "event-time"}),
        ("timeline", {"view": "overlay"}),
        ("evidence", {"view": "lab"}),
        ("data", {}),
        ("overview", {}),
    ],
)
def test_every_page_draws_a_user_s_own_series_as_any_other(
    open_page: OpenPage, shipped_catalogue: Catalogue, page: str, query: dict[str, str]
) -> None:
    own = {"own-series": own_series_of(shipped_catalogue)}
    app = open_page(page, {"indicator": "custom:mine", **query}, session=own)
    assert not app.exception
    assert "not recognised" not in said(app)


def test_a_user_s_own_series_is_marked_as_one_and_no_link_or_citation_names_an_address(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    own = {"own-series": own_series_of(shipped_catalogue)}
    app = open_page("explore", {"indicator": "custom:mine"}, session=own)
    app.session_state["explore-citing"] = True
    app.run()
    assert "A link cannot carry a series of your own" in said(app)
    assert any("in this session alone" in badge.value for badge in app.markdown)
    codes = "\n".join(code.value for code in app.code)
    assert "Your own series. “Mine (GW)" in codes
    assert "custom:" not in codes
    timeline = open_page("timeline", {"indicator": "custom:mine"}, session=own)
    assert "A link cannot carry" not in said(timeline)
