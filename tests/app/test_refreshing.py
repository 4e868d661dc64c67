"""Does Data tell whoever may refresh how refreshes go: this process's own, another's, and one that broke off?"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard.errors import StoreError
from dashboard.refresh.run import Event, Outcome
from dashboard.settings import Settings
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.store.reader import Reader
from dashboard.store.tables import lease_table
from dashboard.ui import access, resources
from dashboard.ui.job import Emit
from tests.pages import as_read, begin_anew, opened
from tests.shipped import FirstStart

OWN = "The refresh that ended at"


def alerts(app: AppTest) -> str:
    return as_read(" ".join(shown.value for shown in (*app.error, *app.info, *app.warning, *app.success)))


def ended() -> None:
    deadline = time.monotonic() + 10
    while resources.job().progress.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not resources.job().progress.running


def done(emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
    emit(Event("unchanged", "gdp"))
    return Outcome(fresh=(), unchanged=("gdp",), failed={}, seconds=1.0)


def failed(_emit: Emit, _cancelled: Callable[[], bool]) -> Outcome:
    raise StoreError("The cache could not be written.")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, first_start: FirstStart, tmp_path: Path) -> Store:
    """Let everybody refresh a store of the test's own."""

    def allowed(_settings: Settings) -> bool:
        return True

    monkeypatch.setenv("ERALINE_DATABASE_URL", first_start.copy(tmp_path / "eraline.db"))
    monkeypatch.setattr(access, "may_refresh", allowed)
    begin_anew()
    return resources.cache().store


def test_a_refresh_that_another_process_runs_or_that_ended_with_its_process_is_spoken_of(store: Store) -> None:
    assert "refresh" not in alerts(opened("data"))
    with store.lease() as lease:
        assert f"Process {os.getpid()} on" in alerts(opened("data"))
        with lease.engine.begin() as connection:
            # as if nobody had been heard of for longer than a lease lasts
            long_ago = store.now().replace(tzinfo=None) - 2 * lease.ttl
            connection.execute(sa.update(lease_table).values(heartbeat=long_ago, expires=long_ago + lease.ttl))
        shown = alerts(opened("data"))
        assert "before it was done" in shown
        assert f"The last refresh ended at {long_ago:%H:%M} UTC on" in shown
    assert "before it was done" not in alerts(opened("data"))


def test_who_presses_while_another_process_refreshes_reads_so_until_that_one_is_done(store: Store) -> None:
    app = opened("data")
    with store.lease():
        app.button("data-refresh").click().run()
        ended()
        assert "has been refreshing the figures since" in alerts(opened("data"))
    assert "refresh" not in alerts(opened("data"))


@pytest.mark.parametrize(("own", "told"), [(done, ": 1 unchanged."), (failed, ": The cache could not be written.")])
def test_another_process_s_refresh_hides_what_became_of_the_own_one_for_as_long_as_it_runs(
    store: Store, own: Callable[[Emit, Callable[[], bool]], Outcome], told: str
) -> None:
    resources.job().start(own, {"gdp": "world-bank"})
    ended()
    with store.lease():
        shown = alerts(opened("data"))
        assert "has been refreshing the figures since" in shown
        assert OWN not in shown
    shown = alerts(opened("data"))
    assert OWN in shown
    assert told in shown


@pytest.mark.usefixtures("store")
def test_with_the_primary_away_the_page_is_drawn_from_the_replica_and_says_what_it_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = sa.create_engine("sqlite:////no/such/folder/eraline.db")
    replica, _ = open_database(os.environ["ERALINE_DATABASE_URL"])

    def alone(_corrections: object) -> Cache:
        return Cache(Store(Reader(away, replica)), ())

    monkeypatch.setattr(resources, "open_configured", alone)
    monkeypatch.setenv("ERALINE_READ_DATABASE_URL", "postgresql://replica")
    begin_anew()
    app = opened("data")
    assert not app.exception
    assert "The cache could not be read" in alerts(app)
    assert len(app.dataframe[0].value) == len(resources.catalogue().indicators)
