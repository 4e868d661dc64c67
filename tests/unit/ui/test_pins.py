"""Does a click on a pin choose its milestone, walk through a joined pin's, and close the card at last?"""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.ui import pins
from dashboard.ui.context import Page
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

FIRST, SECOND, THIRD = "wto-accession", "made-in-china-2025", "fyp-15"


class Words(dict[str, Any]):
    """The words of an address, as Streamlit gives them."""

    def get_all(self, key: str) -> list[str]:
        held = self.get(key, [])
        return held if isinstance(held, list) else [held]

    def from_dict(self, words: dict[str, Any]) -> None:
        self.clear()
        self.update(words)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    """Put an address of the test's own in place of the browser's."""
    held = Words()
    monkeypatch.setattr(st, "query_params", held)
    return held


@pytest.fixture
def click(
    monkeypatch: pytest.MonkeyPatch, words: Words, shipped_catalogue: Catalogue, shipped_cache: Cache
) -> Callable[..., str]:
    """Give a way to click a pin, or a second time on it, that returns the milestone chosen then."""
    session: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", session)
    store = shipped_cache.store
    loader = Loader(store, shipped_catalogue)
    page = Page("explore", (), shipped_catalogue, shipped_cache, loader, Selection(), store.edition())
    clicked = pins.on_click(page)

    def choose(*points: object) -> str:
        session["explore-chart"] = {"selection": {"points": list(points)}}
        clicked()
        return str(words.get("milestone", ""))

    return choose


def pin(*milestones: str) -> dict[str, Any]:
    return {"customdata": ["what it tells", len(milestones), ",".join(milestones)]}


def test_a_click_on_a_pin_chooses_its_milestone_and_a_second_one_closes_it(click: Callable[..., str]) -> None:
    assert click(pin(FIRST)) == FIRST
    # plotly takes the second click for taking the first one back
    assert click() == ""


def test_a_card_that_was_closed_elsewhere_opens_again_at_the_next_click_on_its_pin(
    click: Callable[..., str], words: Words
) -> None:
    assert click(pin(FIRST)) == FIRST
    del words["milestone"]
    assert click() == FIRST


def test_clicks_on_a_joined_pin_walk_through_its_milestones_and_close_after_the_last(
    click: Callable[..., str],
) -> None:
    joined = pin(FIRST, SECOND, THIRD)
    assert [click(joined) for _ in range(5)] == [FIRST, SECOND, THIRD, "", FIRST]


def test_another_pin_is_chosen_in_place_of_the_first(click: Callable[..., str]) -> None:
    assert [click(pin(FIRST)), click(pin(SECOND, THIRD))] == [FIRST, SECOND]


def test_a_click_that_is_taken_back_closes_the_card_of_a_joined_pin_too(click: Callable[..., str]) -> None:
    assert [click(pin(FIRST, SECOND)), click()] == [FIRST, ""]


def test_a_click_on_a_figure_closes_the_card_and_opens_none(click: Callable[..., str]) -> None:
    figure = {"customdata": "5.0 %"}
    assert [click(figure), click(pin(FIRST)), click(figure), click(figure)] == ["", FIRST, "", ""]


def test_what_no_chart_says_of_a_click_chooses_nothing(click: Callable[..., str]) -> None:
    assert [click(7), click({"customdata": [1, 2, 3]}), click(None, pin(FIRST))] == ["", "", FIRST]


@pytest.mark.parametrize("chart", [{}, {"selection": None}, {"selection": {"points": 1}}, {"selection": []}])
def test_what_is_no_selection_has_no_points(chart: object) -> None:
    assert pins.points_of(chart) == []
