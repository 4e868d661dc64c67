"""Do scripts learn what changed between two vintages, value by value?"""

from starlette.testclient import TestClient

from dashboard.store.opening import Cache
from tests.unit.api.conftest import JSON, REVISED, REVISED_KEY, REVISED_ON, csv_rows, error_of

REVISIONS = "/api/v1/revisions"


def test_what_the_newest_release_changed_is_told(client: TestClient, cache: Cache) -> None:
    [row] = client.get(f"{REVISIONS}?indicator={REVISED}").json()
    assert (row["economy"], row["period"]) == REVISED_KEY
    assert (row["new"], row["change"], row["vintage"]) == (99.0, "revised", REVISED_ON.isoformat())
    then = cache.store.history(REVISED)[-2]
    assert row["old_vintage"] == then.date.isoformat()
    economy, period = REVISED_KEY
    asked = {"indicator": REVISED, "economy": economy, "as_of": then.date.isoformat()}
    values = {each["period"]: each["value"] for each in client.get(JSON, params=asked).json()}
    assert values[period] == row["old"]


def test_a_cited_link_s_query_tells_what_changed_since(client: TestClient) -> None:
    asked = {"indicator": "rd-spending", "economy": "CHN,USA", "view": "table", "as_of": "2023-01-01"}
    rows = client.get(REVISIONS, params=asked).json()
    assert {row["economy"] for row in rows} == {"CHN", "USA"}
    told = {row["change"] for row in rows}
    assert {"revised", "added"} <= told <= {"revised", "added", "withdrawn", "redefined"}
    for row in rows:
        assert (row["old"] is None) == (row["change"] == "added")
        assert (row["new"] is None) == (row["change"] == "withdrawn")
    assert [row["id"] for row in csv_rows(client.get(f"{REVISIONS}.csv", params=asked))] == [row["id"] for row in rows]


def test_two_days_can_be_named(client: TestClient) -> None:
    then, later = "2018-01-01", "2023-01-01"
    asked = {"indicator": "gdp-constant", "economy": "CHN", "cited": then, "as_of": later}
    rows = client.get(REVISIONS, params=asked).json()
    # another base year is no revision
    assert {row["change"] for row in rows} == {"redefined", "added"}
    assert all(row["old_unit"] != row["unit"] for row in rows)
    assert client.get(REVISIONS, params=asked | {"cited": later}).json() == []


def test_a_day_before_everything_is_refused(client: TestClient) -> None:
    assert error_of(client.get(f"{REVISIONS}?indicator=gdp&cited=1999-01-01"), 404)["field"] == "cited"


def test_several_indicators_answer_together(client: TestClient) -> None:
    rows = client.get(REVISIONS, params={"indicator": f"{REVISED},rd-spending"}).json()
    assert {row["indicator"] for row in rows} == {REVISED, "rd-spending"}
