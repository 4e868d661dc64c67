"""Does a start leave the shipped figures in a store, by their releases, and say in sentences what it could not?"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dashboard.catalogue.corrections import Correction
from dashboard.settings import SNAPSHOT
from dashboard.store import opening
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache, add_history, open_cache, seed
from dashboard.store.snapshot import Entry, OtherRelease, SnapshotObservations, read_manifest
from tests.contract.made_up import Figures, frame, year
from tests.contract.test_earlier import commit, stands
from tests.snapshots import write_snapshot

JULY = dt.date(2026, 7, 13)
ONE: Figures = {("CHN", year(2000)): 8.4}
HEAD = "indicator,date,dated,release,rows,changes,kind,definition,covers,economies,remark,licence,url"
FALSE = Correction(
    id="growth-chn-2000",
    indicator="growth",
    economy="CHN",
    years=("2000",),
    value=7.5,
    reason="A false figure.",
    source="Release of May",
)


def shipped(folder: Path, figures: Mapping[str, Figures], day: dt.date = JULY, **fields: object) -> Path:
    usual = {"release": f"Release of {day}", "published": day, "rows": 1, "sha256": "0" * 64}
    write_snapshot(
        folder,
        [
            SnapshotObservations(Entry.model_validate(usual | {"id": name} | fields), frame(points))
            for name, points in figures.items()
        ],
    )
    return folder


def with_history(folder: Path, *names: str, days: Sequence[str] = ("2013-05-01",), changes: int = 1) -> Path:
    (folder / "history").mkdir()
    rest = f"1,{changes},,,,1,,CC0,https://example.org"
    rows = [f"{name},{day},seen on,Release of {day},{rest}" for name in names for day in days]
    (folder / "history" / "releases.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    for name in names:
        lines = [f"{day},CHN,2000,{7.5 + number}" for number, day in enumerate(days)]
        text = "\n".join(["release,economy,period,value", *lines, ""])
        (folder / "history" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def store() -> Store:
    return Store(open_database(MEMORY_URL)[0])


def test_a_start_in_memory_has_all_that_is_shipped_and_nothing_to_say(tmp_path: Path) -> None:
    cache = open_cache(MEMORY_URL, with_history(shipped(tmp_path, {"growth": ONE}), "growth"), ())
    assert cache.notes == ()
    first, newest = cache.store.history("growth")
    assert (first.release, newest.release) == ("Release of 2013-05-01", "Release of 2026-07-13")
    assert stands(cache.store, "growth", "2026-07-13") == ONE
    assert (newest.origin, newest.published) == ("snapshot", dt.datetime(2026, 7, 13, tzinfo=dt.UTC))


def test_a_file_that_cannot_be_written_gives_way_to_memory_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = with_history(shipped(tmp_path / "snapshot", {"growth": {("CHN", year(2000)): 7.5}}), "growth")
    cache = open_cache(f"sqlite:///{tmp_path}", folder, [FALSE])
    (note,) = cache.notes
    assert note.startswith(
        f"The cache file {tmp_path.name} cannot be written (it is a folder). Set ERALINE_DATABASE_URL "
    )
    assert note.endswith(". Until then Eraline serves the shipped figures from memory.")
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.WARNING, f"{note} The cache file is {tmp_path}."),
    ]
    # what is declared false is in neither release
    assert [vintage.rows for vintage in cache.store.history("growth")] == [0, 0]


def test_the_configured_database_is_filled_from_the_projects_own_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def note(*words: object) -> None:
        asked.append(words)

    monkeypatch.setattr(opening, "open_cache", note)
    monkeypatch.setenv("ERALINE_DATABASE_URL", f"sqlite:///{tmp_path}/eraline.db")
    monkeypatch.setenv("ERALINE_READ_DATABASE_URL", "postgresql+psycopg://replica/eraline")
    opening.open_configured([FALSE])
    assert asked == [
        (f"sqlite:///{tmp_path}/eraline.db", SNAPSHOT, [FALSE], "postgresql+psycopg://replica/eraline"),
    ]


def test_what_is_stored_already_is_written_again_only_where_the_snapshot_is_newer(tmp_path: Path, store: Store) -> None:
    figures = {"growth": ONE, "trade": {**ONE, ("USA", year(2000)): 4.1}}
    folder = shipped(tmp_path, figures)
    assert seed(store, folder, read_manifest(folder)) == 3
    assert seed(store, folder, read_manifest(folder)) == 0
    newer = shipped(tmp_path, {"growth": {("CHN", year(2000)): 8.5}, "trade": figures["trade"]}, dt.date(2026, 8, 1))
    # one value was revised, and the other release says the same again
    assert seed(store, newer, read_manifest(newer)) == 1
    assert [vintage.release for vintage in store.history("trade")] == ["Release of 2026-07-13", "Release of 2026-08-01"]


def test_more_of_what_was_fetched_meanwhile_is_not_taken_from_the_snapshot(tmp_path: Path, store: Store) -> None:
    commit(store, "growth", "2026-07-13", ONE)
    folder = shipped(tmp_path, {"growth": {**ONE, ("USA", year(2000)): 4.1}})
    assert seed(store, folder, read_manifest(folder)) == 0
    assert stands(store, "growth", "2026-12-01") == ONE


def test_more_economies_of_the_same_day_come_in_a_second_later(tmp_path: Path, store: Store) -> None:
    folder = shipped(tmp_path, {"growth": ONE})
    seed(store, folder, read_manifest(folder))
    shipped(folder, {"growth": {**ONE, ("USA", year(2000)): 4.1}})
    assert seed(store, folder, read_manifest(folder)) == 1
    first, second = store.history("growth")
    assert second.published - first.published == dt.timedelta(seconds=1)


def test_a_vintage_has_the_unit_and_the_place_of_its_file(tmp_path: Path, store: Store) -> None:
    folder = shipped(tmp_path, {"growth": ONE}, unit="constant 2015 US$", url="https://example.org/a")
    seed(store, folder, read_manifest(folder))
    vintage = store.vintage("growth")
    assert (vintage.unit, vintage.url) == ("constant 2015 US$", "https://example.org/a")
    assert (vintage.dated, vintage.remark) == ("published", "")


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("CHN",), "CHN"),
        (("CHN", "FRA", "USA"), "CHN, FRA, USA"),
        (("BRA", "CHN", "FRA", "USA"), "4 economies, BRA, CHN, FRA among them"),
    ],
)
def test_of_many_economies_of_another_release_three_are_named(
    tmp_path: Path, store: Store, codes: tuple[str, ...], said: str
) -> None:
    other = OtherRelease(economies=codes, release="Release of May", published=dt.date(2026, 5, 1))
    last = OtherRelease(economies=("WLD",), release="Release of June", published=dt.date(2026, 6, 1))
    points = {(code, year(2000)): 1.5 for code in (*codes, "WLD")}
    folder = shipped(tmp_path, {"growth": points}, others=(other, last))
    seed(store, folder, read_manifest(folder))
    assert store.vintage("growth").remark == f"{said}: Release of May. WLD: Release of June."


def test_earlier_releases_come_before_what_is_stored_once_and_of_that_alone(tmp_path: Path, store: Store) -> None:
    folder = with_history(tmp_path, "unknown", "growth", "trade")
    commit(store, "growth", "2026-07-13", ONE)
    # a day on which an earlier release is no earlier one
    commit(store, "trade", "2013-05-01", ONE)
    for _ in range(2):
        assert add_history(store, folder) == ""
        assert [len(store.history(name)) for name in ("unknown", "growth", "trade")] == [0, 2, 1]


def test_those_that_are_earlier_come_also_where_others_beside_them_are_not(tmp_path: Path, store: Store) -> None:
    folder = with_history(tmp_path, "growth", days=("2013-05-01", "2026-08-01"))
    commit(store, "growth", "2026-07-13", ONE)
    assert add_history(store, folder) == ""
    assert [f"{vintage.date}" for vintage in store.history("growth")] == ["2013-05-01", "2026-07-13"]


def test_earlier_releases_are_without_what_is_declared_false_of_their_own(tmp_path: Path, store: Store) -> None:
    folder = with_history(tmp_path, "growth", "trade")
    for name in ("growth", "trade"):
        commit(store, name, "2026-07-13", ONE)
    add_history(store, folder, [FALSE])
    assert [stands(store, name, "2014-01-01") for name in ("growth", "trade")] == [{}, {("CHN", year(2000)): 7.5}]


def test_earlier_releases_that_cannot_be_read_are_told_and_nothing_depends_on_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = with_history(shipped(tmp_path, {"growth": ONE}), "growth", days=("2013-05-01", "2014-05-01"), changes=2)
    cache = open_cache(MEMORY_URL, folder, ())
    # the first of two mistakes
    note = (
        "Earlier releases are not shown, for their files cannot be used. snapshot/history/growth.csv: release: "
        "has 1 lines of the release of 2013-05-01; releases.csv says 2."
    )
    assert cache == Cache(cache.store, (note,))
    assert caplog.messages == [note]
    assert stands(cache.store, "growth", "2026-07-13") == ONE
