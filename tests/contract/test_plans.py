"""Does every question of the store go by an index, on either engine, however long the history grows?"""

import ast
import datetime as dt
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import NoObservations
from dashboard.settings import PROJECT
from dashboard.store.database import open_database
from dashboard.store.doubts import Doubt, Kind
from dashboard.store.history_files import Earlier, EarlierRelease
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from dashboard.store.vintages import Release

DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
ROOM: Final = PROJECT / "dashboard" / "store"


def release(number: int, indicator: str = "made-up") -> Release:
    """Return one of several releases, each a day after the one before it."""
    values = pd.DataFrame({"economy": ["CHN", "USA"], "period": pd.Timestamp("2000-01-01"), "value": [1.0 + number, 2]})
    return Release(indicator, DAY + dt.timedelta(days=number), f"release {number}", values)


def published(store: Store) -> None:
    """Refresh as a refresh does, with the lease, and write down what was tried."""
    with store.lease() as lease:
        store.publish(release(9), started=DAY, guard=lease.confirm)


def decided(store: Store) -> None:
    """Hold back two releases, look at what waits, take one in and refuse the other."""
    pending = PendingReleases.of(store)
    with store.lease() as lease:
        for name in ("made-up", "other"):
            pending.hold(release(12, name), [Doubt(kind=Kind.REVISED)], started=DAY, guard=lease.confirm)
        assert set(pending.waiting()) == {"made-up", "other"}
        pending.observations("made-up")
        pending.accept("made-up", economies=(), guard=lease.confirm)
        pending.refuse("other", guard=lease.confirm)


def before_all(store: Store) -> None:
    """Put an earlier release before what is stored."""
    point = {"number": 0, "economy": "CHN", "period": pd.Timestamp("2000-01-01"), "value": 0.5, "ends": False}
    earlier = EarlierRelease(
        indicator="made-up",
        date=DAY.date() - dt.timedelta(days=30),
        dated="published",
        release="an earlier one",
        rows=1,
        changes=1,
        kind="",
        definition="",
        covers="",
        economies=1,
        remark="",
        licence="made up",
        url="https://example.org",
    )
    assert store.put_before([Earlier((earlier,), pd.DataFrame([point]))]) == 1


def nothing_stored(store: Store) -> None:
    """Ask for what nobody has."""
    with pytest.raises(NoObservations):
        store.vintage("unknown")


QUESTIONS: Mapping[str, Callable[[Store], object]] = {
    "a chart": lambda store: store.observations(store.vintage("made-up"), ["CHN", "USA"]),
    "all economies": lambda store: store.observations(store.vintage("made-up")),
    "as of a day": lambda store: store.observations(store.vintage("made-up", DAY.date()), ["CHN"]),
    "nothing": nothing_stored,
    "what was written last": Store.edition,
    "the newest vintages": Store.vintages,
    "the newest vintages of the snapshot": lambda store: store.vintages("snapshot"),
    "the first vintages": Store.first_vintages,
    "the vintage stored last": Store.newest,
    "whether the file is there": Store.is_gone,
    "the history of an indicator": lambda store: store.history("made-up"),
    "what a vintage changed": lambda store: store.changes(store.vintage("made-up")),
    "lifetimes": lambda store: store.lifetimes("made-up", ["CHN"]),
    "spans of all": Store.spans,
    "spans of some": lambda store: store.spans(["made-up"]),
    "reach": lambda store: store.reach(["made-up"]),
    "coverage": Store.coverage,
    "descriptions of some": lambda store: store.descriptions(["wb:MADE.UP"]),
    "descriptions of all": Store.descriptions,
    "attempts": Store.attempts,
    "concluded attempts": lambda store: store.attempts(concluded=True),
    "who refreshes": Store.lease_holder,
    "a release": lambda store: store.commit([release(5)]),
    "a release in another unit": lambda store: store.commit([replace(release(6), former="2015 US$")]),
    "a refresh": published,
    "releases held back": decided,
    "earlier releases": before_all,
    "pruning": Store.prune_attempts,
}
# walks through a whole index or table are for questions whose answer is as large, or whose table never grows
WALKS: Mapping[str, str] = {
    "coverage": "counts everything that holds now, by the index of what holds now",
    "descriptions of all": "the answer is the whole table",
    "releases held back": "at most one row for each series that was held back",
    "pruning": "once for each refresh, ranks the attempts of some ninety days",
}
# what is asked of all series as they are now
PASS_OVER_HISTORY = ("spans of all", "coverage")
# functions of the room that ask something else than these tables, by file
ELSEWHERE: Mapping[str, str] = {
    "schema": "makes and upgrades the tables when a database is opened",
    "sqlite_file": "looks whether a file is a sound database of ours, before it is opened",
    "word_index": "asks an index of its own in memory",
    "connections": "sets up each connection, and writes by the keys of tables",
    "reader": "asks for one row by its key, where there is a replica",
}
_ASKS: Final = {"execute", "scalar", "scalars", "exec_driver_sql", "select", "update", "delete"}


@pytest.fixture
def prepared(database_url: str) -> Iterator[sa.Engine]:
    engine, _ = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def filled(prepared: sa.Engine) -> Store:
    """Give a store with a short history."""
    store = Store(prepared)
    for number in range(3):
        store.commit([release(number), release(number, "other")])
    if prepared.dialect.name == "postgresql":
        # a table of five rows is read whole whatever there is: the question is whether an index could be used
        event.listen(prepared, "begin", without_walks)
    return store


