"""Do the work of a transaction, and do it anew where the database asks for that or was away for a moment.

A database of several machines refuses one of two transactions that cross (40001, 40P01), a failover cuts every
connection and leaves those to the old primary read-only (25006). The work must therefore be fit to be done twice, also
where it was committed and only the answer was lost.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import psycopg
import sqlalchemy as sa
import stamina
from sqlalchemy.exc import DBAPIError

from dashboard.errors import StoreError
from dashboard.store.connections import reading, writing

T = TypeVar("T")

# serialization_failure, deadlock_detected, read_only_sql_transaction
_ANEW: Final = frozenset({"40001", "40P01", "25006"})
# connections that break, servers that shut down, crash or are not ready
_AWAY: Final = ("08", "57P")
_READ_ONLY: Final = "25006"
# two processes that make the same tables at once: unique_violation in the catalogue, duplicate_table
_MADE_BY_ANOTHER: Final = frozenset({"23505", "42P07"})

# a page says that the database is away rather than let its user wait
READ_SECONDS: Final = 2.0
# a failover takes some seconds, and nobody waits for a refresh
WRITE_SECONDS: Final = 20.0
_FIRST_WAIT: Final = 0.05
# of all the time that there is: the last try is late by no more
_LONGEST_SHARE: Final = 0.1

# stamina tells of each retry as a warning, which Python prints where nobody listens: into the middle of a progress bar
logging.getLogger("stamina").addHandler(logging.NullHandler())


def may_pass(exc: Exception) -> bool:
    """Tell whether a StoreError is of a kind that the same work a moment later may not meet."""
    state = _state(exc)
    return state is not None and (state in _ANEW or state.startswith(_AWAY))


def read(engine: sa.Engine, work: Callable[[sa.Connection], T], seconds: float = READ_SECONDS) -> T:
    """Return what work reads. Raises StoreError where it cannot be read within some seconds."""
    for attempt in _attempts(may_pass, seconds):
        with attempt, reading(engine) as connection:
            return work(connection)
    raise AssertionError("the last attempt returns or raises")


def write(engine: sa.Engine, work: Callable[[sa.Connection], T], seconds: float = WRITE_SECONDS) -> T:
    """Do work in the one transaction that may write, and return its result. Raises StoreError."""

    def drop_what_may_only_read(exc: Exception) -> bool:
        if _state(exc) == _READ_ONLY:
            engine.dispose()
        return may_pass(exc)

    for attempt in _attempts(drop_what_may_only_read, seconds):
        with attempt, writing(engine) as connection:
            return work(connection)
    raise AssertionError("the last attempt returns or raises")


def make(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
    """Do work that makes tables where there are none, anew where another process was making them too."""

    def was_another(exc: Exception) -> bool:
        return _state(exc) in _MADE_BY_ANOTHER | _ANEW

    for attempt in _attempts(was_another, WRITE_SECONDS):
        with attempt, writing(engine, waits=False) as connection:
            return work(connection)
    raise AssertionError("the last attempt returns or raises")


def _attempts(on: Callable[[Exception], bool], seconds: float) -> Iterable[stamina.Attempt]:
    return stamina.retry_context(
        on=on,
        attempts=None,
        timeout=seconds,
        wait_initial=_FIRST_WAIT,
        wait_max=seconds * _LONGEST_SHARE,
        wait_jitter=_FIRST_WAIT,
    )


def _state(exc: Exception) -> str | None:
    """Return PostgreSQL's code for what failed, 08000 where it broke off without one; None for all else."""
    failure = exc.__cause__ if isinstance(exc, StoreError) else exc
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    if not isinstance(cause, psycopg.Error):
        return None
    return cause.sqlstate or ("08000" if isinstance(cause, psycopg.OperationalError) else None)
