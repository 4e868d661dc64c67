"""Do the commands that docs/operations.md gives for backup and restore bring back the same figures, on both engines?"""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

from dashboard.settings import PROJECT
from dashboard.store.observations import Store
from dashboard.store.opening import open_cache
from tests.contract.conftest import PostgresServer
from tests.contract.database.kept_databases import digest

GUIDE: Final = (PROJECT / "docs" / "operations.md").read_text("utf-8")


def commands(program: str) -> list[list[str]]:
    """Return the commands of a program that the guide gives, in their order."""
    found = re.findall(rf"^    ({program} .+)$", GUIDE, flags=re.MULTILINE)
    assert found, program
    return [shlex.split(line) for line in found]


def run(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, timeout=60, text=True)
    assert done.returncode == 0, done.stderr


def figures(store: Store) -> dict[str, list[str]]:
    return {name: [digest(store.observations(vintage)) for vintage in store.history(name)] for name in store.vintages()}


def test_a_sqlite_file_that_is_in_use_is_backed_up_and_restored(
    tmp_path: Path, sqlite_file: Path, sqlite_url: str, small_snapshot: Path
) -> None:
    store = open_cache(sqlite_url, small_snapshot, ()).store
    before = figures(store)
    (backup,) = commands("python -c")
    backup[0] = sys.executable
    run(backup, sqlite_file.parent)
    restored = tmp_path / "restored.db"
    (sqlite_file.parent / "backup.db").rename(restored)
    assert figures(open_cache(f"sqlite:///{restored}", small_snapshot, ()).store) == before != {}


def test_a_postgresql_database_is_dumped_and_restored(
    tmp_path: Path,
    postgresql: PostgresServer,
    postgresql_url: str,
    small_snapshot: Path,
    request: pytest.FixtureRequest,
) -> None:
    programs = Path(str(getattr(postgresql, "bin_path")))  # noqa: B009 - beyond what the tests' protocol names
    store = open_cache(postgresql_url, small_snapshot, ()).store
    before = figures(store)
    (dump,), (restore,) = commands("pg_dump"), commands("pg_restore")
    name = "restored"
    empty = sa.make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)
    maintenance = ["--maintenance-db", postgresql.get_uri()]
    run([str(programs / "createdb"), *maintenance, name], tmp_path)
    request.addfinalizer(lambda: run([str(programs / "dropdb"), "--force", *maintenance, name], tmp_path))
    for command, url in ((dump, postgresql_url), (restore, empty)):
        command[0] = str(programs / command[0])
        command[-1] = command[-1].replace("postgresql://eraline@localhost/eraline", url.replace("+psycopg", ""))
        run(command, tmp_path)
    assert figures(open_cache(empty, small_snapshot, ()).store) == before != {}
