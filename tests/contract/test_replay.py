"""Does the replay server speak what the providers speak? The real client libraries are asked, then the wire itself."""

import csv
import datetime as dt
import io
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pandas_datareader.wb
import pytest
import requests
import wbgapi
from pandas_datareader.fred import FredReader

from dashboard.sources.world_bank import forget
from tests.replay import Fault, ReplayServer, Token, closed_port, faults

# wbgapi has no types
Client = Any
wb: Client = wbgapi
GDP, RESEARCH = "NY.GDP.MKTP.CD", "GB.XPD.RSDV.GD.ZS"
SOLAR = "installed-solar-pv-capacity"
YUAN = "EXCHUS"
DATA = f"/en/sources/2/series/{GDP}/country/all/time/all?format=json"


@pytest.fixture(scope="module")
def shared() -> Iterator[ReplayServer]:
    with ReplayServer() as replay:
        yield replay


@pytest.fixture
def replay(shared: ReplayServer) -> ReplayServer:
    """Give a server that nobody has asked anything; tests that change figures start their own."""
    shared.clear_faults()
    shared.requests.clear()
    return shared


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, replay: ReplayServer) -> Iterator[Client]:
    """Lead wbgapi to the server, and let it remember nothing of others."""
    monkeypatch.setattr(wb, "endpoint", replay.world_bank_url)
    monkeypatch.setattr(wb, "get_options", {"timeout": 10})
    monkeypatch.setattr(wb, "per_page", 1000)
    forget()
    yield wb
    forget()


def get(replay: ReplayServer, path: str, **options: Any) -> requests.Response:  # noqa: ANN401 - whatever get takes
    return requests.get(replay.world_bank_url + path, timeout=10, **options)


# The client libraries


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
    assert bank.source.get(2)["lastupdated"] == "2026-07-13"
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
    countries = [economy.id for economy in replay.catalogue.economies.values() if not economy.aggregate]

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
    codes = {"OWID_WRL": "WLD", "OWID_EU27": "EUU"}
    found = {(codes.get(code, code), year): value for _, code, year, value in frame.itertuples(index=False)}
    economies = replay.catalogue.economies
    assert {point: value for point, value in found.items() if point[0] in economies} == replay.figures(SOLAR)


# The World Bank's ways


def test_lists_print_the_size_of_a_page_as_a_string_and_data_as_a_number(replay: ReplayServer) -> None:
    assert get(replay, "/en/country/all?format=json&per_page=1000").json()[0]["per_page"] == "1000"
    assert get(replay, f"/en/sources/2/series/{GDP}/metadata?format=json").json()["per_page"] == "5000"
    assert get(replay, DATA).json()["per_page"] == 50
    assert get(replay, f"/country/CHN/indicator/{GDP}?format=json").json()[0]["per_page"] == 50


def test_an_answer_has_a_row_for_every_economy_and_year_with_null_for_what_is_missing(replay: ReplayServer) -> None:
    document = get(replay, f"/en/sources/2/series/{RESEARCH}/country/all/time/all?format=json&per_page=30000").json()

    rows = document["source"]["data"]
    assert document["total"] == len(rows) == 66 * (len(replay.catalogue.economies) + 2)
    assert sum(row["value"] is None for row in rows) > len(replay.figures(RESEARCH))


def test_pages_end_where_they_should(replay: ReplayServer) -> None:
    path = f"/en/sources/2/series/{GDP}/country/CHN/time/all?format=json&per_page=40&page="

    pages = [get(replay, f"{path}{number}").json() for number in (1, 2, 3)]

    assert [len(page["source"]["data"]) for page in pages] == [40, 26, 0]
    assert {(page["total"], page["pages"], page["lastupdated"]) for page in pages} == {(66, 2, "2026-07-13")}


@pytest.mark.parametrize(
    "path",
    [
        "/en/sources/2/series/NOT.A.CODE/country/all/time/all",
        f"/en/sources/2/series/{GDP}/country/ZZZ/time/all",
        f"/en/sources/2/series/{GDP}/country/all/time/YR1859",
        f"/en/sources/2/series/{GDP};NOT.A.CODE/country/all/time/all",
    ],
)
def test_whatever_is_not_there_is_xml_with_a_byte_order_mark_at_200(replay: ReplayServer, path: str) -> None:
    answer = get(replay, f"{path}?format=json")

    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf<?xml")
    assert b'<wb:message id="160" key="Data not found.">' in answer.content


