"""Does a store take from the snapshot what it lacks, once, and without what is declared false?"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.catalogue.corrections import Correction
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import seed
from dashboard.store.snapshot import Entry, OtherRelease, SnapshotObservations, read_manifest
from tests.snapshots import write_snapshot

FIRST = {("BRA", 1960): 0.0, ("BRA", 1961): 5.5}
WIDER = FIRST | {("CHN", 1960): 3.1, ("WLD", 1960): 2.2}
FALSE = Correction(
    id="industry-bra-1960",
    indicator="industry",
    economy="BRA",
    years=("1960",),
    value=0.0,
    reason="A false zero.",
    source="Release of July",
)


def shipped(folder: Path, values: Mapping[tuple[str, int], float], day: dt.date) -> Path:
    observations = pd.DataFrame(
        {
            "economy": pd.Series([economy for economy, _ in values], dtype="str"),
            "period": np.array([dt.date(year, 1, 1) for _, year in values], dtype="datetime64[s]"),
            "value": np.array(list(values.values()), dtype="float64"),
        }
    )
    other = OtherRelease(economies=("WLD",), release="Release of May", published=dt.date(2026, 5, 1))
    entry = Entry(
        id="industry",
        release="Release of July",
        published=day,
        dated="seen on",
        rows=1,
        sha256="0" * 64,
        others=(other,),
    )
    write_snapshot(folder, [SnapshotObservations(entry, observations)])
    return folder


def empty_store() -> Store:
    return Store(open_database(MEMORY_URL)[0])


def test_what_is_declared_false_never_enters_the_store(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, WIDER, dt.date(2026, 7, 13))
    assert seed(store, folder, read_manifest(folder), [FALSE]) == 3
    assert sorted(store.observations(store.vintage("industry"))["value"]) == [2.2, 3.1, 5.5]
    # and a second start has nothing to do, though the file holds more than the store
    assert seed(store, folder, read_manifest(folder), [FALSE]) == 0


def test_more_economies_of_the_same_release_come_in_also_where_its_day_is_now_an_earlier_one(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, FIRST, dt.date(2026, 7, 13))
    seed(store, folder, read_manifest(folder))
    first = store.vintage("industry")
    shipped(folder, WIDER, dt.date(2026, 7, 12))
    assert seed(store, folder, read_manifest(folder)) == 2
    now = store.vintage("industry")
    assert (now.added, now.revised, now.withdrawn) == (2, 0, 0)
    assert now.published > first.published
    assert seed(store, folder, read_manifest(folder)) == 0


def test_a_vintage_says_how_its_day_is_known_and_what_is_of_another_release(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, WIDER, dt.date(2026, 7, 13))
    seed(store, folder, read_manifest(folder))
    vintage = store.vintage("industry")
    assert (vintage.dated, vintage.remark) == ("seen on", "WLD: Release of May.")
