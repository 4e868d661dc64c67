"""Do many read and write one store at a time, and each sees a whole one?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from dashboard.store.connections import writing
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.tables import observation_table
from tests.contract.made_up import year
from tests.contract.stored import assert_same, release


def test_the_same_release_from_many_threads_is_committed_once(engine: sa.Engine) -> None:
    store = Store(engine)
    figures = {("CHN", year(number)): float(number) for number in range(1960, 2025)}
    barrier = threading.Barrier(8)

    def commit(_: int) -> int:
        barrier.wait()
        return len(store.commit([release("growth", "2026-01-01", figures)]))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(commit, range(8))) == [0] * 7 + [1]
    assert_same(store.observations(store.vintage("growth")), figures)


def test_readers_see_the_last_commit_while_a_writer_is_at_work(database_url: str) -> None:
    engine, _ = open_database(database_url)
    store = Store(engine)
    figures = {("CHN", year(2000)): 8.4}
    store.commit([release("growth", "2026-01-01", figures)])
    with ThreadPoolExecutor(1) as pool, writing(engine) as connection:
        connection.execute(sa.update(observation_table).values(value=0.0))
        found = pool.submit(lambda: store.observations(store.vintage("growth"))).result(timeout=20)
    assert_same(found, figures)


def test_many_threads_read_while_releases_arrive(store: Store) -> None:
    figures = {("CHN", year(number)): 0.0 for number in range(1960, 2025)}
    store.commit([release("growth", "2026-01-01", figures)])
    done = threading.Event()

    def read(_: int) -> int:
        reads = 0
        while not done.is_set() or reads == 0:
            vintage = store.vintage("growth")
            values = store.observations(vintage)["value"]
            # one release in full, never a mixture of two
            assert len(values) == 65
            assert values.eq(values.iloc[0]).all()
            reads += 1
        return reads

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read, number) for number in range(4)]
        try:
            for day in range(2, 12):
                store.commit([release("growth", f"2026-01-{day:02}", dict.fromkeys(figures, float(day)))])
        finally:
            done.set()
        assert all(reader.result() > 0 for reader in readers)
