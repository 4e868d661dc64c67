"""From each page to each other, what is looked at goes along, and how one page draws it stays there."""

from dataclasses import fields, replace
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.ui import state, url
from dashboard.ui.navigation import PAGES
from dashboard.views.parameters import PARAMETERS, Stays, going_along
from dashboard.views.selection import Selection

USUAL = Selection()
ELSEWHERE = {field.name: "elsewhere" for field in fields(Selection)}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Selection]:
    streamlit = SimpleNamespace(session_state={}, context=SimpleNamespace(url=""), query_params={})
    monkeypatch.setattr(state, "st", streamlit)
    monkeypatch.setattr(url, "st", streamlit)
    found = list[Selection]()
    monkeypatch.setattr(state, "write", found.append)
    return found


def chosen(catalogue: Catalogue) -> Selection:
    """Return a selection in which everything is chosen; that the words mean something is not asked here."""
    histories = (DEFAULT_POLICY, next(name for name in catalogue.histories if name != DEFAULT_POLICY))
    asked: dict[str, Any] = {**ELSEWHERE, "policies": histories, "own": (), "further": ()}
    return replace(USUAL, **asked)


@pytest.mark.parametrize(("page", "following"), list(permutations(PAGES, 2)))
def test_what_is_looked_at_goes_along_and_how_it_is_drawn_stays(
    shipped_catalogue: Catalogue, written: list[Selection], page: str, following: str
) -> None:
    selection, (here, there) = chosen(shipped_catalogue), (PAGES[page], PAGES[following])
    state.arrive(page, keeps_selection=here.keeps_selection)
    state.remember(selection, shipped_catalogue, keeps_selection=here.keeps_selection)
    state.arrive(following, keeps_selection=there.keeps_selection)
    both = here.keeps_selection and there.keeps_selection
    least = Stays.WITH_A_SELECTION if both else Stays.EVERYWHERE
    (shown,) = written
    for parameter in PARAMETERS.values():
        if parameter.attribute in ELSEWHERE:
            goes = parameter.stays.value >= least.value
            expected = selection if goes else USUAL
            assert getattr(shown, parameter.attribute) == getattr(expected, parameter.attribute), parameter.key


def test_a_page_that_shows_no_selection_leaves_that_of_the_page_before(
    shipped_catalogue: Catalogue, written: list[Selection]
) -> None:
    for page in ("explore", "data", "compare"):
        keeps = PAGES[page].keeps_selection
        state.arrive(page, keeps_selection=keeps)
        if page != "compare":
            state.remember(Selection(indicator=page, first_year=2000), shipped_catalogue, keeps_selection=keeps)
    assert written == [Selection(indicator="explore", first_year=2000)]


def test_what_a_chart_is_of_goes_along_and_its_policy_to_every_page() -> None:
    # named here and not read from the table, so that a line that the table loses is noticed
    of_a_chart = {"indicator", "second", "economies", "eras", "first_year", "last_year", "events", "bands", "kind"}
    assert set(going_along(with_selection=True)) >= of_a_chart | {"policies", "strips", "events_of"}
    assert set(going_along(with_selection=False)) >= {"policies", "strips", "events_of"}
