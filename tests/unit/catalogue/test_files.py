"""Is a folder read in the order of its files, and a file that is none named?"""

from pathlib import Path

import pytest

from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import CatalogueError
from tests.unit.catalogue.conftest import Write, mistakes


def test_a_sound_folder_is_read_in_the_order_of_its_files(written: Write) -> None:
    catalogue = load_catalogue(written())
    assert list(catalogue.claims) == ["it-grew"]
    assert list(catalogue.indicators) == ["gdp", "population", "gdp-per-head"]
    assert list(catalogue.economies) == ["CHN", "WLD"]
    assert catalogue.indicator("gdp").breaks[0].year == 2009
    with pytest.raises(KeyError):
        catalogue.indicator("gnp")


def test_an_id_with_blanks_around_it_is_known_without_them(written: Write) -> None:
    catalogue = load_catalogue(written(("economies.toml", 'id = "CHN"', 'id = " CHN "')))
    assert list(catalogue.economies) == ["CHN", "WLD"]


@pytest.mark.parametrize("name", ["eras", "history"])
def test_a_missing_file_is_named_and_its_folder_only_to_who_runs_eraline(written: Write, name: str) -> None:
    folder = written()
    (folder / f"policy/china/{name}.toml").unlink()
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    said = f"policy/china/{name}.toml: cannot be read: No such file or directory"
    assert str(caught.value).splitlines()[0] == said
    assert str(folder) not in str(caught.value)
    assert caught.value.whole.splitlines()[-1] == f"The catalogue is read from {folder}."


def test_a_folder_without_anything_is_named_by_no_mistake(tmp_path: Path) -> None:
    found = mistakes(tmp_path)
    assert "policy: no policy history found" in found
    assert not [line for line in found if str(tmp_path) in line]


def test_a_file_that_is_no_text_is_named(written: Write) -> None:
    folder = written()
    (folder / "policy/china/eras.toml").write_bytes(b"\xff\xfe\x00")
    [line] = mistakes(folder)
    assert line == "policy/china/eras.toml: cannot be read: is not text in UTF-8"


@pytest.mark.parametrize("text", ["", "[era]\nid = 'x'\n", "era = 1\n"])
def test_a_file_without_its_tables_is_named(text: str, written: Write) -> None:
    folder = written()
    (folder / "policy/china/eras.toml").write_text(text, encoding="utf-8")
    assert mistakes(folder) == ["policy/china/eras.toml: [[era]]: no [[era]] table found"]


def test_rows_that_are_no_tables_are_named(written: Write) -> None:
    folder = written()
    (folder / "policy/china/eras.toml").write_text('era = ["planned"]\n', encoding="utf-8")
    assert [
        line.startswith("policy/china/eras.toml: [[era]] 1 (no table): the table as a whole: ")
        for line in mistakes(folder)
    ] == [True]
