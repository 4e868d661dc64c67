"""Is it one refresh at a time, across threads, processes and machines, and never none for long?"""

import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import Cancelled, RefreshRunning, StoreError
from dashboard.store.connections import reading, writing
from dashboard.store.database import open_database
from dashboard.store.lease import TTL, broken_off, hold, holder
from dashboard.store.tables import lease_table

SHORT = dt.timedelta(seconds=0.8)

# holds the lease until a line arrives, and says what happened, the moment it is lost too
_HOLD = """
import datetime as dt, sys, threading
from dashboard.store.database import open_database
from dashboard.errors import RefreshRunning
from dashboard.store.lease import hold
engine, _ = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    with hold(engine, ttl=dt.timedelta(seconds=float(sys.argv[2]))) as lease:
        print("held", flush=True)
        threading.Thread(target=lambda: (lease.lost.wait(), print("lost", flush=True)), daemon=True).start()
        sys.stdin.readline()
except RefreshRunning as exc:
    print(exc, flush=True)
"""


@pytest.fixture
def start() -> Iterator[Callable[[str, float], subprocess.Popen[str]]]:
    """Give a way to start a process that stands at the point of taking the lease; all are ended with the test."""
    processes: list[subprocess.Popen[str]] = []

    def begin(url: str, ttl: float) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, url, str(ttl)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        assert line(process) == "ready"
        return process

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def row(engine: sa.Engine) -> sa.Row[tuple[object, ...]] | None:
    with reading(engine) as connection:
        return connection.execute(sa.select(lease_table)).first()


def change(engine: sa.Engine, **values: object) -> None:
    with writing(engine) as connection:
        assert connection.execute(sa.update(lease_table).values(values)).rowcount == 1


def shift(engine: sa.Engine, by: dt.timedelta) -> None:
    """Make a lease look as if it had been taken and renewed at another time."""
    found = row(engine)
    assert found is not None
    change(engine, heartbeat=found.heartbeat + by, expires=found.expires + by)


def wait_until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def outlasts(engine: sa.Engine, length: dt.timedelta) -> None:
    """Wait until a lease has been renewed for longer than it was first taken for."""
    first = row(engine)
    assert first is not None

    def renewed() -> bool:
        now = row(engine)
        assert now is not None
        return now.heartbeat > first.heartbeat + length

    wait_until(renewed)


def test_a_lease_is_taken_shown_and_given_back(engine: sa.Engine) -> None:
    assert holder(engine) is None
    with hold(engine) as lease:
        found = row(engine)
        assert found is not None
        assert (found.name, found.holder) == ("refresh", lease.holder)
        assert found.expires - found.heartbeat == TTL
        shown = holder(engine)
        assert shown is not None
        assert shown[0].startswith("process ")
        assert shown[1] == found.started.replace(tzinfo=dt.UTC)
    assert row(engine) is None
    assert holder(engine) is None


def test_a_second_holder_is_refused_with_who_and_since_when(engine: sa.Engine) -> None:
    with hold(engine):
        shown = holder(engine)
        with pytest.raises(RefreshRunning) as caught, hold(engine):
            pytest.fail("two at a time")
        assert (caught.value.holder, caught.value.since) == shown
        # another lease is another matter
        with hold(engine, "something-else"):
            pass
    with hold(engine):
        pass


def test_a_lease_is_given_back_after_an_error(engine: sa.Engine) -> None:
    with pytest.raises(ZeroDivisionError), hold(engine):
        raise ZeroDivisionError
    assert row(engine) is None


def test_of_many_threads_one_has_the_lease(engine: sa.Engine) -> None:
    barrier, inside, counted = threading.Barrier(8), threading.Semaphore(1), threading.Barrier(8)

    def take(_: int) -> bool:
        barrier.wait()
        try:
            with hold(engine):
                assert inside.acquire(blocking=False)
                counted.wait()
                inside.release()
                return True
        except RefreshRunning:
            counted.wait()
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [False] * 7 + [True]


def test_of_several_processes_one_has_the_lease(
    database_url: str, start: Callable[[str, float], subprocess.Popen[str]]
) -> None:
    with ThreadPoolExecutor(4) as pool:
        processes = list(pool.map(start, [database_url] * 4, [60] * 4))
    for process in processes:
        let_go(process)
    lines = [line(process) for process in processes]
    (first,) = (process for process, said in zip(processes, lines, strict=True) if said == "held")
    assert sum(f"process {first.pid} on" in said for said in lines) == 3
    let_go(first)
    assert first.wait(20) == 0
    assert row(open_database(database_url)[0]) is None


def test_a_lease_outlasts_its_length_while_its_holder_lives(engine: sa.Engine) -> None:
    with hold(engine, ttl=SHORT) as lease:
        outlasts(engine, SHORT)
        with pytest.raises(RefreshRunning), hold(engine):
            pytest.fail("two at a time")
        assert not lease.lost.is_set()


