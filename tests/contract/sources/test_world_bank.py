"""Does the World Bank's source take what its protocol promises, and nothing that it does not?"""

import datetime as dt
import gc
import json
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import wbgapi

from dashboard.errors import Cancelled, SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.model import Indicator
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.http import Patience
from dashboard.sources.world_bank import BATCH, Answer, WorldBank, _unit
from tests.contract.sources.conftest import Sent, Wire, as_json, make_indicator

wb: Any = wbgapi
ECONOMIES = ("CHN", "USA", "WLD")
NAMES = {"G": "Growth (annual %)", "R": "Research, total (% of GDP)", "P": "Population, total"}
GROWTH = make_indicator(code="G")
RESEARCH = make_indicator(id="research", code="R")
PEOPLE = make_indicator(id="people", code="P")
UNKNOWN = make_indicator(id="unknown", code="NOT.A.CODE")
TODAY = dt.date(2026, 11, 24)
XML = Sent(
    b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org">'
    b'<wb:message id="160" key="Data not found.">The provided parameter value is not valid or data not found.'
    b"</wb:message></wb:error>",
    kind="application/xml",
)


def row(series: str, economy: str, time: str, value: object) -> dict[str, Any]:
    parts = [("Time", time, time[2:]), ("Country", economy, economy), ("Series", series, NAMES.get(series, series))]
    return {"variable": [{"concept": c, "id": i, "value": v} for c, i, v in parts], "value": value}


YEARS = (2018, 2019, 2020)


def all_rows(codes: Sequence[str]) -> list[dict[str, Any]]:
    # years descend, as the service has been seen to send them
    cells = product(codes, ECONOMIES, reversed(YEARS))
    return [row(s, e, f"YR{y}", None if (e, y) == ("USA", 2018) else y + ord(s) / 100) for s, e, y in cells]


