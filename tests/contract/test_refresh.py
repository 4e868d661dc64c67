"""Does a refresh bring in what is to be believed and leave the rest as it was? On SQLite, PostgreSQL and in memory."""

import datetime as dt
import itertools
import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import lease, plausibility, vintages
from dashboard import store as store_module
from dashboard.catalogue import Catalogue
from dashboard.chart import chart_view
from dashboard.database import MEMORY_URL, lease_table, observation_table, open_database, reading, writing
from dashboard.errors import Cancelled, RefreshRunning, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.events import Event
from dashboard.lease import hold
from dashboard.refresh import Outcome, refresh
from dashboard.selection import Selection
from dashboard.sources.base import Fetched, Watch
from dashboard.store import Release, Store
from tests.contract.made_up import Figures, MadeUpSource, catalogue, fetched, frame, indicator, year

TWO = catalogue(indicator("growth"), indicator("spending"))
FIGURES = {("CHN", year(number)): number / 7 for number in range(2000, 2020)}


@pytest.fixture
def source() -> MadeUpSource:
    return MadeUpSource(given={"growth": fetched("growth", FIGURES), "spending": fetched("spending", FIGURES)})


def run(store: Store, source: MadeUpSource, known: Catalogue = TWO, **more: object) -> tuple[Outcome, list[Event]]:
    events: list[Event] = []
    outcome = refresh(known, store, {source.provider: source}, emit=events.append, **more)  # type: ignore[arg-type]
    return outcome, events


def held(store: Store, name: str) -> pd.DataFrame:
    return store.observations(store.vintage(name))


def row_count(engine: sa.Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(observation_table)) or 0


def same(found: pd.DataFrame, figures: Figures) -> None:
    pd.testing.assert_frame_equal(found, frame(dict(sorted(figures.items()))), check_exact=True)


# What comes in


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
    same(held(store, "growth"), FIGURES)
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
    same(held(store, "growth"), FIGURES)


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
        indicator("rate", "fred", frequency="monthly"),
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
        indicator("growth"), indicator("spending"), indicator("exports"), indicator("rate", "fred", frequency="monthly")
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


def test_answers_wait_for_their_turn_and_do_not_pile_up(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"made-{number}" for number in range(12)]
    taken, most = itertools.count(), []
    bank = MadeUpSource(given={name: fetched(name, FIGURES) for name in names}, batch=1)
    publish = Store.publish

    def slowly(store: Store, *args: object, **more: object) -> object:
        threading.Event().wait(0.05)
        most.append(len(bank.asked) - next(taken))
        return publish(store, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "publish", slowly)
    refresh(catalogue(*map(indicator, names)), Store(engine), {"world-bank": bank})
    assert len(most) == len(names)
    # the one that is written, one that waits, one that is fetched and one that has been asked for
    assert max(most) <= 4


# What does not


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(SourceUnavailable("A bank", "timed out."), "A bank: timed out.", id="away"),
        pytest.param(SourceRefused("A bank", "knows no such series."), "A bank: knows no such series.", id="refused"),
        pytest.param(ZeroDivisionError("division\x00 by\x1b zero"), "ZeroDivisionError: division by zero", id="bug"),
        pytest.param(fetched("growth", {}), "no figures at all", id="empty"),
        pytest.param(fetched("other", FIGURES), "says nothing of growth", id="of another"),
        pytest.param(fetched("growth", FIGURES, total=30, received=20), "30 rows and sent 20", id="cut short"),
        pytest.param(fetched("growth", dict(itertools.islice(FIGURES.items(), 10))), "--accept-shrinkage", id="half"),
        pytest.param(fetched("growth", FIGURES, unit="US$"), "US$", id="of another unit"),
    ],
)
def test_whatever_fails_leaves_the_old_figures_and_says_why(
    engine: sa.Engine, source: MadeUpSource, fault: Fetched | Exception, words: str
) -> None:
    store = Store(engine)
    source.given["growth"] = fetched("growth", FIGURES, unit="%")
    run(store, source)
    before, rows = store.vintage("growth"), row_count(engine)
    source.given["growth"] = fault
    source.batch = 1
    outcome, events = run(store, source)
    assert list(outcome.failed) == ["growth"]
    assert words in outcome.failed["growth"]
    assert outcome.unchanged == ("spending",)
    assert store.vintage("growth") == before
    assert row_count(engine) == rows
    same(held(store, "growth"), FIGURES)
    attempt = store.attempts()["growth"]
    assert (attempt.outcome, attempt.vintage) == ("failed", None)
    assert attempt.detail == outcome.failed["growth"]
    assert [event.error for event in events if event.event == "failed"] == [attempt.detail]
    # and what failed comes in as soon as it can be had again
    source.given["growth"] = fetched("growth", FIGURES, "second", unit="%")
    assert run(store, source)[0].failed == {}
    assert store.vintage("growth").release == "second"
    assert [entry.outcome for entry in store.attempts_of("growth")] == ["unchanged", "failed", "fresh"]


