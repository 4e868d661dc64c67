"""What the environment says: where the cache is."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
SNAPSHOT = DATA / "snapshot"


def default_database_url() -> str:
    """Return the URL of the SQLite file under the user's cache folder."""
    return f"sqlite:///{user_cache_path('eraline', appauthor=False) / 'eraline.db'}"


class Settings(BaseSettings):
    """Settings from ERALINE_* variables; every one is optional, and an empty one counts as not set."""

    model_config = SettingsConfigDict(env_prefix="ERALINE_", env_ignore_empty=True, frozen=True)

    database_url: str = ""

    def cache_url(self) -> str:
        """Return the URL of the cache: ERALINE_DATABASE_URL, else the default."""
        return self.database_url or default_database_url()
