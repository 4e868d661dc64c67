"""Does a refresh bring in what is to be believed, ask for no more, and publish in turn?"""

import datetime as dt
import itertools
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.catalogue.frequency import Frequency
from dashboard.errors import SourceUnavailable
from dashboard.refresh.run import refresh
from dashboard.sources.base import Fetched, Watch
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from tests.contract.made_up import MadeUpSource, catalogue, fetched, frame, indicator
from tests.contract.refresh.conftest import FIGURES, run, stored
from tests.contract.stored import assert_same, row_count


def test_figures_arrive_with_all_that_is_said_of_them(store: Store, source: MadeUpSource) -> None:
    source.given["growth"] = fetched("growth", FIGURES, "July", updated=dt.date(2026, 7, 1), unit="% a year")
    before = store.now()
    outcome, events = run(store, source)
    after = store.now()
    assert {vintage.indicator for vintage in outcome.fresh} == {"growth", "spending"}
    assert (outcome.unchanged, outcome.failed, outcome.cancelled) == ((), {}, ())
    vintage = store.vintage("growth")
    assert vintage in outcome.fresh
    assert (vintage.origin, vintage.release, vintage.updated, vintage.unit) == (
        "live",
        "July",
        dt.date(2026, 7, 1),
        "% a year",
    )
    assert before <= vintage.published <= after
    assert_same(stored(store, "growth"), FIGURES)
    attempt = store.attempts()["growth"]
    assert (attempt.outcome, attempt.vintage, attempt.detail) == ("fresh", vintage.id, "")
    assert before <= attempt.started <= attempt.finished <= after
    assert [event.event for event in events if event.event != "progress"] == [
        "start",
        "fetching",
        "fetching",
        "fresh",
        "fresh",
        "done",
    ]
    assert max(event.bytes or 0 for event in events) == 2000


def test_events_are_plain_json_that_ends_with_the_counts(store: Store, source: MadeUpSource) -> None:
    source.given["spending"] = SourceUnavailable("A bank", "is away.")
    source.batch = 1
    _, events = run(store, source)
    lines = [json.loads(json.dumps(event.to_json())) for event in events]
    fresh = next(line for line in lines if line["event"] == "fresh")
    assert fresh == {
        "event": "fresh",
        "indicator": "growth",
        "source": "world-bank",
        "vintage": store.vintage("growth").id,
        "release": "first",
        "rows": 20,
        "added": 20,
        "revised": 0,
        "withdrawn": 0,
    }
    failed = next(line for line in lines if line["event"] == "failed")
    assert failed == {
        "event": "failed",
        "indicator": "spending",
        "source": "world-bank",
        "error": "A bank: is away.",
    }
    assert lines[0] == {"event": "start", "total": 2}
    assert lines[-1].keys() == {"event", "fresh", "unchanged", "failed", "seconds"}
    assert (lines[-1]["fresh"], lines[-1]["unchanged"], lines[-1]["failed"]) == (1, 0, 1)


def test_the_same_figures_again_write_a_vintage_and_no_observation(engine: sa.Engine, source: MadeUpSource) -> None:
    store = Store(engine)
    run(store, source)
    rows = row_count(engine)
    outcome, events = run(store, source)
    assert outcome.fresh == ()
    assert set(outcome.unchanged) == {"growth", "spending"}
    assert row_count(engine) == rows
    assert len(store.history("growth")) == 2
    assert store.attempts()["growth"].outcome == "unchanged"
    assert [event.added for event in events if event.event == "unchanged"] == [0, 0]
    assert_same(stored(store, "growth"), FIGURES)


def test_shipped_figures_that_a_source_confirms_become_live(store: Store, source: MadeUpSource) -> None:
    shipped = dt.datetime(2026, 7, 13, tzinfo=dt.UTC)
    store.commit([Release("growth", shipped, "shipped", frame(FIGURES), "snapshot")])
    assert store.vintage("growth").origin == "snapshot"
    outcome, _ = run(store, source, indicators=["growth"])
    assert outcome.unchanged == ("growth",)
    assert store.vintage("growth").origin == "live"
    assert set(store.vintages("snapshot")) == {"growth"}


