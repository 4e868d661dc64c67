"""Does the Timeline show what its address asks for, one card a milestone, and the reader's own events everywhere?"""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import MilestoneKind
from tests.app.conftest import indicator_shown, linked, said
from tests.pages import OpenPage, as_read

PASTED = "own-text"


def figure(app: AppTest) -> dict[str, Any]:
    [chart] = app.get("plotly_chart")
    return json.loads(chart.proto.spec)


def marked(app: AppTest) -> set[str]:
    """Return the ids of the milestones on the page's chart."""
    traces = figure(app)["data"]
    return {point[2] for trace in traces for point in trace.get("customdata") or [] if isinstance(point, list)}


def paste(app: AppTest, text: str) -> AppTest:
    app.text_area(key=PASTED).set_value(text)
    return app.button(key="own-add").click().run()


def test_the_first_look_is_every_milestone_from_1861_to_today(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    app = open_page("timeline")
    assert not app.exception
    assert not app.warning
    assert marked(app) == set(shipped_catalogue.milestones)
    assert figure(app)["layout"]["xaxis"]["range"][0] < "1861"
    assert app.session_state["timeline-range"] == "All"
    assert app.session_state["timeline-events"] == [kind for kind in MilestoneKind if kind is not MilestoneKind.OWN]


def test_every_control_shows_what_the_address_says(open_page: OpenPage) -> None:
    query = {
        "from": "2015",
        "to": "2020",
        "events": "plan,external",
        "search": "five-year",
        "milestone": "made-in-china-2025",
        "indicator": "rd-spending",
        "view": "overlay",
    }
    app = open_page("timeline", query)
    assert not app.exception
    assert app.number_input(key="timeline-first_year").value == 2015
    assert app.number_input(key="timeline-last_year").value == 2020
    assert app.session_state["timeline-range"] is None
    assert app.session_state["timeline-events"] == ["plan", "external"]
    assert app.text_input(key="timeline-search").value == "five-year"
    assert app.selectbox(key="timeline-milestone").value == "made-in-china-2025"
    assert indicator_shown(app, "timeline-overlay") == "rd-spending"
    assert "2015" <= figure(app)["layout"]["xaxis"]["range"][1] < "2022"
    assert any(trace.get("yaxis") == "y2" for trace in figure(app)["data"])


def test_the_buttons_of_years_write_the_address_and_read_it(open_page: OpenPage) -> None:
    app = open_page("timeline", {"from": "1978"})
    assert app.session_state["timeline-range"] == "Since 1978"
    assert "prc-founded" not in marked(app)
    app.number_input(key="timeline-first_year").set_value(1949).run()
    assert app.session_state["timeline-range"] == "Since 1949"
    assert app.query_params["from"] == "1949"


def test_a_search_is_kept_in_the_address_and_says_so_when_nothing_is_found(open_page: OpenPage) -> None:
    app = open_page("timeline", {"to": "2026"})
    app.text_input(key="timeline-search").set_value("SOLAR").run()
    assert app.query_params["search"] == "SOLAR"
    assert 2 < len(marked(app)) < 10
    app.text_input(key="timeline-search").set_value("中国制造").run()
    assert "made-in-china-2025" in marked(app)
    app.text_input(key="timeline-search").set_value("<b>no such thing").run()
    assert not app.exception
    assert 'No milestone from 1861 to 2026 of those shown mentions "<b>no such thing".' in said(app)
    assert not app.get("plotly_chart")


def test_no_kind_of_milestone_asks_for_one(open_page: OpenPage) -> None:
    app = open_page("timeline", {"events": "none"})
    assert not app.exception
    assert "Choose at least one" in said(app)


@pytest.mark.parametrize("query", [{"from": "2090"}, {"to": "1801"}, {"from": "1900", "to": "1910"}])
def test_years_without_milestones_are_said_in_words(open_page: OpenPage, query: dict[str, str]) -> None:
    app = open_page("timeline", query)
    assert not app.exception
    assert "There is no milestone " in said(app)


def test_every_milestone_has_a_card_with_its_sources(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    app = open_page("timeline")
    for milestone in shipped_catalogue.milestones.values():
        app.selectbox(key="timeline-milestone").set_value(milestone.id).run()
        assert not app.exception
        assert app.query_params["milestone"] == milestone.id
        card = said(app)
        for text in (milestone.title, milestone.native_title, milestone.summary, milestone.issuer, milestone.document):
            assert text in card
        assert all(source.title in card for source in milestone.sources)
        assert {str(source.url) for source in milestone.sources if source.url} <= linked(app)


def test_a_card_leads_to_the_figures_around_its_milestone(open_page: OpenPage) -> None:
    app = open_page("timeline", {"milestone": "made-in-china-2025"})
    links = [link.proto for link in app.get("page_link")]
    assert "R&D spending" in [as_read(link.label) for link in links]
    query = next(link.query_string for link in links if as_read(link.label) == "R&D spending")
    assert "indicator=rd-spending" in query
    assert "milestone=made-in-china-2025" in query
    assert "from=2000" in query
    assert "to=2030" in query


def test_an_indicator_without_figures_in_the_years_is_said_in_words(open_page: OpenPage) -> None:
    query = {"view": "overlay", "indicator": "rd-spending", "from": "1861", "to": "1899"}
    app = open_page("timeline", query)
    assert not app.exception
    assert "Research and development spending has no figures for China from 1861 to 1899." in said(app)
    assert marked(app) == {"self-strengthening"}
    assert "nothing was stored before" in said(open_page("timeline", {"view": "overlay", "as_of": "1999-01-01"}))


def test_pasted_events_are_drawn_named_in_the_address_and_can_be_chosen(open_page: OpenPage) -> None:
    app = paste(open_page("timeline"), "2015-05-08,My <b>event</b>\nnonsense,x\n2019;late\n")
    assert not app.exception
    assert "1 event added." in said(app)
    assert 'Row 2: "nonsense" is not a date' in said(app)
    assert 'Row 3: "2019;late" is not a date' in said(app)
    assert app.query_params["own"] in (["2015-05-08 My <b>event</b>"], "2015-05-08 My <b>event</b>")
    [own] = [name for name in marked(app) if name.startswith("own-")]
    assert app.session_state["timeline-events"][-1] == "own"
    app.selectbox(key="timeline-milestone").set_value(own).run()
    assert not app.exception
    assert "Your own event" in said(app)
    assert "custom event" in said(app)


def test_events_are_shown_even_where_only_other_kinds_were(open_page: OpenPage) -> None:
    app = paste(open_page("timeline", {"events": "plan"}), "2015,Mine")
    assert app.session_state["timeline-events"] == ["plan", "own"]
    assert any(name.startswith("own-") for name in marked(app))


def test_own_events_are_removed_all_together(open_page: OpenPage) -> None:
    app = paste(open_page("timeline"), "2015,Mine\n2016,Another")
    app.button(key="own-remove").click().run()
    assert not app.exception
    assert not any(name.startswith("own-") for name in marked(app))
    assert "own" not in app.query_params


def test_a_list_too_long_for_a_link_says_so_and_stays_in_the_session(open_page: OpenPage) -> None:
    app = paste(open_page("timeline"), "".join(f"{year},{'y' * 90}\n" for year in range(2000, 2020)))
    assert "20 events added." in said(app)
    assert "The link does not carry your own events" in said(app)
    assert "own" not in app.query_params
    app.text_input(key="timeline-search").set_value("yyy").run()
    assert len(marked(app)) == 20


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is nothing in it"),
        ("".join(f"2015,event {number}\n" for number in range(10_000)), "200 events are the most"),
        ("date,place,person\n2015,x,y", "not clear which column holds the titles"),
        ("7/8/2015,x", "First say what comes first in these dates"),
    ],
)
def test_a_list_of_no_use_leaves_the_page_as_it_was(open_page: OpenPage, text: str, reason: str) -> None:
    app = open_page("timeline")
    before = marked(app)
    app = paste(app, text)
    assert not app.exception
    assert "Nothing was added." in said(app)
    assert reason in said(app)
    assert marked(app) == before


