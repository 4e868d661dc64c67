"""Do table, file and HTML of the scoreboard say the same of every target?"""

import datetime as dt
from collections.abc import Callable

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Target
from dashboard.charts import deadlines
from dashboard.charts.kind import Built, ChartRequest, Nothing
from dashboard.charts.scoreboard import Scoreboard, build
from dashboard.export.scoreboard import targets_html
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.observations import Store
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.drawing import layout_of


@pytest.fixture
def board(store: Store, catalogue: Catalogue) -> Scoreboard:
    return build(Loader(store, catalogue))


def test_each_target_is_one_record_with_all_that_the_catalogue_says_and_its_outcome(
    board: Scoreboard, catalogue: Catalogue
) -> None:
    records = board.records()
    assert [record["id"] for record in records] == list(catalogue.targets)
    for record, target in zip(records, catalogue.targets.values(), strict=True):
        assert target.model_dump(mode="json").items() <= record.items()
    met = records[1]
    assert (met["id"], met["promised"], met["outcome"]) == ("growth-2015", "about 7 % a year in 2015", "met")
    assert (met["delivered"], met["delivered_year"], met["delivered_text"]) == (8.0, 2015, "8.0 % in 2015")
    assert (met["first_known"], met["first_known_is_earliest_release"]) == ("2026-04-08", True)
    assert (met["revision"], met["revised_on"], met["releases"], met["vintage"]) == ("", None, 1, "2026-04-08")


def test_the_table_has_a_row_for_each_target(board: Scoreboard, catalogue: Catalogue) -> None:
    table = board.table()
    assert len(table) == len(catalogue.targets)
    assert set(table["Economy"]) == {"China"}
    assert table["Margin"].iloc[0].endswith(" target")
    assert list(table["Outcome"]) == ["Met", "Met", "No figure was set", "Met in 2015, 15 years early"]
    assert board.title == "Targets of China's policy"
    assert board.name == "eraline_targets_china_2026-04-08"


def test_a_day_before_the_first_release_leaves_outcomes_open(store: Store, catalogue: Catalogue) -> None:
    early = build(Loader(store, catalogue), Selection(as_of=dt.date(2016, 6, 1)))
    assert {record["outcome"] for record in early.records()} == {"not-due", "no-figures", "not-set"}
    assert early.name == "eraline_targets_china"


def test_html_holds_every_target_and_no_text_of_it_runs(
    store: Store, catalogue: Catalogue, retold: Callable[..., Catalogue], make_target: Callable[..., Target]
) -> None:
    hostile = make_target(
        "goal", low=1.0, measure="<img src=x>", set_by="<script>alert(1)</script>", differs="<b>a</b>"
    )
    page = targets_html(build(Loader(store, retold(catalogue, targets={"goal": hostile}))).shares)
    assert "at least 1 % a year" in page
    assert "Definition differs" in page
    for raw in ("<img", "<script", "<b>"):
        assert raw not in page


def test_the_chart_says_of_each_economy_how_many_could_be_judged(store: Store, catalogue: Catalogue) -> None:
    built = deadlines.build(ChartRequest(Loader(store, catalogue), Selection()))
    assert isinstance(built, Built)
    assert built.alt == (
        "Targets by economy and deadline, 2015 to 2030. China: Of 4 targets on record, 3 can be judged: "
        "3 were met (1 of them early) and none was missed. Of the others, 1 was set without a figure."
    )
    assert len(built.rows()) == len(built.table()) == len(catalogue.targets)
    words = " ".join(str(note.text) for note in layout_of(built.draw("light", Sheet(900))).annotations)
    assert "3 targets judged: 3 met, 0 missed; 1 cannot be judged" in words


def test_where_no_target_is_asked_for_there_is_no_chart(store: Store, catalogue: Catalogue) -> None:
    assert isinstance(deadlines.build(ChartRequest(Loader(store, catalogue), Selection(last_year=1900))), Nothing)


def test_targets_that_no_series_measures_rest_on_no_release(
    store: Store,
    catalogue: Catalogue,
    retold: Callable[..., Catalogue],
    make_target: Callable[..., Target],
) -> None:
    bare = retold(catalogue, targets={"goal": make_target("goal", low=1.0, indicator=None)})
    built = deadlines.build(ChartRequest(Loader(store, bare), Selection()))
    assert isinstance(built, Built)
    assert built.released is None
