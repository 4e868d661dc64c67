"""Do scripts get the figures, the tables and an answer to every mistake that DESIGN section 5 promises?"""

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from typing import Any

import httpx
import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import api
from dashboard.cache import Cache, open_cache
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.chart import chart_view
from dashboard.errors import CatalogueError, Mistake, StoreError
from dashboard.model import Transform
from dashboard.selection import Selection
from dashboard.settings import DATA, SNAPSHOT
from dashboard.vintages import Release

CSV = "/api/v1/observations.csv"
JSON = "/api/v1/observations.json"
XLSX = "/api/v1/observations.xlsx"
STATUS = "/api/v1/status"
VINTAGES = "/api/v1/vintages"
REVISED = "internet-users"
REVISED_ON = dt.date(2026, 10, 1)
REVISED_KEY = ("CHN", "2000-01-01")
TABLES = ("indicators", "economies", "eras", "milestones")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(DATA)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """Give the shipped figures, with one figure of one indicator revised later."""
    cache = open_cache(f"sqlite:///{tmp_path_factory.mktemp('api')}/eraline.db", SNAPSHOT)
    held = cache.store.observations(cache.store.vintage(REVISED))
    chosen = (held["economy"] == REVISED_KEY[0]) & (held["period"] == REVISED_KEY[1])
    assert chosen.sum() == 1
    published = dt.datetime.combine(REVISED_ON, dt.time(12), tzinfo=dt.UTC)
    changed = held.assign(value=held["value"].mask(chosen, 99.0))
    cache.store.commit([Release(REVISED, published, "Revised release", changed)])
    return cache


@pytest.fixture(scope="session")
def client(cache: Cache, catalogue: Catalogue) -> TestClient:
    return client_of(cache, catalogue)


def client_of(cache: Cache | Exception, catalogue: Catalogue | Exception) -> TestClient:
    """Return a client of the routes; an exception in place of a thing is raised when the thing is asked for."""

    def give(thing: Any) -> Any:  # noqa: ANN401 - either of the two
        if isinstance(thing, Exception):
            raise thing
        return thing

    return TestClient(Starlette(routes=api.routes(lambda: give(cache), lambda: give(catalogue))))


