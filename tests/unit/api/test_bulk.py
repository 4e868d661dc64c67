"""Can scripts have much at once: several indicators in one request, and the whole store as it was?"""

import csv
import hashlib
import io
import json
import zipfile
from importlib import import_module
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import NoRoom
from dashboard.export import kept
from dashboard.export.parquet import METADATA
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.unit.api.conftest import CSV, JSON, REVISED, client_of, csv_rows

SNAPSHOT = "/api/v1/snapshot"
FEW = "economy=CHN,USA&from=2010&to=2012"


def test_several_indicators_stand_below_one_another_however_they_are_listed(client: TestClient) -> None:
    alone = [row for name in ("gdp-growth", "gdp") for row in csv_rows(client.get(f"{CSV}?indicator={name}&{FEW}"))]
    listed = client.get(f"{CSV}?indicator=gdp-growth,gdp&{FEW}")
    assert csv_rows(listed) == alone
    assert client.get(f"{CSV}?indicator=gdp-growth&indicator=gdp&{FEW}").content == listed.content
    assert "eraline_gdp-growth_and-1-more_CHN-USA_2010-2012_" in listed.headers["content-disposition"]
    assert [row["value"] for row in client.get(f"{JSON}?indicator=gdp-growth,gdp&{FEW}").json()] == [
        float(row["value"]) for row in alone
    ]


@pytest.mark.parametrize("said", ["gdp,gdp", "gdp,", ",gdp", "gdp&indicator=gdp"])
@pytest.mark.parametrize("route", ["observations.csv", "revisions.csv", "vintages.csv"])
def test_a_list_that_comes_down_to_one_indicator_is_that_one(client: TestClient, route: str, said: str) -> None:
    alone = client.get(f"/api/v1/{route}?indicator=gdp&{FEW}")
    assert alone.status_code == 200
    assert client.get(f"/api/v1/{route}?indicator={said}&{FEW}").text == alone.text


def test_the_wide_layout_of_several_has_a_column_for_each(client: TestClient) -> None:
    rows = csv_rows(client.get(f"{CSV}?indicator=gdp-growth,exchange-rate&{FEW}&layout=wide"))
    assert list(rows[0]) == ["economy", "period", "gdp-growth", "exchange-rate", "unit", "source", "vintage"]
    january = next(row for row in rows if (row["economy"], row["period"]) == ("CHN", "2010-01-01"))
    alone = csv_rows(client.get(f"{CSV}?indicator=gdp-growth&{FEW}"))
    assert january["gdp-growth"] == alone[0]["value"]
    assert {row["gdp-growth"] for row in rows if row["period"] == "2010-02-01"} == {""}
    assert rows[0]["unit"] == "gdp-growth: annual %; exchange-rate: units of local currency per US$"


def test_what_was_sent_is_known_again_and_leaves_nothing_behind(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = f"{CSV}?indicator=gdp-growth,gdp&from=2022"
    first = client.get(path)
    assert len(first.content) > 10_000
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert list(tmp_path.iterdir()) == []


def values_of(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    days = frame["period"].map(lambda period: str(period)[:10])
    return dict(zip(zip(frame["economy"], days, strict=True), frame["value"], strict=True))


@pytest.fixture(scope="module")
def small(catalogue: Catalogue) -> Catalogue:
    """Give a catalogue of a few indicators, one of them computed: the whole store takes long to write."""
    names = ("gdp-growth", REVISED, "solar-capacity", "solar-capacity-world-share")
    chosen = {name: catalogue.indicators[name] for name in names}
    return Catalogue(chosen, catalogue.economies, catalogue.histories, provisional=catalogue.provisional)


@pytest.fixture
def whole(small: Catalogue, cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path)
    return client_of(cache, small)


def test_the_snapshot_holds_what_is_stored_and_describes_it(
    whole: TestClient, cache: Cache, small: Catalogue, tmp_path: Path
) -> None:
    sent = whole.get(f"{SNAPSHOT}.zip")
    assert sent.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(sent.content))
    manifest = json.loads(archive.read("manifest.json"))
    assert {entry["id"] for entry in manifest["indicators"]} == set(small.indicators)
    for entry in manifest["indicators"]:
        content = archive.read(entry["file"])
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        stored = Loader(cache.store, small).observations(entry["id"]).observations
        assert {(row["economy"], row["period"]): float(row["value"]) for row in rows} == values_of(stored)
        assert len(rows) == entry["rows"] == len(stored)
    described = json.loads(archive.read("datapackage.json"))
    assert {one["path"] for one in described["resources"]} == {entry["file"] for entry in manifest["indicators"]}
    archive.extractall(tmp_path / "whole")
    # takes longer to import than most tests to run
    report = import_module("frictionless").Package(str(tmp_path / "whole" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["note"])


def test_the_snapshot_as_one_table_holds_the_same(whole: TestClient, cache: Cache) -> None:
    content = whole.get(f"{SNAPSHOT}.parquet").content
    table = pq.read_table(io.BytesIO(content))
    assert table.schema.names == ["indicator", "economy", "period", "value", "unit", "source", "vintage"]
    frame = table.to_pandas()
    revised = frame[frame["indicator"] == REVISED]
    assert values_of(revised) == values_of(cache.store.observations(cache.store.vintage(REVISED)))
    facts = json.loads(table.schema.metadata[METADATA])
    assert sum(entry["rows"] for entry in facts["indicators"]) == len(frame)


def test_a_snapshot_is_made_once_and_one_of_a_day_says_what_was_known_then(
    whole: TestClient, cache: Cache, tmp_path: Path
) -> None:
    headers = whole.head(f"{SNAPSHOT}.parquet").headers
    assert list(tmp_path.glob("*.parquet")) == []
    now = whole.get(f"{SNAPSHOT}.parquet")
    assert now.headers["etag"] == headers["etag"]
    [file] = tmp_path.glob("*.parquet")
    made = file.stat().st_ino
    again = whole.get(f"{SNAPSHOT}.parquet", headers={"If-None-Match": now.headers["etag"]})
    assert again.status_code == 304
    assert file.stat().st_ino == made
    then = whole.get(f"{SNAPSHOT}.parquet?as_of=2026-09-30")
    assert then.content != now.content
    earlier = pq.read_table(io.BytesIO(then.content)).to_pandas()
    known = cache.store.observations(cache.store.vintage(REVISED, pd.Timestamp("2026-09-30").date()))
    assert values_of(earlier[earlier["indicator"] == REVISED]) == values_of(known)
    part = whole.get(f"{SNAPSHOT}.parquet", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"PAR1")


def test_few_snapshots_are_kept_and_none_that_was_not_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path)

    def fail(_out: object) -> None:
        raise OSError("the disk is full")

    with pytest.raises(NoRoom, match="full"):
        kept.kept_file("broken", fail)
    for number in range(10):
        kept.kept_file(str(number), lambda out: out.write(b"x"))
    names = {path.name for path in tmp_path.iterdir()} - {"lock"}
    assert "9" in names
    assert "broken" not in names
    assert len(names) <= 6