def test_one_that_makes_no_sense_does_not_take_its_batch_with_it(store: Store, source: MadeUpSource) -> None:
    source.unparsable["growth"] = SourceMalformed("A bank", "sent a poem.")
    outcome, _ = run(store, source)
    assert outcome.failed == {"growth": "A bank: sent a poem."}
    assert [vintage.indicator for vintage in outcome.fresh] == ["spending"]


def test_one_source_in_trouble_does_not_take_the_others_with_it(store: Store) -> None:
    class Broken(MadeUpSource):
        def batches(self, _indicators: object) -> list[tuple[()]]:
            raise RuntimeError("no batches today")

    known = catalogue(indicator("growth"), indicator("rate", "fred"), indicator("solar", "owid"))
    bank = MadeUpSource(given={"growth": fetched("growth", FIGURES)})
    outcome = refresh(known, store, {"world-bank": bank, "fred": Broken("fred")})
    assert [vintage.indicator for vintage in outcome.fresh] == ["growth"]
    assert "no batches today" in outcome.failed["rate"]
    assert "was not asked" in outcome.failed["solar"]
    assert {name: attempt.outcome for name, attempt in store.attempts().items()} == {
        "growth": "fresh",
        "rate": "failed",
        "solar": "failed",
    }


def test_markup_and_control_characters_of_a_source_are_kept_from_the_database(
    store: Store, source: MadeUpSource
) -> None:
    odd = "WDI\x00 <b>\ud800July\r\n\x1b[31m"
    source.given["growth"] = fetched("growth", FIGURES, odd, unit="%\x00")
    source.given["spending"] = fetched("spending", FIGURES, "\x00")
    assert run(store, source)[0].failed == {}
    assert store.vintage("growth").release == "WDI <b> July [31m"
    assert store.vintage("growth").unit == "%"
    assert store.vintage("spending").release.startswith("fetched 2")


def test_a_shrinkage_that_is_accepted_is_taken(store: Store, source: MadeUpSource) -> None:
    run(store, source)
    source.given["growth"] = fetched("growth", dict(itertools.islice(FIGURES.items(), 4)))
    assert "growth" in run(store, source)[0].failed
    (vintage,) = run(store, source, accept_shrinkage=True)[0].fresh
    assert (vintage.rows, vintage.withdrawn) == (4, 16)


def test_an_economy_that_vanished_is_let_go_only_when_that_is_accepted(store: Store, source: MadeUpSource) -> None:
    whole = {**FIGURES, ("WLD", year(2000)): 1.0}
    source.given["growth"] = fetched("growth", whole)
    run(store, source)
    source.given["growth"] = fetched("growth", FIGURES)
    outcome, _ = run(store, source)
    assert "no figure is left of WLD" in outcome.failed["growth"]
    same(held(store, "growth"), whole)
    (vintage,) = run(store, source, accept_shrinkage=True)[0].fresh
    assert vintage.withdrawn == 1


# Called off


