"""Databases as earlier schemas left them, restored, and a schema that is one migration further than today's."""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pandas as pd
import psycopg
import sqlalchemy as sa

from dashboard.store.schema import SCHEMA, Schema
from dashboard.store.tables import metadata

KEPT: Final = Path(__file__).parent / "kept"


def engine_of(url: str) -> str:
    return sa.make_url(url).get_backend_name()


def restore(url: str, name: str = "schema-2") -> None:
    """Put a kept database where a URL leads."""
    script = (KEPT / f"{name}.{engine_of(url)}.sql").read_text(encoding="utf-8")
    if engine_of(url) == "postgresql":
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute(script.encode())
        return
    file = Path(sa.make_url(url).database or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(script)


def answers(url: str, name: str = "schema-2") -> dict[str, list[Any]]:
    """Return what the commit that wrote a kept database answered."""
    return json.loads((KEPT / f"{name}.{engine_of(url)}.json").read_text(encoding="utf-8"))


def digest(observations: pd.DataFrame) -> str:
    rows = zip(observations["economy"], observations["period"], observations["value"].tolist(), strict=True)
    lines = (f"{economy},{period:%Y-%m-%d},{value!r}\n" for economy, period, value in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def further(folder: Path, *upgrades: str) -> Schema:
    """Return today's schema and so many migrations more, each given as the lines of its `upgrade`.

    The first adds the table `remark`, which the tables of the schema list.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, lines in enumerate(upgrades, SCHEMA.version + 1):
        body = "\n".join(f"    {line}" for line in lines.splitlines())
        (folder / f"schema_{number}.py").write_text(
            "import os, signal, time\nimport sqlalchemy as sa\nfrom alembic import op\n"
            f"revision, down_revision = '{number}', '{number - 1}'\n\ndef upgrade():\n{body}\n",
            encoding="utf-8",
        )
    tables = sa.MetaData()
    for table in metadata.tables.values():
        table.to_metadata(tables)
    sa.Table("remark", tables, sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
    return Schema(SCHEMA.version + len(upgrades), tables, (*SCHEMA.scripts, folder))


ADD_REMARKS: Final = """
op.create_table("remark", sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
op.bulk_insert(sa.table("remark", sa.column("text", sa.Text)), [{"text": "upgraded"}])
"""
ADD_A_COLUMN: Final = """
with op.batch_alter_table("vintage") as batch:
    batch.add_column(sa.Column("afterthought", sa.Text, nullable=False, server_default="none"))
"""


def remarks(engine: sa.Engine) -> Sequence[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.text("SELECT text FROM remark")))
