"""Is trouble on the way tried again, and an answer that changed in the middle noticed?"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.errors import SourceMalformed, SourceUnavailable
from dashboard.sources.world_bank.source import WorldBank
from tests.contract.sources.conftest import Sent, as_json
from tests.contract.sources.world_bank.conftest import GROWTH, RESEARCH, UNKNOWN, Bank, read, wb


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Sent(b"<html><title>Request Error</title></html>", status=400, kind="text/html"), "400 Request Error"),
        (Sent(status=502), "502"),
        (Sent(b"<html>Down for maintenance</html>", kind="text/html"), "a web page in place of figures"),
        (Sent(b""), "an empty answer"),
        (Sent(b'{"page":1,"pages":1,"per_page":32500,"total":9,"sou'), "breaks off or is not JSON"),
        (Sent(b"[" * 100_000), "breaks off or is not JSON"),
        (Sent(b'{"page":1}', cut=5), "broke off in the middle"),
        pytest.param(Sent(b"", late=1.5), "did not answer in time", marks=pytest.mark.provider_waits),
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

    monkeypatch.setattr("dashboard.sources.world_bank.source.PAGE_ROWS", (9, 4))
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


def test_a_list_of_economies_without_the_united_states_is_malformed(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: (
        as_json([{"page": 1, "pages": 1, "per_page": "10", "total": 1}, [bank.country("CHN")]])
        if "country/all?" in path
        else None
    )
    with pytest.raises(SourceMalformed):
        read(source)
    assert wb.economy._class_data is None
