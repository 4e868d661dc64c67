"""What the environment says: where the cache is, whom to ask for figures, and who may."""

from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
SNAPSHOT = DATA / "snapshot"


def default_database_url() -> str:
    """Return the URL of the SQLite file under the user's cache folder."""
    file = user_cache_path("eraline", appauthor=False) / "eraline.db"
    # a home folder may have letters in its name that mean something else in a URL
    return sa.URL.create("sqlite", database=str(file)).render_as_string()


class Settings(BaseSettings):
    """Settings from ERALINE_* variables; every one is optional, and an empty one counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix="ERALINE_", env_ignore_empty=True, str_strip_whitespace=True, frozen=True
    )

    database_url: str = ""
    world_bank_url: str = "https://api.worldbank.org/v2"
    fred_url: str = "https://fred.stlouisfed.org"
    owid_url: str = "https://ourworldindata.org"
    refresh: Literal["off", "local", "auth"] = "local"
    http_timeout: float = Field(default=30.0, gt=0, le=600)
    max_concurrency: int = Field(default=4, ge=1, le=16)

    def cache_url(self) -> str:
        """Return the URL of the cache: ERALINE_DATABASE_URL, else the default."""
        return self.database_url or default_database_url()
