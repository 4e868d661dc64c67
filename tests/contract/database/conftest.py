"""What do the tests of the database share? What fills one, damages one and asks it for its version."""

import random
from typing import Final

import sqlalchemy as sa

from dashboard.store.connections import reading, writing
from dashboard.store.database import open_database
from dashboard.store.tables import meta_table

NOISE: Final = random.Random(1).randbytes(200_000)  # noqa: S311 - damages files, guards nothing


def recorded_version(engine: sa.Engine) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))


def fill(url: str, *, rows: int = 500) -> None:
    """Leave a prepared file with something in it, closed."""
    engine, _ = open_database(url)
    with writing(engine) as connection:
        connection.execute(
            sa.insert(meta_table), [{"key": f"key {number}", "value": "v" * 150} for number in range(rows)]
        )
    engine.dispose()
