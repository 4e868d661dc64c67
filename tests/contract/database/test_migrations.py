"""Is a database of an earlier schema upgraded with all that is in it, whatever happens meanwhile?"""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import StoreError, StoreTooNew
from dashboard.settings import SNAPSHOT
from dashboard.store.database import open_database
from dashboard.store.history_files import read_releases
from dashboard.store.lease import holder
from dashboard.store.observations import Store
from dashboard.store.opening import add_history
from dashboard.store.schema import MIGRATIONS, SCHEMA
from dashboard.store.tables import lease_table, metadata
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.attempts import attempts_of
from tests.contract.database.conftest import recorded_version
from tests.contract.database.kept_databases import (
    ADD_A_COLUMN,
    ADD_REMARKS,
    answers,
    digest,
    further,
    remarks,
    restore,
)


@pytest.fixture
def kept_url(database_url: str) -> str:
    """Give the URL of a database as schema 2 left it, on each engine."""
    restore(database_url)
    return database_url


def assert_answers_as_then(engine: sa.Engine, url: str, catalogue: Catalogue, *, ignored: Sequence[str] = ()) -> None:
    """Check every vintage, attempt and chart against what the commit that wrote the database said."""
    store, wanted = Store(engine), answers(url)
    for entry in wanted["vintages"]:
        (vintage,) = (found for found in store.history(entry["indicator"]) if found.id == entry["id"])
        found = vintage.model_dump(mode="json") | {"published": vintage.published.isoformat()}
        wanted_of_it = {name: value for name, value in entry.items() if name != "digest"}
        # later schemas add fields, and releases that are put before it change its counts
        for name in ignored:
            del found[name], wanted_of_it[name]
        assert {name: found[name] for name in wanted_of_it} == wanted_of_it
        assert digest(store.observations(vintage)) == entry["digest"]
    for name, number, started, finished, *rest in wanted["attempts"]:
        (attempt,) = (found for found in attempts_of(store, name) if found.id == number)
        assert [attempt.outcome, attempt.detail, attempt.vintage] == rest
        assert (attempt.started, attempt.finished) == tuple(map(dt.datetime.fromisoformat, (started, finished)))
    for chart in wanted["charts"]:
        assert_drawn(store, catalogue, chart)
    with engine.connect() as connection:
        assert connection.scalar(sa.select(lease_table.c.holder)) == "newsroom:4242:0123456789abcdef0123456789abcdef"
    assert holder(engine) is None


def assert_drawn(store: Store, catalogue: Catalogue, chart: Mapping[str, Any]) -> None:
    day = chart["as_of"] and dt.date.fromisoformat(chart["as_of"])
    view = chart_view(Loader(store, catalogue), Selection(chart["indicator"], tuple(chart["economies"]), as_of=day))
    assert (view.vintage.id, len(view.points)) == (chart["vintage"], chart["points"])
    ends = {
        economy: {f"{period:%Y-%m-%d}": value for period, value in zip(last["period"], last["value"], strict=True)}
        for economy, last in ((name, group.tail(3)) for name, group in view.points.groupby("economy"))
    }
    assert ends == chart["ends"]


def test_a_database_of_schema_2_still_draws_its_charts(kept_url: str, shipped_catalogue: Catalogue) -> None:
    engine, note = open_database(kept_url)
    assert (note, recorded_version(engine)) == ("", str(SCHEMA.version))
    assert_answers_as_then(engine, kept_url, shipped_catalogue)


def test_what_schema_2_stored_says_how_its_day_is_known(kept_url: str) -> None:
    store = Store(open_database(kept_url)[0])
    for entry in answers(kept_url)["vintages"]:
        (vintage,) = (found for found in store.history(entry["indicator"]) if found.id == entry["id"])
        own_day = entry["release"] == f"WDI update {vintage.date}" and entry["origin"] == "snapshot"
        assert vintage.dated == ("published" if own_day else "seen on")
        assert (vintage.definition, vintage.covers, vintage.redefined) == ("", "", 0)


