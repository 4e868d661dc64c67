"""Can a user choose whose policy history is told and whose stands beside it, and what becomes of the rest?"""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui import search_box, state
from dashboard.ui.navigation import PAGES
from dashboard.ui.policy_choice import brought_into_focus, chosen_beside
from dashboard.views.selection import Selection
from tests.pages import OpenPage, as_read

NOW = Selection("rd-spending", policies=("china",), eras=("new-quality",), milestone="made-in-china-2025")


def test_the_header_names_the_history_in_focus_and_how_many_stand_beside_it(open_page: OpenPage) -> None:
    app = open_page("timeline", {"policy": "german-energy,china"})
    assert not app.exception
    assert as_read(next(block.proto.popover.label for block in app.get("popover"))) == "Policy: Germany: energy + 1"
    assert app.radio(key="timeline-policy").value == "german-energy"
    assert app.session_state["timeline-beside"] == ["china"]


def test_where_there_is_one_history_the_header_keeps_no_room_for_a_choice(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def freed() -> bool:
        return any("--policy-width: 0rem" in html.proto.body for html in open_page("data").get("html"))

    assert not freed()
    monkeypatch.setattr(Catalogue, "history_names", property(lambda _: {"china": "China"}))
    assert freed()


def test_choosing_histories_writes_the_link(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "era": "new-quality", "economy": "CHN,USA"})
    app.session_state["explore-beside"] = ["german-energy"]
    app.run()
    app.radio(key="explore-policy").set_value("german-energy").run()
    assert not app.exception
    assert not app.warning
    asked = {key: values if isinstance(values, str) else values[0] for key, values in app.query_params.items()}
    assert (asked["indicator"], asked["economy"]) == ("rd-spending", "DEU,USA")
    assert asked["policy"].startswith("german-energy")
    assert "era" not in asked


def test_another_focus_keeps_what_means_something_in_it(catalogue: Catalogue) -> None:
    found = state.with_policies(NOW, ("german-energy",), catalogue)
    assert found == Selection("rd-spending", policies=("german-energy",))
    beside = state.with_policies(NOW, ("china", "german-energy"), catalogue)
    assert beside == replace(NOW, policies=("china", "german-energy"))
    behind = state.with_policies(NOW, ("german-energy", "china"), catalogue)
    assert (behind.eras, behind.milestone) == ((), "made-in-china-2025")


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (None, None),
        (("CHN", "USA", "JPN", "IND", "WLD"), None),
        (("CHN", "KOR"), ("DEU", "KOR")),
        (("CHN", "DEU"), ("CHN", "DEU")),
        (("USA",), ("USA",)),
    ],
)
def test_another_subject_takes_the_place_of_the_one_before(
    catalogue: Catalogue, chosen: tuple[str, ...] | None, kept: tuple[str, ...] | None
) -> None:
    found = state.with_policies(Selection(economies=chosen), ("german-energy",), catalogue)
    assert found.economies == kept


def test_a_history_chosen_already_comes_to_the_front_and_another_takes_the_place_of_the_first() -> None:
    assert brought_into_focus("b", ("a", "b")) == ("b", "a")
    assert brought_into_focus("c", ("a", "b")) == ("c", "b")


def test_all_is_pressed_and_released_at_once() -> None:
    others = ("b", "c")
    assert chosen_beside(("c", "all"), others, ("c",)) == ("c", "b")
    assert chosen_beside(("b", "c"), others, ("b", "c")) == ()
    assert chosen_beside(("all", "c"), others, ("b", "c")) == ("c",)
    assert chosen_beside(("b",), others, ()) == ("b",)


@pytest.mark.parametrize(
    ("kind", "query", "policies", "lead_to"),
    [
        ("indicator", "indicator=gdp", "german-energy", "german-energy"),
        ("milestone", "policy=german-energy&milestone=eeg-2000", "china,german-energy", "china,german-energy"),
        ("milestone", "policy=german-energy&milestone=eeg-2000", "china", "german-energy"),
        ("milestone", "milestone=made-in-china-2025", "german-energy", None),
        ("era", "policy=german-energy&era=phase-out", "china,german-energy", "german-energy,china"),
    ],
)
def test_what_a_search_finds_opens_in_a_history_that_has_it(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, kind: str, query: str, policies: str, lead_to: str | None
) -> None:
    now = Selection(policies=tuple(policies.split(",")))
    monkeypatch.setattr(state, "catalogue", lambda: catalogue)
    monkeypatch.setattr(state, "kept", lambda: now)
    chosen = search_box.Chosen("gdp", kind, "timeline", query)
    _, asked = search_box.destination(PAGES["overview"], chosen)
    assert asked.get("policy") == lead_to


def test_every_search_result_of_a_history_says_whose_it_is(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": "nuclear exit", "kind": "milestone"}).json()
    assert "Germany" in found[0]["detail"]


def test_a_history_that_the_session_has_no_more_leaves_those_that_are_shown(catalogue: Catalogue) -> None:
    assert state.with_policies(NOW, ("own-gone",), catalogue).policies == NOW.policies
    assert state.with_policies(NOW, ("german-energy", "own-gone"), catalogue).policies == ("german-energy",)
