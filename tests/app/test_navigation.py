"""Is a page one entry, reached by the navigation and by links, and is a selection kept on the way?"""

import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any, Literal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui.navigation import PAGES, PageEntry
from dashboard.views.parameters import page_keys
from tests.app.conftest import indicator_shown
from tests.pages import OpenPage

# one session walks from page to page, as the navigation's links do: they name a page and nothing else
WALK = """
import streamlit as st
from dashboard.ui.page import compare, data, evidence, explore, overview, timeline
pages = {"compare": compare, "data": data, "evidence": evidence, "explore": explore}
pages |= {"overview": overview, "timeline": timeline}
pages[st.session_state.get("to", "explore")].render()
"""
Walk = Callable[[AppTest, str], AppTest]


@pytest.fixture
def walk(open_page: OpenPage) -> Walk:
    assert open_page

    def to(app: AppTest, page: str) -> AppTest:
        for key in list(app.query_params):
            del app.query_params[key]
        app.session_state["to"] = page
        return app.run()

    return to


def start(query: dict[str, str]) -> AppTest:
    app = AppTest.from_string(WALK, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def asked(app: AppTest) -> dict[str, Any]:
    return {key: value for key, value in app.query_params.items() if key in page_keys()}


ASKED = {"indicator": "rd-spending", "economy": "CHN,KOR", "era": "innovation-driven", "from": "2001", "to": "2020"}


def test_links_of_the_navigation_keep_indicator_economies_eras_and_years(walk: Walk) -> None:
    app = start({**ASKED, "transform": "growth", "scale": "log", "as_of": "2026-11-26", "milestone": "fyp-15"})
    for page in ("compare", "timeline", "explore"):
        app = walk(app, page)
        assert not app.exception
        kept = {key: value[0] if isinstance(value, list) else value for key, value in asked(app).items()}
        assert kept == {**ASKED, "transform": "level"}


def test_what_is_changed_on_the_way_is_kept_too(walk: Walk) -> None:
    app = walk(start(ASKED), "compare")
    app.query_params["indicator"] = "gdp"
    app.run()
    app = walk(walk(app, "overview"), "explore")
    assert indicator_shown(app, "explore-indicator") == "gdp"
    assert app.multiselect(key="explore-economy").value == ["CHN", "KOR"]


def test_pages_without_a_chart_of_one_indicator_open_as_ever(walk: Walk) -> None:
    for page in ("overview", "evidence", "data"):
        assert not asked(walk(start(ASKED), page))


@pytest.mark.usefixtures("walk")
def test_a_link_that_says_something_is_followed_as_it_is() -> None:
    app = start(ASKED)
    app.query_params["indicator"] = "gdp"
    app.session_state["to"] = "compare"
    for key in ("economy", "era", "from", "to"):
        del app.query_params[key]
    assert indicator_shown(app.run(), "compare-indicator") == "gdp"
    assert set(asked(app)) == {"indicator"}


def test_a_page_that_is_chosen_again_is_shown_from_the_start(walk: Walk) -> None:
    assert not asked(walk(start(ASKED), "explore"))


def test_nothing_is_written_where_nothing_was_chosen(walk: Walk) -> None:
    assert not asked(walk(start({}), "compare"))


@pytest.mark.parametrize("entry", PAGES.values(), ids=PAGES)
def test_every_page_opens_and_says_what_its_views_are(
    open_page: OpenPage, shipped_catalogue: Catalogue, entry: PageEntry
) -> None:
    app = open_page(entry.id)
    assert not app.exception
    for view in entry.views(shipped_catalogue)[:3]:
        assert not open_page(entry.id, {"view": view}).warning


# the new page is the start, so that it is the one that runs
NEW_PAGE = """
from dashboard.ui import navigation
from dashboard.views.selection import Selection
entry, page = navigation.current_page()
page.run()
navigation.page_link("glossary", Selection("gdp"), label="What GDP is")
"""


def test_one_more_page_is_in_the_navigation_and_can_be_linked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("glossary")
    monkeypatch.setattr(module, "render", lambda: st.markdown("Words explained"), raising=False)
    monkeypatch.setitem(sys.modules, "glossary", module)
    monkeypatch.setitem(PAGES, "overview", replace(PAGES["overview"], is_start=False))
    monkeypatch.setitem(
        PAGES, "glossary", PageEntry("glossary", "Glossary", ":material/book:", "glossary", is_start=True)
    )
    offered, shown = list[str](), st.navigation

    def navigation(pages: list[st.Page], *, position: Literal["top"]) -> st.Page:
        offered.extend(page.title for page in pages)
        return shown(pages, position=position)

    monkeypatch.setattr(st, "navigation", navigation)
    app = AppTest.from_string(NEW_PAGE).run()
    assert not app.exception
    assert offered[-1] == "Glossary"
    assert [text.value for text in app.markdown] == ["Words explained"]
    link = app.get("page_link")[0].proto
    assert (link.label, link.icon) == ("What GDP is", ":material/book:")
    assert "indicator=gdp" in link.query_string
