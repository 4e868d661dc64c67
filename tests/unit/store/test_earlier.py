"""Is every field of an earlier release written as it was shipped, and what each changed counted in its own way?"""

import datetime as dt
from collections.abc import Sequence

import pytest

from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from tests.contract.made_up import Figures, year
from tests.contract.test_earlier import commit, earlier, earlier_release, stands

LATER = "2026-01-01"
ONE: Figures = {("CHN", year(2000)): 1.5}


@pytest.fixture
def store() -> Store:
    return Store(open_database(MEMORY_URL)[0])


def of(*economies: str, value: float = 1.5) -> Figures:
    return {(economy, year(2000)): value for economy in economies}


def counts(vintages: Sequence[Vintage]) -> list[tuple[int, int, int, int, int]]:
    return [(one.rows, one.added, one.revised, one.withdrawn, one.redefined) for one in vintages]


def test_an_earlier_release_is_a_vintage_with_all_that_its_row_says(store: Store) -> None:
    commit(store, "growth", LATER, ONE)
    release = earlier_release(
        "growth",
        "2013-05-01",
        dated="published",
        release="May 2013",
        definition="constant 2005 US$",
        covers="countries",
        remark="Without groups.",
        licence="CC0",
        url="https://example.org/2013",
    )
    assert store.put_before([earlier([release], [of("CHN", "USA")])]) == 1
    assert store.history("growth")[0] == Vintage(
        id=0,
        indicator="growth",
        published=dt.datetime(2013, 5, 1, tzinfo=dt.UTC),
        release="May 2013",
        rows=2,
        added=2,
        revised=0,
        withdrawn=0,
        origin="history",
        updated=dt.date(2013, 5, 1),
        unit="",
        dated="published",
        redefined=0,
        definition="constant 2005 US$",
        covers="countries",
        remark="Without groups.",
        licence="CC0",
        url="https://example.org/2013",
    )


def test_a_release_that_was_only_seen_has_no_day_of_the_source_s_own(store: Store) -> None:
    commit(store, "growth", LATER, ONE)
    store.put_before([earlier([earlier_release("growth", "2013-05-01", dated="seen on")], [ONE])])
    assert store.history("growth")[0].updated is None


def test_ids_go_down_from_the_lowest_of_any_indicator_in_the_order_of_time(store: Store) -> None:
    commit(store, "growth", LATER, ONE)
    commit(store, "trade", LATER, ONE)
    days = ("2013-05-01", "2014-05-01")
    history = [
        earlier([earlier_release(name, day) for day in days], [ONE, of("CHN", value=2.5)])
        for name in ("unknown", "trade", "growth")
    ]
    # what nothing is stored of is passed over, and what comes after it is not
    assert store.put_before(history) == 4
    assert [[vintage.id for vintage in store.history(name)] for name in ("trade", "growth")] == [
        [-1, 0, 2],
        [-3, -2, 1],
    ]
    assert store.history("unknown") == ()


def test_nothing_is_before_an_empty_store(store: Store) -> None:
    assert store.put_before([earlier([earlier_release("growth", "2013-05-01")], [ONE])]) == 0
    assert store.newest() is None


def test_a_release_of_the_very_day_of_what_is_stored_is_not_older(store: Store) -> None:
    commit(store, "growth", "2013-05-01", ONE)
    assert store.put_before([earlier([earlier_release("growth", "2013-05-01")], [of("CHN", value=2.5)])]) == 0
    assert stands(store, "growth", LATER) == ONE
    assert counts(store.history("growth")) == [(1, 1, 0, 0, 0)]


def test_what_comes_goes_and_comes_back_is_counted_at_each_release(store: Store) -> None:
    commit(store, "growth", LATER, of("BRA", "CHN"))
    days = [f"201{number}-01-01" for number in range(5)]
    stages = [of("CHN", "USA"), of("CHN", "USA", "BRA"), of("BRA"), of("BRA", "CHN"), of("BRA", "CHN", value=2.5)]
    store.put_before([earlier([earlier_release("growth", day) for day in days], stages)])
    assert counts(store.history("growth")) == [
        (2, 2, 0, 0, 0),
        (3, 1, 0, 0, 0),
        (1, 0, 0, 2, 0),
        (2, 1, 0, 0, 0),
        (2, 0, 2, 0, 0),
        (2, 0, 2, 0, 0),
    ]
    for day, stage in zip(days, stages, strict=True):
        assert stands(store, "growth", day) == stage


