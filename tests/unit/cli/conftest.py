"""A cache of their own for the commands that read one."""

import shutil
from pathlib import Path

import pytest

from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from tests.shipped import FirstStart, fill, open_shipped
from tests.snapshots import copy_part


@pytest.fixture(scope="session")
def read_only(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> str:
    """Give the URL of a cache that holds the shipped figures; not to be written to."""
    return first_start.copy(tmp_path_factory.mktemp("cli") / "eraline.db")


@pytest.fixture(scope="session")
def opened(read_only: str) -> Store:
    return open_shipped(read_only).store


@pytest.fixture
def store(opened: Store, read_only: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the commands of a test read, and let them find it."""
    monkeypatch.setenv("ERALINE_DATABASE_URL", read_only)
    return opened


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_part(
        tmp_path_factory.mktemp("part"), ("solar-capacity", "exports-share", "exchange-rate", "journal-articles")
    )


@pytest.fixture
def few(part: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a few of the shipped indicators be all that is shipped, and give their folder."""
    for module in ("dashboard.cli.snapshot", "dashboard.cli.writing"):
        monkeypatch.setattr(f"{module}.SNAPSHOT", part)
    return part


@pytest.fixture(scope="module")
def filled_part(part: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of a few indicators, to be copied."""
    file = tmp_path_factory.mktemp("filled") / "part.db"
    fill(file, part)
    return file


@pytest.fixture
def cache(few: Path, filled_part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """Give a cache of this test's own, of a few indicators."""
    url = f"sqlite:///{shutil.copy(filled_part, tmp_path / 'own.db')}"
    monkeypatch.setenv("ERALINE_DATABASE_URL", url)
    return open_shipped(url, few)
