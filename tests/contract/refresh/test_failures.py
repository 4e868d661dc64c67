"""Does what fails leave the old figures, say why, and take nothing else with it?"""

import datetime as dt
import itertools
import threading
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.catalogue.indicators import Indicator
from dashboard.errors import SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.refresh.run import refresh
from dashboard.refresh.validation import Accepted
from dashboard.sources.base import Fetched, Watch
from dashboard.store.connections import reading
from dashboard.store.database import open_database
from dashboard.store.lease import hold
from dashboard.store.observations import Store
from tests.attempts import attempts_of
from tests.contract.made_up import MadeUpSource, catalogue, fetched, indicator, year
from tests.contract.refresh.conftest import FIGURES, run, stored
from tests.contract.stored import assert_same, row_count


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(SourceUnavailable("A bank", "timed out."), "A bank: timed out.", id="away"),
        pytest.param(SourceRefused("A bank", "knows no such series."), "A bank: knows no such series.", id="refused"),
        pytest.param(ZeroDivisionError("division\x00 by\x1b zero"), "ZeroDivisionError: division by zero", id="bug"),
        pytest.param(fetched("growth", {}), "no figures at all", id="empty"),
        pytest.param(fetched("other", FIGURES), "says nothing of growth", id="of another"),
        pytest.param(fetched("growth", FIGURES, total=30, received=20), "30 rows and sent 20", id="cut short"),
        pytest.param(fetched("growth", FIGURES, unit="US$"), "US$", id="of another unit"),
    ],
)
def test_whatever_fails_leaves_the_old_figures_and_says_why(
    engine: sa.Engine, source: MadeUpSource, fault: Fetched | Exception, words: str
) -> None:
    store = Store(engine)
    source.given["growth"] = fetched("growth", FIGURES, unit="%")
    run(store, source)
    before, rows = store.vintage("growth"), row_count(engine)
    source.given["growth"] = fault
    source.batch = 1
    outcome, events = run(store, source)
    assert list(outcome.failed) == ["growth"]
    assert words in outcome.failed["growth"]
    assert outcome.unchanged == ("spending",)
    assert store.vintage("growth") == before
    assert row_count(engine) == rows
    assert_same(stored(store, "growth"), FIGURES)
    attempt = store.attempts()["growth"]
    assert (attempt.outcome, attempt.vintage) == ("failed", None)
    assert attempt.detail == outcome.failed["growth"]
    assert [event.error for event in events if event.event == "failed"] == [attempt.detail]
    # and what failed comes in as soon as it can be had again
    source.given["growth"] = fetched("growth", FIGURES, "second", unit="%")
    assert run(store, source)[0].failed == {}
    assert store.vintage("growth").release == "second"
    assert [entry.outcome for entry in attempts_of(store, "growth")] == ["unchanged", "failed", "fresh"]


def test_one_that_makes_no_sense_does_not_take_its_batch_with_it(store: Store, source: MadeUpSource) -> None:
    source.unparsable["growth"] = SourceMalformed("A bank", "sent a poem.")
    outcome, _ = run(store, source)
    assert outcome.failed == {"growth": "A bank: sent a poem."}
    assert [vintage.indicator for vintage in outcome.fresh] == ["spending"]


def test_one_source_in_trouble_does_not_take_the_others_with_it(store: Store) -> None:
    class Broken(MadeUpSource):
        def batches(self, indicators: Sequence[Indicator]) -> list[tuple[Indicator, ...]]:  # noqa: ARG002 - the parent's name
            raise RuntimeError("no batches today")

    known = catalogue(indicator("growth"), indicator("rate", "fred"), indicator("solar", "owid"))
    bank = MadeUpSource(given={"growth": fetched("growth", FIGURES)})
    outcome = refresh(known, store, {"world-bank": bank, "fred": Broken("fred")})
    assert [vintage.indicator for vintage in outcome.fresh] == ["growth"]
    assert "no batches today" in outcome.failed["rate"]
    assert "was not asked" in outcome.failed["solar"]
    assert {name: attempt.outcome for name, attempt in store.attempts().items()} == {
        "growth": "fresh",
        "rate": "failed",
        "solar": "failed",
    }


