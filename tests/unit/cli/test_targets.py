"""Does `targets` say the same as text, as JSON and as a file, now and as of a day?"""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.store.observations import Store

pytestmark = pytest.mark.usefixtures("store")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints that ends well."""
    assert main(["targets", *words]) == 0
    return capsys.readouterr().out


def test_text_names_what_was_promised_and_delivered(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    assert text.startswith("Of ")
    assert "✓ at least 110 GW by the end of 2020. Met in 2017, three years early: " in text
    assert "✗ about 5.5 % a year in 2022. Missed: " in text


def test_json_and_csv_hold_every_target(
    shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    records = json.loads(said(capsys, "--json"))
    assert [record["id"] for record in records] == list(shipped_catalogue.targets)
    file = tmp_path / "targets.csv"
    assert said(capsys, "--format", "csv", "-o", str(file)) == ""
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["outcome"] for row in rows] == [record["outcome"] for record in records]


def test_a_day_before_any_release_leaves_everything_open(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.vintages()
    outcomes = {record["outcome"] for record in json.loads(said(capsys, "--json", "--as-of", "2001-12-31"))}
    assert outcomes == {"not-due", "not-set", "no-series"}


def test_a_day_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "--as-of", "soon"]) == 2
    assert "as_of must be a day" in capsys.readouterr().err
