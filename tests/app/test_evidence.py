"""Does Evidence show every claim, open the one that its address names, and ask the lab what its address asks?"""

import datetime as dt
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.analysis.windows import Statistic, Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.evidence_views import lab_view, views_of, windows_of
from dashboard.evidence import labels
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.export import report
from dashboard.ui import resources
from dashboard.ui.page import evidence
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.app.conftest import indicator_shown, linked, said
from tests.pages import OpenPage


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def pictures(app: AppTest) -> list[str]:
    return [piece.proto.body for piece in app.get("html") if "<img" in piece.proto.body]


def offered(app: AppTest) -> list[str]:
    return [block.proto.popover.label for block in app.get("popover")]


def test_the_first_look_is_every_claim_with_verdict_sentence_and_picture(
    open_page: OpenPage, shipped_results: tuple[ClaimResult, ...]
) -> None:
    app = open_page("evidence")
    assert not app.exception
    text = said(app)
    assert CONSISTENT_MEANS in text
    for result in shipped_results:
        assert result.claim.title in text
        assert result.claim.statement in text
        assert result.sentence in text
        assert result.verdict.value.capitalize() in text
        assert all(f"{part}: **{outcome.value}**" in text for part, outcome in result.parts.items())
    assert len(pictures(app)) == len(shipped_results) == 8
    assert all('alt="' in picture for picture in pictures(app))


def test_the_article_its_original_and_what_cannot_be_tested_are_named(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    app, history = open_page("evidence"), shipped_catalogue.history
    text = said(app)
    assert history.article is not None
    assert history.article.original is not None
    for named in (history.article, history.article.original):
        assert named.title in text
        assert str(named.url) in linked(app)
    assert all(line in text for line in labels.untestable_lines(history.untestable))
    assert all(meaning in text for words in labels.LEGEND.values() for meaning in words.values())


def test_the_method_is_a_tab_with_an_address(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "method"})
    assert not app.exception
    assert "Consistent means not contradicted by these figures" in said(app)
    assert "What we do not do, and why" in said(app)


def test_a_closed_claim_builds_no_chart(open_page: OpenPage) -> None:
    assert charts(open_page("evidence")) == 0


def test_under_a_chart_stands_what_is_marked_in_it(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "growth-orientation"})
    assert any("Shaded: the years that are compared" in chart.proto.spec for chart in app.get("plotly_chart"))


@pytest.mark.parametrize("place", range(8))
def test_an_open_claim_shows_every_check_with_method_change_caveat_and_literature(
    open_page: OpenPage, shipped_results: tuple[ClaimResult, ...], place: int
) -> None:
    result = shipped_results[place]
    app = open_page("evidence", {"view": result.claim.id})
    assert not app.exception
    text = said(app)
    for entry in result.checks:
        assert entry.description.title in text
        assert entry.description.sentence in text
        assert entry.description.method in text
        assert entry.would_change in text
    assert all(caveat in text for caveat in result.claim.caveats)
    assert all(labels.cited(reference) in text for reference in result.claim.literature)
    assert charts(app) >= len(result.checks)
    assert offered(app).count("Picture") == charts(app)
    # and one for the report
    assert offered(app).count("Take away") == charts(app) + 1
    # and one to the method
    assert len(app.get("page_link")) == len(result.checks) + 1


def test_a_check_leads_to_the_same_view_in_explore(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "growth-orientation", "as_of": "2026-07-13"})
    queries = [parse_qs(link.proto.query_string) for link in app.get("page_link")]
    [change] = [query for query in queries if "milestone" in query]
    assert change["indicator"] == ["gdp-growth"]
    assert change["economy"] == ["CHN"]
    assert change["from"] == ["1979"]
    assert change["milestone"] == ["leadership-2012"]
    assert change["as_of"] == ["2026-07-13"]


def test_before_any_figures_nothing_can_be_tested_and_the_reason_is_said(open_page: OpenPage) -> None:
    app = open_page("evidence", {"as_of": "2001-01-01", "view": "growth-orientation"})
    assert not app.exception
    text = said(app)
    assert text.count("Not testable") >= 8
    assert "As known on 2001-01-01" in text
    assert "there are no figures of the economy" in text
    assert not pictures(app)
    assert charts(app) == 0


def test_the_day_is_written_into_the_address_beside_the_open_claim(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "growth-orientation"})
    app.date_input(key="evidence-as_of").set_value(dt.date(2025, 7, 1)).run()
    assert not app.exception
    assert app.query_params["as_of"] == "2025-07-01"
    assert app.query_params["view"] == "growth-orientation"


def test_the_report_is_offered_in_three_forms_named_by_the_vintage(
    open_page: OpenPage, shipped_results: tuple[ClaimResult, ...], shipped_catalogue: Catalogue
) -> None:
    app = open_page("evidence")
    app.session_state["evidence-download"] = True
    app.run()
    # tests of other pages may have brought newer figures into the store that they share with this one
    now = evaluate(Loader(resources.cache().store, shipped_catalogue))
    assert [entry.sentence for entry in now] == [entry.sentence for entry in shipped_results]
    day = report.Report(shipped_catalogue, now, dt.date(2026, 11, 24)).day
    names = {button.proto.label for button in app.get("download_button")}
    assert names == {"Report (HTML)", "Report (Markdown)", "Checks (CSV)"}
    codes = [code.value for code in app.code]
    assert any(f"as_of={day}" in code for code in codes)
    assert any(f"Eraline, vintage {day}" in code for code in codes)