def csv_rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def error_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """Return the one error of a refusal, which must be JSON, unkept and of the agreed shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert set(body) == {"error"}
    error = body["error"]
    assert set(error) == {"code", "message", "field", "allowed"}
    assert isinstance(error["allowed"], list)
    assert error["message"]
    assert "Traceback" not in response.text
    return error


class TestHealth:
    def test_it_says_what_is_served(self, client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
        response = client.get("/health")
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert response.json() == {
            "status": "ok",
            "indicators": len(catalogue.indicators),
            "observations": sum(vintage.rows for vintage in cache.store.vintages().values()),
            "notes": [],
        }

    def test_it_passes_on_what_a_reader_should_know_of_the_cache(self, cache: Cache, catalogue: Catalogue) -> None:
        client = client_of(replace(cache, notes=("served from memory",)), catalogue)
        assert client.get("/health").json()["notes"] == ["served from memory"]

    def test_it_is_503_with_the_reason_when_the_store_is_out_of_reach(self, catalogue: Catalogue) -> None:
        response = client_of(StoreError("The database cannot be used."), catalogue).get("/health")
        assert response.status_code == 503
        assert response.json() == {"status": "unavailable", "error": "The database cannot be used."}

    def test_it_is_503_with_the_place_when_the_catalogue_has_a_mistake(self, cache: Cache) -> None:
        mistake = Mistake("eras.toml", "[[era]] 1 (x)", "start", "is no date")
        response = client_of(cache, CatalogueError([mistake])).get("/health")
        assert response.status_code == 503
        assert response.json()["error"] == "eras.toml: [[era]] 1 (x): start: is no date"


class TestTables:
    @pytest.mark.parametrize("table", TABLES)
    def test_json_is_an_array_of_objects_with_an_id(self, client: TestClient, catalogue: Catalogue, table: str) -> None:
        response = client.get(f"/api/v1/{table}")
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        assert [record["id"] for record in response.json()] == list(getattr(catalogue, table))

    @pytest.mark.parametrize("table", TABLES)
    def test_csv_says_the_same(self, client: TestClient, table: str) -> None:
        response = client.get(f"/api/v1/{table}.csv")
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        assert response.headers["content-disposition"] == f'attachment; filename="eraline_{table}.csv"'
        records = client.get(f"/api/v1/{table}").json()
        rows = csv_rows(response)
        assert list(rows[0]) == list(records[0])
        for row, record in zip(rows, records, strict=True):
            for name, value in record.items():
                if isinstance(value, str):
                    assert row[name].removeprefix("'") == value
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(row[name]) == value
                elif not value:
                    assert row[name] in ("", "false")

    def test_an_indicator_says_its_vintage_release_and_transforms(
        self, client: TestClient, cache: Cache, catalogue: Catalogue
    ) -> None:
        (entry,) = [record for record in client.get("/api/v1/indicators").json() if record["id"] == "gdp-growth"]
        vintage = cache.store.vintage("gdp-growth")
        assert entry["vintage"] == vintage.date.isoformat()
        assert entry["release"] == vintage.release
        assert entry["transforms"] == [t.value for t in catalogue.indicator("gdp-growth").transforms]

    def test_every_indicator_has_figures(self, client: TestClient) -> None:
        records = client.get("/api/v1/indicators").json()
        assert len(records) > 50
        assert [record["id"] for record in records if not record["vintage"]] == []

    def test_a_milestone_keeps_its_chinese_title(self, client: TestClient) -> None:
        assert "新质生产力" in client.get("/api/v1/milestones.csv").content.decode("utf-8")


class TestObservations:
    def test_the_tidy_header_is_the_agreed_one(self, client: TestClient) -> None:
        response = client.get(CSV, params={"indicator": "gdp-growth", "economy": "CHN"})
        assert response.content.startswith(b"indicator,economy,period,value,unit,source,vintage\n")

    def test_the_agreed_example_of_a_query_is_followed(self, client: TestClient) -> None:
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
    def test_numbers_come_back_to_the_last_bit(self, client: TestClient, cache: Cache, indicator: str) -> None:
        stored = cache.store.observations(cache.store.vintage(indicator))
        expected = {(row.economy, row.period.strftime("%Y-%m-%d")): row.value for row in stored.itertuples(index=False)}
        as_csv = csv_rows(client.get(CSV, params={"indicator": indicator}))
        as_json = client.get(JSON, params={"indicator": indicator}).json()
        assert {(row["economy"], row["period"]): float(row["value"]) for row in as_csv} == expected
        assert {(row["economy"], row["period"]): row["value"] for row in as_json} == expected
        assert len(as_csv) == len(as_json) == len(expected) > 0

    def test_json_has_the_columns_of_the_csv(self, client: TestClient) -> None:
        query = {"indicator": "rd-spending", "economy": "CHN,KOR", "from": "2000"}
        as_csv, as_json = csv_rows(client.get(CSV, params=query)), client.get(JSON, params=query).json()
        assert [{**row, "value": float(row["value"])} for row in as_csv] == as_json

    def test_every_row_carries_unit_source_and_vintage(
        self, client: TestClient, cache: Cache, catalogue: Catalogue
    ) -> None:
        vintage, entry = cache.store.vintage("gdp-growth"), catalogue.indicator("gdp-growth")
        rows = client.get(JSON, params={"indicator": "gdp-growth", "economy": "CHN"}).json()
        assert {(row["unit"], row["source"], row["vintage"]) for row in rows} == {
            (entry.unit, f"{entry.source_name} ({vintage.release})", vintage.date.isoformat())
        }

    def test_it_is_what_the_page_draws(self, client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
        selection = Selection("gdp", economies=("IND", "CHN"), transform=Transform.GROWTH, first_year=1990)
        points = chart_view(cache.store, catalogue, selection).points
        rows = client.get(f"{JSON}?indicator=gdp&economy=IND&economy=CHN&transform=growth&from=1990").json()
        assert [(row["economy"], row["value"]) for row in rows] == list(
            zip(points["economy"], points["value"], strict=True)
        )

    def test_naming_no_economy_gives_all_of_them(self, client: TestClient, cache: Cache) -> None:
        stored = cache.store.observations(cache.store.vintage("rd-spending"))
        rows = csv_rows(client.get(CSV, params={"indicator": "rd-spending"}))
        assert {row["economy"] for row in rows} == set(stored["economy"])

    def test_economies_may_be_repeated_or_joined_in_either_case(self, client: TestClient) -> None:
        joined = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN,USA")
        for query in (
            "economy=CHN&economy=USA",
            "economy=chn%2Cusa",
            "economy=CHN,USA,CHN",
            "economy=CHN,&economy=USA",
        ):
            assert client.get(f"{CSV}?indicator=gdp-growth&{query}").content == joined.content

    def test_an_era_holds_the_years_whose_middle_it_holds(self, client: TestClient) -> None:
        rows = csv_rows(client.get(f"{CSV}?indicator=gdp-growth&economy=CHN&era=planned-economy&era=innovation-driven"))
        years = {int(row["period"][:4]) for row in rows}
        assert {1978, 2013, 2023} <= years
        assert years.isdisjoint({*range(1979, 2013), 2024})

    def test_from_and_to_count(self, client: TestClient) -> None:
        rows = csv_rows(client.get(f"{CSV}?indicator=exchange-rate&economy=CHN&from=2005&to=2006"))
        assert [row["period"] for row in rows] == [f"{y}-{m:02d}-01" for y in (2005, 2006) for m in range(1, 13)]

    def test_a_transform_changes_figures_and_unit(self, client: TestClient) -> None:
        level, growth = (
            client.get(f"{JSON}?indicator=gdp&economy=CHN&transform={transform}").json()
            for transform in ("level", "growth")
        )
        before = {row["period"]: row["value"] for row in level}
        assert growth[0]["unit"] == "% on the year before"
        assert growth[-1]["value"] == pytest.approx(
            100 * (before[growth[-1]["period"]] / before[level[-2]["period"]] - 1)
        )

    @pytest.mark.parametrize(
        ("as_of", "release"),
        [("2026-09-30", "before"), ("2026-10-01", "after"), ("2030-01-01", "after"), ("", "after")],
    )
    def test_as_of_gives_what_was_known_at_the_end_of_the_day(
        self, client: TestClient, as_of: str, release: str
    ) -> None:
        rows = client.get(JSON, params={"indicator": REVISED, "economy": "CHN", "as_of": as_of}).json()
        (row,) = [row for row in rows if (row["economy"], row["period"]) == REVISED_KEY]
        assert (row["value"] == 99.0) == (release == "after")
        assert (row["vintage"] == REVISED_ON.isoformat()) == (release == "after")
        assert ("Revised release" in row["source"]) == (release == "after")

    def test_a_day_before_any_release_is_404(self, client: TestClient) -> None:
        error = error_of(client.get(f"{CSV}?indicator=gdp-growth&as_of=1999-12-31"), 404)
        assert (error["code"], error["field"]) == ("no-figures", "as_of")

    def test_the_wide_layout_has_a_row_a_period(self, client: TestClient) -> None:
        rows = csv_rows(client.get(f"{CSV}?indicator=rd-spending&economy=CHN,IND&layout=wide"))
        assert list(rows[0]) == ["period", "CHN", "IND", "unit", "source", "vintage"]
        assert len({row["period"] for row in rows}) == len(rows)
        as_json = client.get(f"{JSON}?indicator=rd-spending&economy=CHN,IND&layout=wide").json()
        assert [row["CHN"] for row in as_json] == [float(row["CHN"]) if row["CHN"] else None for row in rows]
        assert None in [row["IND"] for row in as_json], "this indicator was chosen because it has gaps"

    def test_nothing_in_the_range_is_a_header_alone(self, client: TestClient) -> None:
        query = "indicator=gdp-growth&economy=CHN&era=self-strengthening"
        assert csv_rows(client.get(f"{CSV}?{query}")) == []
        assert client.get(f"{JSON}?{query}").json() == []

    def test_the_query_of_a_page_is_taken_whole(self, client: TestClient) -> None:
        plain = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN")
        linked = client.get(
            f"{CSV}?indicator=gdp-growth&economy=CHN&scale=linear&events=plan&events=external&view=table&from=&to="
        )
        assert linked.content == plain.content

    def test_the_file_name_says_what_is_inside(self, client: TestClient, cache: Cache) -> None:
        vintage = cache.store.vintage("gdp-growth").date
        query = "indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000"
        name = f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}"
        disposition = client.get(f"{CSV}?{query}").headers["content-disposition"]
        assert disposition == f'attachment; filename="{name}.csv"'
        disposition = client.get(f"{JSON}?{query}&layout=wide").headers["content-disposition"]
        assert disposition == f'inline; filename="{name}_wide.json"'

    def test_scripts_get_no_byte_order_mark(self, client: TestClient) -> None:
        assert not client.get(f"{CSV}?indicator=gdp-growth").content.startswith(b"\xef\xbb\xbf")

    def test_every_indicator_can_be_fetched(self, client: TestClient, catalogue: Catalogue) -> None:
        empty = [
            indicator
            for indicator in catalogue.indicators
            if not csv_rows(client.get(CSV, params={"indicator": indicator, "economy": "CHN,USA,WLD,TWN"}))
        ]
        assert empty == []


def sheets_of(response: httpx.Response) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Return the rows of a workbook's data and what it says about them."""
    assert response.status_code == 200, response.text
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Data", "About"]
    return [tuple(row) for row in book["Data"].iter_rows(values_only=True)], dict(
        book["About"].iter_rows(values_only=True)
    )