def test_earlier_releases_are_added_to_what_schema_2_stored(kept_url: str, shipped_catalogue: Catalogue) -> None:
    store = Store(open_database(kept_url)[0])
    kept = {entry["indicator"] for entry in answers(kept_url)["vintages"]}
    shipped = {name: releases for name, releases in read_releases(SNAPSHOT).items() if name in kept}
    assert shipped
    assert add_history(store, SNAPSHOT) == ""
    for name, releases in shipped.items():
        oldest = min(entry["published"] for entry in answers(kept_url)["vintages"] if entry["indicator"] == name)
        older = [release.date for release in releases if f"{release.date}" < oldest[:10]]
        assert [vintage.date for vintage in store.history(name)][: len(older)] == older
        assert {vintage.origin for vintage in store.history(name)[len(older) :]} <= {"snapshot", "live"}
    # fetched vintages stay, and so does every chart of their days
    counts = ("added", "revised", "withdrawn")
    assert_answers_as_then(open_database(kept_url)[0], kept_url, shipped_catalogue, ignored=counts)
    assert add_history(store, SNAPSHOT) == ""


def test_one_more_migration_upgrades_it_with_everything_in_it(
    kept_url: str, tmp_path: Path, shipped_catalogue: Catalogue
) -> None:
    schema = further(tmp_path / "scripts", ADD_REMARKS)
    engine, note = open_database(kept_url, schema)
    assert (note, recorded_version(engine)) == ("", str(schema.version))
    assert remarks(engine) == ["upgraded"]
    assert_answers_as_then(engine, kept_url, shipped_catalogue)
    # and only once
    assert remarks(open_database(kept_url, schema)[0]) == ["upgraded"]


def test_several_migrations_run_in_their_order(kept_url: str, tmp_path: Path, shipped_catalogue: Catalogue) -> None:
    added = 'op.bulk_insert(sa.table("remark", sa.column("text", sa.Text)), [{"text": "again"}])'
    schema = further(tmp_path / "scripts", ADD_REMARKS, ADD_A_COLUMN, added)
    engine, _ = open_database(kept_url, schema)
    assert recorded_version(engine) == str(schema.version)
    assert remarks(engine) == ["upgraded", "again"]
    with engine.connect() as connection:
        assert set(connection.scalars(sa.text("SELECT afterthought FROM vintage"))) == {"none"}
        indexes = {index["name"] for index in sa.inspect(connection).get_indexes("vintage")}
    assert "vintage_by_indicator" in indexes
    assert_answers_as_then(engine, kept_url, shipped_catalogue)


def test_a_new_database_is_made_at_the_latest_schema(database_url: str, tmp_path: Path) -> None:
    schema = further(tmp_path / "scripts", ADD_REMARKS)
    engine, _ = open_database(database_url, schema)
    # made and not upgraded: the script's own row is not there
    assert (recorded_version(engine), remarks(engine)) == (str(schema.version), [])


