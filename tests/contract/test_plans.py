"""Does every question that pages ask of the store go by an index, on either engine, however long the history grows?"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.vintages import Release

DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)

QUESTIONS: Mapping[str, Callable[[Store], object]] = {
    "a chart": lambda store: store.observations(store.vintage("made-up"), ["CHN", "USA"]),
    "all economies": lambda store: store.observations(store.vintage("made-up")),
    "as of a day": lambda store: store.observations(store.vintage("made-up", DAY.date()), ["CHN"]),
    "the newest vintages": Store.vintages,
    "the first vintages": Store.first_vintages,
    "the vintage stored last": Store.newest,
    "the history of an indicator": lambda store: store.history("made-up"),
    "what a vintage changed": lambda store: store.changes(store.vintage("made-up")),
    "lifetimes": lambda store: store.lifetimes("made-up", ["CHN"]),
    "spans of all": Store.spans,
    "spans of some": lambda store: store.spans(["made-up"]),
    "reach": lambda store: store.reach(["made-up"]),
    "coverage": Store.coverage,
    "descriptions of some": lambda store: store.descriptions(["wb:MADE.UP"]),
    "attempts": Store.attempts,
    "attempts of one": lambda store: store.attempts_of("made-up"),
}
# what is asked of all series as they are now
PASS_OVER_HISTORY = ("spans of all", "coverage")


@pytest.fixture
def prepared(database_url: str) -> Iterator[sa.Engine]:
    engine, _ = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def filled(prepared: sa.Engine) -> Store:
    """Give a store with a short history."""
    store, engine = Store(prepared), prepared
    for number in range(3):
        values = pd.DataFrame(
            {"economy": ["CHN", "USA"], "period": pd.Timestamp("2000-01-01"), "value": [1.0 + number, 2]}
        )
        store.commit([Release("made-up", DAY + dt.timedelta(days=number), f"release {number}", values)])
    if engine.dialect.name == "postgresql":
        # a table of five rows is read whole whatever there is: the question is whether an index could be used
        event.listen(engine, "begin", without_walks)
    return store


def without_walks(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")


def plans(engine: sa.Engine, ask: Callable[[], object]) -> dict[str, str]:
    """Return what the database says how it finds the rows of each query that a question is made of."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    found: dict[str, str] = {}
    with engine.connect() as connection:
        for statement, parameters in asked:
            if statement.startswith(("SELECT", "WITH")):
                rows = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()  # pyright: ignore[reportArgumentType]
                found[statement] = "\n".join(str(row[-1]) for row in rows)
    return found


def reads_a_whole_table(query: str, plan: str) -> bool:
    """Tell whether a plan, of either engine, walks through a table of observations or vintages without an index."""
    lines = [line.strip().removeprefix("-> ").strip() for line in plan.splitlines()]
    # SQLite walks in the order of the ids without a word of it, and stops after the first
    stops = "ORDER BY vintage.id DESC" in query and "LIMIT" in query and lines == ["SCAN vintage"]
    sqlite = [line for line in lines if line.startswith("SCAN") and "INDEX" not in line and not stops]
    walks = [line for line in lines if "Seq Scan" in line] + sqlite
    # a subquery's own rows are no table
    return any("observation" in line or "vintage" in line or "attempt" in line for line in walks)


def test_every_question_goes_by_an_index(filled: Store, prepared: sa.Engine) -> None:
    walked: dict[str, str] = {}
    for question, ask in QUESTIONS.items():
        found = plans(prepared, lambda ask=ask: ask(filled))
        assert found, question
        walked |= {f"{question}: {query}": plan for query, plan in found.items() if reads_a_whole_table(query, plan)}
        if question in PASS_OVER_HISTORY:
            assert all("observation_now" in plan for plan in found.values()), (question, found)
    assert walked == {}
    # and a question without an index would be noticed
    with prepared.connect() as connection:
        query = sa.text("SELECT count(*) FROM observation WHERE value > 1")
        ((asked, plan),) = plans(prepared, lambda: connection.execute(query).all()).items()
    assert reads_a_whole_table(asked, plan)
