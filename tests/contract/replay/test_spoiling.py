"""Does a fault strike where and as often as it should, and spoil what it says?"""

import json
import re
import time
from typing import Any

import pytest
import requests

from tests.contract.replay.conftest import DATA, SOLAR, YUAN, chart, get
from tests.replay import Fault, ReplayServer, Token, closed_port, faults


def test_a_fault_strikes_the_first_few_the_nth_or_one_page_and_counts(replay: ReplayServer) -> None:
    first = replay.fault(faults.status(503), "/country/CHN", first=2)
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
        requests.get(replay.world_bank_url + DATA, timeout=2)


def test_nobody_answers_at_a_closed_port() -> None:
    with closed_port() as address, pytest.raises(requests.ConnectionError, match="refused"):
        requests.get(address, timeout=5)


def test_a_drip_keeps_within_any_timeout_and_takes_for_ever(replay: ReplayServer) -> None:
    replay.fault(faults.drip(seconds=0.02, size=1))

    answer = requests.get(replay.world_bank_url + DATA, timeout=5, stream=True)
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
    "per_page of zero": (faults.head(per_page=0), '"per_page": 0'),
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
