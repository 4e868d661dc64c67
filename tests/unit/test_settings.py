"""Are settings read from the environment, typed, described and named when they cannot be used?"""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
import sqlalchemy as sa
from pydantic import Field, ValidationError

from dashboard import settings
from dashboard.errors import BadSetting
from dashboard.settings import (
    DATA,
    PROJECT,
    SNAPSHOT,
    Settings,
    default_database_url,
    provider_variable,
    read_settings,
    reference,
)


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
    def placed(*_: object, **__: object) -> Path:
        return Path(folder)

    monkeypatch.setattr(settings, "user_cache_path", placed)
    assert sa.make_url(default_database_url()).database == f"{folder}/eraline.db"


def test_variables_of_others_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_UNHEARD_OF", "1")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////elsewhere.db")
    assert Settings().cache_url() == default_database_url()


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings().database_url = "sqlite:///"


def test_the_shipped_data_are_beside_the_package() -> None:
    assert (DATA / "policy/china/eras.toml").is_file()
    assert (SNAPSHOT / "manifest.toml").is_file()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ERALINE_HTTP_TIMEOUT", "soon"),
        ("ERALINE_HTTP_TIMEOUT", "0"),
        ("ERALINE_MAX_CONCURRENCY", "many"),
        ("ERALINE_REFRESH", "everybody"),
        ("ERALINE_WORLD_BANK_URL", "api.worldbank.org"),
        ("ERALINE_OWID_URL", "file:///etc/passwd"),
        ("ERALINE_PROVIDER_URLS", "{"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as caught:
        read_settings()
    (sentence,) = str(caught.value).splitlines()
    assert sentence.startswith(f"{name} cannot be used: ")
    assert sentence.endswith(".")


def test_each_bad_value_has_its_own_sentence_and_none_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_REFRESH", "hunter2")
    monkeypatch.setenv("ERALINE_FRED_URL", "user:hunter2@example.org")
    with pytest.raises(BadSetting) as caught:
        read_settings()
    assert {line.split()[0] for line in str(caught.value).splitlines()} == {"ERALINE_REFRESH", "ERALINE_FRED_URL"}
    assert "hunter2" not in str(caught.value)


def test_a_provider_is_asked_at_its_default_until_its_variable_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_NATIONAL_BUREAU_URL", " http://127.0.0.1:9/data ")
    assert provider_variable("national-bureau") == "ERALINE_NATIONAL_BUREAU_URL"
    read = read_settings()
    assert read.provider_url("national-bureau", "https://example.org") == "http://127.0.0.1:9/data"
    assert read.provider_url("imf", "https://example.org") == "https://example.org"


def test_every_setting_is_described_in_the_reference() -> None:
    listed = {setting.variable: setting for setting in reference()}
    assert {"ERALINE_DATABASE_URL", "ERALINE_REFRESH", "ERALINE_HTTP_TIMEOUT"} <= listed.keys()
    assert all(setting.meaning.endswith(".") and setting.default for setting in listed.values())


def test_one_more_setting_is_read_named_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    class More(Settings):
        patience: int = Field(default=3, ge=1, description="How often a provider is asked.")

    monkeypatch.setattr(settings, "Settings", More)
    assert ("ERALINE_PATIENCE", "3", "How often a provider is asked.") in [
        (setting.variable, setting.default, setting.meaning) for setting in reference()
    ]
    monkeypatch.setenv("ERALINE_PATIENCE", "5")
    assert read_settings().model_dump()["patience"] == 5
    monkeypatch.setenv("ERALINE_PATIENCE", "0")
    with pytest.raises(BadSetting, match="ERALINE_PATIENCE"):
        read_settings()


# what an operator's system may lack or have wrong, all at once: what is told, and where the cache would be
ODD_SYSTEMS = {
    "no home, a language that is not installed": {"LC_ALL": "tr_TR.UTF-8", "LANG": "xx_YY", "TZ": "Pacific/Kiritimati"},
    "plain ASCII, a time zone that there is none of": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
        "TZ": "Nowhere/None",
    },
}


@pytest.mark.parametrize("name", ODD_SYSTEMS)
def test_a_system_without_home_with_odd_language_and_time_zone_says_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "from dashboard.settings import read_settings\nfrom dashboard.cli import main\n"
        "print(ascii(read_settings().cache_url()))\nmain(['policies', '--policy', 'china'])"
    )
    # neither HOME nor XDG_CACHE_HOME: the account's own home is where the cache goes
    environment = {"PYTHONPATH": str(PROJECT), **ODD_SYSTEMS[name]}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True, cwd="/")
    where, *told = done.stdout.decode("ascii", "backslashreplace").splitlines()
    monkeypatch.delenv("HOME", raising=False)
    assert str(Path.home()) in where
    assert any("milestones" in line for line in told)
    assert done.stderr == b""
