"""Does one refresh run at a time, and stop when it is called off?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from dashboard.errors import Cancelled, RefreshRunning
from dashboard.refresh.progress import Event
from dashboard.refresh.run import refresh
from dashboard.sources.base import Fetched, Watch
from dashboard.store.connections import reading, writing
from dashboard.store.observations import Store
from dashboard.store.tables import lease_table
from tests.contract.made_up import MadeUpSource, catalogue, fetched, indicator
from tests.contract.refresh.conftest import FIGURES, TWO, run
from tests.contract.stored import row_count


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
    again, _ = run(store, MadeUpSource(given={"made-5": fetched("made-5", FIGURES)}), catalogue(indicator("made-5")))
    assert [vintage.indicator for vintage in again.fresh] == ["made-5"]


def test_an_interruption_stops_the_sources_and_gives_the_lease_back(store: Store, source: MadeUpSource) -> None:
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
    with store.lease():
        pass


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
