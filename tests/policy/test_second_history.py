"""Does another country's policy history drive every page, route and command, without a word of China?"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.cli import main
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.ui.navigation import PAGES
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
from tests.drawing import layout_of
from tests.pages import OpenPage, told

GERMANY = {"policy": "german-energy"}
SOLAR = {**GERMANY, "indicator": "solar-capacity"}
CHINESE = ("China", "Chinese", "CHN", "Reform and Opening", "reform-and-opening", "Deng", "State Council")


def said(app: AppTest) -> str:
    pieces = [*app.markdown, *app.caption, *app.warning, *app.info, *app.success, *app.error, *app.metric]
    texts = [f"{piece.label} {piece.value}" if piece.type == "metric" else str(piece.value) for piece in pieces]
    return "\n".join(texts).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def foreign(text: str) -> list[str]:
    return [word for word in CHINESE if word in text]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_speaks_of_china(page: str, open_page: OpenPage) -> None:
    app = open_page(page, SOLAR)
    assert not app.exception
    assert not foreign(said(app))
    assert app.radio(key=f"{page}-policy").value == "german-energy"


def test_overview_says_what_the_history_says_first(open_page: OpenPage) -> None:
    text = said(open_page("overview", GERMANY))
    assert "Germany's turn to renewable energy" in text
    # the series breaks in 2022, so nothing is said of what it was before
    assert "Germany's solar capacity was" in text
    assert "the 215 GW target is for 2030" in text
    assert "Renewables gave" in text
    assert "Germany. Renewable share: " in text


def test_a_milestone_is_shown_with_its_native_title_marked_as_german(open_page: OpenPage) -> None:
    app = open_page("timeline", {**GERMANY, "milestone": "eeg-2000"})
    assert '<span lang="de"' in said(app)
    assert "Erneuerbare-Energien-Gesetz" in said(app)
    assert app.selectbox(key="timeline-milestone").options == ["2000 Renewables act", "2011 Nuclear exit"]


def test_links_between_pages_keep_the_history(open_page: OpenPage) -> None:
    links = [link.query_string for link in _links(open_page("overview", GERMANY)) if link.query_string]
    assert links
    assert all("policy=german-energy" in link for link in links)


def _links(app: AppTest) -> list[Any]:
    return [element.proto for element in app.get("page_link")]


def test_a_history_that_there_is_none_of_falls_back_with_a_note(open_page: OpenPage) -> None:
    app = open_page("overview", {"policy": "atlantis"})
    assert 'No policy is called "atlantis".' in said(app)
    assert "China's pursuit of technology" in said(app)


def test_the_default_history_is_in_no_link(catalogue: Catalogue) -> None:
    assert read_selection({}, catalogue).selection.policy == "china"
    assert {"china", "german-energy"} <= catalogue.histories.keys()


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_every_kind_of_chart_is_about_germany(kind: str, catalogue: Catalogue, shipped_cache: Cache) -> None:
    entry = CHART_KINDS[kind]
    focused = catalogue.focused("german-energy")
    selection = read_selection({key: [value] for key, value in SOLAR.items()}, focused).selection
    built = entry.build(request_for(entry, Loader(shipped_cache.store, focused), selection))
    if not isinstance(built, Built):
        assert not foreign(built.text)
        return
    figure = built.draw("light", Sheet(1280))
    titles = " ".join(str(note.text) for note in layout_of(figure).annotations if "<b>" in str(note.text))
    # China is one of all economies that are ranked, and no more
    assert not foreign(titles.replace("<b>China</b>", ""))
    assert "Outlined: China" not in str(layout_of(figure))
    assert {view.subject for view in built.views} <= {"DEU"}


@pytest.mark.parametrize("table", ["eras", "milestones", "targets", "claims"])
def test_every_table_of_a_history_is_its_own(table: str, client: TestClient, catalogue: Catalogue) -> None:
    own = client.get(f"/api/v1/{table}", params=GERMANY)
    assert own.status_code == 200
    records: dict[str, Any] = getattr(catalogue.focused("german-energy"), table)
    assert [row["id"] for row in own.json()] == list(records)
    for answer in (own, client.get(f"/api/v1/{table}.csv", params=GERMANY)):
        # China is one of all economies that Germany is compared with, and no more
        assert not foreign(re.sub(r'"+economy"+: ?"+CHN"+', "", answer.text))


def test_what_a_milestone_rests_on_is_computed_for_every_history(client: TestClient) -> None:
    told = {row["id"]: row["confidence"] for row in client.get("/api/v1/milestones", params=GERMANY).json()}
    assert told == {"eeg-2000": "1 source", "exit-2011": "1 source"}


def test_eras_about_other_economies_are_called_the_subjects_own(open_page: OpenPage) -> None:
    app = open_page("explore", {**SOLAR, "economy": "FRA"})
    assert "Era of Germany's policy" in told(app, "eras-solar-capacity")["heads"]
    assert "Era" in told(open_page("explore", {**SOLAR, "economy": "DEU"}), "eras-solar-capacity")["heads"]


def test_native_names_carry_their_language(client: TestClient) -> None:
    german = client.get("/api/v1/eras", params=GERMANY).json()[0]
    assert (german["native_name"], german["language"], german["policy"]) == (
        "Stromeinspeisungsgesetz",
        "de",
        "german-energy",
    )
    assert "name_zh" not in german
    chinese = client.get("/api/v1/eras").json()[0]
    assert chinese["name_zh"] == chinese["native_name"]


def test_policies_lists_the_histories(client: TestClient) -> None:
    found = {row["id"]: row for row in client.get("/api/v1/policies").json()}
    assert {"china", "german-energy"} <= found.keys()
    assert found["german-energy"]["subject"] == "DEU"
    assert found["german-energy"]["links"][0]["first_year"] == 1995


def test_observations_are_cut_by_the_historys_own_eras(client: TestClient) -> None:
    rows = client.get("/api/v1/observations.json", params={**SOLAR, "economy": "DEU", "era": "first-law"}).json()
    assert rows[0]["economy"] == "DEU"
    assert rows[-1]["period"] == "2010-01-01"
    assert client.get("/api/v1/observations.json", params={**SOLAR, "era": "new-quality"}).status_code == 404


def test_an_unknown_history_is_404(client: TestClient) -> None:
    answer = client.get("/api/v1/eras", params={"policy": "atlantis"})
    assert answer.status_code == 404
    assert {"china", "german-energy"} <= set(answer.json()["error"]["allowed"])


@pytest.mark.usefixtures("laid_over")
def test_evidence_is_that_of_the_historys_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "--json", "--policy", "german-energy"]) == 0
    [claim] = json.loads(capsys.readouterr().out)
    assert claim["id"] == "it-grew"
    assert main(["evidence", "--policy", "german-energy"]) == 0
    assert not foreign(capsys.readouterr().out)


@pytest.mark.usefixtures("laid_over")
def test_export_is_cut_by_the_historys_own_eras(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = ["--indicator", "solar-capacity", "--economy", "DEU", "--era", "phase-out", "--format", "csv"]
    assert main(["export", "--policy", "german-energy", *asked]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[1].startswith("solar-capacity,DEU,2011-01-01,")
    assert main(["export", *asked]) == 2


@pytest.mark.usefixtures("laid_over")
def test_check_counts_both_histories(narrow_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(narrow_data)]) == 0
    out = capsys.readouterr().out
    assert "policy histories" in out
    assert "china, " in out
    assert "german-energy" in out
