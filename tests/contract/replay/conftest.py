"""Who asks the replay server here? A client library that is led to it, or the wire itself."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import wbgapi

from dashboard.sources.world_bank import forget
from tests.replay import ReplayServer

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


def chart(replay: ReplayServer, file: str, *, short: bool = True) -> requests.Response:
    options = {"v": "1", "csvType": "full", "useColumnShortNames": str(short).lower()}
    return requests.get(f"{replay.owid_url}/grapher/{file}", params=options, timeout=10)
