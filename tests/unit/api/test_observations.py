"""Do scripts get the figures that they ask for, to the last bit, as CSV and as JSON?"""

import io
import json
import re
import zipfile

import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.observations import by_day
from tests.unit.api.conftest import CSV, JSON, REVISED, REVISED_KEY, REVISED_ON, csv_rows, error_of


def test_the_tidy_header_is_the_agreed_one(client: TestClient) -> None:
    response = client.get(CSV, params={"indicator": "gdp-growth", "economy": "CHN"})
    assert response.content.startswith(b"indicator,economy,period,value,unit,source,vintage\n")


def test_the_agreed_example_of_a_query_is_followed(client: TestClient) -> None:
    response = client.get(
        f"{CSV}?indicator=gdp-growth&economy=CHN,USA&era=reform-and-opening&from=1979&to=2012"
        "&transform=level&as_of=2026-11-23"
    )
    rows = csv_rows(response)
    years = [f"{year}-01-01" for year in range(1979, 2013)]
    assert [(row["economy"], row["period"]) for row in rows] == [
        (economy, year) for economy in ("CHN", "USA") for year in years
    ]


@pytest.mark.parametrize("indicator", ["gdp-growth", "solar-capacity", "exchange-rate"])
def test_numbers_come_back_to_the_last_bit(client: TestClient, cache: Cache, indicator: str) -> None:
    stored = cache.store.observations(cache.store.vintage(indicator))
    expected = by_day(stored)
    as_csv = csv_rows(client.get(CSV, params={"indicator": indicator}))
    as_json = client.get(JSON, params={"indicator": indicator}).json()
    assert {(row["economy"], row["period"]): float(row["value"]) for row in as_csv} == expected
    assert {(row["economy"], row["period"]): row["value"] for row in as_json} == expected
    assert len(as_csv) == len(as_json) == len(expected) > 0


def test_json_has_the_columns_of_the_csv(client: TestClient) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN,KOR", "from": "2000"}
    as_csv, as_json = csv_rows(client.get(CSV, params=query)), client.get(JSON, params=query).json()
    assert [{**row, "value": float(row["value"])} for row in as_csv] == as_json


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("indicator=GDP-Growth&economy=chn", "indicator=gdp-growth&economy=CHN"),
        ("indicator=GDP/Population&economy=CHN", "indicator=gdp/population&economy=CHN"),
        ("indicator=gdp-growth,GDP&economy=CHN", "indicator=gdp-growth,gdp&economy=CHN"),
        ("indicator=gdp-growth,gdp&economy=CHN&layout=WIDE", "indicator=gdp-growth,gdp&economy=CHN&layout=wide"),
        (
            "indicator=gdp&economy=CHN&view=Ranking&transform=Growth",
            "indicator=gdp&economy=CHN&view=ranking&transform=growth",
        ),
        (
            "indicator=gdp&economy=CHN&as_of=2026-11-01T00:00:00+00:00",
            "indicator=gdp&economy=CHN&as_of=2026-11-01T00:00:00Z",
        ),
        (
            "indicator=gdp&economy=CHN&as_of=2026-11-01T02:00:00%2B02:00",
            "indicator=gdp&economy=CHN&as_of=2026-11-01T00:00:00Z",
        ),
    ],
)
def test_names_in_any_case_and_instants_by_any_clock_are_the_same_question(
    client: TestClient, said: str, meant: str
) -> None:
    assert (rows := client.get(f"{JSON}?{said}").json()) == client.get(f"{JSON}?{meant}").json()
    assert isinstance(rows, list)