@dataclass
class Bank:
    """A World Bank of three economies and three years; `spoil` may answer instead, or change a page or its rows."""

    wire: Wire
    per_page: int | None = None
    updated: str = "2026-07-13"
    rows: Callable[[Sequence[str]], list[dict[str, Any]]] = field(default=all_rows)
    page: Callable[[dict[str, Any]], object] = field(default=lambda page: page)
    instead: Callable[[str, int], Sent | None] = field(default=lambda _path, _times: None)

    def answer(self, path: str, times: int) -> Sent:
        words = urlsplit(path).path.split("/")[3:]
        match words:
            case _ if sent := self.instead(path, times):
                pass
            case ["sources", "2", "concepts"]:
                sent = self._concepts({"id": name, "value": name} for name in ("Country", "Series", "Time"))
            case ["sources", "2", "time", "all"]:
                times_known = [{"id": f"YR{year}", "value": str(year)} for year in YEARS]
                sent = self._concepts([{"id": "Time", "variable": times_known}])
            case ["region" | "incomelevel" | "lendingtype"]:
                sent = self._list([{"id": "", "code": "EAS", "iso2code": "Z4", "name": "East Asia ", "value": "High "}])
            case ["country", "all"]:
                sent = self._list([self._country(code) for code in ECONOMIES])
            case ["sources", "2", "series", codes, "country", "all", "time", "all"]:
                sent = self._data(codes.split(";"), path)
            case _:
                sent = Sent(status=404)
        return sent

    def _list(self, entries: list[dict[str, Any]]) -> Sent:
        # this head's per_page is a string, as the service has it
        return as_json([{"page": 1, "pages": 1, "per_page": "1000", "total": len(entries)}, entries])

    def _concepts(self, entries: Iterable[dict[str, Any]]) -> Sent:
        concepts = list(entries)
        head = {"page": 1, "pages": 1, "per_page": 1000, "total": len(concepts)}
        return as_json({**head, "source": [{"id": "2", "name": "WDI", "concept": concepts}]})

    def _country(self, code: str) -> dict[str, Any]:
        region = {"id": "NA" if code == "WLD" else "EAS", "iso2code": "NA", "value": "Aggregates"}
        none = {"id": "", "iso2code": "", "value": ""}
        groups = {"region": region, "adminregion": none, "incomeLevel": none, "lendingType": none}
        return {
            "id": code,
            "iso2Code": code[:2],
            "name": code,
            **groups,
            "capitalCity": "",
            "longitude": "",
            "latitude": "",
        }

    def _data(self, codes: Sequence[str], path: str) -> Sent:
        if any(code not in NAMES for code in codes):
            return XML
        query = parse_qs(urlsplit(path).query)
        number, size = int(query["page"][0]), self.per_page or int(query["per_page"][0])
        rows = self.rows(codes)
        head = {"page": number, "pages": -(-len(rows) // size), "per_page": size, "total": len(rows)}
        found = rows[(number - 1) * size : number * size]
        source = {"id": "2", "name": "World Development Indicators", "data": found}
        return as_json(self.page({**head, "lastupdated": self.updated, "source": source}))

    @property
    def data_asked(self) -> list[str]:
        return [path for path in self.wire.asked if "/series/" in path]


@pytest.fixture
def bank(wire: Wire) -> Bank:
    bank = Bank(wire)
    wire.answers = bank.answer
    return bank


@pytest.fixture
def source(wire: Wire, patience: Patience) -> WorldBank:
    return WorldBank(f"{wire.url}/v2/", patience, today=lambda: TODAY)


def read(source: WorldBank, *indicators: Indicator, watch: Watch | None = None) -> list[Fetched]:
    batch = indicators or (GROWTH,)
    return list(source.parse(source.fetch(batch, watch or Watch()), batch, ("CHN", "USA")))


def change_rows(bank: Bank, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    bank.rows = lambda codes: change(all_rows(codes))


def change_value(bank: Bank, value: object, code: str = "G") -> None:
    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        first = next(n for n, entry in enumerate(rows) if entry["variable"][2]["id"] == code)
        rows[first]["value"] = value
        return rows

    change_rows(bank, change)


def test_figures_arrive_with_what_is_said_of_them(bank: Bank, source: WorldBank) -> None:
    growth, research = read(source, GROWTH, RESEARCH)
    assert growth.indicator == "growth"
    assert growth.release == "WDI update 2026-07-13"
    assert growth.updated == dt.date(2026, 7, 13)
    assert (growth.unit, research.unit) == ("annual %", "% of GDP")
    assert growth.total == growth.received == 18
    frame = growth.observations
    assert frame["economy"].tolist() == ["CHN"] * 3 + ["USA"] * 2
    assert frame["period"].astype(str).tolist() == [f"{y}-01-01" for y in (2018, 2019, 2020, 2019, 2020)]
    assert frame["value"].tolist() == [2018.71, 2019.71, 2020.71, 2019.71, 2020.71]
    assert [str(kind) for kind in frame.dtypes] == ["str", "datetime64[s]", "float64"]
    assert len(bank.data_asked) == 1


def test_a_batch_is_one_request_for_all_economies_and_years(bank: Bank, source: WorldBank) -> None:
    read(source, GROWTH, RESEARCH)
    (asked,) = bank.data_asked
    assert urlsplit(asked).path == "/v2/en/sources/2/series/G;R/country/all/time/all"
    assert parse_qs(urlsplit(asked).query)["per_page"] == ["32500"]


def test_wbgapi_is_warmed_up_once(bank: Bank, source: WorldBank) -> None:
    read(source)
    assert len(bank.wire.asked) == 7
    read(source)
    assert len(bank.wire.asked) == 8


def test_batches_stay_far_below_what_a_url_may_hold() -> None:
    longest = [make_indicator(id=f"i{n}", code=f"XX.{n:03}.{'X' * 20}") for n in range(64)]
    batches = WorldBank("http://127.0.0.1:9").batches(longest)
    assert sum(len(batch) for batch in batches) == 64
    assert all(len(batch) <= BATCH < 60 for batch in batches)
    assert all(len(";".join(entry.code for entry in batch)) < wb.api_maxlen - 200 for batch in batches)


def test_pages_are_read_to_the_last_one(bank: Bank, source: WorldBank) -> None:
    bank.per_page = 4
    growth, research = read(source, GROWTH, RESEARCH)
    assert len(bank.data_asked) == 5
    assert len(growth.observations) == len(research.observations) == 5


@pytest.mark.usefixtures("bank")
def test_bytes_are_told_while_they_come(source: WorldBank) -> None:
    steps: list[int] = []
    read(source, watch=Watch(step=steps.append))
    assert sum(steps) > 1000


def test_a_fetch_that_was_called_off_raises_cancelled(bank: Bank, source: WorldBank) -> None:
    with pytest.raises(Cancelled):
        read(source, watch=Watch(cancelled=lambda: len(bank.wire.asked) > 2))
    assert len(read(source)) == 1


def test_a_byte_order_mark_does_no_harm(bank: Bank, source: WorldBank) -> None:
    def marked(path: str, times: int) -> Sent:
        plain = Bank(bank.wire).answer(path, times)
        return Sent(b"\xef\xbb\xbf" + plain.body)

    bank.wire.answers = marked
    assert len(read(source)[0].observations) == 5


def test_an_unknown_code_fails_alone(bank: Bank, source: WorldBank) -> None:
    batch = (GROWTH, UNKNOWN, RESEARCH)
    raw = source.fetch(batch, Watch())
    assert [path.split("/")[6] for path in bank.data_asked] == ["G;NOT.A.CODE;R", "G", "NOT.A.CODE", "R"]
    for good in (GROWTH, RESEARCH):
        (fetched,) = source.parse(raw, (good,), ECONOMIES)
        assert len(fetched.observations) == 8
    with pytest.raises(
        SourceRefused, match=r"World Bank: has no such figures: .* not found\. Check the code in data/indicators"
    ):
        source.parse(raw, (UNKNOWN,), ECONOMIES)
    with pytest.raises(SourceRefused):
        source.parse(raw, batch, ECONOMIES)


def test_an_outage_page_fails_the_batch_without_asking_for_each_code(bank: Bank, source: WorldBank) -> None:
    page = Sent(b"<html><title>Access Denied</title></html>", status=403, kind="text/html")
    bank.instead = lambda path, _times: page if "/series/" in path else None
    with pytest.raises(SourceUnavailable, match=r"answered 403 .* web page .*: Access Denied"):
        read(source, GROWTH, RESEARCH)
    assert len(bank.data_asked) == 1


def test_an_unknown_code_asked_for_alone_is_asked_once(bank: Bank, source: WorldBank) -> None:
    with pytest.raises(SourceRefused):
        read(source, UNKNOWN)
    assert len(bank.data_asked) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([{"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}], "Invalid value: Not valid"),
        ({"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}, "Invalid value: Not valid"),
        ([{"message": [{"id": "120", "key": "Invalid value"}]}], "refused: Invalid value"),
        ([{"message": "<b>No\x00pe</b>"}], "refused: No pe"),
        ([{"message": []}], "refused"),
        ([{"message": None}], "refused"),
    ],
)
def test_a_message_is_a_refusal_in_its_words(bank: Bank, source: WorldBank, body: object, words: str) -> None:
    bank.instead = lambda path, _times: as_json(body) if "/series/" in path else None
    with pytest.raises(SourceRefused, match=words):
        read(source)
    assert len(bank.data_asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        [[], []],
        3,
        "words",
        [{"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}, None],
        {"page": 1, "pages": 1, "per_page": 10, "total": 1},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": None},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": []},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": None}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [None]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"variable": [], "value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"variable": [7], "value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "source": {"data": []}},
        {"page": 1, "pages": 1, "per_page": "many", "total": 1, "source": {"data": []}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 0, "source": {"data": []}},
    ],
    ids=lambda body: json.dumps(body)[:80],
)
def test_a_shape_that_the_protocol_does_not_have_is_malformed(bank: Bank, source: WorldBank, body: object) -> None:
    bank.instead = lambda path, _times: as_json(body) if "/series/" in path else None
    with pytest.raises(SourceMalformed):
        read(source)
    assert len(bank.data_asked) == 1


def test_nought_rows_a_page_is_no_endless_loop(bank: Bank, source: WorldBank) -> None:
    bank.page = lambda page: page | {"per_page": 0}
    with pytest.raises(SourceMalformed, match="cannot be read to its end"):
        read(source)
    assert len(bank.data_asked) == 1


def test_nought_rows_a_page_in_a_list_is_no_endless_loop_either(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: (
        as_json([{"page": 1, "pages": 1, "per_page": 0, "total": 9}, []]) if "/region" in path else None
    )
    with pytest.raises(SourceMalformed, match="cannot be read to its end"):
        read(source)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Sent(b"<html><title>Request Error</title></html>", status=400, kind="text/html"), "400 Request Error"),
        (Sent(status=502), "502"),
        (Sent(b"<html>Down for maintenance</html>", kind="text/html"), "a web page instead"),
        (Sent(b""), "an empty answer"),
        (Sent(b'{"page":1,"pages":1,"per_page":32500,"total":9,"sou'), "breaks off or is no JSON"),
        (Sent(b"[" * 100_000), "breaks off or is no JSON"),
        (Sent(b'{"page":1}', cut=5), "broke off in the middle"),
        (Sent(b"", late=0.6), "did not answer in time"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_trouble_on_the_way_is_tried_again_then_named(bank: Bank, source: WorldBank, trouble: Sent, words: str) -> None:
    bank.instead = lambda path, times: trouble if "/series/" in path and times < 2 else None
    assert len(read(source)[0].observations) == 5
    bank.instead = lambda path, _times: trouble if "/series/" in path else None
    with pytest.raises(SourceUnavailable, match=rf"World Bank: .*{words}.* 4 times"):
        read(source)


def test_a_failure_on_page_two_asks_for_the_batch_again(bank: Bank, source: WorldBank) -> None:
    bank.per_page = 4
    bank.instead = lambda path, times: Sent(status=502) if "page=2" in path and times == 0 else None
    assert len(read(source)[0].observations) == 5
    assert [parse_qs(urlsplit(path).query)["page"][0] for path in bank.data_asked] == ["1", "2", "1", "2", "3"]


def test_a_failure_on_page_two_that_stays_fails_all(bank: Bank, source: WorldBank) -> None:
    bank.per_page = 4
    bank.instead = lambda path, _times: Sent(status=500) if "page=2" in path else None
    with pytest.raises(SourceUnavailable, match="500"):
        read(source)


def test_a_short_page_is_noticed(bank: Bank, source: WorldBank) -> None:
    def shorten(page: dict[str, Any]) -> dict[str, Any]:
        page["source"]["data"] = page["source"]["data"][:-1]
        return page

    bank.page = shorten
    with pytest.raises(SourceUnavailable, match="sent 8 of 9 rows"):
        read(source)


def test_a_service_that_cannot_fill_large_pages_is_asked_for_smaller_ones(
    bank: Bank, source: WorldBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cap(page: dict[str, Any]) -> dict[str, Any]:
        page["source"]["data"] = page["source"]["data"][:5]
        return page

    monkeypatch.setattr("dashboard.sources.world_bank.PAGE_ROWS", (9, 4))
    bank.page = cap
    assert len(read(source)[0].observations) == 5
    assert [parse_qs(urlsplit(path).query)["per_page"][0] for path in bank.data_asked] == ["9", "4", "4", "4"]


def test_a_page_that_is_another_one_is_noticed(bank: Bank, source: WorldBank) -> None:
    bank.per_page = 4
    bank.page = lambda page: page | {"page": {1: 1, 2: 3, 3: 2}[page["page"]]}
    with pytest.raises(SourceUnavailable, match="sent page 3 for page 2"):
        read(source)


@pytest.mark.parametrize("change", [{"lastupdated": "2026-10-01"}, {"total": 10}])
def test_a_release_between_two_pages_is_noticed(bank: Bank, source: WorldBank, change: dict[str, Any]) -> None:
    bank.per_page = 4
    bank.page = lambda page: page | (change if page["page"] == 2 else {})
    with pytest.raises(SourceUnavailable, match="changed its figures while they were read"):
        read(source)


def test_a_release_between_series_asked_one_by_one_is_noticed(bank: Bank, source: WorldBank) -> None:
    bank.page = lambda page: page | {"lastupdated": f"2026-10-{len(bank.data_asked):02}"}
    with pytest.raises(SourceUnavailable, match="changed from its update"):
        read(source, GROWTH, UNKNOWN, RESEARCH)


@pytest.mark.parametrize("value", ["3.5", True, [1], {"a": 1}, "<b>\x00</b>"], ids=repr)
def test_a_value_that_is_no_number_fails_its_series_alone(bank: Bank, source: WorldBank, value: object) -> None:
    change_value(bank, value)
    raw = source.fetch((GROWTH, RESEARCH), Watch())
    with pytest.raises(SourceMalformed, match="where G should have a number"):
        source.parse(raw, (GROWTH,), ECONOMIES)
    assert len(source.parse(raw, (RESEARCH,), ECONOMIES)[0].observations) == 8


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400"])
def test_a_value_that_is_not_finite_fails_its_series(bank: Bank, source: WorldBank, text: bytes) -> None:
    change_value(bank, 123456)

    def swap(path: str, times: int) -> Sent:
        return Sent(bank.answer(path, times).body.replace(b"123456", text))

    bank.wire.answers = swap
    with pytest.raises(SourceMalformed, match="no finite number"):
        read(source)


def test_a_number_too_long_for_a_float_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_value(bank, 10**400)
    with pytest.raises(SourceMalformed, match="no finite number"):
        read(source)


def test_a_row_that_comes_twice_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, rows[0]])
    with pytest.raises(SourceMalformed, match="more than one row of G"):
        read(source)


def test_a_series_without_any_figure_is_named(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [entry | {"value": None} for entry in rows])
    with pytest.raises(SourceMalformed, match="no figures of G, but nothing else"):
        read(source)


def test_figures_for_nobody_in_the_catalogue_are_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [row("G", "XXX", "YR2020", 1.0), *(entry | {"value": None} for entry in rows)])
    with pytest.raises(SourceMalformed, match="no figures of G for any economy"):
        read(source)


def test_economies_outside_the_catalogue_are_left_out(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "XXX", "YR2020", 1.0), row("G", "ARB", "nonsense", "x")])
    (fetched,) = read(source)
    assert set(fetched.observations["economy"]) == {"CHN", "USA"}


@pytest.mark.parametrize("time", ["YR9999", "YR1799", "YR2028", "YR2020Q3", "YR201712", "2020", "YR२०२०", "", "YR0000"])
def test_a_year_that_cannot_be_is_malformed(bank: Bank, source: WorldBank, time: str) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "CHN", time, 1.0)])
    with pytest.raises(SourceMalformed, match="no year that can be"):
        read(source)


