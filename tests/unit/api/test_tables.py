"""Do scripts get the tables of the catalogue, as JSON and as CSV?"""

import json

import pytest
from starlette.testclient import TestClient

from dashboard.analysis.transforms import transforms_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Verdict
from dashboard.evidence.evaluation import evaluate
from dashboard.export.json_text import json_bytes
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.unit.api.conftest import TABLES, csv_rows, error_of


@pytest.mark.parametrize("table", TABLES)
def test_json_is_an_array_of_objects_with_an_id(client: TestClient, catalogue: Catalogue, table: str) -> None:
    response = client.get(f"/api/v1/{table}")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert [record["id"] for record in response.json()] == list(getattr(catalogue, table))


@pytest.mark.parametrize("table", TABLES)
def test_csv_says_the_same(client: TestClient, table: str) -> None:
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
    client: TestClient, cache: Cache, catalogue: Catalogue
) -> None:
    (entry,) = [record for record in client.get("/api/v1/indicators").json() if record["id"] == "gdp-growth"]
    vintage = cache.store.vintage("gdp-growth")
    assert entry["vintage"] == vintage.date.isoformat()
    assert entry["release"] == vintage.release
    assert entry["transforms"] == [spec.id for spec in transforms_of(catalogue.indicator("gdp-growth"))]


def test_every_indicator_has_figures(client: TestClient) -> None:
    records = client.get("/api/v1/indicators").json()
    assert len(records) > 50
    assert [record["id"] for record in records if not record["vintage"]] == []


def test_a_milestone_keeps_its_chinese_title(client: TestClient) -> None:
    assert "新质生产力" in client.get("/api/v1/milestones.csv").content.decode("utf-8")


def test_a_target_says_what_became_of_it(client: TestClient) -> None:
    records = {record["id"]: record for record in client.get("/api/v1/targets").json()}
    passed = records["solar-2020-110gw"]
    assert (passed["outcome"], passed["reached"], passed["years_early"]) == ("met-early", 2017, 3)
    assert records["rd-2010"]["outcome"] == "missed"
    assert records["sei-2015"]["outcome"] == "no-series"
    early = client.get("/api/v1/targets", params={"as_of": "2000-01-01"}).json()
    assert {record["delivered"] for record in early} == {None}
    assert error_of(client.get("/api/v1/targets?as_of=yesterday"), 422)["field"] == "as_of"


def test_claims_come_with_the_verdicts_of_the_evidence_command(
    client: TestClient, cache: Cache, catalogue: Catalogue
) -> None:
    answered = client.get("/api/v1/claims").json()
    results = evaluate(Loader(cache.store, catalogue))
    assert answered == json.loads(json_bytes([result.to_json() for result in results]))
    for record, result in zip(answered, results, strict=True):
        assert record["verdict"] == result.verdict.value
        assert list(record["parts"]) == list(result.claim.parts)
        assert {"narrow", "wide"} <= set(record["sensitivity"])
    early = client.get("/api/v1/claims", params={"as_of": "2000-01-01"}).json()
    assert {record["verdict"] for record in early} == {Verdict.NOT_TESTABLE.value}
    assert error_of(client.get("/api/v1/claims?as_of=yesterday"), 422)["field"] == "as_of"


def test_policy_histories_are_a_table_with_how_much_each_holds(client: TestClient, catalogue: Catalogue) -> None:
    records = client.get("/api/v1/policies").json()
    assert [record["id"] for record in records] == list(catalogue.histories)
    (china,) = [record for record in records if record["id"] == "china"]
    assert (china["subject"], china["eras"]) == ("CHN", len(catalogue.eras))
    assert [row["id"] for row in csv_rows(client.get("/api/v1/policies.csv"))] == list(catalogue.histories)


@pytest.mark.parametrize("table", ["eras", "milestones", "targets", "claims"])
def test_what_a_policy_history_holds_is_asked_for_by_its_id(client: TestClient, table: str) -> None:
    assert client.get(f"/api/v1/{table}?policy=china").json() == client.get(f"/api/v1/{table}").json()
    error_of(client.get(f"/api/v1/{table}?policy=atlantis"), 404)


def test_milestones_are_found_as_the_timeline_finds_them(client: TestClient, catalogue: Catalogue) -> None:
    found = client.get("/api/v1/milestones", params={"from": "1978", "TO": "1992", "events": "agreement,plan"}).json()
    assert found
    assert {record["kind"] for record in found} <= {"agreement", "plan"}
    assert all("1978" <= record["date"] <= "1992-12-31" for record in found if not record["end"])
    assert len(found) < len(catalogue.milestones)
    (mine,) = client.get("/api/v1/milestones", params={"search": "quartz", "own": "2015 A quartz of my own"}).json()
    assert mine["title"] == "A quartz of my own"
    assert client.get("/api/v1/milestones?search=nothing-is-called-so").json() == []
