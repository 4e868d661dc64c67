"""Does `eraline add` write an indicator that can be completed, and nothing where it cannot?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA
from tests.replay import ReplayServer
from tests.replay.figures import few, with_uncurated
from tests.shipped import FirstStart

CODE = "NE.EXP.GNFS.ZS.NEW"


@pytest.fixture(scope="module")
def replay() -> Iterator[ReplayServer]:
    with ReplayServer(with_uncurated(few(others=0))) as server:
        yield server


@pytest.fixture
def folder(replay: ReplayServer, first_start: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a user's own catalogue, empty."""
    for name, value in {
        **replay.environment,
        "ERALINE_DATABASE_URL": first_start.copy(tmp_path / "eraline.db"),
    }.items():
        monkeypatch.setenv(name, value)
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("ERALINE_CATALOGUE", str(own))
    return own


def test_a_series_becomes_a_draft_that_the_catalogue_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add", "world-bank", CODE, "--id", "exports-again"]) == 0
    assert "exports-again written into" in capsys.readouterr().out
    text = (folder / "world" / "indicators.toml").read_text()
    (written,) = tomllib.loads(text)["indicator"]
    assert (written["code"], written["dataset"], written["kind"]) == (CODE, "wdi", "share")
    assert "# to check" in text
    assert load_catalogue(DATA, folder).indicator("exports-again").code == CODE


def test_a_second_one_stands_beside_the_first(folder: Path) -> None:
    assert cli.main(["add", "world-bank", CODE, "--id", "one"]) == 0
    assert cli.main(["add", "fred", "EXCHUS", "--id", "two", "--dataset", "h10"]) == 0
    known = load_catalogue(DATA, folder).indicators
    assert {"one", "two"} <= known.keys()
    assert known["two"].codes == {"USA": "EXCHUS"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("world-bank", "no code"), "has no codes such as"),
        (("owid", "installed-solar-pv-capacity-new"), "--dataset ID"),
        (("world-bank", CODE, "--dataset", "nothing"), "No dataset of World Bank"),
        (("world-bank", CODE, "--id", "gdp"), "already"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["add", *words]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "world" / "indicators.toml").exists()


def test_without_a_folder_of_ones_own_it_says_which_setting_names_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ERALINE_CATALOGUE")
    assert cli.main(["add", "world-bank", CODE]) == 2
    assert "ERALINE_CATALOGUE" in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_an_id_that_spoils_the_catalogue_leaves_the_file_as_it_was(folder: Path) -> None:
    assert cli.main(["add", "world-bank", CODE, "--id", "one"]) == 0
    before = (folder / "world" / "indicators.toml").read_bytes()
    assert cli.main(["add", "world-bank", CODE, "--id", "Not A Slug"]) == 1
    assert (folder / "world" / "indicators.toml").read_bytes() == before