def test_years_to_come_without_a_value_are_nothing_strange(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [*rows, row("G", "CHN", "YR2032", None)])
    (fetched,) = read(source)
    assert fetched.total == fetched.received == 10
    assert len(fetched.observations) == 5


def test_rows_may_come_in_any_order(bank: Bank, source: WorldBank) -> None:
    expected = read(source)[0].observations
    change_rows(bank, lambda rows: rows[::-2] + rows[-2::-2])
    assert read(source)[0].observations.equals(expected)


def test_a_series_that_comes_under_another_name_is_malformed(bank: Bank, source: WorldBank) -> None:
    change_rows(bank, lambda rows: [row("G.NEW", "CHN", "YR2020", 1.0), *rows[9:]])
    raw = source.fetch((GROWTH, RESEARCH), Watch())
    with pytest.raises(SourceMalformed, match=r"no figures of G, but G\.NEW, R"):
        source.parse(raw, (GROWTH,), ECONOMIES)
    assert len(source.parse(raw, (RESEARCH,), ECONOMIES)) == 1


def test_a_release_without_a_date_says_so(bank: Bank, source: WorldBank) -> None:
    bank.updated = "<i>soon</i>"
    (fetched,) = read(source)
    assert fetched.updated is None
    assert fetched.release == "WDI, no update date given"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("GDP growth (annual %)", "annual %"),
        ("GDP per capita, PPP (constant 2021 international $)", "constant 2021 international $"),
        ("Employment in services (% of total employment) (modeled ILO estimate)", "% of total employment"),
        ("Population, total", ""),
        ("Growth (annual\x00 <b>%</b>)\n", "annual %"),
        ("(", ""),
        ("", ""),
    ],
)
def test_the_unit_is_what_stands_in_the_last_parentheses(name: str, unit: str) -> None:
    assert _unit(name) == unit