def test_the_lease_of_a_killed_process_is_taken_over_once_it_has_run_out(
    database_url: str, start: Callable[[str, float], subprocess.Popen[str]]
) -> None:
    engine, _ = open_database(database_url)
    process = start(database_url, 1.5)
    let_go(process)
    assert line(process) == "held"
    with pytest.raises(RefreshRunning, match=f"process {process.pid} on"), hold(engine):
        pytest.fail("two at a time")
    process.kill()
    assert process.wait(20) == -signal.SIGKILL
    # nobody knows yet
    with pytest.raises(RefreshRunning), hold(engine):
        pytest.fail("taken over from somebody who may be alive")
    assert broken_off(engine) is None
    wait_until(lambda: holder(engine) is None)
    # everybody can see that it never ended, until another does
    assert broken_off(engine) is not None
    with hold(engine) as lease:
        assert broken_off(engine) is None
        found = row(engine)
        assert found is not None
        assert found.holder == lease.holder


def test_a_process_that_stood_still_notices_that_it_was_taken_over(
    database_url: str, start: Callable[[str, float], subprocess.Popen[str]]
) -> None:
    engine, _ = open_database(database_url)
    process = start(database_url, 0.8)
    let_go(process)
    assert line(process) == "held"
    process.send_signal(signal.SIGSTOP)
    wait_until(lambda: holder(engine) is None)
    with hold(engine) as lease:
        process.send_signal(signal.SIGCONT)
        assert line(process) == "lost"
        let_go(process)
        assert process.wait(20) == 0
        found = row(engine)
        # neither renewed nor given back by the one that had it before
        assert found is not None
        assert found.holder == lease.holder


def test_who_was_taken_over_may_not_commit(engine: sa.Engine) -> None:
    with hold(engine) as lease:
        shift(engine, -2 * TTL)
        with hold(engine):
            assert not lease.lost.is_set()
            with pytest.raises(RefreshRunning), writing(engine) as connection:
                lease.confirm(connection)
            assert lease.lost.is_set()
        with pytest.raises(Cancelled, match="took over"), writing(engine) as connection:
            lease.confirm(connection)


def test_a_heartbeat_notices_the_loss_by_itself(engine: sa.Engine) -> None:
    with hold(engine, ttl=SHORT) as lease:
        change(engine, holder="other:1:x")
        assert lease.lost.wait(20)


def test_a_lease_that_ran_out_and_was_not_taken_over_is_still_ones_own(engine: sa.Engine) -> None:
    with hold(engine) as lease:
        shift(engine, -2 * TTL)
        assert holder(engine) is None
        with writing(engine) as connection:
            lease.confirm(connection)
        assert holder(engine) is not None


def test_a_commit_renews_the_lease(engine: sa.Engine) -> None:
    with hold(engine) as lease:
        shift(engine, -TTL / 2)
        before = row(engine)
        with writing(engine) as connection:
            lease.confirm(connection)
        after = row(engine)
        assert before is not None
        assert after is not None
        assert after.heartbeat - before.heartbeat > TTL / 3


@pytest.mark.parametrize(("put_back", "alive"), [(TTL / 2, True), (3 * TTL, False), (dt.timedelta(days=400), False)])
def test_a_clock_that_was_put_back_does_not_make_a_dead_holder_immortal(
    engine: sa.Engine, put_back: dt.timedelta, *, alive: bool
) -> None:
    with hold(engine):
        shift(engine, put_back)
        assert (holder(engine) is not None) is alive


def test_what_a_machines_own_clock_says_does_not_matter(
    postgresql_url: str, start: Callable[[str, float], subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # two machines with one server, and the clock of this one a day ahead
    process = start(postgresql_url, 60)
    let_go(process)
    assert line(process) == "held"
    ahead = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: ahead)
    engine, _ = open_database(postgresql_url)
    with pytest.raises(RefreshRunning, match=f"process {process.pid} on"), hold(engine):
        pytest.fail("two at a time")


def test_a_database_that_is_away_for_a_moment_does_not_lose_the_lease(postgresql_url: str) -> None:
    engine, _ = open_database(postgresql_url)
    with hold(engine, ttl=SHORT) as lease:
        with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [connection.info.dbname],
            )
        outlasts(engine, SHORT)
        assert not lease.lost.is_set()
        assert holder(engine) is not None
    assert row(engine) is None


def test_a_database_that_cannot_be_written_gives_no_lease(sqlite_url: str) -> None:
    engine, _ = open_database(sqlite_url)
    engine.dispose()

    def close_to_writing(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=1")

    event.listen(engine, "begin", close_to_writing)
    with pytest.raises(StoreError), hold(engine):
        pytest.fail("no lease was written")
