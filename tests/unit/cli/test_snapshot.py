"""Does `snapshot` write the store's figures as they are, keep what was said of them, and survive a kill?"""

import datetime as dt
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.cli.snapshot import replace_files
from dashboard.settings import PROJECT, SNAPSHOT
from dashboard.store.history_files import read_releases
from dashboard.store.opening import Cache, open_cache
from dashboard.store.snapshot import manifest_text, read_manifest, read_snapshot
from dashboard.store.vintages import Release
from tests.shipped import FirstStart

pytestmark = pytest.mark.shipped

CHANGED = "solar-capacity"
# without earlier releases
UNTOLD = "journal-articles"
NOTED = "exports-share"
Snapshot = Callable[[Path], str]


def content_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def entries_of(folder: Path) -> Mapping[str, dict[str, Any]]:
    text = (folder / "manifest.toml").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in tomllib.loads(text)["indicator"]}


@pytest.fixture
def snapshot(capsys: pytest.CaptureFixture[str]) -> Snapshot:
    def run(folder: Path) -> str:
        code = main(["snapshot", "--folder", str(folder)])
        output = capsys.readouterr()
        assert code == 0, output.err
        return output.out + output.err

    return run


def revise(cache: Cache, indicator: str, *, by: float, **more: Any) -> None:  # noqa: ANN401 - any field of a release
    stored = cache.store.observations(cache.store.vintage(indicator))
    moment = dt.datetime(2026, 11, 5, 14, 30, tzinfo=dt.UTC)
    cache.store.commit([Release(indicator, moment, "Newer release", stored.assign(value=stored["value"] + by), **more)])


def edit(folder: Path, indicator: str, **fields: str) -> None:
    """Let the manifest say other things of an indicator."""
    changed = [entry.model_copy(update=fields) if entry.id == indicator else entry for entry in read_manifest(folder)]
    (folder / "manifest.toml").write_text(manifest_text(changed), encoding="utf-8")


