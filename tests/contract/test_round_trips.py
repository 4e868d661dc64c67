"""Do files of a PostgreSQL store hold what it holds, and does an office program read them as they are meant?"""

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import openpyxl
import pandas as pd
import psycopg
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.formats import FORMATS
from dashboard.export.table import Table
from dashboard.settings import SNAPSHOT
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache, seed
from dashboard.store.snapshot import read_manifest
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.contract.conftest import PostgresServer
from tests.draws import draws
from tests.read_back import HOSTILE, READERS, SELECTIONS, Asked, of_workbook, read_back, stored, taken

# separator, quotes, UTF-8, from the first line, language, and numbers and days found in cells
_ENGLISH: Final = ("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true",)
_GERMAN: Final = ("--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1031,false,true",)
_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {"xlsx": (), "csv": _ENGLISH, "semicolon.csv": _GERMAN}


# for the session: a worker may leave this module and come back to it
@pytest.fixture(scope="session")
def loader(postgresql: PostgresServer, shipped_catalogue: Catalogue) -> Loader:
    """Give a loader of what is shipped, from PostgreSQL."""
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(b"CREATE DATABASE taken_away")
    engine, _ = open_database(postgresql.get_uri(database="taken_away", driver="psycopg"))
    store = Store(engine)
    # without earlier releases, which take longer than all the rest and are asked for elsewhere
    seed(store, SNAPSHOT, read_manifest(SNAPSHOT), shipped_catalogue.corrections.values())
    return Loader(store, shipped_catalogue)


@examples(max_examples=draws(6))
@given(SELECTIONS, st.sampled_from(sorted(set(READERS) - {"html"})))
def test_what_is_read_back_is_what_either_engine_stores(
    loader: Loader, shipped_cache: Cache, asked: Asked, ending: str
) -> None:
    found = read_back(loader, asked, ending)
    assert found == stored(loader, asked, ending)
    assert found == stored(Loader(shipped_cache.store, loader.catalogue), asked, ending)


@pytest.mark.parametrize("ending", sorted(set(READERS) - {"html"}))
def test_every_format_is_read_back_from_postgresql(loader: Loader, ending: str) -> None:
    asked = ("rd-spending", ["CHN", "KOR", "WLD"])
    assert read_back(loader, asked, ending) == stored(loader, asked, ending) != {}


@pytest.mark.parametrize("ending", _OPTIONS)
def test_an_office_program_reads_every_economy_to_the_last_digit_and_runs_no_text(
    loader: Loader, ending: str, tmp_path: Path
) -> None:
    # years, and months; LibreOffice itself writes no 17th digit, which openpyxl is asked for elsewhere
    everybody, names = list(loader.catalogue.economies), ("rd-spending", "exchange-rate")
    tables = {name: taken(loader, Selection(name, tuple(everybody))) for name in names}
    texts = Table(pd.DataFrame({"text": HOSTILE, "value": range(len(HOSTILE))}), "hostile")
    opened = _opened(ending, {**tables, "hostile": texts}, tmp_path)
    for name in names:
        assert of_workbook(opened[name]) == stored(loader, (name, everybody), ending) != {}
    sheet = openpyxl.load_workbook(io.BytesIO(opened["hostile"])).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert [cell.data_type for cell in cells] == ["s", "n"] * len(HOSTILE)
    assert "新质生产力" in [cell.value for cell in cells]


def _opened(ending: str, tables: Mapping[str, Table], folder: Path) -> Mapping[str, bytes]:
    """Open the files of tables as a person would, save each as a workbook, and return that."""
    assert shutil.which("soffice"), "LibreOffice is missing: install libreoffice-calc-nogui"
    form, out = FORMATS[ending], folder / "out"
    for name, table in tables.items():
        (folder / f"{name}.{ending.rpartition('.')[2]}").write_bytes(form.prefix + form.render(table))
    files = [str(file) for file in folder.iterdir()]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", *_OPTIONS[ending], "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return {name: (out / f"{name}.xlsx").read_bytes() for name in tables}
