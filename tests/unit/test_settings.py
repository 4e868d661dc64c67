"""Does the environment say where the cache is, and does its silence put it in the user's cache folder?"""

from pathlib import Path

import platformdirs
import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from dashboard import settings
from dashboard.settings import DATA, SNAPSHOT, Settings, default_database_url


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERALINE_DATABASE_URL", raising=False)


def test_the_variable_says_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", "postgresql+psycopg://user@host/db")
    assert Settings().cache_url() == "postgresql+psycopg://user@host/db"


def test_blanks_around_the_variable_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", " sqlite:////var/tmp/eraline.db\n")
    assert Settings().cache_url() == "sqlite:////var/tmp/eraline.db"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_the_variable_the_cache_is_in_the_users_cache_folder(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv("ERALINE_DATABASE_URL", value)
    file = Path(sa.make_url(Settings().cache_url()).database or "")
    assert file.name == "eraline.db"
    assert file.parent == platformdirs.user_cache_path("eraline", appauthor=False)


@pytest.mark.parametrize("folder", ["/home/a user", "/home/100%25", "/home/why?", "/home/a#b@c", "/home/用户"])
def test_any_folder_name_survives_the_url(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(settings, "user_cache_path", lambda *_, **__: Path(folder))
    assert sa.make_url(default_database_url()).database == f"{folder}/eraline.db"


def test_variables_of_others_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_UNHEARD_OF", "1")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////elsewhere.db")
    assert Settings().cache_url() == default_database_url()


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings().database_url = "sqlite:///"


def test_the_shipped_data_are_beside_the_package() -> None:
    assert (DATA / "eras.toml").is_file()
    assert (SNAPSHOT / "manifest.toml").is_file()
