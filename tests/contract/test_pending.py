"""Does a release that is held back wait, whole and unseen, until a person decides or a newer one comes?"""

import datetime as dt

import pytest
import sqlalchemy as sa

from dashboard.errors import NothingPending, RefreshRunning
from dashboard.refresh.deciding import accept, refuse
from dashboard.refresh.progress import Outcome
from dashboard.store.as_of import pin
from dashboard.store.doubts import Doubt, Kind
from dashboard.store.observations import Release, Store
from dashboard.store.pending import PendingReleases
from dashboard.store.status import status
from tests.attempts import attempts_of
from tests.contract.made_up import Figures, MadeUpSource, catalogue, fetched, frame, indicator, year
from tests.contract.refresh.conftest import run, stored
from tests.contract.stored import assert_same
from tests.unit.catalogue.test_described import LIFE

KNOWN = catalogue(indicator("growth"))
WAS: Figures = {("CHN", year(number)): number / 7 for number in range(2000, 2020)}
ODD: Figures = {point: value * 100 for point, value in WAS.items()}
ODDER: Figures = {point: value / 100 for point, value in WAS.items()}
SOON = dt.timedelta(microseconds=1)
GOOD: Figures = {**WAS, ("CHN", year(2020)): 288.5}


def nobody_else(_connection: sa.Connection) -> None:
    """Let a decision be made: nobody refreshes."""


def brought(store: Store, figures: Figures, release: str) -> Outcome:
    source = MadeUpSource(given={"growth": fetched("growth", figures, release, unit="%")})
    return run(store, source, KNOWN)[0]


def test_what_is_held_back_waits_unseen_and_is_taken_in_when_a_person_accepts_it(engine: sa.Engine) -> None:
    store = Store(engine)
    waiting = PendingReleases.of(store)
    brought(store, WAS, "first")
    before = store.vintage("growth")
    outcome = brought(store, ODD, "second")
    assert (outcome.fresh, dict(outcome.failed)) == ((), {})
    assert list(outcome.pending) == ["growth"]
    assert store.vintage("growth") == before
    assert_same(stored(store, "growth"), WAS)
    (pending,) = waiting.waiting().values()
    assert (pending.release, pending.unit, pending.rows) == ("second", "%", 20)
    assert [(doubt.kind, round(doubt.factor or 0)) for doubt in pending.doubts] == [(Kind.UNIT, 100)]
    assert_same(waiting.observations("growth"), ODD)
    (told,) = status(KNOWN, store, now=store.now())
    assert (told.state, told.pending, told.error) == ("cached", outcome.pending["growth"], None)
    since = store.now()
    vintage = accept(KNOWN, store, "growth")
    assert since <= vintage.published <= store.now()
    assert vintage.remark == f"Fetched on {pending.fetched.date()} and held back until it was accepted."
    assert (vintage.release, vintage.revised, vintage.origin) == ("second", 20, "live")
    assert_same(stored(store, "growth"), ODD)
    assert_same(store.observations(before), WAS)
    assert waiting.waiting() == {}
    assert status(KNOWN, store, now=store.now())[0].pending is None
    assert [attempt.outcome for attempt in attempts_of(store, "growth")] == ["fresh", "pending", "fresh"]
    for decide in (lambda: accept(KNOWN, store, "growth"), lambda: refuse(store, "growth")):
        with pytest.raises(NothingPending, match="No release of growth waits"):
            decide()


def test_what_is_accepted_leaves_a_chart_alone_that_was_cited_before(store: Store) -> None:
    brought(store, WAS, "first")
    brought(store, ODD, "second")
    other = store.publish(Release("spending", store.now(), "of today", frame(WAS)), started=store.now())
    # a chart of both is pinned at the newer of the two
    cited = pin([store.vintage("growth"), other])
    accept(KNOWN, store, "growth")
    assert store.vintage("growth", cited).release == "first"
    assert store.vintage("growth").release == "second"


