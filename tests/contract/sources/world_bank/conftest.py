"""What does the World Bank's source send to here? A World Bank of three economies and three years."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import wbgapi

from dashboard.catalogue.indicators import Indicator
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.request import RetryPolicy
from dashboard.sources.world_bank.source import WorldBank
from tests.contract.sources.conftest import Sent, Wire, as_json, make_indicator

wb: Any = wbgapi
ECONOMIES = {code: code for code in ("CHN", "USA", "WLD")}
NAMES = {"G": "Growth (annual %)", "R": "Research, total (% of GDP)", "P": "Population, total"}
YEARS = (2018, 2019, 2020)
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
                sent = self._list([self.country(code) for code in ECONOMIES])
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

    def country(self, code: str) -> dict[str, Any]:
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
def source(wire: Wire, policy: RetryPolicy) -> WorldBank:
    return WorldBank(f"{wire.url}/v2/", policy, today=lambda: TODAY)


def read(source: WorldBank, *indicators: Indicator, watch: Watch | None = None) -> list[Fetched]:
    batch = indicators or (GROWTH,)
    return list(source.parse(source.fetch(batch, watch or Watch()), batch, {"CHN": "CHN", "USA": "USA"}))


def change_rows(bank: Bank, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    bank.rows = lambda codes: change(all_rows(codes))


def change_value(bank: Bank, value: object, code: str = "G") -> None:
    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        first = next(n for n, entry in enumerate(rows) if entry["variable"][2]["id"] == code)
        rows[first]["value"] = value
        return rows

    change_rows(bank, change)