def test_a_bare_year_is_let_pass_beside_a_valid_one(replay: ReplayServer) -> None:
    answer = get(replay, f"/en/sources/2/series/{GDP}/country/CHN/time/1859;YR1960?format=json")

    assert answer.json()["total"] == 1


@pytest.mark.parametrize("path", [f"/country/ZZZ/indicator/{GDP}", "/country/CHN/indicator/NOT.A.CODE", "/nothing"])
def test_the_classic_form_says_no_as_json(replay: ReplayServer, path: str) -> None:
    assert get(replay, f"{path}?format=json").json()[0]["message"][0]["id"] == "120"


def test_the_classic_form_takes_two_letters_three_letters_and_a_span_of_years(replay: ReplayServer) -> None:
    head, rows = get(replay, f"/countries/CN;usa/indicators/{GDP}?date=2019%3A2020&format=json").json()

    assert head["total"] == 4
    assert {(row["countryiso3code"], row["country"]["id"], row["date"]) for row in rows} == {
        (three, two, year) for three, two in (("CHN", "CN"), ("USA", "US")) for year in ("2019", "2020")
    }


def test_too_long_a_path_is_a_web_page_under_400(replay: ReplayServer) -> None:
    answer = get(replay, f"/en/sources/2/series/{';'.join([GDP] * 120)}/country/all/time/all?format=json")

    assert (answer.status_code, answer.reason) == (400, "Request Error")
    assert b"<html>" in answer.content


def test_no_json_comes_unless_it_is_asked_for(replay: ReplayServer) -> None:
    assert get(replay, "/en/country/all").headers["Content-Type"].startswith("application/xml")


# FRED's and Our World in Data's


def test_fred_leaves_a_gap_blank_or_under_the_old_header_a_dot() -> None:
    with ReplayServer() as replay:
        replay.drop(YUAN, [("CHN", "2020-02")])
        address = f"{replay.fred_url}/graph/fredgraph.csv?id={YUAN}"

        new = requests.get(address, timeout=10).text
        replay.fred.old_header = True
        old = requests.get(address, timeout=10).text

    assert new.startswith("observation_date,EXCHUS\n1981-01-01,")
    assert "\n2020-02-01,\n2020-03-01," in new
    assert old.startswith("DATE,EXCHUS\n")
    assert "\n2020-02-01,.\n" in old


def test_fred_answers_an_unknown_series_with_a_web_page_under_404(replay: ReplayServer) -> None:
    answer = requests.get(f"{replay.fred_url}/graph/fredgraph.csv?id=NOPE", timeout=10)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def chart(replay: ReplayServer, file: str, *, short: bool = True) -> requests.Response:
    options = {"v": "1", "csvType": "full", "useColumnShortNames": str(short).lower()}
    return requests.get(f"{replay.owid_url}/grapher/{file}", params=options, timeout=10)


def test_a_chart_comes_without_charset_and_without_a_last_newline(replay: ReplayServer) -> None:
    answer = chart(replay, "carbon-intensity-electricity.csv", short=False)

    assert answer.headers["Content-Type"] == "text/csv"
    assert not answer.content.endswith(b"\n")
    assert "CO₂e" in answer.content.decode()
    assert "CO₂e" not in answer.text


@pytest.mark.parametrize("short", [True, False])
def test_the_metadata_names_the_charts_column(replay: ReplayServer, *, short: bool) -> None:
    header = next(csv.reader(io.StringIO(chart(replay, f"{SOLAR}.csv", short=short).content.decode())))
    metadata = chart(replay, f"{SOLAR}.metadata.json", short=short).json()

    assert list(metadata["columns"]) == header[3:]
    assert metadata["columns"][header[3]]["unit"] == "GW"


