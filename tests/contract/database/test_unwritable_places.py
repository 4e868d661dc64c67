"""Is a place that cannot be written named with the variable that chooses it? Root may write where others may not."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.errors import StoreUnwritable
from dashboard.store.database import open_database
from tests.contract.database.conftest import fill


def test_a_folder_that_cannot_be_made_names_the_variable() -> None:
    # where there is no /proc, only root could make one
    with pytest.raises(StoreUnwritable, match="ERALINE_DATABASE_URL"):
        open_database("sqlite:////proc/eraline/eraline.db")


def test_a_folder_that_is_a_file_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    with pytest.raises(StoreUnwritable, match="ERALINE_DATABASE_URL"):
        open_database(f"sqlite:///{tmp_path}/file/eraline.db")


def test_a_path_that_is_a_folder_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match=r"is a folder.*ERALINE_DATABASE_URL"):
        open_database(f"sqlite:///{tmp_path}")
    assert list(tmp_path.parent.glob(f"{tmp_path.name}.*")) == []


_AS_NOBODY = """
import os, sys
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.errors import StoreUnwritable
open_database(MEMORY_URL)  # whatever is imported late is imported now, while it can still be read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_database(sys.argv[1])
except StoreUnwritable as exc:
    print(exc)
else:
    print("opened")
"""


def open_as_nobody(url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, url], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def test_a_folder_that_may_only_be_read_names_the_variable(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    for url in (f"sqlite:///{public_folder}/eraline.db", f"sqlite:///{public_folder}/deeper/eraline.db"):
        assert "ERALINE_DATABASE_URL" in open_as_nobody(url)


def test_a_file_that_may_only_be_read_in_such_a_folder_names_the_variable(public_folder: Path) -> None:
    file = public_folder / "eraline.db"
    fill(f"sqlite:///{file}")
    Path(f"{file}.lock").unlink(missing_ok=True)
    content = file.read_bytes()
    file.chmod(0o444)
    public_folder.chmod(0o555)
    assert "ERALINE_DATABASE_URL" in open_as_nobody(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_file_that_may_be_written_is_opened_by_the_same_means(public_folder: Path) -> None:
    public_folder.chmod(0o777)
    assert open_as_nobody(f"sqlite:///{public_folder}/eraline.db") == "opened"