def test_markup_and_control_characters_of_a_source_are_kept_from_the_database(
    store: Store, source: MadeUpSource
) -> None:
    odd = "WDI\x00 <b>\ud800July\r\n\x1b[31m"
    source.given["growth"] = fetched("growth", FIGURES, odd, unit="%\x00")
    source.given["spending"] = fetched("spending", FIGURES, "\x00")
    assert run(store, source)[0].failed == {}
    assert store.vintage("growth").release == "WDI <b> July [31m"
    assert store.vintage("growth").unit == "%"
    assert store.vintage("spending").release.startswith("fetched 2")


def test_a_shrinkage_that_is_accepted_is_taken(store: Store, source: MadeUpSource) -> None:
    run(store, source)
    source.given["growth"] = fetched("growth", dict(itertools.islice(FIGURES.items(), 4)))
    assert run(store, source)[0].pending == {"growth": "80% of the stored values are no longer there."}
    (vintage,) = run(store, source, accepted=Accepted(shrinkage=True))[0].fresh
    assert (vintage.rows, vintage.withdrawn) == (4, 16)


def test_an_economy_that_vanished_is_let_go_only_when_that_is_accepted(store: Store, source: MadeUpSource) -> None:
    whole = {**FIGURES, ("WLD", year(2000)): 1.0}
    source.given["growth"] = fetched("growth", whole)
    run(store, source)
    source.given["growth"] = fetched("growth", FIGURES)
    outcome, _ = run(store, source)
    assert outcome.pending == {"growth": "No value is left of WLD."}
    assert_same(stored(store, "growth"), whole)
    (vintage,) = run(store, source, accepted=Accepted(shrinkage=True))[0].fresh
    assert vintage.withdrawn == 1


def test_a_full_disk_leaves_the_old_figures_and_is_named(sqlite_url: str, source: MadeUpSource) -> None:
    engine, _ = open_database(sqlite_url)
    store = Store(engine)
    run(store, source)
    with reading(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 2

    def fill(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    event.listen(engine, "begin", fill, insert=True)

    many = {
        (economy, year(number)): number / divisor
        for economy, divisor in {"CHN": 7, "USA": 3, "WLD": 2}.items()
        for number in range(1801, 2026)
    }
    source.given["growth"] = fetched("growth", many)
    outcome, events = run(store, source)
    assert "disk is full" in outcome.failed["growth"]
    assert "ERALINE_DATABASE_URL" in outcome.failed["growth"]
    assert any(event.event == "failed" and event.indicator == "growth" for event in events)
    assert_same(stored(store, "growth"), FIGURES)
    # as soon as there is room again
    event.remove(engine, "begin", fill)
    engine.dispose()
    outcome, _ = run(store, source)
    assert outcome.failed == {}
    assert_same(stored(store, "growth"), many)


def test_the_log_says_where_the_cache_lies_that_a_refresh_can_no_longer_write(
    sqlite_url: str, source: MadeUpSource, caplog: pytest.LogCaptureFixture
) -> None:
    engine, _ = open_database(sqlite_url)
    store, place = Store(engine), str(sa.make_url(sqlite_url).database)
    run(store, source)

    def refuse(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    def until_it_could_not_show_that_it_is_alive(_watch: Watch) -> Fetched:
        event.listen(engine, "begin", refuse, insert=True)
        while "alive" not in caplog.text:
            threading.Event().wait(0.01)
        return fetched("growth", FIGURES, "second")

    source.given["growth"] = until_it_could_not_show_that_it_is_alive
    with hold(engine, ttl=dt.timedelta(seconds=1)) as lease:
        outcome, _ = run(store, source, lease=lease)
    event.remove(engine, "begin", refuse)
    assert place not in str(outcome.failed)
    said = [record.message for record in caplog.records if record.levelname == "WARNING"]
    for what in ("could not be written down", "could not be pruned", "that it is alive", "give its lease back"):
        assert any(what in message and place in message for message in said), (what, said)
