"""Does a store take from the snapshot what it lacks, once, and without what is declared false?"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.catalogue.corrections import Correction
from dashboard.store.as_of import pin
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.opening import seed
from dashboard.store.snapshot import Entry, OtherRelease, SnapshotObservations, read_manifest
from dashboard.store.vintages import frame_of
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


MOMENT = dt.timedelta(microseconds=1)
JULY, AUGUST = dt.date(2026, 7, 13), dt.date(2026, 8, 1)


def shipped(folder: Path, values: Mapping[tuple[str, int], float], day: dt.date, unit: str = "") -> Path:
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
        unit=unit,
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


def test_what_is_declared_false_later_goes_out_of_what_was_shipped_before(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, WIDER, JULY)
    assert seed(store, folder, read_manifest(folder)) == 4
    first = store.vintage("industry")
    seed(store, folder, read_manifest(folder), [FALSE])
    now = store.vintage("industry")
    assert (now.rows, now.withdrawn, now.release) == (3, 1, first.release)
    assert sorted(store.observations(first)["value"]) == [0.0, 2.2, 3.1, 5.5]
    # once, and not where the source prints something else by now
    seed(store, folder, read_manifest(folder), [FALSE, FALSE.model_copy(update={"value": 7.5, "economy": "CHN"})])
    assert len(store.history("industry")) == 2


def test_what_is_declared_false_is_not_looked_for_where_another_release_was_shipped(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, WIDER, AUGUST)
    seed(store, folder, [entry.model_copy(update={"release": "Release of August"}) for entry in read_manifest(folder)])
    older = shipped(tmp_path, WIDER, JULY)
    assert seed(store, older, read_manifest(older), [FALSE]) == 0
    assert store.vintage("industry").release == "Release of August"


def test_a_newer_snapshot_in_another_base_year_revises_nothing(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, FIRST, JULY, "constant 2015 US$")
    seed(store, folder, read_manifest(folder))
    rebased = {point: value * 1.25 for point, value in FIRST.items()}
    seed(store, shipped(folder, rebased, AUGUST, "constant 2021 US$"), read_manifest(folder))
    before, now = store.history("industry")
    assert (now.redefined, now.revised, now.definition) == (1, 0, "")
    assert before.definition == "constant 2015 US$"


def test_a_newer_snapshot_leaves_a_chart_alone_that_was_cited_before(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, FIRST, JULY)
    seed(store, folder, read_manifest(folder))
    [shipped_first] = store.history("industry")
    values = store.observations(shipped_first)
    (other,) = store.commit([Release("trade", dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC), "of September", values)])
    cited = pin([shipped_first, other])
    seed(store, shipped(folder, WIDER, AUGUST), read_manifest(folder))
    now = store.vintage("industry")
    assert store.vintage("industry", cited) == shipped_first
    assert (now.published, now.updated, now.dated) == (other.published + MOMENT, AUGUST, "seen on")
    # and a later one is still the newer of the two, though that one came in after its day
    seed(store, shipped(folder, FIRST, dt.date(2026, 8, 15)), read_manifest(folder))
    assert [vintage.updated for vintage in store.history("industry")] == [JULY, AUGUST, dt.date(2026, 8, 15)]
    assert seed(store, folder, read_manifest(folder)) == 0


def test_a_series_that_is_shipped_for_the_first_time_counts_from_its_own_day(tmp_path: Path) -> None:
    store, folder = empty_store(), shipped(tmp_path, FIRST, JULY)
    known = Release("trade", dt.datetime(2026, 9, 1, tzinfo=dt.UTC), "of September", frame_of(()))
    store.commit([known])
    seed(store, folder, read_manifest(folder))
    assert store.vintage("industry").date == JULY
