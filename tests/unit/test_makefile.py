"""Does make say in one line that a Python is too old, before anything is made with it?"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.settings import PROJECT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the Makefile, the pins and a Python that is 3.10 to whoever asks."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    shutil.copytree(PROJECT / "requirements", tmp_path / "requirements")
    old = tmp_path / "python3.10"
    old.write_text('#!/bin/sh\n[ "$1" = -c ] && echo "" || touch made-with-it\n')
    old.chmod(0o755)
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # `make test` hands its own flags on, with which a make that it starts would print where it is
    fresh = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(["make", *words], cwd=folder, env=fresh, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("goal", ["run", "test", "lint", "check"])
def test_an_old_python_is_refused_in_one_line_and_nothing_is_made(folder: Path, goal: str) -> None:
    before = sorted(folder.iterdir())
    done = make(folder, goal, "PYTHON=./python3.10")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "Eraline needs Python 3.11 or newer, which ./python3.10 is not" in line
    assert done.stdout == ""
    assert sorted(folder.iterdir()) == before


def test_a_python_that_is_not_there_is_refused_alike(folder: Path) -> None:
    done = make(folder, "run", "PYTHON=no-such-python")
    assert done.returncode == 2
    assert "which no-such-python is not" in done.stderr


def test_an_environment_made_with_an_old_python_is_named_with_the_way_out(folder: Path) -> None:
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "python3.10").rename(folder / ".venv" / "bin" / "python")
    (line,) = make(folder, "run").stderr.splitlines()
    assert ".venv/bin/python is not" in line
    assert "make clean" in line
    assert make(folder, "clean").returncode == 0
