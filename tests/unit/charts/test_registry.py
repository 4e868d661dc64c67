"""Is a chart kind one entry: the same rows for page, API and command line, and a new one offered everywhere?"""

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.data_links import data_query
from dashboard.charts.kind import Built, ChartKind, ChartRequest
from dashboard.charts.lines import build as build_lines
from dashboard.charts.registry import CHART_KINDS, kinds_of, kinds_with_rows, request_for
from dashboard.cli import main
from dashboard.store.csv_text import csv_bytes
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

CSV = "/api/v1/observations.csv"
Rows = list[dict[str, str]]


@pytest.fixture
def client(shipped_cache: Cache, shipped_catalogue: Catalogue) -> TestClient:
    return TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))


@pytest.fixture
def exported(
    shipped_url: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., bytes]:
    monkeypatch.setenv("ERALINE_DATABASE_URL", shipped_url)

    def run(*words: str) -> bytes:
        assert main(["export", *words, "--format", "csv"]) == 0
        return capfdbinary.readouterr().out

    return run


def built(cache: Cache, catalogue: Catalogue, selection: Selection) -> Built:
    """Return what the page shows of a selection."""
    kind = CHART_KINDS[selection.view]
    found = kind.build(request_for(kind, Loader(cache.store, catalogue), selection))
    assert isinstance(found, Built)
    return found


