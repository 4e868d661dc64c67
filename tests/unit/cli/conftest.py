"""A cache of their own for the commands that read one."""

from pathlib import Path

import pytest

from dashboard.store.observations import Store
from tests.shipped import open_shipped


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache file that holds the shipped figures; not to be written to."""
    file = tmp_path_factory.mktemp("cli") / "eraline.db"
    open_shipped(f"sqlite:///{file}")
    return file


@pytest.fixture
def store(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the commands of a test read, and let them find it."""
    url = f"sqlite:///{seeded}"
    monkeypatch.setenv("ERALINE_DATABASE_URL", url)
    return open_shipped(url).store
