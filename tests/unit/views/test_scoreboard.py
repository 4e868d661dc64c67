"""Does the scoreboard tell of every target what became of it, and by which stored release that was known?"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dashboard.analysis.target_outcomes import TargetState
from dashboard.analysis.target_releases import Change, Knowledge
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Target
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.vintages import Release
from dashboard.views.loading import Loader
from dashboard.views.scoreboard import Scored, scoreboard, targets_asked
from dashboard.views.selection import Selection
from tests.unit.conftest import Frames

DAYS = [dt.datetime(year, 7, 1, tzinfo=dt.UTC) for year in (2017, 2018, 2021)]
Released = Callable[..., Store]
Score = Callable[..., dict[str, Scored]]


@pytest.fixture
def released(tmp_path_factory: pytest.TempPathFactory, frame: Frames) -> Released:
    """Give a way to a store with one release a day of solar capacity, and what definition each counts in."""

    def make(*values: Mapping[int, float], definitions: tuple[str, ...] = ("", "", "")) -> Store:
        engine, _ = open_database(f"sqlite:///{tmp_path_factory.mktemp('store')}/eraline.db")
        store = Store(engine)
        store.commit(
            [
                Release("solar-capacity", day, f"release of {day.year}", frame({"CHN": found}), definition=definition)
                for day, found, definition in zip(DAYS, values, definitions, strict=False)
            ]
        )
        return store

    return make


@pytest.fixture
def score(catalogue: Catalogue, retold: Callable[..., Catalogue], make_target: Callable[..., Target]) -> Score:
    goal = {"first_year": 2017, "last_year": 2017, "basis": "by-end", "indicator": "solar-capacity", "unit": "GW"}
    targets = [
        make_target("goal", **goal, low=100.0),
        make_target("unset", **goal),
        make_target("unmeasured", **{**goal, "indicator": None}, low=1.0),
        make_target("without-figures", **{**goal, "indicator": "rd-spending"}, low=1.0),
    ]
    told = retold(catalogue, targets={target.id: target for target in targets})

    def scored(store: Store, as_of: dt.date | None = None) -> dict[str, Scored]:
        return {entry.target.id: entry for entry in scoreboard(Loader(store, told), Selection(as_of=as_of))}

    return scored


MET = {2016: 77.0, 2017: 101.0}
MISSED = {2016: 77.0, 2017: 99.0, 2020: 250.0}


def test_three_releases_tell_that_a_target_was_met_and_is_missed_since_a_revision(
    released: Released, score: Score
) -> None:
    store = released({2016: 77.0}, MET, MISSED)
    goal = score(store)["goal"]
    assert (goal.outcome.state, goal.outcome.reached) == (TargetState.MISSED, 2020)
    assert goal.known == Knowledge(3, dt.date(2018, 7, 1), change=Change.TO_MISSED, changed=dt.date(2021, 7, 1))
    before = score(store, dt.date(2019, 1, 1))["goal"]
    assert (before.outcome.state, before.known) == (TargetState.MET, Knowledge(2, dt.date(2018, 7, 1)))
    first = score(store, dt.date(2017, 12, 31))["goal"]
    assert (first.outcome.state, first.known.first) == (TargetState.NOT_DUE, None)


def test_the_only_release_is_the_earliest(released: Released, score: Score) -> None:
    assert score(released(MET))["goal"].known == Knowledge(1, dt.date(2017, 7, 1), is_earliest=True)


def test_what_changed_with_a_definition_is_no_revision(released: Released, score: Score) -> None:
    goal = score(released(MET, MISSED, MET, definitions=("", "gross", "")))["goal"]
    assert (goal.outcome.state, goal.known.change) == (TargetState.MET, Change.NONE)
    assert goal.known.releases == 2


def test_every_target_has_an_outcome_in_the_order_of_the_history(released: Released, score: Score) -> None:
    found = score(released(MET))
    assert [(name, entry.outcome.state) for name, entry in found.items()] == [
        ("goal", TargetState.MET),
        ("unset", TargetState.NOT_SET),
        ("unmeasured", TargetState.NO_SERIES),
        ("without-figures", TargetState.NO_FIGURES),
    ]


def test_targets_are_chosen_by_indicator_economy_and_deadline(
    catalogue: Catalogue, retold: Callable[..., Catalogue], make_target: Callable[..., Target]
) -> None:
    spans = {"sun": ("solar-capacity", 2020), "later": ("solar-capacity", 2030), "science": ("rd-spending", 2020)}
    targets = {
        name: make_target(name, indicator=indicator, first_year=year, last_year=year, low=1.0)
        for name, (indicator, year) in spans.items()
    }
    told = retold(catalogue, targets=targets)

    def asked(**said: object) -> list[str]:
        return [target.id for target in targets_asked(told, replace(Selection(), **said))]

    assert asked() == ["sun", "later", "science"]
    assert asked(about="solar-capacity") == ["sun", "later"]
    assert asked(first_year=2015, last_year=2020) == ["sun", "science"]
    assert asked(economies=("KOR",)) == []
    assert asked(economies=("KOR", told.history.subject), about="rd-spending") == ["science"]
