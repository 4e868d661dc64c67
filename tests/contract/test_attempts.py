"""Are old attempts pruned by the rule that is documented, and is nothing else?"""

import datetime as dt

import sqlalchemy as sa

from dashboard.refresh.run import refresh
from dashboard.store.attempts import KEPT_FOR, KEPT_OF_EACH, RULE, record
from dashboard.store.connections import clock, next_id, writing
from dashboard.store.observations import Store
from dashboard.store.tables import attempt_table
from tests.attempts import attempts_of
from tests.contract.made_up import MadeUpSource, catalogue, fetched, indicator, year

MANY = KEPT_OF_EACH + 30


def attempted(engine: sa.Engine, name: str, count: int, age: dt.timedelta) -> None:
    """Leave attempts at an indicator that all ended so long ago."""
    with writing(engine) as connection:
        ended = clock(connection) - age
        row = {
            "indicator": name,
            "started": ended,
            "finished": ended,
            "outcome": "failed",
            "detail": "",
            "vintage": None,
        }
        first = next_id(connection, attempt_table)
        connection.execute(sa.insert(attempt_table), [{"id": first + number, **row} for number in range(count)])


def kept(store: Store, name: str) -> int:
    return len(attempts_of(store, name))


def test_the_newest_of_each_indicator_and_all_of_the_last_days_are_kept(engine: sa.Engine) -> None:
    store = Store(engine)
    attempted(engine, "growth", MANY, KEPT_FOR + dt.timedelta(minutes=1))
    attempted(engine, "spending", MANY, KEPT_FOR - dt.timedelta(minutes=1))
    attempted(engine, "exports", KEPT_OF_EACH, 10 * KEPT_FOR)
    assert store.prune_attempts() == MANY - KEPT_OF_EACH
    assert [kept(store, name) for name in ("growth", "spending", "exports")] == [KEPT_OF_EACH, MANY, KEPT_OF_EACH]
    assert store.prune_attempts() == 0


def test_recent_attempts_count_among_the_newest(engine: sa.Engine) -> None:
    store = Store(engine)
    attempted(engine, "growth", 50, 2 * KEPT_FOR)
    attempted(engine, "growth", MANY, dt.timedelta(days=1))
    assert store.prune_attempts() == 50
    assert kept(store, "growth") == MANY


def test_a_refresh_prunes_at_its_end_and_keeps_every_vintage(engine: sa.Engine) -> None:
    store = Store(engine)
    known, figures = catalogue(indicator("growth")), {("CHN", year(2000)): 8.4}
    for number in range(3):
        refresh(known, store, {"world-bank": MadeUpSource(given={"growth": fetched("growth", figures, str(number))})})
    with writing(engine) as connection:
        long_ago = clock(connection) - 2 * KEPT_FOR
        connection.execute(sa.update(attempt_table).values(started=long_ago, finished=long_ago))
    attempted(engine, "growth", MANY, 2 * KEPT_FOR)
    refresh(known, store, {"world-bank": MadeUpSource(given={"growth": fetched("growth", figures, "last")})})
    assert kept(store, "growth") == KEPT_OF_EACH
    assert [vintage.release for vintage in store.history("growth")] == ["0", "1", "2", "last"]


def test_the_rule_says_its_numbers() -> None:
    assert (KEPT_OF_EACH, KEPT_FOR.days) == (100, 90)
    assert RULE == (
        "Of each indicator the newest 100 attempts to refresh it are kept, and all of the last 90 days; "
        "vintages are kept for ever."
    )


def test_an_attempt_says_when_it_was_in_utc_and_no_more_than_it_was_given(engine: sa.Engine) -> None:
    store, begun = Store(engine), dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    with writing(engine) as connection:
        made = record(connection, "growth", begun, "cancelled")
    assert (made.started, made.finished.tzinfo, made.detail, made.vintage) == (begun, dt.UTC, "", None)
    assert attempts_of(store, "growth") == (made,)
