"""Is a table that is a CSV file read like one that is TOML, and every mistake in it named by line and field?"""

from pathlib import Path

import pytest

from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import CatalogueError
from tests.unit.catalogue.conftest import Write

HEAD = "id,name,short_name,aggregate,region,synonyms,population,population_year,population_source,latitude,slot\n"
WORLD = "WLD,World,World,yes,World,,,,,,1\n"
CHINA = 'CHN,China,China,no,East Asia & Pacific,中国; PRC,1409670000,2023,"A census, a book",40.05,0\n'


def sheet(folder: Path, text: str) -> Path:
    (folder / "world/economies.toml").unlink()
    (folder / "world/economies.csv").write_text(text, encoding="utf-8")
    return folder


def test_cells_have_the_type_of_their_field_and_empty_ones_their_default(written: Write) -> None:
    china, world = load_catalogue(sheet(written(), HEAD + CHINA + WORLD)).economies.values()
    assert (china.aggregate, world.aggregate) == (False, True)
    assert china.synonyms == ("中国", "PRC")
    assert (china.population, china.latitude, china.population_source) == (1_409_670_000, 40.05, "A census, a book")
    assert (world.synonyms, world.population, world.latitude) == ((), None, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CHN,", "China,", "line 2 (China): id: "),
        (",no,", ",perhaps,", "line 2 (CHN): aggregate: "),
        (",40.05,", ",north,", "line 2 (CHN): latitude: "),
        (",1409670000,", ",many,", "line 2 (CHN): population: "),
        ("China,China,", '"China","China, PR",', "line 2 (CHN): the table as a whole: "),
        ("slot\n", "colour\n", "line 2 (CHN): colour: "),
        (",0\nWLD", "\nWLD", "line 2: has 10 cells under 11 columns"),
        ("WLD,", "CHN,", "line 3 (CHN): id: the same id stands above already"),
        ('"A census', 'A "census', "line 2: has 12 cells"),
        ('a book"', 'a book" or "two"', "not readable as CSV"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(old: str, new: str, said: str, written: Write) -> None:
    text = HEAD + CHINA + WORLD
    assert old in text
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(sheet(written(), text.replace(old, new, 1)))
    found = [str(mistake) for mistake in caught.value.mistakes]
    assert [line for line in found if line.startswith("world/economies.csv: ") and said in line], found


def test_a_table_of_either_form_is_laid_over_one_of_the_other(written: Write, tmp_path: Path) -> None:
    over = tmp_path / "over"
    (over / "world").mkdir(parents=True)
    (over / "world/economies.csv").write_text(HEAD + CHINA.replace("China,China", "Cathay,Cathay"), encoding="utf-8")
    economies = load_catalogue(written(), over).economies
    assert [economy.name for economy in economies.values()] == ["Cathay", "World"]