def test_an_upgraded_database_has_the_tables_of_a_new_one(kept_url: str) -> None:
    engine, _ = open_database(kept_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_last_script_leads_to_the_version_that_the_tables_have() -> None:
    directory = ScriptDirectory(str(MIGRATIONS), version_locations=[str(folder) for folder in SCHEMA.scripts])
    assert directory.get_heads() == [str(SCHEMA.version)]


def test_a_newer_database_is_refused_and_left_as_it_is(
    kept_url: str, tmp_path: Path, shipped_catalogue: Catalogue
) -> None:
    newer = further(tmp_path / "scripts", ADD_REMARKS)
    open_database(kept_url, newer)[0].dispose()
    versions = rf"schema version {newer.version}, and this one knows {SCHEMA.version}"
    with pytest.raises(StoreError, match=rf"newer Eraline.*{versions}.*left as it is"):
        open_database(kept_url)
    engine, _ = open_database(kept_url, newer)
    assert remarks(engine) == ["upgraded"]
    assert_answers_as_then(engine, kept_url, shipped_catalogue)


def test_a_newer_file_is_refused_by_a_type_of_its_own(sqlite_url: str, tmp_path: Path) -> None:
    open_database(sqlite_url, further(tmp_path / "scripts", ADD_REMARKS))[0].dispose()
    with pytest.raises(StoreTooNew) as caught:
        open_database(sqlite_url)
    assert (caught.value.found, caught.value.known) == (SCHEMA.version + 1, SCHEMA.version)


def test_an_upgrade_that_fails_leaves_everything_as_it_was(
    kept_url: str, tmp_path: Path, shipped_catalogue: Catalogue
) -> None:
    broken = further(tmp_path / "scripts", ADD_REMARKS, 'op.execute("DELETE FROM observation")\nop.drop_table("none")')
    with pytest.raises(StoreError):
        open_database(kept_url, broken)
    engine, _ = open_database(kept_url)
    assert recorded_version(engine) == str(SCHEMA.version)
    assert not sa.inspect(engine).has_table("remark")
    assert_answers_as_then(engine, kept_url, shipped_catalogue)


def test_a_file_that_may_only_be_read_is_not_upgraded(public_folder: Path, shipped_catalogue: Catalogue) -> None:
    file = public_folder / "eraline.db"
    url = f"sqlite:///{file}"
    restore(url)
    public_folder.chmod(0o755)
    scripts = public_folder / "scripts"
    further(scripts, ADD_REMARKS)
    content = file.read_bytes()
    for path in public_folder.glob("eraline.db*"):
        path.chmod(0o444)
    public_folder.chmod(0o777)
    done = run(_AS_NOBODY, url, str(scripts))
    assert "cannot be written" in done
    assert "ERALINE_DATABASE_URL" in done
    assert file.read_bytes() == content
    assert_answers_as_then(open_database(url)[0], url, shipped_catalogue)


_AS_NOBODY = """
import os, sys
from pathlib import Path
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.errors import StoreUnwritable
from tests.contract.database.kept_databases import ADD_REMARKS, further, restore
import alembic.operations, alembic.runtime.migration, alembic.script, tempfile
with tempfile.TemporaryDirectory() as folder:
    # whatever is imported late is imported now, while it can still be read
    old = f"sqlite:///{folder}/old.db"
    restore(old)
    open_database(old, further(Path(folder) / "scripts", ADD_REMARKS))
schema = further(Path(sys.argv[2]), ADD_REMARKS)
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_database(sys.argv[1], schema)
except StoreUnwritable as exc:
    print(exc)
else:
    print("opened")
"""


def run(script: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


_OPEN = """
import sys
from pathlib import Path
from dashboard.store.database import open_database
from tests.contract.database.conftest import recorded_version
from tests.contract.database.kept_databases import ADD_REMARKS, further, remarks
schema = further(Path(sys.argv[2]), "time.sleep(0.3)" + ADD_REMARKS)
print("ready", flush=True)
sys.stdin.readline()
engine, note = open_database(sys.argv[1], schema)
print(recorded_version(engine), remarks(engine), repr(note))
"""


def test_of_several_processes_that_open_it_at_once_one_upgrades(kept_url: str, tmp_path: Path) -> None:
    def begin(number: int) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _OPEN, kept_url, str(tmp_path / f"scripts-{number}")]
        pipes = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipes, stdout=pipes, stderr=pipes, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    with ThreadPoolExecutor(3) as pool:
        processes = list(pool.map(begin, range(3)))
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert output == f"{SCHEMA.version + 1} ['upgraded'] ''\n", errors


@pytest.mark.parametrize("kills", [pytest.param(20, id="some"), pytest.param(120, id="many", marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_a_process_killed_while_it_upgrades_leaves_all_or_nothing(
    kept_url: str, kills: int, tmp_path: Path, shipped_catalogue: Catalogue
) -> None:
    command = [sys.executable, "-m", "tests.contract.database.migration_kills", kept_url, str(kills), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stderr[-4000:]
    seen = json.loads(done.stdout)
    assert sum(seen.values()) == kills
    # or the moments were not those that matter
    assert seen["before"] > kills / 5
    schema = further(tmp_path / "scripts", ADD_REMARKS)
    engine, _ = open_database(kept_url, schema)
    assert_answers_as_then(engine, kept_url, shipped_catalogue)
