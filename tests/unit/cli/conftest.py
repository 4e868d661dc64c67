"""A cache of their own for the commands that read one."""

import pytest

from dashboard.store.observations import Store
from tests.shipped import FirstStart, open_shipped


@pytest.fixture(scope="session")
def read_only(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> str:
    """Give the URL of a cache that holds the shipped figures; not to be written to."""
    return first_start.copy(tmp_path_factory.mktemp("cli") / "eraline.db")


@pytest.fixture
def store(read_only: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give the store that the commands of a test read, and let them find it."""
    monkeypatch.setenv("ERALINE_DATABASE_URL", read_only)
    return open_shipped(read_only).store
