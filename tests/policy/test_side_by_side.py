"""Is each economy counted from its own milestone, and does everything that a chart gives say so?"""

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import first_year_from
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import query_of, read_selection
from tests.drawing import layout_of, traces
from tests.pages import OpenPage

LOOKED_AT = ("mlp-2006", "eeg-2000", "exit-2011")
ASKED = {"indicator": "rd-spending", "view": "event-time", "milestone": ",".join(LOOKED_AT)}


@pytest.fixture
def built(catalogue: Catalogue, shipped_cache: Cache) -> Built:
    reading = read_selection({key: [value] for key, value in ASKED.items()}, catalogue, views=("event-time",))
    assert reading.problems == ()
    kind = CHART_KINDS["event-time"]
    made = kind.build(request_for(kind, Loader(shipped_cache.store, catalogue), reading.selection))
    assert isinstance(made, Built)
    return made


def test_a_link_names_milestones_of_several_histories_and_reads_back(catalogue: Catalogue) -> None:
    selection = read_selection({"milestone": [",".join(LOOKED_AT)]}, catalogue).selection
    assert (selection.milestone, selection.milestones) == (LOOKED_AT[0], LOOKED_AT)
    assert query_of(selection)["milestone"] == ",".join(LOOKED_AT)


def test_one_alone_is_a_milestone_of_the_histories_chosen(catalogue: Catalogue) -> None:
    alone = read_selection({"milestone": ["eeg-2000"]}, catalogue)
    assert (alone.selection.milestones, [problem.code for problem in alone.problems]) == ((), ["unknown-milestone"])
    amid = read_selection({"milestone": ["mlp-2006,atlantis,eeg-2000"]}, catalogue)
    assert (amid.selection.milestones, len(amid.problems)) == (("mlp-2006", "eeg-2000"), 1)


def test_each_line_is_seen_from_the_three_years_before_its_own_milestone(built: Built, catalogue: Catalogue) -> None:
    rows = built.rows()
    known = {name: one for history in catalogue.histories.values() for name, one in history.milestones.items()}
    for name, economy in zip(LOOKED_AT, ("CHN", "DEU", "DEU"), strict=True):
        own = rows[(rows["milestone"] == name) & rows["observed"].notna()].set_index("t")
        assert set(own["economy"]) == {economy}
        assert own.loc[0, "period"] == f"{first_year_from(known[name].date)}-01-01"
        base = own.loc[[-3, -2, -1], "observed"].mean()
        assert own["value"].to_numpy() == pytest.approx((own["observed"] - base).to_numpy())
    others = rows[rows["economies"].notna()]
    assert set(others["milestone"]) == {LOOKED_AT[0]}


def test_lines_of_one_economy_are_told_apart_and_all_are_named_at_their_ends(built: Built) -> None:
    figure = built.draw("light", Sheet(1280))
    drawn = [trace for trace in traces(figure) if trace.name == "Germany"]
    assert {trace.line.dash for trace in drawn} >= {None, "dot"}
    words = [str(note.text) for note in layout_of(figure).annotations]
    assert {"<b>China 2006</b>", "Germany 2000", "Germany 2011"} <= set(words)
    assert any("Germany 2000 (Renewables act, 1 April 2000)" in text.replace("<br>", " ") for text in words)
    assert list(built.table())[:2] == ["Years from it", "China, S&T program (MLP) (2006)"]
    assert "Germany, Renewables act (2000): " in built.alt


def test_page_and_picture_draw_the_same_and_the_page_offers_further_milestones(
    open_page: OpenPage, client: TestClient
) -> None:
    app = open_page("compare", ASKED)
    assert not app.exception
    [further] = [box for box in app.multiselect if box.label == "Further milestones"]
    assert further.value == list(LOOKED_AT[1:])
    answer = client.get(f"/api/v1/chart.svg?{urlencode(ASKED)}")
    assert (answer.status_code, "each at its own date" in answer.text) == (200, True)
    csv = client.get(f"/api/v1/observations.csv?{urlencode(ASKED)}").text
    assert "exit-2011" in csv
    app = open_page("compare", {**ASKED, "milestone": "mlp-2006"})
    [offered] = [box for box in app.multiselect if box.label == "Further milestones"]
    offered.set_value(["eeg-2000"]).run()
    assert "mlp-2006,eeg-2000" in app.query_params["milestone"]