class TestWorkbook:
    @pytest.mark.parametrize(
        "query",
        [
            "indicator=gdp-growth&economy=CHN,USA&era=reform-and-opening",
            "indicator=gdp&transform=growth&economy=IND,CHN&from=1990",
            "indicator=rd-spending&economy=CHN,IND&layout=wide",
            f"indicator={REVISED}&economy=CHN&as_of=2026-09-30",
            "indicator=solar-capacity-world-share",
        ],
    )
    def test_it_holds_what_the_other_two_send(self, client: TestClient, query: str) -> None:
        response = client.get(f"{XLSX}?{query}")
        (header, *rows), _ = sheets_of(response)
        objects = client.get(f"{JSON}?{query}").json()
        assert [dict(zip(header, row, strict=True)) for row in rows] == objects
        assert objects

    def test_it_says_what_it_is_and_where_it_is_from(
        self, client: TestClient, cache: Cache, catalogue: Catalogue
    ) -> None:
        response = client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000")
        assert response.headers["content-type"] == ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        vintage, entry = cache.store.vintage("gdp-growth").date, catalogue.indicator("gdp-growth")
        name = f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}.xlsx"
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
        _, about = sheets_of(response)
        assert about["Indicator"] == f"{entry.name} (gdp-growth)"
        assert about["Unit"] == entry.unit
        assert about["Licence"].startswith(entry.licence)
        assert about["Vintage"] == vintage.isoformat()
        assert about["Citation"].startswith(entry.citation.rstrip("."))
        assert about["Link"] == (
            "http://testserver/explore?indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000"
            f"&transform=level&as_of={vintage}"
        )
        assert about["Link"] in about["Citation"]

    def test_its_link_draws_what_it_holds(self, client: TestClient) -> None:
        response = client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN&era=new-quality")
        _, about = sheets_of(response)
        again = client.get(f"{XLSX}?{about['Link'].partition('?')[2]}")
        assert sheets_of(again)[0] == sheets_of(response)[0]

    def test_a_link_to_everybody_is_one_to_the_usual_economies(self, client: TestClient) -> None:
        _, about = sheets_of(client.get(f"{XLSX}?indicator=gdp-growth"))
        assert "economy=" not in about["Link"]

    def test_nothing_in_the_range_is_a_header_alone(self, client: TestClient) -> None:
        rows, _ = sheets_of(client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN&era=self-strengthening"))
        assert rows == [("indicator", "economy", "period", "value", "unit", "source", "vintage")]

    def test_every_indicator_can_be_taken_away(self, client: TestClient, catalogue: Catalogue) -> None:
        for indicator in catalogue.indicators:
            rows, _ = sheets_of(client.get(XLSX, params={"indicator": indicator, "economy": "CHN,USA,WLD"}))
            assert len(rows) > 1, indicator


class TestStatus:
    def test_it_is_an_array_of_the_agreed_objects(self, client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
        records = client.get(STATUS).json()
        assert [record["indicator"] for record in records if record["indicator"] in cache.store.vintages()]
        agreed = {"indicator", "source", "state", "first", "last", "vintage", "fetched_at", "error"}
        assert all(set(record) >= agreed for record in records)
        assert {record["state"] for record in records} <= {"live", "cached", "snapshot", "unavailable"}
        assert {record["indicator"] for record in records} <= set(catalogue.indicators)

    def test_csv_says_the_same(self, client: TestClient) -> None:
        response = client.get(f"{STATUS}.csv")
        assert response.headers["content-disposition"] == 'attachment; filename="eraline_status.csv"'
        rows, records = csv_rows(response), client.get(STATUS).json()
        assert list(rows[0]) == list(records[0])
        assert [row["indicator"] for row in rows] == [record["indicator"] for record in records]

    def test_it_is_asked_for_anew_each_time(self, client: TestClient) -> None:
        assert client.get(STATUS).headers["cache-control"] == "public, max-age=0"


class TestVintages:
    def test_the_history_of_an_indicator_is_listed_oldest_first(self, client: TestClient, cache: Cache) -> None:
        shipped, revised = client.get(f"{VINTAGES}?indicator={REVISED}").json()
        held = cache.store.history(REVISED)
        assert [shipped["id"], revised["id"]] == [vintage.id for vintage in held]
        agreed = {"id", "published", "origin", "updated", "release", "rows", "added", "revised", "withdrawn"}
        assert set(shipped) >= agreed
        assert (shipped["origin"], shipped["revised"], shipped["added"]) == ("snapshot", 0, shipped["rows"])
        assert (revised["origin"], revised["revised"], revised["added"]) == ("live", 1, 0)
        assert revised["release"] == "Revised release"
        assert dt.datetime.fromisoformat(revised["published"]) == held[-1].published

    def test_what_is_computed_has_the_history_of_its_inputs(self, client: TestClient, catalogue: Catalogue) -> None:
        derived = "solar-wind-capacity"
        records = client.get(f"{VINTAGES}?indicator={derived}").json()
        inputs = catalogue.base_inputs(derived)
        assert len(inputs) > 1
        assert [record["indicator"] for record in records] == list(inputs)

    def test_csv_says_the_same(self, client: TestClient) -> None:
        rows = csv_rows(client.get(f"{VINTAGES}.csv?indicator={REVISED}"))
        records = client.get(f"{VINTAGES}?indicator={REVISED}").json()
        assert [int(row["id"]) for row in rows] == [record["id"] for record in records]

    def test_a_day_of_the_history_draws_the_figures_of_that_day(self, client: TestClient) -> None:
        for record, value in zip(client.get(f"{VINTAGES}?indicator={REVISED}").json(), (False, True), strict=True):
            query = {"indicator": REVISED, "economy": "CHN", "as_of": record["published"][:10]}
            assert (99.0 in [row["value"] for row in client.get(JSON, params=query).json()]) == value

    @pytest.mark.parametrize(
        ("query", "status", "code"),
        [
            ("", 400, "missing"),
            ("indicator=", 400, "missing"),
            ("indicator=nonsense", 404, "unknown-indicator"),
            ("indicator=gdp&indicator=gdp-growth", 400, "repeated-key"),
            ("indicator=gdp&economy=CHN", 400, "unknown-key"),
        ],
    )
    def test_a_query_that_cannot_be_followed_says_so(
        self, client: TestClient, query: str, status: int, code: str
    ) -> None:
        assert error_of(client.get(f"{VINTAGES}?{query}"), status)["code"] == code


class TestCaching:
    PATHS = (
        *(f"/api/v1/{table}{ending}" for table in (*TABLES, "status") for ending in ("", ".csv")),
        *(f"{path}?indicator=gdp" for path in (CSV, JSON, XLSX, VINTAGES, f"{VINTAGES}.csv")),
    )

    @pytest.mark.parametrize("path", PATHS)
    def test_an_unchanged_answer_is_not_sent_again(self, client: TestClient, path: str) -> None:
        first = client.get(path)
        etag = first.headers["etag"]
        assert re.fullmatch(r'W/"[0-9a-f]{64}"', etag)
        for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
            again = client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == etag
            assert again.headers["cache-control"] == first.headers["cache-control"]

    def test_a_changed_answer_is_sent(self, client: TestClient) -> None:
        etag = client.get(f"{CSV}?indicator=gdp").headers["etag"]
        response = client.get(f"{CSV}?indicator=gdp-growth", headers={"If-None-Match": etag})
        assert response.status_code == 200
        assert response.headers["etag"] != etag

    @pytest.mark.parametrize("known", ['"', "W/", "nonsense", '"' + "x" * 5000, "\x00"])
    def test_a_malformed_condition_is_no_condition(self, client: TestClient, known: str) -> None:
        assert client.get("/api/v1/eras", headers={"If-None-Match": known}).status_code == 200

    def test_figures_may_be_kept_for_minutes_and_those_of_a_past_day_for_longer(self, client: TestClient) -> None:
        def seconds(query: str) -> int:
            control = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN{query}").headers["cache-control"]
            return int(control.removeprefix("public, max-age="))

        tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
        assert seconds("") == seconds(f"&as_of={tomorrow}") < seconds("&as_of=2026-10-31")

    def test_pages_elsewhere_may_read_the_data(self, client: TestClient) -> None:
        for path in ("/health", "/api/v1/eras", f"{CSV}?indicator=gdp", f"{CSV}?indicator=nonsense"):
            assert client.get(path).headers["access-control-allow-origin"] == "*"


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "status", "code", "field"),
        [
            ("", 400, "missing", "indicator"),
            ("indicator=", 400, "missing", "indicator"),
            ("indicator=nonsense", 404, "unknown-indicator", "indicator"),
            ("indicator=GDP-GROWTH", 404, "unknown-indicator", "indicator"),
            ("indicator=gdp-growth&economy=XYZ", 404, "unknown-economy", "economy"),
            ("indicator=gdp-growth&economy=CHN,XYZ", 404, "unknown-economy", "economy"),
            ("indicator=gdp-growth&economy=", 422, "missing", "economy"),
            ("indicator=gdp-growth&economy=,,", 422, "missing", "economy"),
            ("indicator=gdp-growth&era=ming", 404, "unknown-era", "era"),
            ("indicator=gdp-growth&from=2000&to=1990", 422, "reversed-range", "from"),
            ("indicator=gdp-growth&to=99999", 422, "bad-year", "to"),
            ("indicator=gdp-growth&from=-5", 422, "bad-year", "from"),
            ("indicator=gdp-growth&from=1979.5", 422, "bad-year", "from"),
            ("indicator=gdp-growth&from=%D9%A1%D9%A9%D9%A7%D9%A9", 422, "bad-year", "from"),
            ("indicator=gdp-growth&transform=log", 422, "unknown-transform", "transform"),
            ("indicator=gdp-growth&transform=per-capita", 422, "transform-does-not-fit", "transform"),
            ("indicator=gdp-growth&as_of=yesterday", 422, "bad-date", "as_of"),
            ("indicator=gdp-growth&as_of=2026-02-30", 422, "bad-date", "as_of"),
            ("indicator=gdp-growth&as_of=9999-12-31", 422, "bad-date", "as_of"),
            ("indicator=gdp-growth&layout=long", 422, "unknown-layout", "layout"),
            ("indicator=gdp-growth&layout=tidy&layout=wide", 400, "repeated-key", "layout"),
            ("indicator=gdp-growth&indicator=gdp", 400, "repeated-key", "indicator"),
            ("indicator=gdp-growth&from=1990&from=1991", 400, "repeated-key", "from"),
            ("indicator=gdp-growth&form=1990", 400, "unknown-key", "form"),
            (f"indicator={'x' * 10_000}", 400, "too-long", "indicator"),
            (f"indicator=gdp-growth&economy={'CHN,' * 2_500}", 400, "too-long", "economy"),
            (f"indicator=gdp-growth&layout={'x' * 10_000}", 422, "unknown-layout", "layout"),
            ("indicator=%ff%fe", 404, "unknown-indicator", "indicator"),
            ("indicator=gdp-growth%00", 404, "unknown-indicator", "indicator"),
            ("indicator=%ZZ%", 404, "unknown-indicator", "indicator"),
            ("indicator=gdp-growth'%20OR%201=1--", 404, "unknown-indicator", "indicator"),
            ("indicator=%ED%A0%80", 404, "unknown-indicator", "indicator"),
            ("indicator=..%2F..%2Fetc%2Fpasswd", 404, "unknown-indicator", "indicator"),
        ],
        ids=lambda value: value[:60] if isinstance(value, str) else None,
    )
    @pytest.mark.parametrize("path", [CSV, JSON, XLSX])
    def test_a_query_that_cannot_be_followed_says_what_and_where(
        self, client: TestClient, path: str, query: str, status: int, code: str, field: str
    ) -> None:
        response = client.get(f"{path}?{query}")
        error = error_of(response, status)
        assert (error["code"], error["field"]) == (code, field)
        assert len(response.content) < 3_000, "what was sent must not come back at length"

    @pytest.mark.parametrize(
        ("query", "allowed"),
        [
            ("indicator=nonsense", "gdp-growth"),
            ("indicator=gdp-growth&economy=XYZ", "CHN"),
            ("indicator=gdp-growth&era=ming", "reform-and-opening"),
            ("indicator=gdp-growth&transform=per-capita", "rolling-mean"),
            ("indicator=gdp-growth&layout=long", "wide"),
            ("indicator=gdp-growth&form=1990", "from"),
            ("", "gdp-growth"),
        ],
    )
    def test_the_refusal_lists_what_would_do(self, client: TestClient, query: str, allowed: str) -> None:
        assert allowed in client.get(f"{CSV}?{query}").json()["error"]["allowed"]

    def test_what_does_not_fit_is_not_listed_as_fitting(self, client: TestClient) -> None:
        error = client.get(f"{CSV}?indicator=gdp-growth&transform=per-capita").json()["error"]
        assert "per-capita" not in error["allowed"]

    @pytest.mark.parametrize("key", ["indicator", "economy", "era", "from", "transform", "as_of", "layout", "<b>"])
    def test_markup_never_comes_back_as_markup(self, client: TestClient, key: str) -> None:
        query = {"indicator": "gdp-growth", key: "<script>alert(1)</script>"}
        response = client.get(CSV, params=query)
        error = error_of(response, response.status_code)
        assert response.status_code in (400, 404, 422)
        assert b"<" not in response.content
        if key != "<b>":
            assert "<script>alert(1)</script>" in error["message"].lower()

    def test_thousands_of_keys_are_refused(self, client: TestClient) -> None:
        query = "&".join(f"indicator=gdp{number}" for number in range(3_000))
        assert error_of(client.get(f"{CSV}?{query}"), 400)["code"] == "too-long"

    def test_a_refusal_offers_no_file_and_no_mark_to_remember_it_by(self, client: TestClient) -> None:
        headers = client.get(f"{CSV}?indicator=nonsense").headers
        assert "content-disposition" not in headers
        assert "etag" not in headers


