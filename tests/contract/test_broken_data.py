"""Does a server say what is broken in its data at a start, take it up once it is mended, and then read it no more?"""

from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.settings import DATA
from tests.policy.overlay import FILES
from tests.server import Served, running
from tests.shipped import FirstStart
from tests.stream import Stream, streaming
from tests.tables import write_tables

QUERY = "indicator=gdp-growth&economy=CHN"
ROUTES = ("/ready", "/health", "/api/v1/indicators", f"/api/v1/observations.json?{QUERY}")


def test_a_start_on_broken_data_is_made_good_without_another(first_start: FirstStart, tmp_path: Path) -> None:
    first_start.copy(tmp_path / "eraline.db")
    folder = tmp_path / "over"
    folder.mkdir()
    write_tables(folder, FILES)
    file = folder / "world" / "indicators.toml"
    sound = file.read_text("utf-8")
    file.write_text(f"{sound}[[indicator\n", "utf-8")
    with running(tmp_path, ERALINE_CATALOGUE=str(folder)) as served, streaming(served.url) as reader:
        says_what_is_broken(served, reader, "over/world/indicators.toml: not readable as TOML")
        file.write_text(sound.replace("decimals = 2", "decimals = 'x'"), "utf-8")
        says_what_is_broken(served, reader, "over/world/indicators.toml: [[indicator]] 1 (solar-to-wind): decimals")
        file.write_text(sound, "utf-8")
        draws(served, reader)
        # what is broken from now on is noticed at the next start, whatever a stranger asks for
        file.write_bytes(b"\xff\xfe\x00")
        with streaming(served.url) as stranger:
            stranger.open("explore")
            stranger.send(BackMsg(clear_cache=True))
            stranger.open("explore")
        draws(served, reader)


def says_what_is_broken(served: Served, reader: Stream, said: str) -> None:
    for path in ROUTES:
        answer = get(served, path)
        assert (answer.status_code, said in answer.text) == (503, True), answer.text
    shown = reader.open("explore", QUERY)
    (alert,) = (one.alert.body for one in shown if one.WhichOneof("type") == "alert")
    assert alert.replace("\\", "").startswith(said)
    # only the log says where the folder lies
    assert f"The catalogue is read from {DATA} and " in served.log.read_text("utf-8")


def draws(served: Served, reader: Stream) -> None:
    for path in ROUTES:
        assert get(served, path).status_code == 200, path
    assert "solar-to-wind" in get(served, "/api/v1/indicators").text
    assert [one for one in reader.open("explore", QUERY) if one.WhichOneof("type") == "plotly_chart"]


def get(served: Served, path: str) -> httpx.Response:
    return httpx.get(f"{served.url}{path}", trust_env=False, timeout=60)
