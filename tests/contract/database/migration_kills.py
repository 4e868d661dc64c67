"""Kill upgrades at random moments, again and again, and look each time at what is left. Run by test_migrations.py.

Arguments: URL of a kept database, number of kills, a folder for scripts. Writes one JSON object: how many kills left
the old schema and how many the new one.
"""

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from pathlib import Path

# imported before the first kill, so that none strikes an import
import sqlalchemy as sa

from dashboard.store.connections import writing
from dashboard.store.database import open_database
from dashboard.store.schema import SCHEMA, Schema
from tests.contract.database.kept_databases import ADD_A_COLUMN, further

# slow enough to be killed between any two of its steps
SLOW = """
op.create_table("remark", sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
for number in range(10):
    op.bulk_insert(sa.table("remark", sa.column("text", sa.Text)), [{"text": "upgraded"}])
    op.execute("UPDATE observation SET first_vintage = first_vintage + 1")
    time.sleep(0.005)
op.execute("UPDATE observation SET first_vintage = first_vintage - 10")
"""


def kill_one(url: str, schema: Schema, made: random.Random) -> None:
    """Begin an upgrade and kill it, most times while it is under way."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        try:
            os.write(sender, b"started\n")
            open_database(url, schema)
            time.sleep(60)
        finally:
            os._exit(1)
    os.close(sender)
    select.select([receiver], [], [], 60)
    time.sleep(made.uniform(0, 0.3))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(receiver)


def examine(url: str, schema: Schema) -> str:
    """Return which schema a kill left, and check that it is whole."""
    plain = sa.create_engine(url)
    with plain.connect() as connection:
        if plain.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        version = connection.exec_driver_sql("SELECT value FROM eraline_meta WHERE key = 'schema_version'").scalar_one()
        tables = sa.inspect(connection).get_table_names()
    plain.dispose()
    assert not [name for name in tables if name.startswith("_alembic")], tables
    assert ("remark" in tables) == (version == str(schema.version)), (version, tables)
    return "after" if version == str(schema.version) else "before"


def undo(url: str, schema: Schema) -> None:
    """Take an upgraded database back to the schema before, so that it can be upgraded again."""
    engine, _ = open_database(url, schema)
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TABLE remark")
        connection.exec_driver_sql("ALTER TABLE vintage DROP COLUMN afterthought")
        connection.exec_driver_sql(f"UPDATE eraline_meta SET value = '{SCHEMA.version}' WHERE key = 'schema_version'")
    engine.dispose()


def main(url: str, kills: int, folder: Path) -> dict[str, int]:
    made = random.Random(1)  # noqa: S311 - the same moments again, no secret
    schema = further(folder / "scripts", SLOW, ADD_A_COLUMN)
    seen = Counter[str]({"before": 0, "after": 0})
    for _ in range(kills):
        kill_one(url, schema, made)
        state = examine(url, schema)
        seen[state] += 1
        if state == "after":
            undo(url, schema)
    return dict(seen)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))  # noqa: T201 - the answer
