"""A quarterly series only needs data: its view, transforms, table of eras, files and figure follow from it."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency
from dashboard.evidence.evaluation import run_lab
from dashboard.export import tables
from dashboard.figures.charts.grid import grid_figure
from dashboard.figures.charts.line import line_figure
from dashboard.store.csv_text import csv_bytes
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.opening import Cache
from dashboard.store.sheets import sheet_bytes
from dashboard.views.chart import chart_view
from dashboard.views.comparison import yearly
from dashboard.views.era_table import era_table
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

QUARTERLY = "quarterly-output"
PUBLISHED = dt.datetime(2026, 4, 8, tzinfo=dt.UTC)


def _quarters(first: int, last: int, start: float) -> pd.DataFrame:
    periods = Frequency.QUARTERLY.every(dt.date(first, 1, 1), dt.date(last, 12, 31))
    values = start * 1.02 ** np.arange(len(periods))
    return pd.DataFrame({"economy": "CHN", "period": periods, "value": values}).astype({"economy": "str"})


@pytest.fixture(scope="module")
def catalogue(shipped_catalogue: Catalogue) -> Catalogue:
    entry = shipped_catalogue.indicator("exchange-rate").model_copy(
        update={"id": QUARTERLY, "name": "Output", "frequency": Frequency.QUARTERLY, "breaks": ()}
    )
    return replace(shipped_catalogue, indicators={**shipped_catalogue.indicators, QUARTERLY: entry})


@pytest.fixture(scope="module")
def store() -> Store:
    engine, _ = open_database(MEMORY_URL)
    made = Store(engine)
    held = pd.concat([_quarters(2000, 2024, 100.0), _quarters(2000, 2024, 50.0).assign(economy="USA")])
    made.commit([Release(QUARTERLY, PUBLISHED, "A release", held.astype({"economy": "str"}))])
    return made


@pytest.fixture(scope="module")
def show(store: Store, catalogue: Catalogue) -> Callable[..., View]:
    def shown(**asked: Any) -> View:  # noqa: ANN401 - any field of a selection
        return chart_view(Loader(store, catalogue), Selection(QUARTERLY, ("CHN", "USA"), **asked))

    return shown


def test_a_view_holds_four_points_a_year_each_in_the_era_of_its_middle(show: Callable[..., View]) -> None:
    own = show().series("CHN")
    assert len(own) == 4 * 25
    assert show().axis == (dt.date(2000, 1, 1), dt.date(2024, 12, 31))
    # the era begins on 15 November 2012, the middle of the quarter too
    by_quarter = dict(zip(Frequency.QUARTERLY.written(own["period"]), own["era"], strict=True))
    assert (by_quarter["2012-Q3"], by_quarter["2012-Q4"]) == ("reform-and-opening", "innovation-driven")


def test_growth_is_on_the_same_quarter_a_year_before(show: Callable[..., View]) -> None:
    growth = show(transform="growth").series("CHN")
    assert growth["value"].to_numpy() == pytest.approx((1.02**4 - 1) * 100)
    assert Frequency.QUARTERLY.label(growth["period"].iloc[0]) == "2001-Q1"
    mean = show(transform="rolling-mean").series("CHN")
    assert Frequency.QUARTERLY.label(mean["period"].iloc[0]) == "2004-Q4"
    assert show(transform="index").subtitle == "Index, 2000-Q1 = 100"


def test_years_are_means_of_four_quarters(show: Callable[..., View]) -> None:
    annual = yearly(show())
    assert annual.frequency is Frequency.ANNUAL
    assert annual.series("CHN")["value"].iloc[0] == pytest.approx(100 * (1 + 1.02 + 1.02**2 + 1.02**3) / 4)
    assert len(annual.series("CHN")) == 25


def test_the_table_of_eras_takes_whole_years_of_quarters(show: Callable[..., View], catalogue: Catalogue) -> None:
    table = era_table(show(), catalogue).set_index(["economy", "era"])
    # 2012 lies in two eras, and so in neither's means
    assert table.loc[("CHN", "reform-and-opening"), "last_year"] == 2011
    assert table.loc[("CHN", "innovation-driven"), "first_year"] == 2013
    assert table.loc[("CHN", "innovation-driven"), "cagr_pct"] == pytest.approx((1.02**4 - 1) * 100)
    missing = cast("tuple[int, ...]", table.loc[("CHN", "reform-and-opening"), "missing"])
    assert missing == tuple(range(1979, 2000))
    assert table.loc[("CHN", "reform-and-opening"), "years"] == 2012 - 1979


def test_files_carry_the_first_day_of_each_quarter(show: Callable[..., View]) -> None:
    assert tables.tidy(show())["period"].tolist()[:5] == [
        "2000-01-01",
        "2000-04-01",
        "2000-07-01",
        "2000-10-01",
        "2001-01-01",
    ]
    assert b"2000-10-01" in csv_bytes(tables.tidy(show()))
    assert sheet_bytes(_quarters(2000, 2000, 1.0), Frequency.QUARTERLY).startswith(
        b"economy,year,Q1,Q2,Q3,Q4\nCHN,2000,1,"
    )


def test_the_api_gives_it_as_csv_and_json(store: Store, catalogue: Catalogue) -> None:
    served = routes.routes(lambda: Cache(store, ()), lambda: catalogue)
    client = TestClient(Starlette(routes=served))
    asked = {"indicator": QUARTERLY, "economy": "CHN", "from": "2020", "to": "2020"}
    rows = client.get("/api/v1/observations.json", params=asked).json()
    assert [row["period"] for row in rows] == ["2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01"]
    assert client.get("/api/v1/observations.csv", params=asked).text.count("\n") == 5
    [entry] = [row for row in client.get("/api/v1/indicators").json() if row["id"] == QUARTERLY]
    assert entry["frequency"] == "quarterly"


def _plain(figure: Any) -> dict[str, Any]:  # noqa: ANN401 - a figure of plotly
    return json.loads(figure.to_json())


def test_a_figure_stands_each_quarter_on_its_middle(show: Callable[..., View]) -> None:
    drawn = _plain(line_figure(show()))
    [own] = [trace for trace in drawn["data"] if trace.get("name") == "China"]
    assert own["x"][:2] == ["2000-02-15", "2000-05-15"]
    assert drawn["layout"]["xaxis"]["hoverformat"] == "Q%q %Y"
    view = yearly(show())
    assert _plain(grid_figure(view, view.economies))["data"]


def test_the_lab_asks_it_about_a_date_by_the_year(store: Store, catalogue: Catalogue) -> None:
    lab = run_lab(Loader(store, catalogue), QUARTERLY, catalogue.milestones["made-in-china-2025"], economy="CHN")
    assert lab.found.change.n == 25
