"""Does `status` line up what is stored, and say nothing where nothing is?"""

import datetime as dt
import json

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.cli.status import table
from dashboard.store.observations import Store
from dashboard.store.status import Status

DAY = dt.date(2026, 11, 24)


def test_columns_line_up_and_what_is_not_there_is_a_dash() -> None:
    stored = Status("gdp", "world-bank", "live", dt.date(1960, 1, 1), dt.date(2025, 1, 1), DAY, age_days=3)
    missing = Status("a-much-longer-name", "fred", "unavailable", error="FRED: gone\x1b[2J\nfor  good")
    assert table([stored, missing]).splitlines() == [
        "indicator           source      state        span       vintage     age  last error",
        "gdp                 world-bank  live         1960-2025  2026-11-24  3 d",
        "a-much-longer-name  fred        unavailable  -          -           -    FRED: gone [2J for good",
    ]


def test_the_table_has_a_line_an_indicator(
    store: Store, shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store.vintages()
    assert main(["status"]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == list(shipped_catalogue.indicators)
    assert {row.split()[2] for row in rows} == {"snapshot"}


def test_json_is_one_array_of_the_agreed_objects(
    store: Store, shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["indicator"] for entry in entries] == list(shipped_catalogue.indicators)
    (entry,) = [entry for entry in entries if entry["indicator"] == "gdp-growth"]
    vintage = store.vintage("gdp-growth")
    days = store.observations(vintage)["period"].dt.date
    assert entry == {
        "indicator": "gdp-growth",
        "source": "world-bank",
        "state": "snapshot",
        "first": days.min().isoformat(),
        "last": days.max().isoformat(),
        "vintage": vintage.date.isoformat(),
        "fetched_at": vintage.published.isoformat(),
        "error": None,
        "pending": None,
    }