def test_a_refresh_that_is_called_off_keeps_what_is_committed(store: Store) -> None:
    names = [f"made-{number}" for number in range(6)]
    stop = threading.Event()

    def until_stopped(watch: Watch) -> Fetched:
        stop.set()
        while not watch.cancelled():
            threading.Event().wait(0.01)
        raise Cancelled("Stopped.")

    bank = MadeUpSource(given={name: fetched(name, FIGURES) for name in names}, batch=1)
    bank.given["made-2"] = until_stopped
    outcome, events = run(store, bank, catalogue(*map(indicator, names)), cancelled=stop.is_set)
    assert outcome.failed == {}
    done = {vintage.indicator for vintage in outcome.fresh}
    assert done == set(store.vintages())
    assert set(outcome.cancelled) == set(names) - done
    assert "made-2" in outcome.cancelled
    assert bank.asked == [("made-0",), ("made-1",), ("made-2",)]
    assert events[-1].cancelled == len(outcome.cancelled)
    # what was never begun is no attempt
    assert store.attempts()["made-2"].outcome == "cancelled"
    assert "made-5" not in store.attempts()
    assert set(store.attempts(concluded=True)) == done
    assert run(store, MadeUpSource(given={"made-5": fetched("made-5", FIGURES)}), catalogue(indicator("made-5")))


def test_an_interruption_stops_the_sources_and_gives_the_turn_back(store: Store, source: MadeUpSource) -> None:
    stopped = threading.Event()

    def endless(watch: Watch) -> Fetched:
        while not watch.cancelled():
            threading.Event().wait(0.01)
        stopped.set()
        raise Cancelled("Stopped.")

    def interrupt(event: Event) -> None:
        if event.event == "fetching":
            raise KeyboardInterrupt

    source.given["growth"] = endless
    with pytest.raises(KeyboardInterrupt):
        refresh(TWO, store, {"world-bank": source}, emit=interrupt)
    assert stopped.is_set()
    with hold(store.engine):
        pass


# One at a time


def test_a_second_refresh_says_who_runs_and_since_when(store: Store, source: MadeUpSource) -> None:
    inside, go = threading.Event(), threading.Event()

    def wait(_watch: Watch) -> Fetched:
        inside.set()
        assert go.wait(20)
        return fetched("growth", FIGURES)

    source.given["growth"] = wait
    before = store.now()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(run, store, source)
        assert inside.wait(20)
        events: list[Event] = []
        with pytest.raises(RefreshRunning, match=r"process \d+ on .*, since 20") as caught:
            refresh(TWO, store, {"world-bank": source}, emit=events.append)
        go.set()
        assert len(first.result(timeout=20)[0].fresh) == 2
    assert before <= caught.value.since <= store.now()
    assert events == []
    assert len(store.history("growth")) == 1


@pytest.mark.parametrize("thief", ["at work", "done"])
def test_one_that_was_taken_over_writes_nothing_more(engine: sa.Engine, source: MadeUpSource, thief: str) -> None:
    store = Store(engine)

    def taken_over(_watch: Watch) -> Fetched:
        with writing(engine) as connection:
            if thief == "at work":
                connection.execute(sa.update(lease_table).values(holder="other:1:x"))
            else:
                connection.execute(sa.delete(lease_table))
        return fetched("growth", FIGURES)

    source.given["growth"] = taken_over
    events: list[Event] = []
    if thief == "at work":
        with pytest.raises(RefreshRunning, match="process 1 on other"):
            refresh(TWO, store, {"world-bank": source}, emit=events.append)
        with reading(engine) as connection:
            # it is not its own to give back
            assert connection.scalar(sa.select(lease_table.c.holder)) == "other:1:x"
    else:
        outcome = refresh(TWO, store, {"world-bank": source}, emit=events.append)
        assert set(outcome.cancelled) == {"growth", "spending"}
    assert store.vintages() == {}
    assert row_count(engine) == 0
    assert [event.event for event in events if event.indicator and event.event != "fetching"] == ["cancelled"] * 2


# Clocks and disks


