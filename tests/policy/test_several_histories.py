"""Do several policy histories stand side by side, the first of them in focus?"""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import CatalogueError
from dashboard.settings import DATA
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import focused, query_of, read_selection
from tests.pages import OpenPage, told
from tests.policy.overlay import write_overlay

BOTH = ("china", "german-energy")


def test_a_link_names_several_histories_and_reads_back(catalogue: Catalogue) -> None:
    selection = read_selection({"policy": ["german-energy,china"]}, catalogue).selection
    assert (selection.policies, selection.policy) == (("german-energy", "china"), "german-energy")
    assert query_of(selection)["policy"] == "german-energy,china"


def test_an_unknown_history_among_several_is_left_out_with_a_note(catalogue: Catalogue) -> None:
    reading = read_selection({"policy": ["german-energy,atlantis"]}, catalogue)
    assert reading.selection.policies == ("german-energy",)
    assert [problem.field for problem in reading.problems] == ["policy"]


def test_all_names_every_history_and_keeps_the_one_before_it_in_focus(catalogue: Catalogue) -> None:
    every = read_selection({"policy": ["all"]}, catalogue).selection.policies
    assert (every[0], set(every)) == ("china", set(catalogue.histories))
    german = read_selection({"policy": ["german-energy,all"]}, catalogue).selection.policies
    assert (german[0], set(german), len(german)) == ("german-energy", set(every), len(every))


def test_the_scoreboard_tells_of_each_economy_by_itself(client: TestClient) -> None:
    rows = client.get("/api/v1/targets", params={"policy": ",".join(BOTH), "about": "solar-capacity"}).json()
    assert {row["economy"] for row in rows} == {"CHN", "DEU"}
    assert {row["indicator"] for row in rows} == {"solar-capacity"}
    german = client.get("/api/v1/targets", params={"policy": ",".join(BOTH), "economy": "DEU", "from": 2030}).json()
    assert [row["id"] for row in german] == ["solar-2030-215gw"]
    refused = client.get("/api/v1/targets", params={"about": "atlantis"})
    assert (refused.status_code, refused.json()["error"]["field"]) == (404, "about")


def test_the_page_offers_the_targets_of_all_histories_and_sums_each_economy_up(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "targets", "policy": ",".join(BOTH), "about": "solar-capacity"})
    texts = [piece.value for piece in app.markdown]
    assert "## Who met what they promised?" in texts
    [table] = [piece.proto.body for piece in app.get("html") if 'class="targets"' in piece.proto.body]
    assert 'Germany<div class="small">Of 1 target on record, none can be judged: 1 is not due yet.' in table
    assert [box.value for box in app.selectbox if box.label == "Indicator"] == ["solar-capacity"]


def test_eras_are_those_of_the_first_and_milestones_and_targets_those_of_all(catalogue: Catalogue) -> None:
    both = focused(catalogue, BOTH)
    china, german = (catalogue.histories[name] for name in BOTH)
    assert both.eras == china.eras
    assert both.milestones == {**china.milestones, **german.milestones}
    assert both.targets == {**china.targets, **german.targets}


def test_a_chart_draws_the_targets_of_every_subject_that_it_shows(catalogue: Catalogue, shipped_cache: Cache) -> None:
    both = focused(catalogue, BOTH)
    asked = {"policy": [",".join(BOTH)], "indicator": ["solar-capacity"], "economy": ["CHN,DEU"]}
    view = chart_view(Loader(shipped_cache.store, both), read_selection(asked, both).selection)
    assert {target.economy for target in view.targets} == {"CHN", "DEU"}
    assert set(view.outcomes) == {target.id for target in view.targets}


def test_every_milestone_says_which_history_and_language_it_is_of(client: TestClient) -> None:
    rows = client.get("/api/v1/milestones", params={"policy": ",".join(BOTH)}).json()
    told = {(row["policy"], row["language"]) for row in rows}
    assert told == {("china", "zh"), ("german-energy", "de")}
    assert all(("title_zh" in row) == (row["policy"] == "china") for row in rows)


def test_no_two_histories_have_a_milestone_of_the_same_id(tmp_path: Path) -> None:
    edit = ("policy/german-energy/milestones.toml", 'id = "exit-2011"', 'id = "wto-accession"')
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(DATA, write_overlay(tmp_path, edit))
    [mistake] = map(str, caught.value.mistakes)
    assert "german-energy/milestones.toml" in mistake
    assert "[[milestone]] wto-accession: id: is taken by one of the history 'china'" in mistake


def test_a_record_does_not_say_itself_which_history_it_is_of(tmp_path: Path) -> None:
    edit = ("policy/german-energy/eras.toml", 'id = "first-law"', 'id = "first-law"\npolicy = "china"')
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(DATA, write_overlay(tmp_path, edit))
    assert "policy (its folder says it)" in str(caught.value.mistakes[0])


def test_explore_offers_whose_milestones_and_whose_eras_are_drawn(open_page: OpenPage) -> None:
    asked = {"policy": ",".join(BOTH), "indicator": "solar-capacity", "economy": "CHN,DEU"}
    app = open_page("explore", asked)
    assert "Era of China's policy" in told(app, "eras-solar-capacity")["heads"]
    whose = app.button_group(key="explore-events_of")
    assert whose.value == list(BOTH)
    whose.set_value(["german-energy"])
    app.toggle(key="explore-strips").set_value(True)
    app.run()
    assert (app.query_params["events_of"], app.query_params["strips"]) == ("german-energy", "all")
    assert app.query_params["policy"] == ",".join(BOTH)
    alone = open_page("explore", {**asked, "policy": "china"})
    assert not [group for group in alone.button_group if group.key == "explore-events_of"]


def test_overview_says_whose_milestones_surround_the_series_of_the_one_in_focus(open_page: OpenPage) -> None:
    captions = [entry.value for entry in open_page("overview", {"policy": ",".join(BOTH)}).caption]
    assert any(text.replace("\\", "").startswith("China. Milestones of Germany's policy. ") for text in captions)
