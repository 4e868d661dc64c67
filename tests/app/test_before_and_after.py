"""Does Explore say what the figures did before and after the milestone chosen, and name its picture after the chart?"""

import json

from dashboard.catalogue.catalogue import Catalogue
from dashboard.evidence.evaluation import run_lab
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.app.conftest import said
from tests.pages import OpenPage

MILESTONE = "made-in-china-2025"


def test_a_chosen_milestone_has_its_card_and_what_the_first_economy_did_before_and_after(
    open_page: OpenPage, shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "economy": "KOR,CHN", "milestone": MILESTONE})
    assert not app.exception
    assert "## Made in China 2025" in said(app)
    assert "South Korea before and after" in [box.label for box in app.expander]
    milestone = shipped_catalogue.milestones[MILESTONE]
    lab = run_lab(Loader(shipped_cache.store, shipped_catalogue), "rd-spending", milestone, economy="KOR")
    assert len(lab.reading) > 1
    assert all(sentence in said(app) for sentence in lab.reading)


def test_without_a_milestone_there_is_neither(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending"})
    assert not [box.label for box in app.expander if "before and after" in box.label]


def test_the_numbers_of_the_pins_are_explained_beside_the_chart(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending"})
    assert "## Milestones in the chart" in said(app)


def test_the_chart_s_own_button_names_the_picture_after_what_it_shows(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": "rd-spending", "economy": "CHN,USA", "milestone": MILESTONE})
    [chart] = app.get("plotly_chart")
    name = json.loads(chart.proto.config)["toImageButtonOptions"]["filename"]
    assert name.startswith("eraline_rd-spending_CHN-USA_")


def test_a_card_of_the_reader_s_own_event_takes_the_event_along(open_page: OpenPage) -> None:
    app = open_page("timeline", {"own": "2003-05-08 Mine alone"})
    [own] = app.session_state["own-events"]
    app.selectbox(key="timeline-milestone").set_value(own.id).run()
    queries = [link.proto.query_string for link in app.get("page_link") if "milestone=own-" in link.proto.query_string]
    assert len(queries) == 1
    assert "own=2003-05-08" in queries[0]
    assert "from=1988" in queries[0]
    assert "to=2018" in queries[0]
