"""Do the real client libraries take the replay server for the providers?"""

import io

import pandas as pd
import pandas_datareader.wb
import pytest
import requests
from pandas_datareader.fred import FredReader

from tests.contract.replay.conftest import GDP, RESEARCH, SOLAR, YUAN, Client, wb
from tests.replay import ReplayServer


def test_wbgapi_fetches_exactly_the_snapshots_figures_over_several_pages(bank: Client, replay: ReplayServer) -> None:
    rows = list(bank.data.fetch([GDP, RESEARCH], skipBlanks=True))

    for code in (GDP, RESEARCH):
        found = {(row["economy"], int(row["time"][2:])): row["value"] for row in rows if row["series"] == code}
        assert {point: value for point, value in found.items() if point[0] in replay.catalogue.economies} == (
            replay.figures(code)
        )
    assert len(replay.asked("/series/")) > 4


def test_wbgapi_asks_what_it_asks_of_the_real_service_in_this_order(bank: Client, replay: ReplayServer) -> None:
    list(bank.data.fetch(GDP, economy=["USA", "CHN"], time=range(2015, 2017)))

    asked = [path.removeprefix("/v2/en/") for path in replay.asked()]
    prelude = ["sources/2/concepts", "sources/2/time/all", "region", "incomelevel", "lendingtype", "country/all"]
    assert [path.partition("?")[0] for path in asked[:-1]] == prelude
    assert asked[-1] == (f"sources/2/series/{GDP}/country/USA;CHN/time/YR2015;YR2016?per_page=1000&page=1&format=json")


def test_wbgapi_tells_countries_from_aggregates(bank: Client, replay: ReplayServer) -> None:
    listed = {row["id"]: row["aggregate"] for row in bank.economy.list()}

    known = replay.catalogue.economies
    assert {code: listed[code] for code in known} == {code: economy.aggregate for code, economy in known.items()}
    assert bank.economy.get("CHN")["region"] == "EAS"


def test_wbgapi_finds_names_metadata_and_the_last_update(bank: Client, replay: ReplayServer) -> None:
    assert bank.series.get("NY.GDP.MKTP.KD.ZG")["value"] == "GDP growth (annual %)"
    assert {row["id"] for row in bank.series.list()} == {
        indicator.code
        for indicator in replay.catalogue.indicators.values()
        if indicator.source == "world-bank" and indicator.code
    }
    assert bank.source.get(2)["lastupdated"] == "2026-11-23"
    assert bank.series.metadata.get(GDP).metadata["Unitofmeasure"] == "current US$"


def test_wbgapi_takes_the_xml_for_an_unknown_series_as_no_json(bank: Client) -> None:
    with pytest.raises(wb.APIResponseError, match="JSON decoding error"):
        list(bank.data.fetch("NOT.A.CODE"))


def test_wbgapi_takes_whatever_order_the_rows_and_their_parts_come_in(
    bank: Client,
    replay: ReplayServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = list(bank.data.fetch(GDP, "CHN"))
    monkeypatch.setattr(replay.world_bank, "newest_first", False)
    monkeypatch.setattr(replay.world_bank, "variables", ("Time", "Country", "Series"))

    assert list(bank.data.fetch(GDP, "CHN")) == first[::-1]
    assert first[0]["time"] > first[-1]["time"]


def test_pandas_datareader_downloads_exactly_the_snapshots_figures_of_the_world_bank(
    replay: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandas_datareader.wb, "WB_API_URL", replay.world_bank_url)
    # the library asks for no code that its own list lacks
    asked = pandas_datareader.wb.country_codes
    countries = [
        economy.id for economy in replay.catalogue.economies.values() if not economy.aggregate and economy.id in asked
    ]

    frame = pandas_datareader.wb.download(
        indicator=[GDP, RESEARCH], country=countries, start=1960, end=2025, errors="raise"
    )

    codes = {economy.name: economy.id for economy in replay.catalogue.economies.values()}
    for code in (GDP, RESEARCH):
        column = frame[code].dropna()
        found = {(codes[name], int(year)): value for (name, year), value in column.items()}
        assert found == {point: value for point, value in replay.figures(code).items() if point[0] in countries}


@pytest.mark.parametrize("old_header", [False, True])
def test_pandas_datareader_reads_exactly_the_snapshots_exchange_rates(
    replay: ReplayServer, monkeypatch: pytest.MonkeyPatch, *, old_header: bool
) -> None:
    monkeypatch.setattr(replay.fred, "old_header", old_header)
    monkeypatch.setattr(FredReader, "url", property(lambda _self: f"{replay.fred_url}/graph/fredgraph.csv"))

    frame = FredReader(YUAN, start="1900-01-01").read()

    assert {("CHN", f"{day:%Y-%m}"): value for day, value in frame[YUAN].items()} == replay.figures(YUAN)


def test_a_chart_of_our_world_in_data_read_as_utf_8_is_exactly_the_snapshot(replay: ReplayServer) -> None:
    answer = requests.get(
        f"{replay.owid_url}/grapher/{SOLAR}.csv", params={"v": "1", "useColumnShortNames": "true"}, timeout=10
    )

    frame = pd.read_csv(io.BytesIO(answer.content))
    assert list(frame.columns) == ["entity", "code", "year", "installed_solar_pv_capacity"]
    known = [found for found in replay.catalogue.spellings.values() if found.provider == "owid"]
    codes = {code: found.economy for found in known for code in found.spellings}
    found = {(codes.get(code, code), year): value for _, code, year, value in frame.itertuples(index=False)}
    economies = replay.catalogue.economies
    assert {point: value for point, value in found.items() if point[0] in economies} == replay.figures(SOLAR)