def without_walks(connection: sa.Connection) -> None:
    for way in ("seqscan", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")


def plans(engine: sa.Engine, ask: Callable[[], object]) -> dict[str, Any]:
    """Return what the database says how it finds the rows of each query that a question is made of."""
    asked: dict[str, Any] = {}

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 - as the driver takes them
        # of many rows written by one statement, the first stands for all
        asked[statement] = parameters[0] if isinstance(parameters, list) else parameters

    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    postgresql = engine.dialect.name == "postgresql"
    found: dict[str, Any] = {}
    with engine.connect() as connection:
        for statement, parameters in asked.items():
            if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                explain = "EXPLAIN (FORMAT JSON)" if postgresql else "EXPLAIN QUERY PLAN"
                rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
                found[statement] = rows[0][0] if postgresql else [row[-1] for row in rows]
    return found


def walks(query: str, plan: list[Any]) -> list[str]:
    """Return the steps of a plan, of either engine, that go through a whole table or a whole index of it."""
    if plan and isinstance(plan[0], dict):
        return list(_walked(plan[0]["Plan"], stops=False))
    tables = ("observation", "vintage", "attempt", "pending", "described", "lease", "eraline_meta")
    found = [line for line in plan if line.startswith("SCAN ") and line.split()[1].startswith(tables)]
    # SQLite walks in the order of the ids without a word of it, and stops after the first
    return [] if "ORDER BY vintage.id DESC" in query and "LIMIT" in query and found == ["SCAN vintage"] else found


def _walked(node: Mapping[str, Any], *, stops: bool) -> Iterator[str]:
    kind = node["Node Type"]
    by_index = kind in ("Index Scan", "Index Only Scan", "Bitmap Index Scan")
    # a whole index of the rows that a condition of the index itself selects is told by the name of the index
    if kind == "Seq Scan" or (by_index and "Index Cond" not in node and not stops):
        yield f"{kind} {node.get('Relation Name', '')} {node.get('Index Name', '')}"
    for child in node.get("Plans", ()):
        yield from _walked(child, stops=kind == "Limit")


def test_every_question_goes_by_an_index(filled: Store, prepared: sa.Engine) -> None:
    walked: dict[str, object] = {}
    for question, ask in QUESTIONS.items():
        found = plans(prepared, lambda ask=ask: ask(filled))
        assert found, question
        through = {query: walks(query, plan) for query, plan in found.items() if walks(query, plan)}
        if question in PASS_OVER_HISTORY:
            assert all("observation_now" in str(plan) for plan in found.values()), (question, found)
        if question not in WALKS:
            walked |= {f"{question}: {query}": steps for query, steps in through.items()}
        elif prepared.dialect.name == "sqlite":
            # PostgreSQL finds a way round where a table is as small as here
            assert through, f"{question} walks through nothing any more"
    assert walked == {}
    # and a question without an index would be noticed, also one that goes through all of an index
    for words in ("SELECT count(*) FROM observation WHERE value > 1", "SELECT max(id) FROM vintage GROUP BY indicator"):
        with prepared.connect() as connection:
            query = sa.text(words)
            ((asked, plan),) = plans(prepared, lambda query=query: connection.execute(query).all()).items()
        assert walks(asked, plan), words


@contextmanager
def watched() -> Generator[set[str]]:
    """Give the functions of the room that run meanwhile in this thread: file and name, of nested ones the outermost."""
    seen: set[str] = set()

    def look(frame: FrameType, happening: str, _argument: object) -> None:
        code = frame.f_code
        if happening == "call" and code.co_filename.startswith(str(ROOM)):
            name = code.co_qualname.partition(".<locals>")[0]
            seen.add(f"{Path(code.co_filename).stem}.{name}")

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def asking(room: Path) -> Iterator[str]:
    """Yield the functions of a room that make a query or send one, as `watched` names them."""
    for file in sorted(room.glob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            methods = node.body if isinstance(node, ast.ClassDef) else [node]
            owner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
            for method in methods:
                if isinstance(method, ast.FunctionDef) and _sends(method):
                    yield f"{file.stem}.{owner}{method.name}"


def _sends(function: ast.FunctionDef) -> bool:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in _ASKS for call in calls)


def test_there_is_no_question_beside_these(filled: Store) -> None:
    with watched() as seen:
        for ask in QUESTIONS.values():
            ask(filled)
    asked = {name for name in asking(ROOM) if name.partition(".")[0] not in ELSEWHERE}
    assert asked, "nothing asks the database"
    assert asked - seen == set(), "queries whose plan nobody reads"
    assert {name.partition(".")[0] for name in asking(ROOM)} >= set(ELSEWHERE), "files that ask nothing"


def test_a_function_that_asks_is_noticed(tmp_path: Path) -> None:
    lines = ("class Store:", "  def new(self):", "    def inner(c):", "      c.execute(1)", "    return inner")
    (tmp_path / "made_up.py").write_text("\n".join(lines), "utf-8")
    assert list(asking(tmp_path)) == ["made_up.Store.new"]
