"""Do the benchmarks still fit the schema that they fill by hand?"""

from pathlib import Path

from benchmarks.store import Plan, fill_sqlite, prepare, read_times_ms
from dashboard.store.database import open_database
from dashboard.store.observations import Store


def test_the_store_benchmark_fills_and_reads_a_database_of_todays_schema(tmp_path: Path) -> None:
    file = tmp_path / "eraline.db"
    url, plan = f"sqlite:///{file}", Plan(1)
    prepare(url, plan)
    fill_sqlite(file, plan)
    assert len(read_times_ms(Store(open_database(url)[0]), plan)) > 1