class TestMethodsAndPaths:
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
    @pytest.mark.parametrize("path", ["/health", "/api/v1/eras", CSV])
    def test_another_method_is_405_and_says_which_would_do(self, client: TestClient, path: str, method: str) -> None:
        response = client.request(method, path)
        error = error_of(response, 405)
        assert (error["code"], error["field"], error["allowed"]) == ("method-not-allowed", "method", ["GET", "HEAD"])
        assert response.headers["allow"] == "GET, HEAD"

    @pytest.mark.parametrize("path", ["/health", "/api/v1/eras", "/api/v1/eras.csv", f"{CSV}?indicator=gdp"])
    def test_head_has_the_headers_of_get(self, client: TestClient, path: str) -> None:
        got, asked = client.get(path), client.head(path)
        assert asked.status_code == 200
        for name in ("content-type", "content-length", "cache-control", "etag", "content-disposition"):
            assert asked.headers.get(name) == got.headers.get(name)

    @pytest.mark.parametrize(
        "path",
        [
            "/api",
            "/api/",
            "/api/v1",
            "/api/v1/",
            "/api/v2/eras",
            "/api/v1/nonsense",
            "/api/v1/eras/",
            "/api/v1//eras",
            "/api//v1/eras",
            "/api/v1/eras.xml",
            "/api/v1/observations",
            "/api/v1/observations.ods",
            "/api/v1/%3Cscript%3E",
            "/api/v1/%00",
            "/api/v1/%ff",
            "/api/v1/" + "x" * 10_000,
            "/health/",
            "/health/deep",
        ],
        ids=lambda path: path[:40],
    )
    def test_a_path_that_nothing_is_at_is_a_json_404(self, client: TestClient, path: str) -> None:
        response = client.get(path)
        error = error_of(response, 404)
        assert (error["code"], error["field"]) == ("not-found", "path")
        assert "/api/v1/indicators" in error["allowed"]
        assert len(response.content) < 1_500
        assert b"<" not in response.content


