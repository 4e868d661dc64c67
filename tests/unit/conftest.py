"""Small worlds for unit tests: records, frames, a catalogue of few tables and a store of few figures."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.indicators import Indicator
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.store.database import open_database
from dashboard.store.observations import Release, Store

SOURCE = {"title": "A source"}
Points = Mapping[int, float] | Mapping[str, float]
Frames = Callable[[Mapping[str, Points]], pd.DataFrame]


def _indicator(**fields: object) -> Indicator:
    usual = {
        "id": "gdp",
        "name": "Gross domestic product",
        "short_name": "GDP",
        "unit": "current US$",
        "unit_short": "US$",
        "theme": "growth-and-structure",
        "frequency": "annual",
        "source": "world-bank",
        "dataset": "made-up",
        "source_name": "World Bank",
        "source_url": "https://example.org/gdp",
        "decimals": 0,
        "kind": "level",
        "description": "What is produced in a year.",
        "licence": "CC BY 4.0",
        "citation": "World Bank, GDP",
    }
    named = {"code", "codes", "derived"} & fields.keys()
    return Indicator.model_validate({**usual, **fields, **({} if named else {"code": "SOME.CODE"})})


def _era(name: str, start: dt.date, end: dt.date | None) -> Era:
    title = name.replace("-", " ").capitalize()
    return Era.model_validate(
        {
            "id": name,
            "name": title,
            "short_name": title,
            "native_name": "时代",
            "start": start,
            "end": end,
            "summary": "A spell.",
            "sources": [SOURCE],
        }
    )


def _milestone(name: str, date: dt.date, **fields: object) -> Milestone:
    usual = {
        "id": name,
        "date": date,
        "precision": "day",
        "title": name,
        "short_title": name,
        "native_title": "事件",
        "kind": "plan",
        "weight": 1,
        "summary": "It happened.",
        "sources": [SOURCE],
    }
    return Milestone.model_validate({**usual, **fields})


def _target(name: str, **fields: object) -> Target:
    usual = {
        "id": name,
        "indicator": "gdp-growth",
        "measure": "GDP growth",
        "economy": "CHN",
        "unit": "% a year",
        "first_year": 2015,
        "last_year": 2015,
        "basis": "each-year",
        "wording": "about 7 per cent",
        "set_by": "Premier",
        "set_on": dt.date(2015, 3, 5),
        "set_precision": "day",
        "sources": [SOURCE],
    }
    return Target.model_validate({**usual, **fields})


def _claim(*checks: Mapping[str, Any]) -> Claim:
    parts = dict.fromkeys(check["part"] for check in checks if check["part"] != "context")
    return Claim.model_validate(
        {
            "id": "claim",
            "title": "A claim",
            "statement": "It is so.",
            "sources": [SOURCE],
            "parts": list(parts),
            "checks": [{"id": f"check-{number}", "economy": "CHN", **check} for number, check in enumerate(checks)],
            "caveats": ["Perhaps."],
            "literature": [{"authors": "X", "year": 2000, "venue": "Y", "stance": "for", "point": "Z."}],
        }
    )


def _frame(series: Mapping[str, Points]) -> pd.DataFrame:
    rows = [(code, str(period), value) for code, points in series.items() for period, value in points.items()]
    frame = pd.DataFrame(
        {
            "economy": pd.Series([row[0] for row in rows], dtype="str"),
            "period": np.array([row[1] for row in rows], dtype="datetime64[s]"),
            "value": np.array([row[2] for row in rows], dtype="float64"),
        }
    )
    return frame.sort_values(["economy", "period"], ignore_index=True)


def _history(**fields: object) -> PolicyHistory:
    usual = {
        "id": "china",
        "name": "China",
        "subject": "CHN",
        "language": "zh",
        "language_name": "Chinese",
        "title": "What China sought",
        "timeline_titles": ["China's policy"],
        "comparators": ["USA", "JPN", "IND", "WLD"],
        "headline_indicators": ["gdp-growth"],
    }
    return PolicyHistory.model_validate({**usual, **fields})


@pytest.fixture(scope="session")
def make_history() -> Callable[..., PolicyHistory]:
    """Build a policy history of China, without eras unless they are given."""
    return _history


@pytest.fixture(scope="session")
def retold() -> Callable[..., Catalogue]:
    """Change fields of the policy history that a catalogue is focused on."""

    def retell(catalogue: Catalogue, **fields: object) -> Catalogue:
        changed = catalogue.history.model_copy(update=fields)
        return replace(catalogue, histories={**catalogue.histories, changed.id: changed})

    return retell


@pytest.fixture(scope="session")
def make_indicator() -> Callable[..., Indicator]:
    """Build an indicator, a level in US$ unless told otherwise."""
    return _indicator


@pytest.fixture(scope="session")
def make_milestone() -> Callable[..., Milestone]:
    """Build a milestone of a day."""
    return _milestone


@pytest.fixture(scope="session")
def make_target() -> Callable[..., Target]:
    """Build a target for growth in 2015."""
    return _target


@pytest.fixture(scope="session")
def make_claim() -> Callable[..., Claim]:
    """Build a claim of these checks, whose parts are theirs; checks without an id are called after their place."""
    return _claim


@pytest.fixture(scope="session")
def frame() -> Frames:
    """Build observations from {economy: {year or "YYYY-MM": value}}."""
    return _frame


@pytest.fixture(scope="session")
def eras() -> tuple[Era, ...]:
    """The five eras by their real boundaries."""
    return (
        _era("self-strengthening", dt.date(1861, 1, 1), dt.date(1896, 1, 1)),
        _era("planned-economy", dt.date(1949, 10, 1), dt.date(1978, 12, 18)),
        _era("reform-and-opening", dt.date(1978, 12, 18), dt.date(2012, 11, 15)),
        _era("innovation-driven", dt.date(2012, 11, 15), dt.date(2023, 9, 7)),
        _era("new-quality", dt.date(2023, 9, 7), None),
    )


def _by_id(records: Iterable[Any]) -> dict[str, Any]:
    return {record.id: record for record in records}


@pytest.fixture(scope="session")
def catalogue(eras: tuple[Era, ...]) -> Catalogue:
    """A few indicators of each kind, five economies and the world, five eras, three milestones, three targets."""
    broken = [{"economy": "CHN", "year": 2009, "note": "A wider definition."}]
    wider_world = [{"economy": "WLD", "year": 2015, "note": "More members."}]
    indicators = (
        _indicator(id="gdp-growth", name="GDP growth", unit="annual %", unit_short="%", kind="growth", decimals=1),
        _indicator(id="rd-spending", name="R&D spending", unit="% of GDP", unit_short="%", kind="share", decimals=2),
        _indicator(id="gdp", scale="log"),
        _indicator(id="solar-capacity", name="Solar capacity", unit="GW", unit_short="GW", decimals=1, scale="log"),
        _indicator(
            id="solar-additions",
            name="Solar additions",
            unit="GW a year",
            unit_short="GW",
            derived={"op": "change", "inputs": ["broken"]},
        ),
        _indicator(id="broken", name="Broken series", unit="people", unit_short="people", breaks=broken),
        _indicator(id="world-broken", name="World broken", unit="GW", unit_short="GW", breaks=wider_world),
        _indicator(
            id="world-share",
            name="Share of a broken world",
            unit="% of the world",
            unit_short="%",
            kind="share",
            derived={"op": "share_of_world", "inputs": ["world-broken"], "factor": 100},
        ),
        _indicator(
            id="uncollected",
            name="Late to be collected",
            not_collected=[{"economy": "CHN", "until": 1993, "note": "Not collected before 1994."}],
        ),
        _indicator(
            id="ratio",
            name="Ratio to the late",
            unit="ratio",
            unit_short="",
            kind="index",
            derived={"op": "ratio", "inputs": ["gdp", "uncollected"]},
        ),
        _indicator(
            id="exchange-rate",
            name="Exchange rate",
            unit="per US$",
            unit_short="per US$",
            kind="price",
            frequency="monthly",
            decimals=2,
        ),
        _indicator(
            id="twice-broken",
            name="Twice the broken series",
            unit="people",
            unit_short="people",
            derived={"op": "sum", "inputs": ["broken", "broken"]},
        ),
        _indicator(
            id="population",
            name="Population",
            unit="people",
            unit_short="people",
            theme="people",
            breaks=[{"economy": "USA", "year": 1990, "note": "A census."}],
        ),
    )
    economies = [
        Economy(id=code, name=name, short_name=name, aggregate=code == "WLD", region="Somewhere", slot=slot)
        for slot, (code, name) in enumerate(
            {
                "CHN": "China",
                "USA": "United States",
                "JPN": "Japan",
                "IND": "India",
                "KOR": "South Korea",
                "WLD": "World",
            }.items()
        )
    ]
    milestones = (
        _milestone("shock-2008", dt.date(2008, 9, 15), kind="external"),
        _milestone("plenum-1978", dt.date(1978, 12, 18), end=dt.date(1978, 12, 22)),
        _milestone("plan-2015", dt.date(2015, 5, 8)),
    )
    targets = (
        _target("growth-2016", first_year=2016, last_year=2016, low=6.5, high=7.0),
        _target("growth-2015", low=7.0, high=7.0, about=True),
        _target("growth-2020", first_year=2020, last_year=2020),
        _target("growth-2030", first_year=2030, last_year=2030, basis="by-end", low=4.0),
    )
    history = _history(eras=_by_id(eras), milestones=_by_id(milestones), targets=_by_id(targets))
    return Catalogue(_by_id(indicators), _by_id(economies), {history.id: history})


def _run(first: int, last: int, start: float, step: float) -> dict[int, float]:
    return {year: start + step * (year - first) for year in range(first, last + 1)}


@pytest.fixture(scope="session")
def figures() -> dict[str, pd.DataFrame]:
    """Figures simple enough to compute in the head."""
    months = {f"{year}-{month:02d}": float(year) for year in range(2011, 2015) for month in range(1, 13)}
    gdp = {
        "CHN": _run(1960, 2024, 100, 10),
        "USA": {**_run(1970, 2024, 1000, 10)},
        "KOR": _run(1990, 2000, -5, 1),
        "WLD": _run(1960, 2024, 2000, 20),
    }
    growth = {
        "CHN": _run(1961, 2024, 8, 0),
        "USA": _run(1961, 2024, 3, 0),
        "JPN": _run(1961, 2024, 1, 0),
    }
    return {
        "gdp-growth": _frame(growth),
        "rd-spending": _frame({"KOR": {2000: 2.2, 2001: 2.3}, "IND": {2000: 0.8}}),
        "gdp": _frame(gdp),
        "solar-capacity": _frame({"CHN": {2010: 0.0, 2011: 2.0, 2013: 16.0}, "WLD": {2010: 40.0, 2013: 160.0}}),
        "broken": _frame({"CHN": _run(2000, 2020, 100, 1), "USA": _run(2000, 2020, 50, 1)}),
        "world-broken": _frame({"CHN": _run(2010, 2020, 10, 1), "WLD": _run(2010, 2020, 100, 10)}),
        "uncollected": _frame({"CHN": {1992: 0.0, 1993: 0.0, 1994: 5.0, 1995: 0.0}}),
        "exchange-rate": _frame({"CHN": months}),
        "population": _frame({"CHN": _run(1960, 2024, 1000, 0), "USA": _run(1960, 2024, 200, 0)}),
    }


@pytest.fixture(scope="session")
def published() -> dt.datetime:
    """When the figures could first be known."""
    return dt.datetime(2026, 4, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def make_store(
    tmp_path_factory: pytest.TempPathFactory, figures: dict[str, pd.DataFrame], published: dt.datetime
) -> Callable[[], Store]:
    """Give a way to a SQLite store of one's own, to write to, that holds the figures."""

    def make() -> Store:
        engine, _ = open_database(f"sqlite:///{tmp_path_factory.mktemp('store')}/eraline.db")
        made = Store(engine)
        made.commit([Release(name, published, f"{name} release", values) for name, values in figures.items()])
        return made

    return make


@pytest.fixture(scope="session")
def store(make_store: Callable[[], Store]) -> Store:
    """A SQLite store that holds the figures; all tests read it, so none writes to it."""
    return make_store()
