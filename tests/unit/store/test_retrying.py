"""Is work done anew where a database asks for that or is away, for as long as its user can wait, and only there?"""

import logging
import time
from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from dashboard.errors import StoreError
from dashboard.store import retrying
from dashboard.store.database import MEMORY_URL, open_database

Work = Callable[[sa.Connection], str]

CROSSED = errors.SerializationFailure
DEADLOCKED = errors.DeadlockDetected
READ_ONLY = errors.ReadOnlySqlTransaction
CUT = errors.AdminShutdown
LOST = errors.ConnectionFailure
MADE_ALREADY = (errors.UniqueViolation, errors.DuplicateTable)


@pytest.fixture
def engine() -> sa.Engine:
    return open_database(MEMORY_URL)[0]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give how long each wait would be, and let time pass by them alone."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(time, "monotonic", lambda: sum(waited))
    return waited


def failed(cause: Exception) -> StoreError:
    """Return the error that the store makes of what the driver raised."""
    error = StoreError("It failed.")
    error.__cause__ = DBAPIError("SELECT 1", {}, cause)
    return error


def failing(*failures: Exception) -> tuple[Work, list[Exception]]:
    """Return work that fails in each of these ways once, and what it has raised."""
    left, raised = list(failures), []

    def work(_connection: sa.Connection) -> str:
        if left:
            raised.append(left.pop(0))
            raise DBAPIError("SELECT 1", {}, raised[-1])
        return "done"

    return work, raised


@pytest.mark.parametrize(
    ("cause", "passes"),
    [
        (CROSSED(), True),
        (DEADLOCKED(), True),
        (READ_ONLY(), True),
        (CUT(), True),
        (errors.CannotConnectNow(), True),
        (LOST(), True),
        # broken off before the server could say anything
        (psycopg.OperationalError("server closed the connection"), True),
        (psycopg.InterfaceError("no such thing"), False),
        (errors.UniqueViolation(), False),
        (errors.UndefinedTable(), False),
        (errors.InsufficientPrivilege(), False),
        (ValueError("no date"), False),
    ],
    ids=lambda given: type(given).__name__,
)
def test_what_may_pass_is_told_by_what_the_database_said(cause: Exception, *, passes: bool) -> None:
    assert retrying.may_pass(failed(cause)) is passes
    # whoever wrapped it, or nobody
    assert retrying.may_pass(DBAPIError("SELECT 1", {}, cause)) is passes
    assert retrying.may_pass(cause) is passes


def test_an_error_without_a_cause_does_not_pass() -> None:
    assert not retrying.may_pass(StoreError("It failed."))


@pytest.mark.parametrize("do", [retrying.read, retrying.write], ids=["read", "write"])
def test_what_passes_is_done_anew_until_it_is_done(
    engine: sa.Engine, do: Callable[[sa.Engine, Work], str], waits: list[float]
) -> None:
    work, raised = failing(CROSSED(), CUT(), READ_ONLY(), LOST())
    assert do(engine, work) == "done"
    assert (len(raised), len(waits)) == (4, 4)


@pytest.mark.parametrize("do", [retrying.read, retrying.write, retrying.make], ids=["read", "write", "make"])
def test_what_does_not_pass_fails_at_once(
    engine: sa.Engine, do: Callable[[sa.Engine, Work], str], waits: list[float]
) -> None:
    work, raised = failing(errors.UndefinedTable(), errors.UndefinedTable())
    with pytest.raises(StoreError):
        do(engine, work)
    assert (len(raised), waits) == (1, [])


@pytest.mark.parametrize("failure", [*MADE_ALREADY, CROSSED, DEADLOCKED], ids=lambda failure: failure.__name__)
def test_tables_that_another_made_meanwhile_are_looked_at_anew(
    engine: sa.Engine, waits: list[float], failure: type[Exception]
) -> None:
    work, raised = failing(failure())
    assert retrying.make(engine, work) == "done"
    assert (len(raised), len(waits)) == (1, 1)


def test_who_makes_the_tables_does_not_wait_at_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = sa.create_engine("sqlite://")
    # there, writers queue for a row of a table
    monkeypatch.setattr(empty.dialect, "name", "postgresql")
    work, _ = failing()
    assert retrying.make(empty, work) == "done"
    with pytest.raises(StoreError, match="no such table: eraline_meta"):
        retrying.write(empty, work)


def test_a_database_that_is_away_when_its_tables_are_made_is_said_at_once(
    engine: sa.Engine, waits: list[float]
) -> None:
    work, _ = failing(CUT())
    with pytest.raises(StoreError):
        retrying.make(engine, work)
    assert waits == []


@pytest.mark.parametrize("failure", MADE_ALREADY, ids=lambda failure: failure.__name__)
def test_a_row_that_is_there_already_is_no_reason_to_write_anew(
    engine: sa.Engine, waits: list[float], failure: type[Exception]
) -> None:
    work, _ = failing(failure())
    with pytest.raises(StoreError):
        retrying.write(engine, work)
    assert waits == []


@pytest.mark.parametrize(
    ("do", "failure", "seconds"),
    [(retrying.read, CUT, 2.0), (retrying.write, CUT, 20.0), (retrying.make, CROSSED, 20.0)],
    ids=["read", "write", "make"],
)
def test_a_user_waits_two_seconds_and_a_refresh_twenty_a_little_longer_each_time(
    engine: sa.Engine,
    waits: list[float],
    do: Callable[[sa.Engine, Work], str],
    failure: type[Exception],
    seconds: float,
) -> None:
    work, raised = failing(*(failure() for _ in range(100)))
    with pytest.raises(StoreError):
        do(engine, work)
    assert 4 < len(raised) < 20
    assert 0.05 <= waits[0] <= 0.1
    assert waits == sorted(waits)
    assert max(waits) <= 2.0
    assert sum(waits[:-1]) < seconds <= sum(waits)


@pytest.mark.parametrize("do", [retrying.read, retrying.write], ids=["read", "write"])
def test_whoever_asks_may_wait_for_less(
    engine: sa.Engine, waits: list[float], do: Callable[[sa.Engine, Work, float], str]
) -> None:
    work, _ = failing(*(CUT() for _ in range(100)))
    with pytest.raises(StoreError):
        do(engine, work, 0.2)
    assert sum(waits[:-1]) < 0.2 <= sum(waits)


@pytest.mark.parametrize(("failure", "dropped"), [(READ_ONLY, True), (CROSSED, False)])
def test_connections_to_what_may_only_be_read_by_now_are_dropped(
    engine: sa.Engine, waits: list[float], failure: type[Exception], *, dropped: bool
) -> None:
    pool = engine.pool
    assert retrying.write(engine, failing(failure())[0]) == "done"
    assert (engine.pool is not pool) is dropped
    assert len(waits) == 1


def test_a_retry_prints_nothing_where_nobody_listens(
    engine: sa.Engine, waits: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert retrying.write(engine, failing(CROSSED())[0]) == "done"
    assert len(waits) == 1
    assert capsys.readouterr().err == ""
