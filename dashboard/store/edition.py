"""Tell in one question whether anything was stored since one looked last, and what time it is."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from dashboard.store.connections import clock
from dashboard.store.tables import attempt_table, vintage_table

_LAST: Final = (
    sa.select(vintage_table.c.id, vintage_table.c.published).order_by(vintage_table.c.id.desc()).limit(1),
    sa.select(sa.func.max(attempt_table.c.id)),
)


@dataclass(frozen=True)
class Edition:
    """What a store holds, as told by what was written last: two are the same where nothing was written between them.

    `vintage` has the id of the newest vintage and when it was published, `attempt` the id of the newest attempt, 0
    where there is none. A database restored from a backup may give the id of a lost vintage to another one, never its
    microsecond of publication as well. `now` is what time it is by the database (UTC).
    """

    vintage: tuple[int, dt.datetime] | None
    attempt: int
    now: dt.datetime = field(compare=False)


def edition(connection: sa.Connection) -> Edition:
    """Return what tells what is stored now from what was before, and the time."""
    newest, attempts = _LAST
    found, attempt = connection.execute(newest).one_or_none(), connection.scalar(attempts)
    now = clock(connection).replace(tzinfo=dt.UTC)
    return Edition(None if found is None else (found[0], found[1]), attempt or 0, now)
