"""Does the replay server serve as a server does: connections, releases, latency?"""

import datetime as dt
import time
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.contract.replay.conftest import DATA, GDP, SOLAR, chart, get
from tests.replay import ReplayServer


def test_one_connection_carries_many_answers_packed_if_the_client_likes(replay: ReplayServer) -> None:
    with requests.Session() as session:
        packed = session.get(replay.world_bank_url + DATA, timeout=10)
        plain = session.get(replay.world_bank_url + DATA, headers={"Accept-Encoding": "identity"}, timeout=10)
        adapter = session.get_adapter(replay.url)
        assert isinstance(adapter, HTTPAdapter)
        pools: Any = adapter.poolmanager.pools
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