def read(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


ASKED = {
    "eras": (
        Selection("gdp", ("CHN", "USA"), view="eras", first_year=1990),
        ("--economy", "CHN,USA", "--from", "1990"),
        "&economy=CHN,USA&from=1990",
    ),
    "first-release": (Selection("gdp", ("CHN",), view="first-release"), ("--economy", "CHN"), "&economy=CHN"),
    "ranking": (Selection("rd-spending", view="ranking", year=2020), ("--year", "2020"), "&year=2020"),
    "map": (Selection("gdp", view="map"), (), ""),
    "scatter": (
        Selection("rd-spending", ("KOR", "DEU"), view="scatter", against="researchers"),
        ("--economy", "KOR,DEU", "--against", "researchers"),
        "&economy=KOR,DEU&against=researchers",
    ),
    "event-time": (
        Selection("exports-share", view="event-time", milestone="wto-accession"),
        ("--milestone", "wto-accession"),
        "&milestone=wto-accession",
    ),
}


@pytest.mark.parametrize("view", ASKED)
def test_page_api_and_command_line_give_the_same_rows(
    client: TestClient,
    exported: Callable[..., bytes],
    shipped_cache: Cache,
    shipped_catalogue: Catalogue,
    view: str,
) -> None:
    selection, words, query = ASKED[view]
    on_page = csv_bytes(built(shipped_cache, shipped_catalogue, selection).rows())
    sent = client.get(f"{CSV}?indicator={selection.indicator}&view={view}{query}")
    assert sent.status_code == 200, sent.text
    assert sent.content == on_page
    assert exported("--indicator", selection.indicator, "--view", view, *words) == on_page
    assert f"eraline_{selection.indicator}_{view}" in sent.headers["content-disposition"]


def test_every_kind_with_rows_is_asked_for_above() -> None:
    assert set(ASKED) == set(kinds_with_rows())


def test_the_rows_of_a_ranking_are_those_of_the_page_s_table(
    client: TestClient, shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    table = built(shipped_cache, shipped_catalogue, ASKED["ranking"][0]).table()
    rows = read(client.get(f"{CSV}?indicator=rd-spending&view=ranking&year=2020").content)
    names = {economy.id: economy.name for economy in shipped_catalogue.economies.values()}
    ranked = table.dropna(subset="Rank")
    sent = {names[row["economy"]]: (int(row["place"]), float(row["value"])) for row in rows if row["place"]}
    assert sent == {
        name: (int(place), value)
        for name, place, value in zip(ranked["Economy"], ranked["Rank"], ranked.iloc[:, 2], strict=True)
    }


def test_a_second_indicator_is_measured_across_a_scatter(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    asked = ASKED["scatter"][0]
    found = built(shipped_cache, shipped_catalogue, replace(asked, against="", second="patents-resident"))
    assert [view.indicator.id for view in found.views] == [asked.indicator, "patents-resident"]
    assert found.permalink.against == "patents-resident"


def test_a_scatter_says_who_is_missing_and_counts_no_group_as_an_economy(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    asked = Selection("gdp", ("WLD",), view="scatter", against="inflation", year=2000)
    found = built(shipped_cache, shipped_catalogue, asked)
    drawn = set(found.table()["Economy"])
    singles = sum(not shipped_catalogue.economies[code].aggregate for code in found.rows()["economy"].unique())
    assert "World" in drawn
    assert f"in 2000, {singles} economies and the world. Highest: United States" in found.alt
    # of those compared, all that are not drawn are counted: six named and the others
    [missing] = [note for note in found.notes if note.startswith("Without both figures")]
    [compared] = [int(note.split(", ")[-1].split()[0]) for note in found.notes if note.startswith("Compared: ")]
    assert missing.endswith(f" and {compared - singles - 6} more.")


def test_event_time_says_of_everybody_compared_who_is_missing(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    found = built(shipped_cache, shipped_catalogue, Selection("gdp", view="event-time"))
    drawn = {code for code in found.rows()["economy"].unique() if code in shipped_catalogue.economies}
    assert f"{len(drawn)} economies, " in found.alt
    assert found.controls[0].help.endswith(
        "three years of figures before it and one after, with no series break between them is listed."
    )
    [missing] = [note for note in found.notes if note.startswith("No complete")]
    [compared] = [int(note.split(", ")[-1].split()[0]) for note in found.notes if note.startswith("Compared: ")]
    assert missing.endswith(f" and {compared - len(drawn) - 6} more.")


def test_the_extremes_of_panels_are_those_of_individual_economies(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    found = built(shipped_cache, shipped_catalogue, Selection("gdp", ("CHN", "DEU", "WLD"), view="multiples"))
    assert found.title == "GDP: 2 economies and the world on the same axes"
    assert "2 economies and the world, " in found.alt
    assert "Lowest latest figure: Germany" in found.alt
    assert "Highest: China" in found.alt


def test_the_rows_of_a_scatter_hold_the_page_s_table(
    client: TestClient, shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    found = built(shipped_cache, shipped_catalogue, ASKED["scatter"][0])
    table = found.table()
    taken = dict(zip(table["Economy"], table["Year"], strict=True))
    rows = read(client.get(f"{CSV}?indicator=rd-spending&view=scatter{ASKED['scatter'][2]}").content)
    names = {economy.id: economy.name for economy in shipped_catalogue.economies.values()}
    for column, indicator in ((1, "rd-spending"), (2, "researchers")):
        sent = {
            names[row["economy"]]: float(row["value"])
            for row in rows
            if row["indicator"] == indicator and row["period"] == f"{taken[names[row['economy']]]}-01-01"
        }
        assert sent == dict(zip(table["Economy"], table.iloc[:, column], strict=True))


def test_the_rows_of_event_time_hold_the_page_s_table(
    client: TestClient, shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    table = built(shipped_cache, shipped_catalogue, ASKED["event-time"][0]).table()
    rows = read(client.get(f"{CSV}?indicator=exports-share&view=event-time&milestone=wto-accession").content)
    for column, economy in (("China", "CHN"), ("Median of others", "median of others")):
        shown = table.dropna(subset=column)
        sent = {int(row["t"]): float(row["value"]) for row in rows if row["economy"] == economy}
        assert sent == pytest.approx(dict(zip(shown["Years from it"], shown[column], strict=True)))


def test_a_workbook_of_a_scatter_says_where_both_indicators_come_from(client: TestClient) -> None:
    sent = client.get(f"/api/v1/observations.xlsx?indicator=rd-spending&view=scatter{ASKED['scatter'][2]}")
    about = openpyxl.load_workbook(io.BytesIO(sent.content))["About"]
    lines: list[Any] = list(about.iter_rows(values_only=True))
    named = [text for name, text in lines if name == "Indicator"]
    assert [text.split("(")[-1] for text in named] == ["rd-spending)", "researchers)"]
    assert all("/compare?" in text for name, text in lines if name == "Link")


@pytest.mark.parametrize("view", ["chart", "table", "lines", "overlay", "upside-down"])
def test_a_view_that_has_no_rows_of_its_own_changes_nothing(client: TestClient, view: str) -> None:
    plain = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN")
    assert client.get(f"{CSV}?indicator=gdp-growth&economy=CHN&view={view}&year=1850").content == plain.content


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("view=ranking&year=soon", 422, "year"),
        ("view=ranking&layout=wide", 422, "layout"),
        ("view=ranking&view=map", 400, "view"),
        ("view=scatter&against=nothing", 404, "against"),
        ("view=ranking&era=self-strengthening", 404, "view"),
        ("view=ranking&as_of=1999-01-01", 404, "as_of"),
        ("view=event-time&economy=", 422, "economy"),
    ],
)
def test_a_comparison_that_cannot_be_given_is_refused_by_name(
    client: TestClient, query: str, status: int, field: str
) -> None:
    answer = client.get(f"{CSV}?indicator=rd-spending&{query}")
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_the_command_line_refuses_a_view_without_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--indicator", "gdp", "--view", "lines", "--format", "csv"]) == 2
    assert "Allowed: eras, ranking, map, scatter, event-time" in capsys.readouterr().err


def test_the_command_line_refuses_a_year_without_a_view(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--indicator", "gdp", "--year", "2020", "--format", "csv"]) == 2
    assert "year says nothing without a view" in capsys.readouterr().err


def newest(request: ChartRequest) -> Built:
    """Build a chart of the newest value of each economy chosen."""
    lines = build_lines(request)
    assert isinstance(lines, Built)

    def rows() -> pd.DataFrame:
        return lines.rows().groupby("economy", sort=False).tail(1).reset_index(drop=True)

    return Built(lines.draw, lines.alt, rows, rows, lines.views, "eraline_newest", lines.permalink)


NEWEST = ChartKind("newest", "Newest", ":material/new_releases:", "compare", newest, has_rows=True)


def test_one_more_kind_is_seen_by_registry_api_and_command_line(
    client: TestClient,
    exported: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    query = f"{CSV}?indicator=gdp-growth&economy=CHN,USA&view=newest"
    # another question, for answers are kept
    assert len(read(client.get(f"{query}&to=2020").content)) > 2
    monkeypatch.setitem(CHART_KINDS, NEWEST.id, NEWEST)
    assert list(kinds_of("compare"))[-1] == "newest"
    sent = client.get(query)
    assert [row["economy"] for row in read(sent.content)] == ["CHN", "USA"]
    words = ("--indicator", "gdp-growth", "--economy", "CHN,USA", "--view", "newest")
    assert exported(*words) == sent.content


def test_one_more_kind_is_in_the_command_line_s_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(CHART_KINDS, NEWEST.id, NEWEST)
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "newest" in capsys.readouterr().out


@pytest.mark.parametrize("layout", ["tidy", "wide"])
def test_rows_of_two_indicators_are_the_same_from_api_and_command_line(
    client: TestClient, exported: Callable[..., bytes], layout: str
) -> None:
    asked = {"indicator": "rd-spending", "with": "high-tech-exports", "economy": "CHN,USA", "layout": layout}
    sent = client.get(CSV, params=asked)
    assert sent.status_code == 200, sent.text
    rows = read(sent.content)
    assert {(row["indicator"], row["unit"]) for row in rows} == {
        ("rd-spending", "% of GDP"),
        ("high-tech-exports", "current US$"),
    }
    # each indicator's own rows, one after the other
    single = [client.get(CSV, params={**asked, "indicator": asked[key], "with": ""}) for key in ("indicator", "with")]
    expected = [row for answer in single for row in read(answer.content)]
    assert [{key: row[key] for key in expected[0]} for row in rows] == expected
    words = [word for key, value in asked.items() for word in (f"--{key}", value)]
    assert exported(*words) == sent.content


def test_a_workbook_of_two_indicators_cites_both_and_links_to_their_chart(client: TestClient) -> None:
    sent = client.get("/api/v1/observations.xlsx?indicator=rd-spending&with=high-tech-exports&economy=CHN")
    lines: list[Any] = list(openpyxl.load_workbook(io.BytesIO(sent.content))["About"].iter_rows(values_only=True))
    assert [text.split("(")[-1] for name, text in lines if name == "Indicator"] == [
        "rd-spending)",
        "high-tech-exports)",
    ]
    links = [text for name, text in lines if name == "Link"]
    assert all("with=high-tech-exports" in link and "as_of=" in link for link in links)
    assert "rd-spending_with-high-tech-exports_CHN" in sent.headers["content-disposition"]


SAID: dict[str, dict[str, Any]] = {
    "with": {"second": "population"},
    "era": {"eras": ("reform-and-opening",)},
    "transform": {"transform": "growth"},
    "cited": {"cited": dt.date(2026, 3, 1)},
    "milestone": {"milestone": "wto-accession"},
    "against": {"against": "population"},
    "year": {"year": 2010},
    "among": {"among": "G20"},
}


@pytest.mark.parametrize("name", kinds_with_rows())
def test_a_kind_names_what_means_nothing_to_it(name: str, shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    usual = Selection("gdp", ("CHN",), view=name)
    rows = built(shipped_cache, shipped_catalogue, usual).rows()
    told = {key: built(shipped_cache, shipped_catalogue, replace(usual, **said)).rows() for key, said in SAID.items()}
    idle = {key for key, found in told.items() if found.equals(rows)}
    assert idle == set(SAID) & set(CHART_KINDS[name].overlooks)


def test_what_means_nothing_to_a_kind_is_in_no_data_link() -> None:
    everything = Selection("gdp", ("CHN", "USA"), cited=dt.date(2026, 3, 1), second="population", transform="growth")
    assert data_query(CHART_KINDS["first-release"], everything) == (
        "observations.csv?indicator=gdp&economy=CHN&view=first-release"
    )
    # one that draws what is cited beside the newest has it in its rows, any other has not
    assert "cited=" in data_query(CHART_KINDS["lines"], everything)
    assert "cited=" not in data_query(CHART_KINDS["multiples"], everything)


def test_a_file_has_the_eras_of_every_economy_named(client: TestClient, exported: Callable[..., bytes]) -> None:
    many = "CHN,USA,JPN,DEU,IND,KOR,BRA,FRA,GBR,ITA,CAN,MEX"
    content = client.get(f"{CSV}?indicator=gdp&view=eras&economy={many}").content
    assert list(dict.fromkeys(row["economy"] for row in read(content))) == many.split(",")
    assert exported("--indicator", "gdp", "--view", "eras", "--economy", many) == content
    # nobody reads a chart of so many, as of observations
    page = client.get(f"{CSV.replace('.csv', '.html')}?indicator=gdp&view=eras&economy={many}")
    plain = client.get(f"{CSV.replace('.csv', '.html')}?indicator=gdp&economy={many}")
    assert page.json()["error"]["message"] == plain.json()["error"]["message"]


def test_years_and_day_of_a_first_release_are_those_asked_for(client: TestClient) -> None:
    query = f"{CSV}?indicator=gdp&view=first-release&economy=CHN"
    whole, some = (read(client.get(f"{query}{more}").content) for more in ("", "&from=2010&to=2012"))
    assert some == [row for row in whole if "2010" <= row["period"][:4] <= "2012"]
    era = read(client.get(f"{query}&era=reform-and-opening").content)
    assert (era[0]["period"], era[-1]["period"]) == ("1979-01-01", "2012-01-01")
    then = read(client.get(f"{query}&as_of=2020-01-01").content)
    assert {row["latest_release"] for row in then} == {"2018-01-14"}
    assert [row["first"] for row in then] == [row["first"] for row in whole[: len(then)]]
