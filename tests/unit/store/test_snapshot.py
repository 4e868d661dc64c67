"""Are the shipped files read as they were written, and refused by name when they are not?"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.catalogue.frequency import Frequency
from dashboard.errors import SnapshotError
from dashboard.settings import SNAPSHOT
from dashboard.store.csv_text import shortest
from dashboard.store.sheets import sheet_bytes
from dashboard.store.snapshot import MANIFEST, Entry, SnapshotObservations, read_manifest, read_snapshot
from tests.snapshots import write_snapshot

pytestmark = pytest.mark.shipped

Points = Mapping[tuple[str, dt.date], float]

_codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
_years = st.builds(dt.date, st.integers(1800, 2100), st.just(1), st.just(1))
_months = st.builds(dt.date, st.integers(1800, 2100), st.integers(1, 12), st.just(1))
_numbers = st.floats(allow_nan=False, allow_infinity=False)


def _points(periods: st.SearchStrategy[dt.date]) -> st.SearchStrategy[Points]:
    return st.dictionaries(st.tuples(_codes, periods), _numbers, min_size=1, max_size=40)


def frame(points: Points) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "economy": pd.Series([economy for economy, _ in points], dtype="str"),
            "period": np.array([period for _, period in points], dtype="datetime64[s]"),
            "value": np.array(list(points.values()), dtype="float64"),
        }
    )


def entry(name: str = "growth", **fields: object) -> Entry:
    given_fields = {
        "id": name,
        "release": 'A "bank", 银行, update 2026-07-13',
        "published": dt.date(2026, 7, 13),
        "rows": 1,
        "sha256": "0" * 64,
    }
    return Entry.model_validate(given_fields | fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a snapshot of one indicator, three figures."""
    points = {("CHN", dt.date(2000, 1, 1)): 8.4, ("CHN", dt.date(2001, 1, 1)): 8.3, ("USA", dt.date(2000, 1, 1)): 4.1}
    write_snapshot(tmp_path, [SnapshotObservations(entry(), frame(points))])
    return tmp_path


def claim(folder: Path, content: bytes, *, rows: int) -> None:
    """Put other content in place, and a manifest that vouches for it."""
    (folder / "growth.csv").write_bytes(content)
    manifest = folder / MANIFEST
    old = read_manifest(folder)[0]
    text = manifest.read_text(encoding="utf-8")
    text = text.replace(old.sha256, hashlib.sha256(content).hexdigest()).replace(f"rows = {old.rows}", f"rows = {rows}")
    manifest.write_text(text, encoding="utf-8")


def test_the_shipped_snapshot_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    entries = read_manifest(SNAPSHOT)
    assert len(entries) > 50
    write_snapshot(tmp_path, read_snapshot(SNAPSHOT, entries))
    shipped = {path.name: path.read_bytes() for path in SNAPSHOT.iterdir() if path.is_file()}
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written.keys() == shipped.keys()
    assert [name for name in shipped if written[name] != shipped[name]] == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(annual=_points(_years), monthly=_points(_months))
@example(annual={("CHN", dt.date(2000, 1, 1)): 5e-324}, monthly={("CHN", dt.date(2000, 2, 1)): -0.0})
def test_what_is_written_reads_back_to_the_last_bit(tmp_path: Path, annual: Points, monthly: Points) -> None:
    given_figures = {"growth": annual, "rate": monthly}
    write_snapshot(
        tmp_path,
        [
            SnapshotObservations(entry("rate"), frame(monthly), Frequency.MONTHLY),
            SnapshotObservations(entry("growth"), frame(annual)),
        ],
    )
    entries = read_manifest(tmp_path)
    assert [(item.id, item.rows) for item in entries] == [("growth", len(annual)), ("rate", len(monthly))]
    for figures in read_snapshot(tmp_path, entries):
        wanted = frame(dict(sorted(given_figures[figures.entry.id].items())))
        pd.testing.assert_frame_equal(figures.observations, wanted, check_exact=True)
        assert figures.frequency is (Frequency.ANNUAL if figures.entry.id == "growth" else Frequency.MONTHLY)
        bits = [column["value"].to_numpy().view("int64").tolist() for column in (figures.observations, wanted)]
        assert bits[0] == bits[1]


@given(number=_numbers)
def test_a_number_is_written_as_short_as_it_can_be_read_back(number: float) -> None:
    text = shortest(np.float64(number))
    assert float(text) == number
    assert not text.endswith(".0")
    assert len(text) <= len(repr(number))


def test_a_file_has_a_row_per_economy_and_a_column_per_period_sorted() -> None:
    points = {
        ("USA", dt.date(2000, 1, 1)): 4.0,
        ("CHN", dt.date(2001, 1, 1)): 8.3,
        ("CHN", dt.date(2000, 1, 1)): -1e22,
    }
    assert sheet_bytes(frame(points), Frequency.ANNUAL) == b"economy,2000,2001\nCHN,-1e+22,8.3\nUSA,4,\n"
    months = {("CHN", dt.date(2000, 3, 1)): 8.28, ("CHN", dt.date(2001, 1, 1)): 8.0}
    assert sheet_bytes(frame(months), Frequency.MONTHLY) == b"economy,year,01,03\nCHN,2000,,8.28\nCHN,2001,8,\n"