def test_one_failed_list_of_economies_does_not_poison_what_comes_after(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: Sent(status=503) if "country/all?" in path else None
    with pytest.raises(SourceUnavailable, match="503"):
        read(source)
    assert wb.economy._class_data is None
    bank.instead = lambda _path, _times: None
    assert len(read(source)[0].observations) == 5
    assert "WLD" in wb.economy.aggregates()


def test_a_list_of_economies_that_fails_once_is_asked_for_again_from_the_start(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, times: Sent(status=503) if "country/all?" in path and times == 0 else None
    assert len(read(source)[0].observations) == 5
    assert "WLD" in wb.economy.aggregates()
    assert "___" in wb.economy._class_data


def test_a_list_of_economies_without_the_united_states_is_malformed(
    bank: Bank, source: WorldBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.contract.sources.test_world_bank.ECONOMIES", ("CHN",))
    bank.instead = lambda path, _times: (
        as_json([{"page": 1, "pages": 1, "per_page": "10", "total": 1}, [bank._country("CHN")]])
        if "country/all?" in path
        else None
    )
    with pytest.raises(SourceMalformed):
        read(source)
    assert wb.economy._class_data is None


def in_threads(count: int, work: Callable[[int], object]) -> list[object]:
    results: list[object] = [None] * count
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except SourceError as exc:
            results[number] = exc

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_eight_threads_from_cold_warm_up_once_and_agree(bank: Bank, source: WorldBank) -> None:
    slow = bank.answer

    def late(path: str, times: int) -> Sent:
        sent = slow(path, times)
        return Sent(sent.body, late=0.2) if "country/all?" in path else sent

    bank.wire.answers = late
    codes = [GROWTH, RESEARCH, PEOPLE]
    answers = in_threads(8, lambda number: len(read(source, codes[number % 3])[0].observations))
    assert answers == [5] * 8
    assert sum("country/all?" in path for path in bank.wire.asked) == 1
    assert "WLD" in wb.economy.aggregates()


def test_threads_that_wait_for_a_warm_up_that_fails_hear_of_one_failure(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: Sent(status=503, late=0.1) if "concepts" in path else None
    failures = in_threads(6, lambda _number: read(source))
    assert all(isinstance(failure, SourceUnavailable) for failure in failures)
    assert len(bank.wire.asked) == 4


def test_two_addresses_in_one_process_do_not_mix(bank: Bank, source: WorldBank, patience: Patience) -> None:
    other = WorldBank(f"{bank.wire.url}/v9", patience)
    answers = in_threads(6, lambda number: len(read(source if number % 2 else other)[0].observations))
    assert answers == [5] * 6
    assert {path.split("/")[1] for path in bank.data_asked} == {"v2", "v9"}


@pytest.mark.usefixtures("bank")
def test_figures_stay_small_in_memory(source: WorldBank) -> None:
    raw = source.fetch((GROWTH,), Watch())
    column = raw.columns["G"]
    assert len({id(text) for text in column.economy}) == len(set(column.economy))
    assert len(column.value) == 8 < column.answered == 9


def test_pages_are_decoded_while_the_garbage_collector_rests(bank: Bank, source: WorldBank) -> None:
    collected: list[str] = []

    def note(phase: str, _info: object) -> None:
        frame = sys._getframe(1)
        collected.append(f"{phase} in {frame.f_code.co_name}")

    change_rows(bank, lambda rows: rows * 100)
    gc.callbacks.append(note)
    try:
        with pytest.raises(SourceMalformed, match="more than one row"):
            read(source)
    finally:
        gc.callbacks.remove(note)
    assert not [where for where in collected if where.endswith("raw_decode")]


@pytest.mark.parametrize("body", [b'{"page":1,"pages":1,"per_page":9', None], ids=["broken", "whole"])
def test_the_garbage_collector_is_left_as_it_was(bank: Bank, source: WorldBank, body: bytes | None) -> None:
    if body is not None:
        bank.instead = lambda path, _times: Sent(body) if "/series/" in path else None
    answers = in_threads(4, lambda _number: read(source))
    assert all(isinstance(answer, SourceUnavailable) == (body is not None) for answer in answers)
    assert gc.isenabled()
    gc.disable()
    try:
        in_threads(2, lambda _number: read(source))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_answer_names_the_provider_only_once(bank: Bank, source: WorldBank) -> None:
    bank.wire.always(Sent(status=404))
    with pytest.raises(SourceRefused) as caught:
        read(source)
    assert str(caught.value).count("World Bank") == 1


def test_what_was_not_asked_for_is_no_answer(source: WorldBank) -> None:
    with pytest.raises(SourceMalformed, match="no figures of G, but nothing else"):
        source.parse(Answer({}, "", {}), (GROWTH,), ECONOMIES)


def test_a_proxy_is_not_asked_for_this_machine(bank: Bank, source: WorldBank, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert len(read(source)[0].observations) == 5
    assert len(bank.data_asked) == 1


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/v2", "http://"])
def test_an_address_that_is_none_is_named_as_such(url: str, patience: Patience) -> None:
    with pytest.raises(SourceUnavailable, match=r"World Bank: could not be asked .*ERALINE_"):
        read(WorldBank(url, patience))