def test_one_press_adds_what_was_pasted_and_says_so_once(open_page: OpenPage) -> None:
    app = open_page("timeline")
    app.text_area(key=PASTED).set_value("2015,Mine").run()
    assert "1 event understood" in said(app)
    assert "own" not in app.query_params
    app.button(key="own-add").click().run()
    assert "1 event added." in said(app)
    assert "Nothing was added" not in said(app)
    assert app.text_area(key=PASTED).value == ""
    assert "added." not in said(app.run())


def test_a_date_with_two_readings_is_asked_for(open_page: OpenPage) -> None:
    app = open_page("timeline")
    app.text_area(key=PASTED).set_value("7/8/2015,Mine\n9/9/2015,Clear").run()
    asked = app.radio(key="own-order")
    assert asked.label == "Which day is 7/8/2015?"
    assert asked.options == ["7 August 2015", "8 July 2015"]
    asked.set_value("month-first").run()
    assert "2 events understood" in said(app)
    app.button(key="own-add").click().run()
    assert "2 events added." in said(app)
    assert [str(event.date) for event in app.session_state["own-events"]] == ["2015-07-08", "2015-09-09"]


@pytest.mark.parametrize("page", ["timeline", "explore", "overview", "data"])
def test_events_in_a_link_are_kept_for_the_session_on_every_page(open_page: OpenPage, page: str) -> None:
    app = open_page(page, {"own": ["2015-05-08 Mine, with a comma", "no date"]})
    assert not app.exception
    assert [event.title for event in app.session_state["own-events"]] == ["Mine, with a comma"]
    assert 'An event of your own cannot be read: "no" is not a date' in said(app)


def test_explore_shows_the_events_of_a_link(open_page: OpenPage) -> None:
    spec = json.dumps(figure(open_page("explore", {"own": "2003-05-08 Mine alone"})))
    assert "Mine alone" in spec


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"milestone": "no-such"}, "no-such"),
        ({"from": "2000", "to": "1990"}, "backwards"),
        ({"events": "party"}, "party"),
        ({"view": "chart"}, "chart"),
        ({"own": "y" * 3_000}, "too long"),
        ({"search": ["a", "b"]}, "given 2 times"),
    ],
)
def test_a_word_that_cannot_be_followed_is_noted_and_the_timeline_drawn(
    open_page: OpenPage, query: dict[str, Any], words: str
) -> None:
    app = open_page("timeline", query)
    assert not app.exception
    assert words in said(app)
    assert len(marked(app)) > 30
