"""Who asks the replay server here? A client library that is led to it, or the wire itself."""

from typing import Any

import pytest
import requests
import wbgapi

from tests.replay import ReplayServer

# wbgapi has no types
Client = Any
wb: Client = wbgapi
GDP, RESEARCH = "NY.GDP.MKTP.CD", "GB.XPD.RSDV.GD.ZS"
SOLAR = "installed-solar-pv-capacity"
YUAN = "EXCHUS"
DATA = f"/en/sources/2/series/{GDP}/country/CHN/time/all?format=json"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, replay: ReplayServer) -> Client:
    """Lead wbgapi to the server."""
    monkeypatch.setattr(wb, "endpoint", replay.world_bank_url)
    monkeypatch.setattr(wb, "get_options", {"timeout": 10})
    monkeypatch.setattr(wb, "per_page", 1000)
    return wb


def get(replay: ReplayServer, path: str, **options: Any) -> requests.Response:  # noqa: ANN401 - whatever get takes
    return requests.get(replay.world_bank_url + path, timeout=10, **options)


def chart(replay: ReplayServer, file: str, *, short: bool = True) -> requests.Response:
    options = {"v": "1", "csvType": "full", "useColumnShortNames": str(short).lower()}
    return requests.get(f"{replay.owid_url}/grapher/{file}", params=options, timeout=10)
