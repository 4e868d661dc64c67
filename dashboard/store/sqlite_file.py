"""SQLite files: recognise Eraline's own, move anything else aside, and notice when one is pulled away or damaged."""

import datetime as dt
import logging
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

_LOG: Final = logging.getLogger(__name__)
# the low byte of SQLite's codes is what went wrong, the rest says where
_PRIMARY_CODE: Final = 0xFF
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CORRUPT: Final = "is corrupt"
_FAULTS: Final = {
    **dict.fromkeys(_DAMAGE, _CORRUPT),
    # a table or column of ours that is not there
    sqlite3.SQLITE_ERROR: "is not Eraline's",
}
# the main file comes last: a stop halfway leaves a file that is still found at fault at the next start
_COMPANIONS: Final = ("-journal", "-wal", "-shm", "")
# files that were found damaged in use, by device and number: a quick look at one may find nothing
_damaged: Final[set[tuple[int, int]]] = set()


def refuse_another_file(engine: sa.Engine, file: Path) -> None:
    """Make every transaction fail once the path no longer leads to the file that was opened, or it is damaged.

    Open connections would go on with the removed file and new ones with what lies there now: two truths at once, and
    writes that nobody finds again. A damaged one would fail for ever, where another could be made in its place.
    """
    opened = _which(file)

    def check(_connection: sa.Connection) -> None:
        if _which(file) != opened:
            raise StoreGone(
                f"The cache file {file.name} was removed or replaced while in use; it has to be opened anew."
            )
        if opened in _damaged:
            raise StoreGone(f"The cache file {file.name} was damaged while in use; it has to be opened anew.")

    def notice(failure: sa.ExceptionContext) -> None:
        if opened is not None and _code(failure.original_exception) in _DAMAGE:
            _damaged.add(opened)

    event.listen(engine, "begin", check, insert=True)
    event.listen(engine, "handle_error", notice)


def _which(file: Path) -> tuple[int, int] | None:
    """Return what a path leads to: device and number, None where there is nothing."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _code(exc: BaseException | None) -> int | None:
    """Return what went wrong by SQLite's own code, None where it was something else."""
    return exc.sqlite_errorcode & _PRIMARY_CODE if isinstance(exc, sqlite3.Error) else None


def move_aside_unless_ours(file: Path, schema: Schema) -> str:
    """Move a file aside that is corrupt, another program's or from before migrations, and return a note about it.

    An older or a newer file of Eraline's own stays where it is: "" is returned for it.
    """
    fault, found = _fault(file, schema), _which(file)
    if not fault or found is None:
        return ""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = file.with_name(f"{file.name}.aside-{stamp}")
    for ending in _COMPANIONS:
        part = Path(f"{file}{ending}")
        if part.exists():
            part.rename(f"{aside}{ending}")
    # its number may be another file's next
    _damaged.discard(found)
    note = (
        f"The cache file {file.name} {fault}. It was moved to {aside.name}, "
        "and the cache was made anew from the shipped figures."
    )
    # visitors read the note too
    _LOG.warning("%s Both are in %s.", note, file.parent)
    return note


def _fault(file: Path, schema: Schema) -> str:
    """Return what keeps an existing file from being used, "" if nothing does."""
    if _which(file) in _damaged:
        return _CORRUPT
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
        fault = _FAULTS.get(_code(exc) or 0)
        if fault is None:
            raise StoreUnwritable(file.name, reason(exc)) from exc
        return fault


def _examine(file: Path, schema: Schema, mode: str) -> str:
    address = f"{file.as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return _CORRUPT
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
