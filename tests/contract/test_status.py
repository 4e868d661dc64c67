"""Does the status say of every indicator how far its figures can be trusted?"""

import datetime as dt
import time

import pytest
import sqlalchemy as sa

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import SourceUnavailable
from dashboard.refresh.run import refresh
from dashboard.settings import SNAPSHOT
from dashboard.store.connections import clock, writing
from dashboard.store.observations import Release, Store
from dashboard.store.opening import Cache
from dashboard.store.snapshot import read_manifest
from dashboard.store.status import LIVE_FOR, Status, derived_status, status
from tests.attempts import attempts_of
from tests.contract.made_up import MadeUpSource, catalogue, fetched, frame, indicator, year

KNOWN = catalogue(indicator("growth"), indicator("spending"), indicator("both", inputs=["growth", "spending"]))
FIGURES = {("CHN", year(number)): float(number) for number in range(2000, 2010)}
LATER = {("CHN", year(number)): float(number) for number in range(2005, 2015)}
SHIPPED = dt.datetime(2026, 7, 13, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def source() -> MadeUpSource:
    return MadeUpSource(given={"growth": fetched("growth", FIGURES), "spending": fetched("spending", LATER)}, batch=1)


def found(store: Store, now: dt.datetime | None = None) -> dict[str, Status]:
    return {entry.indicator: entry for entry in status(KNOWN, store, now=now or store.now())}


def ship(store: Store) -> None:
    store.commit([Release("growth", SHIPPED, "shipped", frame(FIGURES), "snapshot")])


def test_without_figures_everything_is_unavailable(store: Store) -> None:
    entries = found(store)
    assert list(entries) == ["growth", "spending", "both"]
    for entry in entries.values():
        assert entry == Status(entry.indicator, "world-bank", "unavailable")


def test_shipped_figures_are_a_snapshot_however_old(store: Store) -> None:
    ship(store)
    entry = found(store, SHIPPED + 400 * DAY)["growth"]
    assert entry == Status(
        "growth",
        "world-bank",
        "snapshot",
        first=year(2000),
        last=year(2009),
        vintage=SHIPPED.date(),
        fetched_at=SHIPPED,
        age_days=400,
        release="shipped",
    )


def test_what_was_just_fetched_is_live_until_it_is_old(store: Store, source: MadeUpSource) -> None:
    ship(store)
    refresh(KNOWN, store, {"world-bank": source})
    vintage = store.vintage("growth")
    entry = found(store)["growth"]
    assert (entry.state, entry.age_days, entry.fetched_at, entry.error) == ("live", 0, vintage.published, None)
    assert found(store, vintage.published + LIVE_FOR)["growth"].state == "live"
    old = found(store, vintage.published + LIVE_FOR + DAY)["growth"]
    assert (old.state, old.age_days) == ("cached", 36)


def test_a_failed_attempt_makes_live_figures_cached_and_says_why(store: Store, source: MadeUpSource) -> None:
    refresh(KNOWN, store, {"world-bank": source})
    source.given["growth"] = SourceUnavailable("A bank", "is away.")
    refresh(KNOWN, store, {"world-bank": source})
    entries = found(store)
    assert (entries["growth"].state, entries["growth"].error) == ("cached", "A bank: is away.")
    assert entries["growth"].last == year(2009)
    assert (entries["spending"].state, entries["spending"].error) == ("live", None)
    # called off is not failed, and does not hide that it failed before
    store.record("growth", started=store.now(), outcome="cancelled", detail="called off")
    store.record("spending", started=store.now(), outcome="cancelled", detail="called off")
    assert {name: (entry.state, entry.error) for name, entry in found(store).items()} == {
        "growth": ("cached", "A bank: is away."),
        "spending": ("live", None),
        "both": ("cached", "growth: A bank: is away."),
    }
    source.given["growth"] = fetched("growth", FIGURES)
    refresh(KNOWN, store, {"world-bank": source})
    assert (found(store)["growth"].state, found(store)["growth"].error) == ("live", None)


def test_shipped_figures_stay_a_snapshot_when_the_source_fails(store: Store, source: MadeUpSource) -> None:
    ship(store)
    source.given["growth"] = SourceUnavailable("A bank", "is away.")
    source.given["spending"] = SourceUnavailable("A bank", "is away.")
    refresh(KNOWN, store, {"world-bank": source})
    entries = found(store)
    assert (entries["growth"].state, entries["growth"].error) == ("snapshot", "A bank: is away.")
    assert (entries["spending"].state, entries["spending"].error) == ("unavailable", "A bank: is away.")


def test_what_is_computed_is_no_better_than_its_poorest_input(store: Store, source: MadeUpSource) -> None:
    ship(store)
    assert found(store)["both"].state == "unavailable"
    refresh(KNOWN, store, {"world-bank": source}, indicators=["spending"])
    both = found(store)["both"]
    assert (both.state, both.first, both.last) == ("snapshot", year(2005), year(2009))
    assert (both.vintage, both.release) == (SHIPPED.date(), "shipped")
    refresh(KNOWN, store, {"world-bank": source})
    assert found(store)["both"].state == "live"


def test_inputs_that_never_meet_have_no_common_span() -> None:
    early = Status("a", "fred", "live", first=year(1990), last=year(1995), fetched_at=SHIPPED)
    late = Status("b", "fred", "cached", first=year(2000), last=year(2005), fetched_at=SHIPPED + DAY)
    both = derived_status("c", "fred", [early, late])
    assert (both.state, both.first, both.last, both.fetched_at) == ("cached", None, None, SHIPPED)


def test_what_is_computed_says_what_is_wrong_with_each_of_its_inputs() -> None:
    one = Status(
        "a", "fred", "cached", first=year(1990), last=year(1995), fetched_at=SHIPPED, error="away", pending="x"
    )
    other = Status(
        "b", "fred", "live", first=year(1991), last=year(1996), fetched_at=SHIPPED, error="late", pending="y"
    )
    both = derived_status("c", "fred", [one, other, Status("d", "fred", "live", first=year(1980), last=year(2000))])
    assert (both.error, both.pending) == ("a: away; b: late", "a: x; b: y")
    assert (both.state, both.first, both.last, both.fetched_at) == ("cached", year(1991), year(1995), None)
    none = derived_status("c", "fred", [other, Status("d", "fred", "unavailable", error="gone")])
    assert (none.state, none.error, none.first) == ("unavailable", "b: late; d: gone", None)


def test_a_clock_that_was_put_back_makes_no_negative_age(store: Store, source: MadeUpSource) -> None:
    refresh(KNOWN, store, {"world-bank": source})
    entry = found(store, store.now() - 10 * DAY)["growth"]
    assert (entry.state, entry.age_days) == ("live", 0)


def test_an_indicator_without_any_figure_left_is_unavailable(store: Store) -> None:
    ship(store)
    store.commit([Release("growth", SHIPPED + DAY, "empty", frame({}))])
    entry = found(store)["growth"]
    assert (entry.state, entry.first, entry.last) == ("unavailable", None, None)


def test_the_json_has_the_promised_keys_and_plain_values(store: Store) -> None:
    ship(store)
    assert found(store)["growth"].to_json() == {
        "indicator": "growth",
        "source": "world-bank",
        "state": "snapshot",
        "first": "2000-01-01",
        "last": "2009-01-01",
        "vintage": "2026-07-13",
        "fetched_at": "2026-07-13T00:00:00+00:00",
        "error": None,
        "pending": None,
    }
    assert set(found(store)["spending"].to_json().values()) == {"spending", "world-bank", "unavailable", None}


def test_everything_shipped_has_a_status(shipped_catalogue: Catalogue, shipped_cache: Cache) -> None:
    entries = status(shipped_catalogue, shipped_cache.store, now=shipped_cache.store.now())
    assert len(read_manifest(SNAPSHOT)) > 50
    assert [entry.indicator for entry in entries] == list(shipped_catalogue.indicators)
    assert {entry.state for entry in entries} == {"snapshot"}
    assert all(entry.first is not None and entry.last is not None and entry.first < entry.last for entry in entries)


# What the store is asked for it


def test_spans_and_coverage_count_what_holds_now(engine: sa.Engine) -> None:
    store = Store(engine)
    first = {("CHN", year(1999)): 1.0, ("CHN", year(2000)): 1.0, ("USA", year(2000)): 1.0}
    store.commit([Release("growth", SHIPPED, "first", frame(first))])
    store.commit(
        [Release("growth", SHIPPED + DAY, "second", frame({("CHN", year(2000)): 2.0, ("USA", year(2000)): 1.0}))]
    )
    months = {("CHN", dt.date(2000, month, 1)): 1.0 for month in range(1, 13)}
    store.commit([Release("rate", SHIPPED, "first", frame(months))])
    assert store.spans() == {"growth": (year(2000), year(2000)), "rate": (year(2000), dt.date(2000, 12, 1))}
    assert store.spans({"growth"}) == {"growth": (year(2000), year(2000))}
    coverage = store.coverage()
    assert list(coverage.itertuples(index=False, name=None)) == [("growth", 2000, 2), ("rate", 2000, 1)]
    assert coverage.dtypes.map(str).to_dict() == {"indicator": "str", "year": "int64", "economies": "int64"}


def test_an_empty_store_covers_nothing(store: Store) -> None:
    assert store.spans() == {}
    assert store.coverage().empty
    assert store.attempts() == {}
    assert attempts_of(store, "growth") == ()


def test_every_attempt_is_written_down_and_the_newest_told(store: Store) -> None:
    started = store.now()
    for number in range(3):
        store.record("growth", started=started, outcome="failed", detail=f"number {number}")
    store.record("spending", started=started, outcome="cancelled")
    attempts = attempts_of(store, "growth")
    assert [attempt.detail for attempt in attempts] == ["number 2", "number 1", "number 0"]
    assert store.attempts()["growth"] == attempts[0]
    assert {name: attempt.outcome for name, attempt in store.attempts().items()} == {
        "growth": "failed",
        "spending": "cancelled",
    }
    assert set(store.attempts(concluded=True)) == {"growth"}
    assert all(attempt.started == started <= attempt.finished for attempt in attempts)


def test_an_attempt_never_ends_before_it_began(store: Store) -> None:
    ahead = store.now() + DAY
    assert store.record("growth", started=ahead, outcome="failed").finished == ahead


def test_the_clock_is_the_databases_and_runs(store: Store) -> None:
    first, second = store.now(), store.now()
    assert first <= second
    assert first.tzinfo is dt.UTC
    assert abs(first - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_the_database_time_is_when_it_is_asked_and_not_when_its_transaction_began(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        before = clock(connection)
        # time passes, and a clock that counts milliseconds shows it
        time.sleep(0.01)
        assert clock(connection) > before
