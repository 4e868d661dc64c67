"""Descriptions of series that nobody has curated: what their providers said with the newest release of each."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from dashboard.catalogue.described import Described
from dashboard.store.connections import upsert
from dashboard.store.tables import described_table


def read(connection: sa.Connection, indicators: Collection[str] | None = None) -> Mapping[str, Described]:
    """Return what is known of some series, or of all, by id."""
    query = sa.select(described_table.c.said).order_by(described_table.c.indicator)
    if indicators is not None:
        query = query.where(described_table.c.indicator.in_(indicators))
    found = (Described.model_validate_json(text) for text in connection.scalars(query))
    return {said.id: said for said in found}


def write(connection: sa.Connection, said: Described) -> None:
    """Put a description in the place of the one before it."""
    upsert(connection, described_table, {"indicator": said.id, "said": said.model_dump_json()})
