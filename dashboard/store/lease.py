"""Lease: one database row that lets one process refresh at a time."""

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa

from dashboard.errors import Cancelled, RefreshRunning, StoreError
from dashboard.store.connections import clock, upsert, writing
from dashboard.store.retrying import read, write
from dashboard.store.tables import lease_table

_LOG = logging.getLogger(__name__)
TTL: Final = dt.timedelta(seconds=60)
_RENEWALS_PER_TTL: Final = 4
# it runs out by itself, and whoever ends a refresh waits for this
_GIVING_BACK_SECONDS: Final = 5


@dataclass(frozen=True)
class Lease:
    """The lease as this holder has it. What it may not do once another has taken it over, `confirm` refuses."""

    engine: sa.Engine
    name: str
    holder: str
    ttl: dt.timedelta
    lost: threading.Event = field(default_factory=threading.Event)

    def confirm(self, connection: sa.Connection) -> None:
        """Renew the lease inside a writing transaction, which must not be committed without it.

        Raises RefreshRunning where another holds it now, Cancelled where another had it and is done.
        """
        if self._renew(connection):
            return
        self.lost.set()
        row = _row(connection, self.name)
        if row is not None:
            raise _running(row)
        raise Cancelled("Another refresh took over while this one stood still.")

    def _renew(self, connection: sa.Connection) -> bool:
        now = clock(connection)
        renewed = connection.execute(
            sa.update(lease_table)
            .where(lease_table.c.name == self.name, lease_table.c.holder == self.holder)
            .values(heartbeat=now, expires=now + self.ttl)
        )
        return renewed.rowcount == 1

    def renew(self) -> None:
        """Renew the lease in a transaction of its own; sets `lost` where another has it. Raises StoreError."""
        with writing(self.engine) as connection:
            renewed = self._renew(connection)
        if not renewed:
            self.lost.set()


@contextmanager
def hold(engine: sa.Engine, name: str = "refresh", ttl: dt.timedelta = TTL) -> Generator[Lease]:
    """Take the lease, keep it alive from a thread of its own, and give it back at the end.

    A lease whose holder has not been heard of for `ttl` is taken over. Raises RefreshRunning, with who and since when,
    where its holder is alive, and StoreError where the database cannot be written.
    """
    lease = Lease(engine, name, f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex}", ttl)
    _take(lease)
    done = threading.Event()
    renewing = threading.Thread(target=_keep_renewed, args=(lease, done), name=f"eraline-{name}-lease", daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        done.set()
        renewing.join()
        _give_back(lease)


def holder(engine: sa.Engine, name: str = "refresh") -> tuple[str, dt.datetime] | None:
    """Return who has the lease and since when (UTC), None where nobody alive has it."""

    def found(connection: sa.Connection) -> tuple[str, dt.datetime] | None:
        row = _row(connection, name)
        if row is None or not _is_alive(row, clock(connection)):
            return None
        running = _running(row)
        return running.holder, running.since

    return read(engine, found)


def broken_off(engine: sa.Engine, name: str = "refresh") -> dt.datetime | None:
    """Return when a holder that never gave the lease back was last heard of (UTC), None where there is none."""

    def found(connection: sa.Connection) -> dt.datetime | None:
        row = _row(connection, name)
        return None if row is None or _is_alive(row, clock(connection)) else row["heartbeat"].replace(tzinfo=dt.UTC)

    return read(engine, found)


def _take(lease: Lease) -> None:
    def taken(connection: sa.Connection) -> None:
        row, now = _row(connection, lease.name), clock(connection)
        # its own row is there already where only the answer to its commit was lost
        if row is not None and row["holder"] != lease.holder:
            if _is_alive(row, now):
                raise _running(row)
            _LOG.warning("Taking over the refresh of %s, not heard of since %s UTC", row["holder"], row["heartbeat"])
        times = {"started": now, "heartbeat": now, "expires": now + lease.ttl}
        upsert(connection, lease_table, {"name": lease.name, "holder": lease.holder, **times})

    write(lease.engine, taken)


def _row(connection: sa.Connection, name: str) -> sa.RowMapping | None:
    return connection.execute(sa.select(lease_table).where(lease_table.c.name == name)).mappings().first()


def _is_alive(row: Any, now: dt.datetime) -> bool:  # noqa: ANN401 - a row of the table
    ttl = row["expires"] - row["heartbeat"]
    # a sign of life from further ahead than its own life was left by a clock that has been put back since
    return bool(now < row["expires"] and row["heartbeat"] <= now + ttl)


def _running(row: Any) -> RefreshRunning:  # noqa: ANN401 - a row of the table
    host, pid, _ = row["holder"].rsplit(":", 2)
    return RefreshRunning(f"process {pid} on {host}", row["started"].replace(tzinfo=dt.UTC))


def _keep_renewed(lease: Lease, done: threading.Event) -> None:
    while not done.wait(lease.ttl.total_seconds() / _RENEWALS_PER_TTL) and not lease.lost.is_set():
        try:
            lease.renew()
        except StoreError as exc:
            # a database that is busy or away for a while may be back before the lease runs out
            _LOG.warning("The refresh could not show that it is alive: %s", exc.whole)


def _give_back(lease: Lease) -> None:
    mine = sa.delete(lease_table).where(lease_table.c.name == lease.name, lease_table.c.holder == lease.holder)
    try:
        write(lease.engine, lambda connection: connection.execute(mine), seconds=_GIVING_BACK_SECONDS)
    except StoreError as exc:
        _LOG.warning("The refresh could not give its lease back, which runs out in %s: %s", lease.ttl, exc.whole)
