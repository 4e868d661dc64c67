"""Does `snapshot` leave what the cache holds nothing of as it is, entry and file alike?"""

import shutil
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.store.opening import Cache
from dashboard.store.snapshot import manifest_text, read_manifest

ELSEWHERE = "held-elsewhere"


def test_an_indicator_that_the_cache_holds_nothing_of_keeps_its_entry_and_its_file(
    cache: Cache, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "snapshot"
    shutil.copytree(few, folder)
    shipped = read_manifest(folder)
    other = shipped[0].model_copy(update={"id": ELSEWHERE, "notes": "Got by hand."})
    shutil.copy(folder / shipped[0].file, folder / other.file)
    (folder / "manifest.toml").write_text(manifest_text([*shipped, other]), encoding="utf-8")
    content = (folder / other.file).read_bytes()
    assert ELSEWHERE not in cache.store.vintages()

    assert main(["snapshot", "--folder", str(folder)]) == 0

    assert [entry for entry in read_manifest(folder) if entry.id == ELSEWHERE] == [other]
    assert (folder / other.file).read_bytes() == content
    assert f"{ELSEWHERE}: the cache holds no figures; its file stays as it is" in capsys.readouterr().err
