"""Patience: how long a PostgreSQL may say nothing before its connection is given up.

A server whose machine still answers for it (a paused container, a process that is stopped) keeps no limit of its own
and breaks none of the system's: only who waits can tell that nothing comes.
"""

import time
from collections.abc import Generator
from typing import Any, Final, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from sqlalchemy import event

T = TypeVar("T")

# one that is taken from the pool is asked whether it is there, which takes no time
AT_HAND_SECONDS: Final = 5.0
# every question of a page goes by an index
READ_SECONDS: Final = 15.0
# who writes waits for the turn of others, of whom a first start takes longest
WRITE_SECONDS: Final = 120.0
FOR_EVER: Final = float("inf")

_ASK_AGAIN_SECONDS: Final = 0.1


class PatientConnection(psycopg.Connection[Any]):
    """A connection that ends, with words, once its server has said nothing for some seconds."""

    patience: float = AT_HAND_SECONDS
    _given_up: psycopg.OperationalError | None = None

    def wait(self, gen: PQGen[T], interval: float = _ASK_AGAIN_SECONDS, timeout: float | None = None) -> T:
        """Run a conversation with the server. Raises OperationalError where it falls silent."""
        if self._given_up:
            # a copy wants to say that it ends, and would complain that the connection is closed
            raise self._given_up
        return super().wait(self._while_heard(gen), interval, timeout)

    def _while_heard(self, gen: PQGen[T]) -> Generator[Any, Any, T]:
        heard = time.monotonic()
        try:
            awaited = next(gen)
            while True:
                # nothing is ready where the interval has passed
                ready = yield awaited
                now = time.monotonic()
                if ready:
                    heard = now
                elif now - heard > self.patience:
                    # an answer that comes later would be taken for that to another question
                    self.close()
                    said = f"the database has said nothing for {self.patience:.0f} seconds"
                    self._given_up = psycopg.OperationalError(said)
                    raise self._given_up
                awaited = gen.send(ready)
        except StopIteration as end:
            return end.value


def make_patient(engine: sa.Engine) -> None:
    """Have a PostgreSQL engine make patient connections, which wait as long as is usual for who reads."""

    def connect(_dialect: object, _record: object, words: tuple[Any, ...], named: dict[str, Any]) -> PatientConnection:
        return PatientConnection.connect(*words, **named)

    def begin(connection: sa.Connection) -> None:
        wait_at_most(connection, READ_SECONDS)

    def give_back(driver: PatientConnection | None, _record: object) -> None:
        if driver is not None:
            driver.patience = AT_HAND_SECONDS

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)


def wait_at_most(connection: sa.Connection, seconds: float) -> None:
    """Give up a connection to PostgreSQL once nothing is heard for this long, until its transaction ends."""
    driver = connection.connection.driver_connection
    if isinstance(driver, PatientConnection):
        driver.patience = seconds