def test_groups_that_are_redrawn_every_year_are_not_revised(store: Store) -> None:
    commit(store, "growth", LATER, of("HIC", "CHN", value=3.5))
    days = ("2013-05-01", "2014-05-01")
    stages = [of("HIC", "CHN", value=value) for value in (1.5, 2.5)]
    store.put_before([earlier([earlier_release("growth", day) for day in days], stages)])
    assert counts(store.history("growth")) == [(2, 2, 0, 0, 0), (2, 0, 1, 0, 1), (2, 0, 1, 0, 1)]


def test_a_value_that_ends_was_not_withdrawn_and_one_that_goes_beside_it_was(store: Store) -> None:
    commit(store, "growth", LATER, ONE)
    releases = [
        earlier_release("growth", "2013-05-01", definition="constant 2005 US$"),
        earlier_release("growth", "2014-05-01", definition="constant 2010 US$"),
    ]
    store.put_before([earlier(releases, [of("CHN", "USA", "WLD"), ONE], {1: "WLD"})])
    assert counts(store.history("growth"))[1] == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("definitions", "redefined"),
    [
        # a usual definition that changes is everybody's, and one that stays is nobody's
        ([("a", ""), ("a", ""), ("b", ""), ("b", "")], [0, 0, 2, 0]),
        # one economy's alone counts anew when it comes, not while it stays, and when it goes
        ([("a", ""), ("b", "CHN"), ("b", "CHN"), ("a", "")], [0, 1, 0, 1]),
        # what one economy keeps is not redefined when all others follow
        ([("a", ""), ("b", "CHN"), ("b", ""), ("b", "")], [0, 1, 2, 0]),
        # confined to one that counts as ever: nothing is redefined
        ([("a", ""), ("a", "CHN"), ("a", ""), ("a", "")], [0, 0, 0, 0]),
        # from one definition of its own to the next
        ([("a", ""), ("b", "CHN"), ("c", "CHN"), ("c", "CHN,USA")], [0, 1, 1, 1]),
    ],
)
def test_who_counts_in_another_definition_is_redefined_and_all_others_are_revised(
    store: Store, definitions: list[tuple[str, str]], redefined: list[int]
) -> None:
    commit(store, "growth", LATER, of("CHN", "USA", value=4.5))
    releases = [
        earlier_release("growth", f"201{number}-01-01", definition=definition, covers=covers)
        for number, (definition, covers) in enumerate(definitions)
    ]
    stages = [of("CHN", "USA", value=number / 2 + 0.5) for number in range(4)]
    store.put_before([earlier(releases, stages)])
    found = store.history("growth")[:4]
    assert [vintage.redefined for vintage in found] == redefined
    assert [vintage.revised for vintage in found] == [0, *(2 - number for number in redefined[1:])]


def test_what_is_stored_counts_against_what_now_comes_before_it(store: Store) -> None:
    # of what is stored, only the first vintage is counted anew, by what it had itself
    commit(store, "growth", "2020-01-01", {**of("CHN", "USA", "WLD", value=2.5), ("CHN", year(2001)): 9.5})
    commit(store, "growth", LATER, {**of("CHN", "USA", "WLD", value=3.5), ("CHN", year(2002)): 9.5})
    commit(store, "trade", LATER, of("CHN", "USA", value=7.5))
    store.put_before([earlier([earlier_release("growth", "2013-05-01")], [of("CHN", "USA", "BRA")])])
    assert counts(store.history("growth")) == [(3, 3, 0, 0, 0), (4, 2, 2, 1, 0), (4, 1, 3, 1, 0)]
    assert counts(store.history("trade")) == [(2, 2, 0, 0, 0)]


@pytest.mark.parametrize(("definition", "revised", "redefined"), [("", 1, 0), ("constant 2005 US$", 0, 1)])
def test_what_is_stored_is_no_revision_of_what_counted_otherwise(
    store: Store, definition: str, revised: int, redefined: int
) -> None:
    commit(store, "growth", LATER, of("CHN", value=2.5))
    store.put_before([earlier([earlier_release("growth", "2013-05-01", definition=definition)], [ONE])])
    assert counts(store.history("growth"))[1] == (1, 0, revised, 0, redefined)


def test_a_zero_has_no_sign(store: Store) -> None:
    commit(store, "growth", LATER, ONE)
    store.put_before([earlier([earlier_release("growth", "2013-05-01")], [of("CHN", value=-0.0)])])
    assert f"{stands(store, 'growth', '2013-05-01')['CHN', year(2000)]}" == "0.0"
