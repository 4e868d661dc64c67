"""Is work done anew where PostgreSQL asks for that or was away, once where it does not, and left to no sequence?"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import StoreError
from dashboard.store import retrying
from dashboard.store.database import open_database
from dashboard.store.opening import add_history, open_cache
from dashboard.store.tables import meta_table
from dashboard.store.vintages import Release
from tests.attempts import attempts_of

ONCE_REFUSED: Final = {
    "crossed": "DO $$BEGIN RAISE SQLSTATE '40001'; END$$",
    "deadlocked": "DO $$BEGIN RAISE SQLSTATE '40P01'; END$$",
    "cut": "SELECT pg_terminate_backend(pg_backend_pid())",
    "demoted": "DO $$BEGIN RAISE SQLSTATE '25006'; END$$",
}
# what PostgreSQL, Citus, CockroachDB and YugabyteDB do not all have, or what a pool of transactions forgets
NOT_COMMON: Final = re.compile(
    r"advisory|\bLISTEN\b|\bNOTIFY\b|\bTEMP(ORARY)?\b|\bSERIAL\b|NEXTVAL|CURRVAL|LOCK TABLE|\bPREPARE\b|\bDECLARE\b|"
    r"\bSET (SESSION|LOCAL|TRANSACTION)\b|DISTINCT ON|\bctid\b|\bxmin\b|\bTRIGGER\b|\bFUNCTION\b|\bDO \$|\bEXCLUDE\b|"
    r"\bCONCURRENTLY\b|\bINHERITS\b|\bTABLESAMPLE\b|::regclass",
    re.IGNORECASE,
)


@pytest.fixture
def postgresql_engine(postgresql_url: str) -> Iterator[sa.Engine]:
    engine, _ = open_database(postgresql_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("refusal", ONCE_REFUSED.values(), ids=ONCE_REFUSED)
def test_what_was_refused_once_is_written_once(postgresql_engine: sa.Engine, refusal: str) -> None:
    refusals = iter([refusal])

    def work(connection: sa.Connection) -> int:
        connection.execute(sa.insert(meta_table).values(key="written", value="once"))
        for statement in refusals:
            connection.exec_driver_sql(statement)
        return 1

    assert retrying.write(postgresql_engine, work) == 1
    assert retrying.read(postgresql_engine, _written) == ["once"]


@pytest.mark.parametrize("refusal", ["SELECT nonsense", "DO $$BEGIN RAISE SQLSTATE '23505'; END$$"])
def test_what_fails_for_good_is_not_tried_again(postgresql_engine: sa.Engine, refusal: str) -> None:
    tries: list[str] = []

    def work(connection: sa.Connection) -> None:
        tries.append(refusal)
        connection.exec_driver_sql(refusal)

    with pytest.raises(StoreError):
        retrying.write(postgresql_engine, work)
    assert tries == [refusal]
    with pytest.raises(StoreError):
        retrying.read(postgresql_engine, work)
    assert tries == [refusal] * 2


def test_nothing_is_prepared_on_the_server_however_often_it_is_asked(postgresql_engine: sa.Engine) -> None:
    with postgresql_engine.connect() as connection:
        for _ in range(20):
            connection.execute(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))
        assert connection.exec_driver_sql("SELECT name FROM pg_prepared_statements").all() == []


def test_all_that_is_sent_is_common_ground(postgresql_url: str, small_snapshot: Path) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        sent.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        _use(postgresql_url, small_snapshot)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(sent) > 40
    # what SQLAlchemy itself asks of the catalogue is the dialect's own affair
    ours = [statement for statement in sent if "pg_catalog" not in statement]
    assert [statement for statement in ours if NOT_COMMON.search(statement)] == []
    inserts = [statement for statement in ours if statement.startswith(("INSERT INTO vintage", "INSERT INTO attempt"))]
    assert inserts
    assert [statement for statement in inserts if not re.match(r"INSERT INTO \w+ \(id,", statement)] == []


def _use(url: str, snapshot: Path) -> None:
    """Write and read everything that a store can write and read."""
    store = open_cache(url, snapshot, ()).store
    now = store.now()
    frame = pd.DataFrame({"economy": ["CHN"], "period": pd.to_datetime(["2000-01-01"]), "value": [9.0]})
    with store.lease() as lease:
        store.publish(Release("growth", now, "next", frame), started=now, guard=lease.confirm)
        assert store.lease_holder() is not None
    store.record("growth", started=now, outcome="failed", detail="no answer")
    assert store.prune_attempts() == 0
    assert add_history(store, snapshot) == ""
    newest = store.newest()
    assert newest is not None
    assert len(store.observations(newest, ["CHN"])) == 1
    for answer in (store.changes(newest), store.lifetimes("growth"), store.coverage()):
        assert len(answer)
    assert store.reach(["growth"]).keys() == store.spans(["growth"]).keys() == {"growth"}
    assert store.attempts().keys() == store.attempts(concluded=True).keys() == {"growth"}
    assert (len(store.history("growth")), len(attempts_of(store, "growth"))) == (2, 2)
    assert store.vintage("growth", now - dt.timedelta(days=1)).release != newest.release
    assert store.descriptions() == {}
    assert store.vintages("live").keys() == {"growth"}
    assert store.first_vintages().keys() == {"growth", "rate"}
    assert not store.is_gone()


def _written(connection: sa.Connection) -> list[str]:
    return list(connection.scalars(sa.select(meta_table.c.value).where(meta_table.c.key == "written")))
