"""Is the shipped list of series whole, ordered, the same each time it is written, and refused by name where damaged?"""

import gzip
import shutil
from pathlib import Path

import pytest

from dashboard.catalogue.provider_series import (
    DATABASES,
    SERIES,
    ProviderSeries,
    databases,
    listed,
    series_lines,
    series_mistakes,
    series_of,
)
from dashboard.errors import CatalogueError
from dashboard.settings import DATA

MOST_BYTES = 1_500_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for file in (SERIES, DATABASES):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(DATA / file, tmp_path / file)
    return tmp_path


def rewrite(data: Path, *lines: str) -> None:
    head = "code\tname\tunit\ttopics\tdatabase"
    (data / SERIES).write_bytes(gzip.compress("\n".join((head, *lines)).encode()))


def details(data: Path) -> list[str]:
    return [str(mistake) for mistake in series_mistakes(data)]


def test_the_shipped_list_is_small_and_without_mistakes() -> None:
    assert (DATA / SERIES).stat().st_size < MOST_BYTES
    assert details(DATA) == []


def test_the_list_is_written_as_it_is_shipped_whatever_the_order_it_came_in() -> None:
    series = [series_of(line) for line in series_lines()]
    written = listed(series[::-1], databases())
    assert gzip.decompress(written) == gzip.decompress((DATA / SERIES).read_bytes())
    assert written == listed(series, databases())


def test_databases_that_have_ended_come_last() -> None:
    ended = [bool(entry.ended) for entry in databases().values()]
    assert ended == sorted(ended)
    assert next(iter(databases())) == "2"


def test_a_series_is_named_without_the_database_of_everybody() -> None:
    assert ProviderSeries("SP.DYN.LE00.IN", "Life expectancy", "years", (), "2").id == "wb:SP.DYN.LE00.IN"
    assert ProviderSeries("DT.DOD", "Debt", "", (), "6").id == "wb:6:DT.DOD"


def test_a_list_that_is_cut_off_is_refused_by_name(data: Path) -> None:
    whole = (data / SERIES).read_bytes()
    (data / SERIES).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CatalogueError, match="world-bank-series"):
        series_lines(data)
    assert len(details(data)) == 1


def test_a_missing_list_is_refused_by_name(data: Path) -> None:
    (data / SERIES).unlink()
    with pytest.raises(CatalogueError) as caught:
        series_lines(data)
    # by its place in the catalogue, not by where this machine has it
    assert str(caught.value) == f"{SERIES}: cannot be read: No such file or directory"


def test_a_list_that_is_no_text_is_spoken_of_in_words(data: Path) -> None:
    (data / SERIES).write_bytes(gzip.compress(b"\xff\xfe"))
    with pytest.raises(CatalogueError) as caught:
        series_lines(data)
    assert str(caught.value) == f"{SERIES}: cannot be read: is not text in UTF-8"


def test_each_mistake_is_named_by_line_and_field(data: Path) -> None:
    rewrite(
        data, "A.B\tName\t\t\t2", "A.B\tName\t\t\t2", "C D\tName\t\t\t2", "E\t \t\t\t2", "F\tName\t\t\t999", "G\tName"
    )
    found = details(data)
    assert [":".join(line.split(":")[1:3]).strip() for line in found] == [
        "line 3: code",
        "line 4: code",
        "line 5: name",
        "line 6: database",
        "line 7: has 2 cells under 5 columns",
    ]


def test_another_head_is_refused(data: Path) -> None:
    (data / SERIES).write_bytes(gzip.compress(b"code,name\nA,B\n"))
    with pytest.raises(CatalogueError, match="line 1"):
        series_lines(data)