def test_the_lab_asks_what_the_address_says(open_page: OpenPage) -> None:
    query = {"view": "lab-slope-6", "indicator": "exports-share", "economy": "KOR", "milestone": "wto-accession"}
    app = open_page("evidence", query)
    assert not app.exception
    assert indicator_shown(app, "evidence-indicator") == "exports-share"
    assert app.selectbox(key="evidence-economy").value == "KOR"
    assert app.selectbox(key="evidence-milestone").value == "wto-accession"
    assert app.slider(key="evidence-k").value == 6
    text = said(app)
    assert "South Korea at WTO accession: Exports of goods and services moved by" in text
    assert "Not causal: the date was chosen by people who knew the figures" in text
    assert "by luck alone" in text
    assert charts(app) == 4
    assert len(app.dataframe) == 1
    assert offered(app).count("Take away") == 5


def test_every_choice_in_the_lab_is_kept_in_the_address(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "lab"})
    app.slider(key="evidence-k").set_value(3).run()
    assert app.query_params["view"] == "lab-mean-3"
    app.segmented_control(key="evidence-statistic").set_value("slope").run()
    # slopes take at least five years
    assert app.query_params["view"] == "lab-slope-5"
    app.selectbox(key="evidence-milestone").set_value("wto-accession").run()
    app.selectbox(key="evidence-economy").set_value("USA").run()
    assert not app.exception
    assert app.query_params["milestone"] == "wto-accession"
    assert app.query_params["economy"] == "USA"
    assert app.query_params["view"] == "lab-slope-5"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"milestone": "self-strengthening"}, "Too short to say: the windows"),
        ({"milestone": "section-301-tariffs", "view": "lab-mean-10"}, "Too short to say"),
        ({"indicator": "fdi-inflows", "milestone": "reform-and-opening"}, "lack figures for 1974–1978"),
        ({"indicator": "rd-spending", "economy": "WLD"}, "Research and development spending"),
        ({"as_of": "2001-01-01"}, "2001"),
        ({"indicator": "exchange-rate", "economy": "USA"}, "Exchange rate"),
    ],
)
def test_what_the_lab_cannot_say_is_a_sentence(open_page: OpenPage, query: dict[str, str], words: str) -> None:
    app = open_page("evidence", {"view": "lab", **query})
    assert not app.exception
    assert words.lower() in said(app).lower()


def test_the_readers_own_event_can_be_asked_about(open_page: OpenPage) -> None:
    app = open_page("evidence", {"view": "lab", "own": "1995-05-08 Mine <b>alone"})
    own = next(name for name in app.selectbox(key="evidence-milestone").options if "Mine" in name)
    app.selectbox(key="evidence-milestone").select(own).run()
    assert not app.exception
    assert "China at Mine <b>alone: " in said(app)


def test_the_lab_without_a_milestone_asks_about_one_that_fits(
    open_page: OpenPage, shipped_catalogue: Catalogue
) -> None:
    for indicator in ("gdp-growth", "rd-spending", "solar-capacity", "exchange-rate", "patents-resident"):
        text = said(open_page("evidence", {"view": "lab", "indicator": indicator}))
        assert "Not causal" in text
        assert indicator in shipped_catalogue.indicators


def test_a_view_of_the_lab_reads_back_as_its_windows(shipped_catalogue: Catalogue) -> None:
    shortest: dict[Statistic, int] = {"mean": 3, "slope": 5}
    for statistic, least in shortest.items():
        for k in range(least, 11):
            asked = Windows(statistic, k)
            assert windows_of(lab_view(asked)) == asked
            assert lab_view(asked) in views_of(shipped_catalogue)
    assert windows_of("growth-orientation") is None


@pytest.mark.parametrize("view", ["no-such-claim", "lab-mean-2", "lab-slope-11"])
def test_a_view_that_is_none_is_noted_and_the_list_shown(open_page: OpenPage, view: str) -> None:
    app = open_page("evidence", {"view": view})
    assert not app.exception
    assert view in said(app)
    assert len(pictures(app)) == 8


def test_the_targets_are_a_tab_of_their_own(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    app = open_page("evidence", {"view": "targets"})
    assert not app.exception
    [table] = [piece.proto.body for piece in app.get("html") if 'class="targets"' in piece.proto.body]
    assert all(target.set_by.split("(")[0].strip() in unescape(table) for target in shipped_catalogue.targets.values())
    assert "Targets of China" in said(app)
    app.session_state["evidence-targets-download"] = True
    app.run()
    assert any(button.proto.label.startswith("Excel") for button in app.get("download_button"))


def test_verdicts_of_an_earlier_day_are_compared_with_today_s(open_page: OpenPage) -> None:
    app = open_page("evidence", {"as_of": "2025-01-01"})
    assert not app.exception
    assert "1 January 2025" in said(app)
    assert "today's figures" in said(app)
    assert any(caption.value.startswith("Values changed since 1 January 2025") for caption in app.caption)
    [today] = [button for button in app.button if button.label == "Show today’s"]
    assert "as_of" not in today.click().run().query_params


@pytest.mark.parametrize("view", ["lab", "targets"])
def test_the_lab_and_the_targets_of_an_earlier_day_say_which_values_changed(open_page: OpenPage, view: str) -> None:
    app = open_page("evidence", {"as_of": "2025-01-01", "view": view})
    assert not app.exception
    assert "since 1 January 2025" in said(app)


def test_a_tab_that_is_not_there_is_not_opened() -> None:
    asked = Selection(economies=("CHN",), view="lab")
    assert evidence.with_tab(asked, "no such tab") == asked
    assert evidence.with_tab(asked, "Targets") == replace(asked, view="targets", economies=None)