def test_a_chart_can_have_projections_and_lack_codes() -> None:
    with ReplayServer() as replay:
        replay.owid.projections, replay.owid.codes, replay.owid.title_case = True, False, True

        rows = list(csv.reader(io.StringIO(chart(replay, f"{SOLAR}.csv").content.decode())))

    name = "installed_solar_pv_capacity"
    assert rows[0] == ["Entity", "Year", name, f"{name}__projected"]
    assert {row[1] for row in rows[1:] if row[2] == ""} == {"2024", "2025", "2026"}


def test_an_old_or_upper_case_name_of_a_chart_leads_on_with_its_options() -> None:
    with ReplayServer() as replay:
        replay.owid.renamed["solar-capacity-old"] = SOLAR

        for name in ("solar-capacity-old", SOLAR.upper()):
            answer = chart(replay, f"{name}.csv")
            assert answer.content == chart(replay, f"{SOLAR}.csv").content
            assert answer.history[0].status_code == 301
            assert answer.history[0].headers["Location"].startswith(f"/grapher/{SOLAR}.csv?v=1&csvType=full")


def test_unknown_and_blocked_charts_say_why_as_json() -> None:
    with ReplayServer() as replay:
        replay.owid.blocked.add(SOLAR)

        assert chart(replay, "no-such-chart.csv").json() == {"status": 404, "error": "Not found"}
        assert chart(replay, f"{SOLAR}.csv").status_code == 403
        assert chart(replay, f"{SOLAR}.metadata.json").status_code == 200


# The server itself


def test_one_connection_carries_many_answers_packed_if_the_client_likes(replay: ReplayServer) -> None:
    with requests.Session() as session:
        packed = session.get(replay.world_bank_url + DATA, timeout=10)
        plain = session.get(replay.world_bank_url + DATA, headers={"Accept-Encoding": "identity"}, timeout=10)
        pools = session.get_adapter(replay.url).poolmanager.pools
        connections = pools[next(iter(pools.keys()))].num_connections

    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) == len(plain.content)
    assert packed.json() == plain.json()
    assert connections == 1


def test_a_new_release_changes_figures_and_the_day() -> None:
    with ReplayServer() as replay:
        before = get(replay, f"/en/sources/2/series/{GDP}/country/CHN/time/YR2020?format=json").json()
        replay.revise(GDP, {("CHN", 2020): 1.0})
        replay.drop(GDP, [("CHN", 2019)])
        replay.last_updated = dt.date(2026, 11, 1)
        after = get(replay, f"/en/sources/2/series/{GDP}/country/CHN/time/YR2019;YR2020?format=json").json()
        chart_updated = chart(replay, f"{SOLAR}.metadata.json").json()["dateDownloaded"]

    assert before["source"]["data"][0]["value"] > 1e13
    assert [row["value"] for row in after["source"]["data"]] == [1, None]
    assert after["lastupdated"] == chart_updated == "2026-11-01"


def test_every_answer_waits_for_the_latency(replay: ReplayServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "latency", 0.1)
    began = time.perf_counter()

    get(replay, DATA)

    assert time.perf_counter() - began >= 0.1


def test_a_fault_strikes_the_first_few_the_nth_or_one_page_and_counts(replay: ReplayServer) -> None:
    first = replay.fault(faults.status(503), "/country/all", first=2)
    second = replay.fault(faults.status(502), "/region", nth=2)
    paged = replay.fault(faults.status(500), "/incomelevel", page=2)

    assert [get(replay, DATA).status_code for _ in range(3)] == [503, 503, 200]
    assert [get(replay, "/en/region?format=json").status_code for _ in range(3)] == [200, 502, 200]
    assert [get(replay, f"/en/incomelevel?format=json&page={page}").status_code for page in (1, 2)] == [200, 500]
    assert [rule.hits for rule in (first, second, paged)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.silence(), requests.ReadTimeout),
        (faults.stall(), requests.ConnectionError),
        (faults.hang_up(), requests.exceptions.ChunkedEncodingError),
        (faults.reset(), requests.ConnectionError),
        (faults.reset(after=1000), requests.exceptions.ChunkedEncodingError),
    ],
)
def test_connections_fail_as_connections_do(
    replay: ReplayServer, fault: Fault, error: type[requests.RequestException]
) -> None:
    replay.fault(fault)

    with pytest.raises(error):
        requests.get(replay.world_bank_url + DATA, timeout=0.2)


