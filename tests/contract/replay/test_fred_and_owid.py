"""Does the replay server speak as FRED and as Our World in Data do?"""

import csv
import io

import pytest
import requests

from tests.contract.replay.conftest import SOLAR, YUAN, chart
from tests.replay import ReplayServer


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
        newest = max(int(year) for _, year in replay.figures(SOLAR))

    name = "installed_solar_pv_capacity"
    assert rows[0] == ["Entity", "Year", name, f"{name}__projected"]
    assert {row[1] for row in rows[1:] if row[2] == ""} == {str(newest + ahead) for ahead in (1, 2, 3)}


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
