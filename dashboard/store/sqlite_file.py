"""SQLite files: recognise Eraline's own, move anything else aside, and notice when a file is pulled away."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import StoreGone, StoreUnwritable
from dashboard.store.connections import BUSY_SECONDS, reason
from dashboard.store.schema import BASELINE, VERSION_KEY, Schema, version_of
from dashboard.store.tables import meta_table

# the low byte of SQLite's codes is what went wrong, the rest says where
_PRIMARY_CODE: Final = 0xFF
_FAULTS: Final = {
    sqlite3.SQLITE_CORRUPT: "is corrupt",
    sqlite3.SQLITE_NOTADB: "is corrupt",
    # a table or column of ours that is not there
    sqlite3.SQLITE_ERROR: "is not Eraline's",
}
# the main file comes last: a stop halfway leaves a file that is still found at fault at the next start
_COMPANIONS: Final = ("-journal", "-wal", "-shm", "")


def refuse_another_file(engine: sa.Engine, file: Path) -> None:
    """Make every transaction fail once the path no longer leads to the file that was opened.

    Open connections would go on with the removed file and new ones with what lies there now: two truths at once, and
    writes that nobody finds again.
    """
    opened = file.stat()

    def check(_connection: sa.Connection) -> None:
        try:
            same = file.stat()
        except OSError:
            same = None
        if same is None or (same.st_dev, same.st_ino) != (opened.st_dev, opened.st_ino):
            raise StoreGone(f"The cache file {file} was removed or replaced while in use; it has to be opened anew.")

    event.listen(engine, "begin", check, insert=True)


def move_aside_unless_ours(file: Path, schema: Schema) -> str:
    """Move a file aside that is corrupt, another program's or from before migrations, and return a note about it.

    An older or a newer file of Eraline's own stays where it is: "" is returned for it.
    """
    fault = _fault(file, schema)
    if not fault:
        return ""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = file.with_name(f"{file.name}.aside-{stamp}")
    for ending in _COMPANIONS:
        part = Path(f"{file}{ending}")
        if part.exists():
            part.rename(f"{aside}{ending}")
    return (
        f"The cache file {file} {fault}. It was moved to {aside.name}, "
        "and the cache was made anew from the shipped figures."
    )


def _fault(file: Path, schema: Schema) -> str:
    """Return what keeps an existing file from being used, "" if nothing does."""
    if not file.exists() or file.stat().st_size == 0:
        return ""
    try:
        try:
            # what is not ours is not to be changed, not even by the recovery that comes with opening for writing
            return _examine(file, schema, "ro")
        except sqlite3.OperationalError:
            # after a crash only a writer may undo what was half written
            return _examine(file, schema, "rw")
    except sqlite3.DatabaseError as exc:
        fault = _FAULTS.get(exc.sqlite_errorcode & _PRIMARY_CODE)
        if fault is None:
            raise StoreUnwritable(file, reason(exc)) from exc
        return fault


def _examine(file: Path, schema: Schema, mode: str) -> str:
    address = f"{file.as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return "is corrupt"
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not names:
            return ""
        if meta_table.name not in names:
            return "is not Eraline's"
        found = connection.execute("SELECT value FROM eraline_meta WHERE key = ?", [VERSION_KEY]).fetchone()
    version = version_of(found[0] if found else None)
    if version is None or version < BASELINE:
        return f"has schema version {version}, and nothing is known of a version before {BASELINE}"
    # an older file has yet to get the tables that it lacks, a newer one may know better than we do
    lacks = version == schema.version and not names.issuperset(schema.tables.tables)
    return "is not Eraline's" if lacks else ""
