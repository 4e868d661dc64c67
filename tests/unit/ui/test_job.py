"""Does the page's own refresh run once at a time, tell how it goes, and end whatever happens?"""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest

from dashboard.errors import RefreshRunning, StoreError
from dashboard.refresh.run import Event, Outcome
from dashboard.ui.job import Emit, Job

PROVIDERS = {"gdp": "world-bank", "population": "world-bank", "exchange-rate": "fred"}
NOTHING = Outcome(fresh=(), unchanged=(), failed={}, seconds=0.0)


def ended(job: Job) -> None:
    deadline = time.monotonic() + 10
    while job.progress.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.progress.running


def test_a_refresh_is_counted_by_provider_and_outcome() -> None:
    job = Job()

    def run(emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
        emit(Event(event="fetching", indicator="gdp"))
        emit(Event(event="fresh", indicator="gdp"))
        emit(Event(event="failed", indicator="exchange-rate"))
        return NOTHING

    assert job.start(run, PROVIDERS)
    ended(job)
    assert job.progress.totals == {"world-bank": 2, "fred": 1}
    assert job.progress.ended == {"world-bank": 1, "fred": 1}
    assert job.progress.outcomes == {"fresh": 1, "failed": 1}
    assert job.progress.outcome == NOTHING


def test_a_second_start_while_one_runs_is_refused() -> None:
    job, go = Job(), threading.Event()

    def run(_emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
        go.wait(10)
        return NOTHING

    assert job.start(run, PROVIDERS)
    assert not job.start(run, PROVIDERS)
    go.set()
    ended(job)
    assert job.start(run, PROVIDERS)
    ended(job)


def test_stop_reaches_the_refresh() -> None:
    job = Job()

    def run(_emit: Emit, cancelled: Callable[[], bool]) -> Outcome:
        while not cancelled():
            time.sleep(0.01)
        return NOTHING

    job.start(run, PROVIDERS)
    job.cancel()
    ended(job)
    assert job.progress.outcome == NOTHING


@pytest.mark.parametrize(
    ("fault", "words"), [(StoreError("The cache is locked."), "The cache is locked."), (ZeroDivisionError(), "log")]
)
def test_a_refresh_that_breaks_off_says_so(fault: Exception, words: str) -> None:
    job = Job()

    def run(_emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
        raise fault

    job.start(run, PROVIDERS)
    ended(job)
    assert words in job.progress.error
    assert job.progress.at is not None
    assert dt.datetime.now(dt.UTC) - job.progress.at < dt.timedelta(seconds=10)


def test_of_a_refresh_that_another_process_keeps_from_running_nothing_is_left_to_say() -> None:
    job = Job()

    def run(_emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
        raise RefreshRunning("process 1 on other", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    job.start(run, PROVIDERS)
    ended(job)
    assert job.progress.error == ""
    assert job.progress.outcome is None