def test_nobody_answers_at_a_closed_port() -> None:
    with closed_port() as address, pytest.raises(requests.ConnectionError, match="refused"):
        requests.get(address, timeout=5)


def test_a_drip_keeps_within_any_timeout_and_takes_for_ever(replay: ReplayServer) -> None:
    replay.fault(faults.drip(seconds=0.02, size=1))

    answer = requests.get(replay.world_bank_url + DATA, timeout=0.5, stream=True)
    began = time.perf_counter()
    read = [answer.raw.read1(100) for _ in range(10)]

    assert {len(piece) for piece in read} == {1}
    assert time.perf_counter() - began > 0.1
    answer.close()


@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_body_is_made_while_it_is_sent(replay: ReplayServer, *, announced: bool) -> None:
    replay.fault(faults.huge(3, announced=announced))

    answer = requests.get(replay.world_bank_url + DATA, timeout=10)

    assert len(answer.json()["source"]) == 3_000_000
    assert ("Content-Length" in answer.headers) is announced


def test_a_gzip_bomb_is_small_on_the_way(replay: ReplayServer) -> None:
    replay.fault(faults.gzip_bomb(20))

    answer = requests.get(replay.world_bank_url + DATA, timeout=10)

    assert int(answer.headers["Content-Length"]) < 25_000
    assert len(answer.content) == 20_000_000


SPOILT = {
    "per_page of nought": (faults.head(per_page=0), '"per_page": 0'),
    "text": (faults.one_value("n/a"), '"value": "n/a"'),
    "no number": (faults.one_value(Token("NaN")), '"value": NaN'),
    "beyond numbers": (faults.one_value(Token("1e400")), '"value": 1e400'),
    "unknown economy": (faults.unknown_economy(), '"id": "ZZZ"'),
    "year 9999": (faults.year(), '"id": "YR9999"'),
    "renamed": (faults.renamed_series(), '"id": "OTHER.SERIES"'),
    "unit": (faults.unit("euros"), '"value": "GDP (euros)"'),
    "markup": (faults.names("<b>\0"), '"<b>\\u0000GDP (current US$)"'),
    "byte order mark": (faults.bom(), "\ufeff{"),
    "no value in the message": (faults.message([{"id": "120", "key": "Invalid"}]), '[{"message"'),
    "no rows": (faults.null_result(), ", null]"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_figures_are_spoilt_as_asked(replay: ReplayServer, name: str) -> None:
    fault, expected = SPOILT[name]
    replay.fault(fault)

    assert expected in get(replay, DATA).content.decode()


def test_rows_are_doubled_halved_mixed_and_cut(replay: ReplayServer) -> None:
    good = get(replay, DATA).json()
    total = good["total"]

    def spoilt(fault: Fault) -> tuple[list[Any], int]:
        replay.clear_faults()
        replay.fault(fault)
        document = get(replay, DATA).json()
        return [json.dumps(row) for row in document["source"]["data"]], document["total"]

    rows = [json.dumps(row) for row in good["source"]["data"]]
    assert spoilt(faults.duplicates(3))[1] == total + 3
    assert spoilt(faults.halved()) == (rows[::2], total - 25)
    assert spoilt(faults.short_page(2)) == (rows[:-2], total)
    mixed, same = spoilt(faults.shuffled())
    assert mixed != rows
    assert (sorted(mixed), same) == (sorted(rows), total)


def test_tables_are_spoilt_as_asked(replay: ReplayServer) -> None:
    replay.fault(faults.times(1024), "fredgraph")
    replay.fault(faults.renamed_series("OTHER"), "fredgraph")
    replay.fault(faults.year(), r"\.csv")

    rates = requests.get(f"{replay.fred_url}/graph/fredgraph.csv?id={YUAN}", timeout=10).text
    table = chart(replay, f"{SOLAR}.csv").content.decode()

    assert rates.startswith("observation_date,OTHER\n9999-01-01,1589.0432\n")
    assert len(re.findall("^.*,9999,.*$", table, re.MULTILINE)) == 1