def test_only_what_is_asked_for_is_fetched_and_derived_ones_mean_their_inputs(store: Store) -> None:
    known = catalogue(
        indicator("growth"),
        indicator("spending"),
        indicator("rate", "fred", frequency=Frequency.MONTHLY),
        indicator("both", inputs=["growth", "spending"]),
    )
    bank = MadeUpSource(given={name: fetched(name, FIGURES) for name in ("growth", "spending")})
    fred = MadeUpSource("fred", given={"rate": fetched("rate", FIGURES)})
    sources = {"world-bank": bank, "fred": fred}
    refresh(known, store, sources, indicators=["both", "growth"])
    assert (bank.asked, fred.asked) == ([("growth", "spending")], [])
    refresh(known, store, sources, providers=["fred"])
    assert (len(bank.asked), fred.asked) == (1, [("rate",)])
    outcome = refresh(known, store, sources, indicators=["rate"], providers=["world-bank"])
    assert (outcome.fresh, outcome.failed) == ((), {})
    with pytest.raises(KeyError, match="unheard-of"):
        refresh(known, store, sources, indicators=["unheard-of"])


def test_sources_are_asked_at_once_and_one_source_after_another(store: Store) -> None:
    meeting = threading.Barrier(2, timeout=20)
    busy = threading.Lock()

    def at_once(name: str) -> Callable[[Watch], Fetched]:
        def give(_watch: Watch) -> Fetched:
            meeting.wait()
            return fetched(name, FIGURES)

        return give

    def alone(name: str) -> Callable[[Watch], Fetched]:
        def give(_watch: Watch) -> Fetched:
            assert busy.acquire(blocking=False)
            busy.release()
            return fetched(name, FIGURES)

        return give

    known = catalogue(
        indicator("growth"),
        indicator("spending"),
        indicator("exports"),
        indicator("rate", "fred", frequency=Frequency.MONTHLY),
    )
    bank = MadeUpSource(
        given={"growth": at_once("growth"), "spending": alone("spending"), "exports": alone("exports")}, batch=1
    )
    fred = MadeUpSource("fred", given={"rate": at_once("rate")})
    outcome = refresh(known, store, {"world-bank": bank, "fred": fred})
    assert len(outcome.fresh) == 4


def test_no_more_sources_are_asked_at_once_than_allowed(store: Store) -> None:
    inside, most = threading.Semaphore(1), []

    def give(name: str) -> Callable[[Watch], Fetched]:
        def alone(_watch: Watch) -> Fetched:
            most.append(inside.acquire(blocking=False))
            inside.release()
            return fetched(name, FIGURES)

        return alone

    known = catalogue(indicator("growth"), indicator("rate", "fred"), indicator("solar", "owid"))
    sources = {
        provider: MadeUpSource(provider, given={name: give(name)})
        for provider, name in (("world-bank", "growth"), ("fred", "rate"), ("owid", "solar"))
    }
    assert len(refresh(known, store, sources, max_concurrency=1).fresh) == 3
    assert most == [True] * 3


def test_answers_wait_and_do_not_pile_up(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"made-{number}" for number in range(12)]
    taken, most = itertools.count(), []
    bank = MadeUpSource(given={name: fetched(name, FIGURES) for name in names}, batch=1)
    publish = Store.publish

    def slowly(store: Store, *args: Any, **more: Any) -> object:  # noqa: ANN401 - handed on
        threading.Event().wait(0.05)
        most.append(len(bank.asked) - next(taken))
        return publish(store, *args, **more)

    monkeypatch.setattr(Store, "publish", slowly)
    refresh(catalogue(*map(indicator, names)), Store(engine), {"world-bank": bank})
    assert len(most) == len(names)
    # the one that is written, one that waits, one that is fetched and one that has been asked for
    assert max(most) <= 4


def test_a_memory_cache_refreshes_too(source: MadeUpSource) -> None:
    engine, _ = open_database(MEMORY_URL)
    assert len(run(Store(engine), source)[0].fresh) == 2