class TestFailures:
    @pytest.mark.parametrize(
        "path",
        [
            "/api/v1/indicators",
            STATUS,
            *(f"{path}?indicator=gdp" for path in (CSV, JSON, XLSX, VINTAGES)),
        ],
    )
    def test_a_store_out_of_reach_is_503_with_the_reason(self, catalogue: Catalogue, path: str) -> None:
        client = client_of(StoreError("The cache could not be read."), catalogue)
        error = error_of(client.get(path), 503)
        assert (error["code"], error["message"]) == ("unavailable", "The cache could not be read.")

    def test_a_store_out_of_reach_does_not_take_the_eras_away(self, catalogue: Catalogue) -> None:
        assert client_of(StoreError("away"), catalogue).get("/api/v1/eras").status_code == 200

    def test_a_store_that_comes_back_is_used(self, cache: Cache, catalogue: Catalogue) -> None:
        answers: list[Cache | Exception] = [StoreError("away"), cache]

        def ask() -> Cache:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        client = TestClient(Starlette(routes=api.routes(ask, lambda: catalogue)))
        assert [client.get("/health").status_code for _ in range(2)] == [503, 200]

    @pytest.mark.parametrize(
        "path", ["/health", "/api/v1/indicators", "/api/v1/eras.csv", f"{CSV}?indicator=gdp", f"{JSON}?indicator=gdp"]
    )
    def test_the_unforeseen_is_logged_and_answered_without_its_details(
        self, cache: Cache, path: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        client = client_of(cache, RuntimeError("secret detail"))
        response = client.get(path)
        assert error_of(response, 500)["code"] == "internal"
        assert "secret detail" not in response.text
        assert "secret detail" in caplog.text

    def test_figures_are_never_written_as_nan(self, client: TestClient) -> None:
        text = client.get(f"{JSON}?indicator=rd-spending&layout=wide").text
        assert not re.search(r"\bNaN\b|\bInfinity\b", text)
        assert json.loads(text)