def test_an_older_release_that_is_shipped_leaves_waiting_what_is_newer(store: Store) -> None:
    brought(store, WAS, "first")
    began = store.vintage("growth").published
    brought(store, ODD, "second")
    (waits,) = PendingReleases.of(store).waiting().values()
    for day, left in ((began + SOON, ["growth"]), (waits.fetched + SOON, [])):
        store.commit([Release("growth", day, f"shipped of {day}", frame(GOOD), "snapshot")])
        assert list(PendingReleases.of(store).waiting()) == left


def test_a_refused_release_is_not_asked_for_again_unless_it_changes(engine: sa.Engine) -> None:
    store = Store(engine)
    brought(store, WAS, "first")
    brought(store, ODD, "second")
    assert refuse(store, "growth").state == "refused"
    outcome = brought(store, ODD, "second, printed again")
    assert (outcome.unchanged, dict(outcome.pending)) == (("growth",), {})
    assert store.attempts()["growth"].detail.startswith("The release was refused on 2")
    assert PendingReleases.of(store).waiting() == {}
    assert len(store.history("growth")) == 1
    assert list(brought(store, ODDER, "third").pending) == ["growth"]
    # and whatever is believed comes in as ever
    assert [vintage.release for vintage in brought(store, GOOD, "fourth").fresh] == ["fourth"]


def test_what_waits_is_read_for_some_economies_as_a_store_reads_it(store: Store) -> None:
    waiting = PendingReleases.of(store)
    two = {**WAS, **{("USA", period): value for (_, period), value in WAS.items()}}
    brought(store, two, "first")
    brought(store, {point: value * 100 for point, value in two.items()}, "second")
    found = waiting.observations("growth", ["USA"])
    assert list(found.index) == list(range(len(WAS)))
    assert_same(found, {("USA", period): value * 100 for (_, period), value in WAS.items()})
    assert len(waiting.observations("growth")) == len(two)
    refuse(store, "growth")
    for name in ("growth", "unknown"):
        with pytest.raises(NothingPending, match=f"No release of {name} waits"):
            waiting.observations(name)


def test_what_a_release_is_described_by_comes_in_with_it(store: Store) -> None:
    waiting = PendingReleases.of(store)
    release = Release(LIFE.id, store.now(), "second", frame(WAS), described=LIFE)
    odd = Doubt(kind=Kind.UNIT, factor=100.0)
    waiting.hold(release, [odd], started=store.now(), guard=nobody_else)
    assert dict(store.descriptions([LIFE.id])) == {}
    # nothing was stored of it before
    assert waiting.accept(LIFE.id, economies=(), guard=nobody_else).added == len(WAS)
    assert dict(store.descriptions([LIFE.id])) == {LIFE.id: LIFE}


def test_a_release_that_says_what_is_stored_is_taken_in_and_changes_nothing(store: Store) -> None:
    waiting = PendingReleases.of(store)
    brought(store, WAS, "first")
    release = Release("growth", store.now(), "second", frame(WAS), unit="%")
    waiting.hold(release, [Doubt(kind=Kind.UNIT, factor=100.0)], started=store.now(), guard=nobody_else)
    vintage = waiting.accept("growth", economies=(), guard=nobody_else)
    assert (vintage.is_changed, vintage.release) == (False, "second")
    assert store.attempts()["growth"].outcome == "unchanged"


def test_a_newer_release_takes_the_place_of_one_that_waits(store: Store) -> None:
    waiting = PendingReleases.of(store)
    brought(store, WAS, "first")
    brought(store, ODD, "second")
    first = waiting.waiting()["growth"]
    brought(store, ODD, "second")
    assert waiting.waiting()["growth"] == first
    brought(store, ODDER, "third")
    assert waiting.waiting()["growth"].release == "third"
    brought(store, GOOD, "fourth")
    assert waiting.waiting() == {}
    assert_same(stored(store, "growth"), GOOD)


def test_nobody_decides_while_a_refresh_runs(store: Store) -> None:
    brought(store, WAS, "first")
    brought(store, ODD, "second")
    with store.lease(), pytest.raises(RefreshRunning):
        accept(KNOWN, store, "growth")
    assert list(PendingReleases.of(store).waiting()) == ["growth"]
