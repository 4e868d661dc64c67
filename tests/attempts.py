"""All attempts to refresh an indicator that are written down: pages and commands ask for the newest alone."""

import sqlalchemy as sa

from dashboard.store.attempts import read
from dashboard.store.observations import Store
from dashboard.store.records import Attempt
from dashboard.store.tables import attempt_table


def attempts_of(store: Store, indicator: str) -> tuple[Attempt, ...]:
    """Return them, newest first."""
    query = sa.select(attempt_table).where(attempt_table.c.indicator == indicator).order_by(attempt_table.c.id.desc())
    return store.opened_as(lambda reader, _cache: reader).ask(lambda connection: read(connection, query))