def test_snapshot_to_store_to_snapshot_is_the_same_to_the_last_byte(
    first_start: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", first_start.copy(tmp_path / "fresh.db"))
    said = snapshot(tmp_path / "out")
    written = content_of(tmp_path / "out")
    assert len(written) > 50
    assert written == content_of(SNAPSHOT)
    assert said == f"{len(written) - 1} files, 0 of them changed\n"


def test_again_nothing_is_written(cache: Cache, tmp_path: Path, snapshot: Snapshot) -> None:
    assert cache.store.vintages()
    folder = tmp_path / "out"
    snapshot(folder)
    before = {file.name: (file.stat().st_mtime_ns, file.stat().st_ino) for file in folder.iterdir()}
    snapshot(folder)
    assert {file.name: (file.stat().st_mtime_ns, file.stat().st_ino) for file in folder.iterdir()} == before


def test_changed_figures_change_their_file_and_their_entry_alone(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    before, entries = content_of(folder), entries_of(folder)
    revise(cache, CHANGED, by=1.0)
    said = snapshot(folder)
    after = content_of(folder)
    assert {name for name in after if after[name] != before[name]} == {f"{CHANGED}.csv", "manifest.toml"}
    assert f"{CHANGED}: " in said
    now = entries_of(folder)
    assert {name for name in now if now[name] != entries[name]} == {CHANGED}
    assert now[CHANGED] == {
        "id": CHANGED,
        "rows": entries[CHANGED]["rows"],
        "release": "Newer release",
        "published": dt.date(2026, 11, 5),
        "dated": "seen on",
        "notes": "Fetched from Our World in Data on 2026-11-05.",
        "sha256": hashlib.sha256(after[f"{CHANGED}.csv"]).hexdigest(),
    }
    (read,) = read_snapshot(folder, [entry for entry in read_manifest(folder) if entry.id == CHANGED])
    stored = cache.store.observations(cache.store.vintage(CHANGED))
    assert read.observations["value"].tolist() == stored["value"].tolist()


@pytest.mark.parametrize("indicator", [CHANGED, UNTOLD])
def test_the_edition_that_is_replaced_becomes_an_earlier_release(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot, indicator: str
) -> None:
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    [entry] = [entry for entry in read_manifest(folder) if entry.id == indicator]
    before = read_releases(folder).get(indicator, ())
    [shipped] = read_snapshot(folder, [entry])
    revise(cache, indicator, by=1.0)
    assert f"history/{indicator}.csv: the edition that was replaced is kept" in snapshot(folder)
    *others, added = read_releases(folder)[indicator]
    assert tuple(others) == before
    assert (added.date, added.release, added.dated) == (entry.published, entry.release, entry.dated)
    # what the edition said can be drawn as of its day again
    fresh = open_cache(f"sqlite:///{tmp_path}/fresh.db", folder, ())
    assert not fresh.notes
    then = fresh.store.observations(fresh.store.vintage(indicator, as_of=entry.published), economies=["CHN"])
    own = shipped.observations[shipped.observations["economy"] == "CHN"]
    assert then["value"].tolist() == own["value"].tolist()
    assert "history/" not in snapshot(folder)


def test_a_release_that_changes_no_figure_changes_no_byte(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    revise(cache, CHANGED, by=0.0)
    assert cache.store.vintage(CHANGED).release == "Newer release"
    snapshot(tmp_path / "out")
    assert content_of(tmp_path / "out") == content_of(few)


def test_fetched_figures_say_from_whom_and_when_and_nothing_of_how_earlier_ones_were_got(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    before = entries_of(few)[NOTED]
    stored = len(cache.store.observations(cache.store.vintage(NOTED)))
    revise(cache, NOTED, by=1.0, updated=dt.date(2026, 10, 1))
    said = snapshot(tmp_path / "out")
    after = entries_of(tmp_path / "out")[NOTED]
    assert after["notes"] == "Fetched from World Bank on 2026-11-05; last updated there on 2026-10-01."
    assert (after["release"], after["published"]) == ("Newer release", dt.date(2026, 11, 5))
    # without what is declared false, which the file of the source had
    assert after["rows"] == stored
    assert f"{NOTED}: its notes were about earlier figures and are gone: {before['notes']}" in said


def test_what_the_catalogue_says_of_fetched_figures_takes_the_place_of_an_old_entry(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    edit(folder, CHANGED, release="A file that somebody had", url="https://example.org")
    revise(cache, CHANGED, by=1.0)
    snapshot(folder)
    now = entries_of(folder)[CHANGED]
    assert (now["release"], now.get("url")) == ("Newer release", None)


def test_a_snapshot_of_fetched_figures_goes_through_a_new_store_unchanged(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot
) -> None:
    folder = tmp_path / "out"
    revise(cache, NOTED, by=1.0, updated=dt.date(2026, 10, 1))
    snapshot(folder)
    before = content_of(folder)
    url = f"sqlite:///{tmp_path}/again.db"
    open_cache(url, folder, ())
    monkeypatch.setenv("ERALINE_DATABASE_URL", url)
    assert snapshot(folder).endswith("files, 0 of them changed\n")
    assert content_of(folder) == before


def test_an_older_snapshot_becomes_the_shipped_one_with_all_that_is_said_of_it(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    assert cache.store.vintage(NOTED).origin == "snapshot"
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    edit(folder, NOTED, notes="Copied from a book.", sha256="0" * 64)
    snapshot(folder)
    assert content_of(folder) == content_of(few)


def test_shipped_figures_that_no_manifest_knows_any_more_get_no_notes(
    cache: Cache, tmp_path: Path, snapshot: Snapshot
) -> None:
    revise(cache, NOTED, by=1.0, origin="snapshot")
    snapshot(tmp_path / "out")
    assert "notes" not in entries_of(tmp_path / "out")[NOTED]


def test_an_indicator_that_the_manifest_does_not_name_yet_is_described_by_the_catalogue(
    cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    assert cache.store.vintages()
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    manifest = folder / "manifest.toml"
    table = re.compile(rf'\[\[indicator\]\]\nid = "{CHANGED}"\n(?:.+\n)+\n?')
    manifest.write_text(table.sub("", manifest.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / f"{CHANGED}.csv").unlink()
    assert CHANGED not in entries_of(folder)
    snapshot(folder)
    before, after = entries_of(few)[CHANGED], entries_of(folder)[CHANGED]
    same = ("release", "published", "rows", "sha256")
    assert [after[name] for name in same] == [before[name] for name in same]


def test_a_damaged_file_is_written_anew(cache: Cache, few: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    assert cache.store.vintages()
    folder = Path(shutil.copytree(few, tmp_path / "out"))
    (folder / f"{CHANGED}.csv").write_bytes(b"economy,per")
    snapshot(folder)
    assert content_of(folder) == content_of(few)


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_one(
    cache: Cache, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cache.store.vintages()
    (tmp_path / "file").touch()
    assert main(["snapshot", "--folder", str(tmp_path / "file")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"eraline: {tmp_path / 'file'} cannot be written: ")


def test_a_cache_that_cannot_be_written_is_named_and_no_memory_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", f"sqlite:///{tmp_path}")
    assert main(["snapshot", "--folder", str(tmp_path / "out")]) == 1
    assert f"eraline: The cache file {tmp_path.name} cannot be written" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_failure_leaves_no_half_of_a_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Exception, match="No space left on device"):
        replace_files(tmp_path, {"a.csv": b"new", "manifest.toml": b"x"})
    assert content_of(tmp_path) == {"a.csv": b"old"}


# writes the two versions in turn for as long as it lives
_WRITER = """
import sys
from pathlib import Path
from dashboard.cli.snapshot import replace_files
folder = Path(sys.argv[1])
print("up", flush=True)
while True:
    for letter in (b"a", b"b"):
        replace_files(folder, {f"{number}.csv": letter * 200_000 for number in range(5)} | {"manifest.toml": letter})
"""


def test_a_kill_leaves_the_old_or_the_new_of_every_file(tmp_path: Path) -> None:
    whole = {letter * 200_000 for letter in (b"a", b"b")} | {b"a", b"b"}
    for moment in (0.01, 0.05, 0.1, 0.15, 0.2):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "up\n"
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(timeout=moment)
            writer.send_signal(signal.SIGKILL)
        assert {content for name, content in content_of(tmp_path).items() if not name.startswith(".")} <= whole
    replace_files(tmp_path, {"manifest.toml": b"c"})
    assert not list(tmp_path.glob(".*")), "what a kill left lying about goes with the next run"