class _NoClock:
    """Stands for a machine's own clock, which nothing may rely on."""

    def __getattr__(self, name: str) -> object:
        if name in ("now", "today", "utcnow"):
            pytest.fail("the machine's own clock was asked")
        return getattr(dt.datetime, name)


def test_the_own_clock_of_a_machine_is_never_asked(
    store: Store, source: MadeUpSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clockless:
        def __getattr__(self, name: str) -> object:
            return _NoClock() if name == "datetime" else getattr(dt, name)

    for module in (sys.modules["dashboard.refresh"], store_module, vintages, lease, plausibility):
        monkeypatch.setattr(module, "dt", Clockless())
    assert len(run(store, source)[0].fresh) == 2


def test_a_clock_that_was_put_back_loses_no_vintage(store: Store, source: MadeUpSource) -> None:
    ahead = store.now() + dt.timedelta(days=400)
    store.commit([Release("growth", ahead, "from tomorrow", frame(FIGURES))])
    for number in range(3):
        source.given["growth"] = fetched("growth", FIGURES | {("CHN", year(2000)): float(number)}, f"round {number}")
        assert run(store, source)[0].failed == {}
    history = store.history("growth")
    assert [vintage.release for vintage in history] == ["from tomorrow", "round 0", "round 1", "round 2"]
    for before, after in itertools.pairwise(history):
        assert after.published - before.published == dt.timedelta(microseconds=1)
    assert held(store, "growth")["value"].iloc[0] == 2.0
    assert store.attempts()["growth"].started <= store.attempts()["growth"].finished


def test_a_full_disk_leaves_the_old_figures_and_is_named(sqlite_url: str, source: MadeUpSource) -> None:
    engine, _ = open_database(sqlite_url)
    store = Store(engine)
    run(store, source)
    with reading(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 2

    @sa.event.listens_for(engine, "begin", insert=True)
    def fill(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    many = {(economy, year(number)): number / 3 for economy in ("CHN", "USA", "WLD") for number in range(1801, 2026)}
    source.given["growth"] = fetched("growth", many)
    outcome, events = run(store, source)
    assert "disk is full" in outcome.failed["growth"]
    assert "ERALINE_DATABASE_URL" in outcome.failed["growth"]
    assert any(event.event == "failed" and event.indicator == "growth" for event in events)
    same(held(store, "growth"), FIGURES)
    # as soon as there is room again
    sa.event.remove(engine, "begin", fill)
    engine.dispose()
    outcome, _ = run(store, source)
    assert outcome.failed == {}
    same(held(store, "growth"), many)


# As of


def test_yesterdays_chart_is_drawn_again_exactly_after_revisions(engine: sa.Engine) -> None:
    store, known = Store(engine), catalogue(indicator("growth"))
    rounds = [
        {("CHN", year(number)): float(number + shift) for number in range(2000 + shift, 2020 + shift)}
        for shift in range(4)
    ]
    days = [dt.date(2026, 1, 1 + shift) for shift in range(4)]
    drawn: list[pd.DataFrame] = []
    for day, figures in zip(days, rounds, strict=True):
        bank = MadeUpSource(given={"growth": fetched("growth", figures, f"release of {day}")})
        assert run(store, bank, known)[0].failed == {}
        drawn.append(chart_view(store, known, Selection("growth")).points)
        # a day goes by for all that is held
        with writing(engine) as connection:
            connection.exec_driver_sql(
                f"UPDATE vintage SET published = '{day} 12:00:00.000000' WHERE id = (SELECT max(id) FROM vintage)"
            )
    for day, points in zip(days, drawn, strict=True):
        view = chart_view(store, known, Selection("growth", as_of=day))
        assert view.vintage.release == f"release of {day}"
        pd.testing.assert_frame_equal(view.points, points, check_exact=True)


def test_a_memory_cache_refreshes_too(source: MadeUpSource) -> None:
    engine, _ = open_database(MEMORY_URL)
    assert len(run(Store(engine), source)[0].fresh) == 2
