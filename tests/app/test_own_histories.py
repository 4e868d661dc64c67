"""Is a policy history of the user's own drawn like one that ships, in its session and in no other?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.user_history import Told, history_of_table
from dashboard.catalogue.user_tables import read_pasted
from dashboard.ui.own_histories import OwnHistory
from tests.pages import OpenPage

TEXT = "date,title,kind\n2001-02-03,<b>An act</b> of $x$,regulation\n2010,Another,plan\n"
POLICY = {"policy": "own-my-france"}


@pytest.fixture(scope="module")
def brought(shipped_catalogue: Catalogue) -> OwnHistory:
    history = history_of_table(read_pasted(TEXT), Told("My France", "FRA"), shipped_catalogue)
    return OwnHistory(history, "mine.csv", TEXT.encode())


@pytest.mark.parametrize("page", ["overview", "explore", "compare", "timeline", "evidence"])
def test_every_page_tells_it(page: str, brought: OwnHistory, open_page: OpenPage) -> None:
    app = open_page(page, POLICY, session={"own-histories": {brought.history.id: brought}})
    assert not app.exception
    assert not app.warning
    assert app.radio(key=f"{page}-policy").value == brought.history.id


def test_a_link_of_another_session_says_that_it_cannot_carry_one(open_page: OpenPage) -> None:
    [said] = [warning.value for warning in open_page("explore", POLICY).warning]
    assert "A link cannot carry a policy history of your own" in said


def test_a_link_of_another_session_with_a_slip_beside_it_says_both(open_page: OpenPage) -> None:
    [said] = [warning.value for warning in open_page("explore", {"policy": f"{POLICY['policy']},atlantis"}).warning]
    assert said.count("A link cannot carry a policy history of your own") == 1
    assert "atlantis" in said
