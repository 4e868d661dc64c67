"""Is a file that a user names written whole or not at all, and where it is?"""

import errno
import os
from pathlib import Path

import pytest

from dashboard.cli.terminal import Unwritable, write_file

BEFORE, AFTER = b"of yesterday", b"of today"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "figures.csv"
    found.write_bytes(BEFORE)
    found.chmod(0o640)
    return found


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    def refused(_self: Path, *_words: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, name, refused)


def test_a_file_takes_the_place_of_the_one_before_with_its_mode(file: Path) -> None:
    write_file(file, AFTER)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (AFTER, 0o640)
    assert list(file.parent.iterdir()) == [file]


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    write_file(tmp_path / "new.csv", AFTER)
    (tmp_path / "usual").touch()
    assert (tmp_path / "new.csv").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(file)
    write_file(link, AFTER)
    assert (link.is_symlink(), file.read_bytes()) == (True, AFTER)


def test_a_full_disk_leaves_what_was_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # half of it gets there
    def half(self: Path, content: bytes) -> int:
        with self.open("wb") as opened:
            opened.write(content[:4])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(Unwritable, match=r"figures\.csv cannot be written: No space left on device\.$"):
        write_file(file, AFTER)
    assert file.read_bytes() == BEFORE
    with pytest.raises(Unwritable):
        write_file(file.with_name("new.csv"), AFTER)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EPERM, errno.EACCES])
def test_a_file_that_nothing_can_be_put_in_the_place_of_is_written_itself(
    file: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "replace", code)
    number = file.stat().st_ino
    write_file(file, AFTER)
    assert (file.read_bytes(), file.stat().st_ino) == (AFTER, number)
    assert list(file.parent.iterdir()) == [file]


def test_a_device_takes_what_it_is_given_and_a_folder_nothing(tmp_path: Path) -> None:
    write_file(Path(os.devnull), AFTER)
    assert not Path(os.devnull).is_file()
    with pytest.raises(Unwritable, match="Is a directory"):
        write_file(tmp_path, AFTER)
    with pytest.raises(Unwritable, match="No such file"):
        write_file(tmp_path / "nowhere" / "a.csv", AFTER)