def test_the_manifest_keeps_what_an_entry_says(tmp_path: Path) -> None:
    other = {
        "economies": ["USA", "WLD"],
        "release": "An older one",
        "published": dt.date(2025, 1, 2),
        "dated": "seen on",
        "repository": "owner/name",
        "path": "a file.csv",
        "commit": "0123abc",
    }
    said = entry(others=[other], notes='Read "with" care\\, 小心\nand patience', published=dt.date(2026, 1, 2))
    write_snapshot(tmp_path, [SnapshotObservations(said, frame({("CHN", dt.date(2000, 1, 1)): 8.4}))])
    (written,) = read_manifest(tmp_path)
    assert written == said.model_copy(update={"rows": 1, "sha256": written.sha256})
    assert written.sha256 == hashlib.sha256((tmp_path / "growth.csv").read_bytes()).hexdigest()
    # what is as usual is not said
    fields = [
        line.partition(" = ")[0] for line in (tmp_path / MANIFEST).read_text("utf-8").splitlines() if " = " in line
    ]
    assert (written.unit, written.corrected, "unit" in fields, "corrected" in fields) == ("", False, False, False)


def one_digit(content: bytes) -> bytes:
    return content.replace(b"8.4", b"8.5")


def cut_short(content: bytes) -> bytes:
    return content[:-5]


def other_line_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def emptied(_content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage",
    [one_digit, cut_short, other_line_ends, emptied],
)
def test_a_damaged_file_is_refused_by_name(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    file = folder / "growth.csv"
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(SnapshotError, match=r"growth\.csv: is damaged") as caught:
        list(read_snapshot(folder, read_manifest(folder)))
    assert caught.value.file == "growth.csv"


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / "growth.csv").unlink()
    with pytest.raises(SnapshotError, match=r"^growth\.csv: cannot be read: No such file or directory$"):
        list(read_snapshot(folder, read_manifest(folder)))


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param(b"economy,2000\nCHN,8.4\n", 2, id="fewer observations"),
        pytest.param(b"economy,2000\nCHN,8.4\nCHN,8.4\n", 2, id="a repeat"),
        pytest.param(b"economy,2000,2000\nCHN,8.4,8.4\n", 2, id="a year twice"),
        pytest.param(b"economy,2000\nCHN,nan\n", 1, id="no number"),
        pytest.param(b"economy,2000\nCHN,inf\n", 1, id="endless"),
        pytest.param(b"economy,2000\nCHN,\n", 1, id="no value"),
        pytest.param(b"economy,2000\nCHN,many\n", 1, id="a word"),
        pytest.param(b"economy,2000,2001-01\nCHN,8.4,8.4\n", 2, id="a month among years"),
        pytest.param(b"economy,year,01,Q2\nCHN,2000,8.4,8.4\n", 2, id="a quarter among months"),
        pytest.param(b"country,2000\nCHN,8.4\n", 1, id="another header"),
        pytest.param(b"economy,year\nCHN,2000\n", 1, id="no periods"),
        pytest.param(b"economy,2000\nCHN,8.4\nUSA,4.1,3\n", 2, id="one cell too many"),
        pytest.param(b"economy,2000\nCHN,8.4\nUSA\n", 1, id="one cell too few"),
        pytest.param(b"\xff\xfe\x00", 1, id="no text"),
        pytest.param(b"", 1, id="nothing"),
    ],
)
def test_a_file_that_is_not_what_the_manifest_says_is_refused_by_name(folder: Path, content: bytes, rows: int) -> None:
    claim(folder, content, rows=rows)
    counted = "does not hold what the manifest says: rows, repeats or values that are no numbers"
    told = rf"^growth\.csv: ({counted}$|is not a table of economies and periods: \S)"
    with pytest.raises(SnapshotError, match=told):
        list(read_snapshot(folder, read_manifest(folder)))


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"", id="empty"),
        pytest.param(b"[[indicator]\n", id="no TOML"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b'[[indicator]]\nid = "growth"\n', id="fields missing"),
        pytest.param(b"indicator = 3\n", id="another shape"),
    ],
)
def test_a_bad_manifest_is_refused_by_name(folder: Path, manifest: bytes | None) -> None:
    if manifest is None:
        (folder / MANIFEST).unlink()
    else:
        (folder / MANIFEST).write_bytes(manifest)
    # one line in our words: not a list by the library that reads it, nor what Python says of bytes
    with pytest.raises(SnapshotError, match=r"^manifest\.toml: cannot be read: .+\Z") as caught:
        read_manifest(folder)
    assert "pydantic" not in str(caught.value)
    assert "codec" not in str(caught.value)
    # where the folder lies is nobody's business who opens a page
    assert f"{folder}" not in str(caught.value)
    assert caught.value.file == MANIFEST


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "growth"', 'id = "../growth"'),
        ("rows = 3", "rows = 0"),
        ('sha256 = "', 'sha256 = "x'),
        ("rows = 3", 'rows = 3\nfrequency = "annual"'),
        ("rows = 3", 'rows = 3\ncolour = "red"'),
    ],
)
def test_a_manifest_with_a_wrong_field_is_refused_by_name(folder: Path, old: str, new: str) -> None:
    manifest = folder / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"^manifest\.toml"):
        read_manifest(folder)


def test_a_manifest_that_names_an_indicator_twice_is_refused(folder: Path) -> None:
    manifest = folder / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text + text, encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"^manifest\.toml: has more than one table of growth$"):
        read_manifest(folder)


def test_files_are_read_only_when_they_are_asked_for(tmp_path: Path) -> None:
    entries = read_manifest(SNAPSHOT)[:2]
    shutil.copy(SNAPSHOT / entries[0].file, tmp_path)
    figures = read_snapshot(tmp_path, entries)
    assert len(next(figures).observations) == entries[0].rows
    with pytest.raises(SnapshotError, match=entries[1].file):
        next(figures)