def test_every_row_carries_unit_source_and_vintage(client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
    vintage, entry = cache.store.vintage("gdp-growth"), catalogue.indicator("gdp-growth")
    rows = client.get(JSON, params={"indicator": "gdp-growth", "economy": "CHN"}).json()
    assert {(row["unit"], row["source"], row["vintage"]) for row in rows} == {
        (entry.unit, f"{entry.source_name} ({vintage.release})", vintage.date.isoformat())
    }


def test_it_is_what_the_page_draws(client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
    selection = Selection("gdp", economies=("IND", "CHN"), transform="growth", first_year=1990)
    points = chart_view(Loader(cache.store, catalogue), selection).points
    rows = client.get(f"{JSON}?indicator=gdp&economy=IND&economy=CHN&transform=growth&from=1990").json()
    assert [(row["economy"], row["value"]) for row in rows] == list(
        zip(points["economy"], points["value"], strict=True)
    )


def test_naming_no_economy_gives_all_of_them(client: TestClient, cache: Cache) -> None:
    stored = cache.store.observations(cache.store.vintage("rd-spending"))
    rows = csv_rows(client.get(CSV, params={"indicator": "rd-spending"}))
    assert {row["economy"] for row in rows} == set(stored["economy"])


def test_economies_may_be_repeated_or_joined_in_either_case(client: TestClient) -> None:
    joined = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN,USA")
    for query in (
        "economy=CHN&economy=USA",
        "economy=chn%2Cusa",
        "economy=CHN,USA,CHN",
        "economy=CHN,&economy=USA",
    ):
        assert client.get(f"{CSV}?indicator=gdp-growth&{query}").content == joined.content


def test_an_era_holds_the_years_whose_middle_it_holds(client: TestClient) -> None:
    rows = csv_rows(client.get(f"{CSV}?indicator=gdp-growth&economy=CHN&era=planned-economy&era=innovation-driven"))
    years = {int(row["period"][:4]) for row in rows}
    assert {1978, 2013, 2023} <= years
    assert years.isdisjoint({*range(1979, 2013), 2024})


def test_from_and_to_count(client: TestClient) -> None:
    rows = csv_rows(client.get(f"{CSV}?indicator=exchange-rate&economy=CHN&from=2005&to=2006"))
    assert [row["period"] for row in rows] == [f"{y}-{m:02d}-01" for y in (2005, 2006) for m in range(1, 13)]


def test_a_transform_changes_figures_and_unit(client: TestClient) -> None:
    level, growth = (
        client.get(f"{JSON}?indicator=gdp&economy=CHN&transform={transform}").json()
        for transform in ("level", "growth")
    )
    before = {row["period"]: row["value"] for row in level}
    assert growth[0]["unit"] == "% year-on-year"
    assert growth[-1]["value"] == pytest.approx(100 * (before[growth[-1]["period"]] / before[level[-2]["period"]] - 1))


@pytest.mark.parametrize(
    ("as_of", "release"),
    [("2026-09-30", "before"), ("2026-10-01", "after"), ("2026-11-01", "after"), ("", "after")],
)
def test_as_of_gives_what_was_known_at_the_end_of_the_day(client: TestClient, as_of: str, release: str) -> None:
    rows = client.get(JSON, params={"indicator": REVISED, "economy": "CHN", "as_of": as_of}).json()
    (row,) = [row for row in rows if (row["economy"], row["period"]) == REVISED_KEY]
    assert (row["value"] == 99.0) == (release == "after")
    assert (row["vintage"] == REVISED_ON.isoformat()) == (release == "after")
    assert ("Revised release" in row["source"]) == (release == "after")


def test_a_day_before_any_release_is_404(client: TestClient) -> None:
    error = error_of(client.get(f"{CSV}?indicator=gdp-growth&as_of=1999-12-31"), 404)
    assert (error["code"], error["field"]) == ("no-figures", "as_of")


def test_the_wide_layout_has_a_row_a_period(client: TestClient) -> None:
    rows = csv_rows(client.get(f"{CSV}?indicator=rd-spending&economy=CHN,IND&layout=wide"))
    assert list(rows[0]) == ["period", "CHN", "IND", "unit", "source", "vintage"]
    assert len({row["period"] for row in rows}) == len(rows)
    as_json = client.get(f"{JSON}?indicator=rd-spending&economy=CHN,IND&layout=wide").json()
    assert [row["CHN"] for row in as_json] == [float(row["CHN"]) if row["CHN"] else None for row in rows]
    assert None in [row["IND"] for row in as_json], "this indicator was chosen because it has gaps"


def test_nothing_in_the_range_is_a_header_alone(client: TestClient) -> None:
    query = "indicator=gdp-growth&economy=CHN&era=self-strengthening"
    assert csv_rows(client.get(f"{CSV}?{query}")) == []
    assert client.get(f"{JSON}?{query}").json() == []


def test_the_query_of_a_page_is_taken_whole(client: TestClient) -> None:
    plain = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN")
    linked = client.get(
        f"{CSV}?indicator=gdp-growth&economy=CHN&scale=linear&events=plan&events=external&view=table&from=&to="
    )
    assert linked.content == plain.content


@pytest.mark.parametrize(
    ("looks", "titles"),
    [
        ("events=none", []),
        ("events=own&own=2015-05-08 My own event&events_of=", ["My own event"]),
    ],
)
def test_files_list_the_milestones_that_the_page_of_the_link_draws(
    client: TestClient, looks: str, titles: list[str]
) -> None:
    query = f"indicator=gdp-growth&economy=CHN&{looks}"
    told = client.get(f"/api/v1/observations.full.json?{query}").json()
    assert [row["title"] for row in told.get("milestones", [])] == titles
    assert "events=" in told["metadata"]["link"]
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/api/v1/observations.zip?{query}").content))
    assert ("milestones.csv" in packed.namelist()) is bool(titles)


def test_the_interactive_page_has_the_scale_of_the_link(client: TestClient) -> None:
    query = "indicator=rd-spending&economy=CHN"
    page, logged = (client.get(f"/api/v1/observations.html?{query}&scale={scale}").text for scale in ("linear", "log"))
    assert '"type":"log"' not in page.partition("<table>")[0].replace(" ", "")[-60_000:]
    assert '"type":"log"' in logged.partition("<table>")[0].replace(" ", "")[-60_000:]


def test_a_wrong_look_of_a_link_changes_no_row(client: TestClient) -> None:
    plain = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN")
    assert client.get(f"{CSV}?indicator=gdp-growth&economy=CHN&events=x&scale=y&own=z").content == plain.content


def test_the_file_name_says_what_is_inside(client: TestClient, cache: Cache) -> None:
    vintage = cache.store.vintage("gdp-growth").date
    query = "indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000"
    name = f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}"
    disposition = client.get(f"{CSV}?{query}").headers["content-disposition"]
    assert disposition == f'attachment; filename="{name}.csv"'
    disposition = client.get(f"{JSON}?{query}&layout=wide").headers["content-disposition"]
    assert disposition == f'inline; filename="{name}_wide.json"'


@pytest.mark.parametrize(
    ("computed", "unit", "named"),
    [
        ("indicator=rd-spending&transform=rolling-mean", "% of GDP, 5-year moving average", "rolling-mean"),
        ("indicator=rd-spending&transform=change", "percentage points, year-on-year change", "change"),
        ("indicator=gdp&transform=index&base=2000", "index, 2000 = 100", "index-2000"),
        ("indicator=gdp&transform=growth", "% year-on-year", "growth"),
        ("indicator=gdp&transform=share", "% of the world", "share"),
        ("indicator=gdp", "current US$", ""),
    ],
)
def test_the_unit_of_a_row_says_what_was_computed(client: TestClient, computed: str, unit: str, named: str) -> None:
    response = client.get(f"{CSV}?{computed}&economy=CHN&from=2000")
    assert {row["unit"] for row in csv_rows(response)} == {unit}
    assert f"_{named}_CHN" in response.headers["content-disposition"].replace("eraline_gdp_CHN", "__CHN")
    told = client.get(f"/api/v1/observations.sdmx.csv?{computed}&economy=CHN&from=2000")
    assert {row["UNIT_MEASURE"] for row in csv_rows(told)} == {unit}


def test_a_file_of_several_indicators_is_named_after_the_years_of_all(client: TestClient) -> None:
    for query, years in (("", "1961-2025"), ("&to=1970", "1961-1970")):
        response = client.get(f"{CSV}?indicator=rd-spending,gdp-growth&economy=CHN{query}")
        found = {row["period"][:4] for row in csv_rows(response)}
        assert years == f"{min(found)}-{max(found)}"
        assert f"_{years}_" in response.headers["content-disposition"]


def test_scripts_get_no_byte_order_mark(client: TestClient) -> None:
    assert not client.get(f"{CSV}?indicator=gdp-growth").content.startswith(b"\xef\xbb\xbf")


def test_every_indicator_can_be_fetched(client: TestClient, catalogue: Catalogue) -> None:
    empty = [
        indicator
        for indicator in catalogue.indicators
        if not csv_rows(client.get(CSV, params={"indicator": indicator, "economy": "CHN,USA,WLD,TWN"}))
    ]
    assert empty == []


def test_figures_are_never_written_as_nan(client: TestClient) -> None:
    text = client.get(f"{JSON}?indicator=rd-spending&layout=wide").text
    assert not re.search(r"\bNaN\b|\bInfinity\b", text)
    assert json.loads(text)
