"""What do the sources make of series that nobody has curated: names, units, frequency, and what nobody says?"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.frequency import Frequency
from dashboard.errors import SourceError, SourceMalformed, SourceRefused
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.fred import Fred
from dashboard.sources.owid import Owid
from dashboard.sources.registry import draft
from dashboard.sources.request import RetryPolicy
from dashboard.sources.web import WebSource
from dashboard.sources.world_bank.source import WorldBank
from tests.contract.sources.conftest import Sent, Wire, as_json
from tests.contract.sources.world_bank.conftest import XML, Bank

ECONOMIES = {"CHN": "CHN", "USA": "USA"}
TODAY = dt.date(2026, 11, 24)
DEBT = "DT.DOD.DECT.CD"
SAID = {
    "IndicatorName": "External debt stocks, total (DOD, current US$)",
    "Longdefinition": "Total external debt is <b>debt</b> owed to nonresidents.",
    "Unitofmeasure": "current US$",
    "Aggregationmethod": "Sum",
    "License_Type": "CC BY-4.0",
    "License_URL": "https://datacatalog.worldbank.org/int/public-licenses#cc-by",
    "Source": "World Bank, International Debt Statistics.",
    "Topic": "Economic Policy & Debt",
}


def asked(source: WebSource[Any], name: str) -> tuple[Described, Fetched]:
    """Ask for a series as a first use does: by a draft, and then by what was described."""
    first = draft(name)
    assert first is not None
    indicator = indicator_of(first)
    raw = source.fetch([indicator], Watch())
    found = source.describe(raw, indicator)
    return found, source.parse(raw, [indicator_of(found)], ECONOMIES)[0]


def debt_bank(wire: Wire, times: list[str], said: Mapping[str, str] | None = None, further: str = "") -> Bank:
    """Return a World Bank whose database 6 has one series, for these periods, of each economy."""
    bank = Bank(wire)
    parts = ("Country", "Series", "Time", *([further] if further else []))

    def rows() -> list[dict[str, Any]]:
        names = {"Series": (DEBT, "Debt (current US$)"), "Counterpart-Area": ("WLD", "World")}
        return [
            {
                "variable": [
                    {"concept": part, "id": found[0], "value": found[1]}
                    for part in parts
                    for found in [{**names, "Country": (code, code), "Time": (time, time[2:])}[part]]
                ],
                "value": 1000.0 + number,
            }
            for code in ECONOMIES
            for number, time in enumerate(times)
        ]

    def concepts(entries: list[dict[str, Any]]) -> Sent:
        head = {"page": 1, "pages": 1, "per_page": 1000, "total": len(entries)}
        return as_json({**head, "source": [{"id": "6", "name": "International Debt Statistics", "concept": entries}]})

    def instead(path: str, _times: int) -> Sent | None:
        match urlsplit(path).path.split("/")[4:]:
            case ["6", "concepts"]:
                return concepts([{"id": part, "value": part} for part in parts])
            case ["6", "time", "all"]:
                return concepts([{"id": "Time", "variable": [{"id": time, "value": time[2:]} for time in times]}])
            case ["6", "series", _, "metadata"]:
                metatypes = [{"id": key, "value": value} for key, value in (said or {}).items()]
                return concepts([{"id": "Series", "variable": [{"id": DEBT, "metatype": metatypes}]}]) if said else XML
            case ["6", "series", *_]:
                found = rows()
                head = {"page": 1, "pages": 1, "per_page": 1000, "total": len(found), "lastupdated": "2025-12-03"}
                return as_json({**head, "source": {"id": "6", "name": "International Debt Statistics", "data": found}})
            case _:
                return None

    bank.instead = instead
    wire.answers = bank.answer
    return bank


@pytest.fixture
def world_bank(wire: Wire, policy: RetryPolicy) -> WorldBank:
    return WorldBank(f"{wire.url}/v2", policy, today=lambda: TODAY)


def test_a_series_of_another_database_comes_with_its_metadata(world_bank: WorldBank, wire: Wire) -> None:
    debt_bank(wire, ["YR2019", "YR2020"], SAID, further="Counterpart-Area")
    found, fetched = asked(world_bank, f"wb:6:{DEBT}")
    assert found.name == "External debt stocks, total (DOD, current US$)"
    assert (found.unit, found.aggregation, found.licence) == ("current US$", "Sum", "CC BY-4.0")
    assert found.provider_name == "World Bank, International Debt Statistics"
    assert found.definition == "Total external debt is debt owed to nonresidents."
    assert fetched.indicator == f"wb:6:{DEBT}"
    assert len(fetched.observations) == 4
    assert fetched.release == "International Debt Statistics update 2025-12-03"
    # of the counterparts, the whole
    assert any("/counterpart-area/WLD" in path for path in wire.asked)


def test_without_metadata_the_name_of_the_rows_and_its_last_bracket_do(world_bank: WorldBank, wire: Wire) -> None:
    debt_bank(wire, ["YR2019", "YR2020"])
    found, fetched = asked(world_bank, f"wb:6:{DEBT}")
    assert (found.name, found.unit, found.definition) == ("Debt (current US$)", "current US$", "")
    assert len(fetched.observations) == 4


@pytest.mark.parametrize(
    ("times", "frequency", "periods"),
    [
        (["YR2020Q3", "YR2020Q4"], Frequency.QUARTERLY, ["2020-07-01", "2020-10-01"]),
        (["YR201712", "YR2018M01", "YR2018-M02"], Frequency.MONTHLY, ["2017-12-01", "2018-01-01", "2018-02-01"]),
    ],
)
def test_quarters_and_months_are_read(
    world_bank: WorldBank, wire: Wire, times: list[str], frequency: Frequency, periods: list[str]
) -> None:
    debt_bank(wire, times, SAID)
    found, fetched = asked(world_bank, f"wb:6:{DEBT}")
    assert found.frequency is frequency
    of_china = fetched.observations[fetched.observations["economy"] == "CHN"]
    assert of_china["period"].astype(str).tolist() == periods


@pytest.mark.parametrize(
    ("times", "further", "error"),
    [
        (["YR2019", "YR2020Q1"], "", SourceMalformed),
        (["YR2019W7"], "", SourceMalformed),
        (["YR2019"], "Version", SourceRefused),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    world_bank: WorldBank, wire: Wire, times: list[str], further: str, error: type[SourceError]
) -> None:
    debt_bank(wire, times, SAID, further)
    with pytest.raises(error):
        asked(world_bank, f"wb:6:{DEBT}")


def test_an_archived_code_is_refused(world_bank: WorldBank, wire: Wire) -> None:
    bank = debt_bank(wire, ["YR2019"])
    usual = bank.instead
    bank.instead = lambda path, times: XML if "/country/all/" in path else usual(path, times)
    with pytest.raises(SourceRefused, match="no such figures"):
        asked(world_bank, "wb:GB.XPD.RSDV.GN.ZS")


TABLE = "entity,code,year,life\nChina,CHN,2022,78.2\nChina,CHN,2023,78.5\nWorld,OWID_WRL,2023,73.2\n"
CHART: dict[str, Any] = {
    "chart": {"title": "Life expectancy", "subtitle": "Years that a newborn would live.", "citation": "UN WPP (2024)"},
    "columns": {"life": {"titleShort": "Life", "unit": "years", "citationShort": "UN WPP (2024) – processed by OWID"}},
}


@pytest.fixture
def owid(wire: Wire, policy: RetryPolicy) -> Owid:
    return Owid(wire.url, policy, today=lambda: TODAY)


def answer(wire: Wire, table: str, metadata: Mapping[str, Any]) -> None:
    about, csv = as_json(metadata), Sent(table.encode(), kind="text/csv")
    wire.answers = lambda path, _times: about if ".metadata.json" in path else csv


def test_a_chart_comes_with_its_metadata(owid: Owid, wire: Wire) -> None:
    answer(wire, TABLE, CHART)
    found, fetched = asked(owid, "owid:life-expectancy")
    assert (found.name, found.unit) == ("Life expectancy", "years")
    assert found.definition == "Years that a newborn would live."
    assert found.compiled_by == "UN WPP (2024) – processed by OWID"
    assert len(fetched.observations) == 2


def test_a_chart_without_metadata_is_called_by_its_slug(owid: Owid, wire: Wire) -> None:
    answer(wire, TABLE, {})
    found, _ = asked(owid, "owid:life-expectancy")
    assert (found.name, found.unit) == ("Life expectancy", "")


def test_a_chart_by_month_is_monthly_and_one_by_day_is_refused(owid: Owid, wire: Wire) -> None:
    answer(wire, TABLE.replace("year", "day").replace("2022", "2022-03-01").replace("2023", "2022-04-01"), CHART)
    found, _ = asked(owid, "owid:monthly-life")
    assert found.frequency is Frequency.MONTHLY
    answer(wire, TABLE.replace("year", "day").replace("2022", "2022-03-17").replace("2023", "2022-03-18"), CHART)
    with pytest.raises(SourceRefused, match="years, quarters and months"):
        asked(owid, "owid:daily-life")


def test_a_chart_of_several_columns_or_under_a_licence_that_forbids_it_is_refused(owid: Owid, wire: Wire) -> None:
    answer(wire, "entity,code,year,a,b\nChina,CHN,2022,1,2\n", CHART)
    with pytest.raises(SourceRefused, match="2 columns"):
        asked(owid, "owid:two-columns")
    said = json.dumps({"status": 403, "error": "This chart contains non-redistributable data"}).encode()
    wire.answers = lambda _path, _times: Sent(said, status=403)
    with pytest.raises(SourceRefused, match="403"):
        asked(owid, "owid:not-ours-to-give")


def test_a_series_of_fred_is_called_by_its_id_and_shown_as_american(wire: Wire, policy: RetryPolicy) -> None:
    wire.always(Sent(b"observation_date,UNRATE\n2026-01-01,4.4\n2026-02-01,4.5\n"))
    found, fetched = asked(Fred(wire.url, policy, today=lambda: TODAY), "fred:UNRATE")
    assert (found.name, found.economy, found.frequency) == ("UNRATE", "USA", Frequency.MONTHLY)
    assert found.decimals == 1
    assert fetched.observations["economy"].tolist() == ["USA", "USA"]


def test_a_series_of_fred_by_day_is_refused(wire: Wire, policy: RetryPolicy) -> None:
    wire.always(Sent(b"observation_date,DGS10\n2026-01-02,4.4\n2026-01-05,4.5\n"))
    with pytest.raises(SourceRefused, match="years, quarters and months"):
        asked(Fred(wire.url, policy, today=lambda: TODAY), "fred:DGS10")
