"""Read from a replica while it has all that the primary has, from the primary otherwise, and say when that changes."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeVar

import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store.connections import reading, writes
from dashboard.store.retrying import read
from dashboard.store.tables import WRITES_KEY, meta_table

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)
# how long what others wrote may stay unseen on the replica, and one that is away unasked
LOOK_AGAIN_SECONDS: Final = 2.0
# a server that does not even refuse takes its time to be found away: that is spent now and then
_PATIENCE: Final = 5


class Standing(Enum):
    """How the replica stands to the primary, worded for the log."""

    ABREAST = "The read replica has all that the primary has: reads go to it."
    BEHIND = "The read replica is behind the primary: reads go to the primary."
    AWAY = "The read replica does not answer: reads go to the primary."
    ALONE = "The primary does not answer: reads go to the read replica, and nothing can be written."

    @property
    def reads(self) -> bool:
        """Tell whether reads go to the replica."""
        return self in (Standing.ABREAST, Standing.ALONE)


@dataclass(eq=False)
class Reader:
    """The database that a store writes to, and its replica if it has one; safe to share between threads."""

    primary: sa.Engine
    replica: sa.Engine | None = None
    _standing: Standing = Standing.ABREAST
    _written: int = -1
    _look_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, work: Callable[[sa.Connection], T]) -> T:
        """Return what work reads: what this process wrote is in it, and what others wrote some seconds ago.

        Raises StoreError where neither can be read.
        """
        replica = self.replica
        if replica is None or not self._looked(replica).reads:
            return read(self.primary, work)
        try:
            with reading(replica) as connection:
                return work(connection)
        except StoreError as exc:
            self._note(Standing.AWAY, f"{exc}")
            return read(self.primary, work)

    def _looked(self, replica: sa.Engine) -> Standing:
        """Return how the replica stands, looked up where this process has written since, or some time has passed."""
        with self._lock:
            if self._written == writes() and time.monotonic() < self._look_at:
                return self._standing
            written = writes()
            # one looks, and the others go by what was seen last, unless this process wrote
            self._look_at = time.monotonic() + LOOK_AGAIN_SECONDS
        began = time.monotonic()
        standing = self._compared(replica)
        self._note(standing, "", took=time.monotonic() - began)
        # what is behind is looked up before each read, until it is not
        self._written = -1 if standing is Standing.BEHIND else written
        return standing

    def _compared(self, replica: sa.Engine) -> Standing:
        try:
            # before the primary is: it may know more a moment later, and never less
            known = _count(replica)
        except StoreError:
            return Standing.AWAY
        try:
            return Standing.ABREAST if known == _count(self.primary) else Standing.BEHIND
        except StoreError:
            return Standing.ALONE

    def _note(self, standing: Standing, why: str, took: float = 0.0) -> None:
        with self._lock:
            before, self._standing = self._standing, standing
            self._look_at = time.monotonic() + max(LOOK_AGAIN_SECONDS, _PATIENCE * took)
        if standing is not before:
            level = logging.INFO if standing is Standing.ABREAST else logging.WARNING
            _LOG.log(level, "%s", " ".join(filter(None, (standing.value, why))))


def _count(engine: sa.Engine) -> str | None:
    """Return how often a database was written to, by anybody."""
    with reading(engine) as connection:
        return connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == WRITES_KEY))
