"""Releases to give a database, and what it then holds: counted, and compared with what it was given."""

import datetime as dt
import itertools

import pandas as pd
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from dashboard.store.connections import reading
from dashboard.store.database import open_database
from dashboard.store.observations import Release
from dashboard.store.tables import observation_table, vintage_table
from tests.contract.made_up import Figures, frame
from tests.draws import draws

NAMES = (f"made-up-{number}" for number in itertools.count())
EVERY_ENGINE = settings(
    max_examples=draws(15),
    deadline=None,
    # an example takes an indicator of its own in the one database of its test
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# few keys and values, so that releases revise, withdraw and bring back
CROWDED = st.dictionaries(
    st.tuples(
        st.sampled_from(["CHN", "USA", "WLD"]), st.sampled_from([dt.date(year, 1, 1) for year in range(2000, 2004)])
    ),
    st.sampled_from([0.0, 1.5, -2.25]),
)


def release(indicator: str, day: str, figures: Figures) -> Release:
    return Release(
        indicator, dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC), f"release of {day}", frame(figures)
    )


def row_count(engine: sa.Engine, table: sa.Table = observation_table) -> int:
    with reading(engine) as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def row_counts(url: str) -> tuple[int, int]:
    """Return how many vintages and observations the database itself holds."""
    engine, _ = open_database(url)
    counts = row_count(engine, vintage_table), row_count(engine)
    engine.dispose()
    return counts


def assert_same(found: pd.DataFrame, figures: Figures) -> None:
    wanted = frame(dict(sorted(figures.items())))
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)
    # to the last bit; a zero has no sign
    assert (found["value"].to_numpy().view("int64") == (wanted["value"].to_numpy() + 0.0).view("int64")).all()
