"""Does the World Bank's source ask for no more than it needs, and take all that comes?"""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.catalogue.described import unit_in
from dashboard.errors import Cancelled, SourceUnavailable
from dashboard.sources.base import Watch
from dashboard.sources.request import RetryPolicy
from dashboard.sources.text import plain
from dashboard.sources.world_bank.source import BATCH, WorldBank
from tests.contract.sources.conftest import Sent, make_indicator
from tests.contract.sources.world_bank.conftest import GROWTH, RESEARCH, Bank, read, wb


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
    assert unit_in(plain(name)) == unit


def test_a_proxy_is_not_asked_for_this_machine(bank: Bank, source: WorldBank, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert len(read(source)[0].observations) == 5
    assert len(bank.data_asked) == 1


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/v2", "http://"])
def test_an_address_that_is_none_is_named_as_such(url: str, policy: RetryPolicy) -> None:
    with pytest.raises(SourceUnavailable, match=r"World Bank: could not be asked .*ERALINE_"):
        read(WorldBank(url, policy))
