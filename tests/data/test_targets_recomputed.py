"""Does each target of every history come to what its snapshot file says, read and judged without any of our code?

Files are read as CSV and TOML, and the rules of docs/methods.md are written down here once more. What takes more than a
sum or a change of series, or more than one value a year, is left out.
"""

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api.routes import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache

DATA = Path(__file__).parents[2] / "data"
Series = Mapping[int, float]
Row = Mapping[str, Any]
# what can be recomputed is most of what can be judged
LEAST_SHARE = 0.9


@cache
def _indicators() -> Mapping[str, Row]:
    rows = tomllib.loads((DATA / "world/indicators.toml").read_text("utf-8"))["indicator"]
    return {row["id"]: row for row in rows}


@cache
def _corrected() -> frozenset[tuple[str, str, int]]:
    """Return the values that are declared false, each an indicator, an economy and a year."""
    with (DATA / "world/corrections.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    spans = [(row, list(map(int, span.split("-")))) for row in rows for span in row["years"].split(";")]
    return frozenset(
        (row["indicator"], row["economy"], year) for row, ends in spans for year in range(ends[0], ends[-1] + 1)
    )


@cache
def _sheet(indicator: str) -> Mapping[str, Row]:
    with (DATA / f"snapshot/{indicator}.csv").open(encoding="utf-8") as file:
        return {row["economy"]: row for row in csv.DictReader(file)}


def _series(indicator: str, economy: str) -> Series:
    entry = _indicators()[indicator]
    if "derived" in entry:
        inputs = [_series(name, economy) for name in entry["derived"]["inputs"]]
        if entry["derived"]["op"] == "sum":
            return {year: sum(one[year] for one in inputs) for year in set.intersection(*map(set, inputs))}
        [values] = inputs
        return {year: values[year] - values[year - 1] for year in values if year - 1 in values}
    cells = _sheet(indicator).get(economy, {})
    return {
        int(year): float(text)
        for year, text in cells.items()
        if year != "economy" and text and (indicator, economy, int(year)) not in _corrected()
    }


def _can_be_read(indicator: str) -> bool:
    entry = _indicators()[indicator]
    if entry["frequency"] != "annual" or "not_collected" in entry:
        return False
    derived = entry.get("derived")
    return derived is None or (derived["op"] in ("sum", "change") and all(map(_can_be_read, derived["inputs"])))


def _targets() -> Iterator[Row]:
    for file in sorted(DATA.glob("policy/*/targets.toml")):
        subject = tomllib.loads((file.parent / "history.toml").read_text("utf-8"))["subject"]
        yield from ({"economy": subject, **row} for row in tomllib.loads(file.read_text("utf-8"))["target"])


def _is_met(value: float, target: Row) -> bool:
    low, high = target.get("low"), target.get("high")
    if target.get("about"):
        written = [str(bound).partition(".")[2].rstrip("0") for bound in (low, high) if bound is not None]
        value = float(f"{value:.{target.get('decimals', max(map(len, written)))}f}")
    least, most = (low if low is not None else high), (high if high is not None else low)
    assert least is not None
    assert most is not None
    close = 1e-9 * max(1.0, abs(least), abs(most))
    usual = "down" if low is None else "up"
    return {
        "up": value > least - close,
        "down": value < most + close,
        "within": least - close < value < most + close,
    }[target.get("direction", usual)]


def _at_its_deadline(target: Row, values: Series) -> float | None:
    """Return the value that a target of a year, an average or a change is judged by; None where it is missing."""
    first, last = target["first_year"], target["last_year"]
    if target["basis"] == "average":
        span = [values.get(year) for year in range(first, last + 1)]
        known = [value for value in span if value is not None]
        return sum(known) / len(known) if len(known) == len(span) else None
    if target["basis"] == "change":
        return (values[last] - values[first]) / values[first] * 100 if {first, last} <= values.keys() else None
    return values.get(last)


def _open(target: Row, values: Series) -> str:
    """Return what is said of a target that no value tells of."""
    if not values or max(values) >= target["last_year"]:
        return "not-due" if not values and target["last_year"] >= dt.datetime.now(dt.UTC).year else "no-figures"
    return "not-due" if target["last_year"] >= dt.datetime.now(dt.UTC).year else "figures-stop"


def _of_an_end(target: Row, values: Series) -> tuple[str, float | None, int | None]:
    deadline = target["last_year"]
    met = [year for year in sorted(values) if year >= target["set_on"].year and _is_met(values[year], target)]
    before = [year for year in values if year <= deadline]
    value = values[max(before)] if before else None
    is_due = bool(values) and max(values) >= deadline
    if target.get("differs"):
        return ("definition-differs" if is_due else _open(target, values)), value, None
    early = deadline - met[0] if met else None
    if met and met[0] <= deadline:
        return ("met-early" if early else "met"), value, early
    return ("missed" if is_due else _open(target, values)), value, early


def _where_defined_alike(
    target: Row, outcome: str, value: float | None, early: int | None
) -> tuple[str, float | None, int | None]:
    """Return what became of a target, nothing judged where its series goes on otherwise once it was set."""
    decided = target["last_year"] - max(early or 0, 0)
    breaks = [
        known["year"]
        for known in _indicators()[target["indicator"]].get("breaks", ())
        if known["economy"] == target["economy"]
    ]
    is_redefined = any(target["set_on"].year < year <= decided for year in breaks)
    is_judged = outcome in ("met", "met-early", "missed")
    return ("series-break", value, None) if is_judged and is_redefined else (outcome, value, early)


def _recomputed(target: Row) -> tuple[str, float | None, int | None]:
    """Return what became of a target, the value that tells it, and how many years early it was reached."""
    if target.get("low") is None and target.get("high") is None:
        return "not-set", None, None
    if "indicator" not in target:
        return "no-series", None, None
    values = _series(target["indicator"], target["economy"])
    if target["basis"] == "by-end":
        return _where_defined_alike(target, *_of_an_end(target, values))
    value = _at_its_deadline(target, values)
    if value is None:
        return _open(target, values), None, None
    if target.get("differs"):
        return "definition-differs", value, None
    return ("met", value, 0) if _is_met(value, target) else ("missed", value, None)


def _distance(value: float, target: Row) -> float:
    bounds = [target[name] for name in ("low", "high") if name in target]
    return 0.0 if min(bounds) <= value <= max(bounds) else min((value - bound for bound in bounds), key=abs)


@pytest.fixture(scope="session")
def told(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Mapping[str, Row]:
    client = TestClient(Starlette(routes=routes(lambda: shipped_cache, lambda: shipped_catalogue)))
    return {row["id"]: row for row in client.get("/api/v1/targets?policy=all").json()}


def test_every_target_comes_to_what_the_files_say(told: Mapping[str, Row]) -> None:
    targets = list(_targets())
    assert [row["id"] for row in targets if row["id"] not in told] == []
    assert len(told) == len(targets)
    read = [row for row in targets if "indicator" not in row or _can_be_read(row["indicator"])]
    assert len(read) >= LEAST_SHARE * len(targets)
    for target in read:
        row, (outcome, value, early) = told[target["id"]], _recomputed(target)
        assert (target["id"], row["outcome"]) == (target["id"], outcome)
        if outcome in ("met", "met-early", "missed"):
            assert row["delivered"] == pytest.approx(value, rel=1e-9, abs=1e-12), target["id"]
            assert row["years_early"] == early, target["id"]
            if row["delivered_year"] == target["last_year"] and value is not None:
                assert row["distance"] == pytest.approx(_distance(value, target), rel=1e-6, abs=1e-9), target["id"]
