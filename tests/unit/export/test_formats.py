"""Is a format one entry in one place: on the command line, in the routes with its media type, and on the pages?"""

from collections.abc import Callable
from typing import BinaryIO

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.extracts import view_extract
from dashboard.cli import main
from dashboard.errors import SelectionError
from dashboard.export.formats import FORMATS, Format, of_any_rows, offered
from dashboard.export.json_text import json_bytes
from dashboard.export.table import Table
from dashboard.figures.picture import PICTURES
from dashboard.store.csv_text import csv_bytes
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.unit.api.conftest import client_of

Show = Callable[[Selection], Table]

TABLE = Table(pd.DataFrame({"id": ["a"], "of": ["x; y"]}), "eraline_made-up", records=[{"id": "a", "of": ["x", "y"]}])


def count_rows(table: Table, out: BinaryIO) -> None:
    out.write(f"{table.name}: {len(table.rows)} rows".encode())


@pytest.fixture(scope="module")
def show(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Show:
    """Give what a page takes away of a selection."""
    loader = Loader(shipped_cache.store, shipped_catalogue)

    def taken(selection: Selection) -> Table:
        return view_extract(chart_view(loader, selection)).table()

    return taken


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Format:
    """Give one format more: a file that says how many rows there are."""
    form = Format("count", "text/x-count", "Count", ":material/numbers:", count_rows, prefix=b"# ")
    monkeypatch.setitem(FORMATS, form.ending, form)
    return form


def test_one_more_format_is_taken_by_the_command_line(
    count: Format, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, shipped_url: str
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", shipped_url)
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert b"count" in capsysbinary.readouterr().out
    words = ["--indicator", "gdp-growth", "--economy", "CHN", "--from", "2000", "--to", "2009"]
    assert main(["export", *words, "--format", count.ending]) == 0
    assert capsysbinary.readouterr().out.endswith(b": 10 rows")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("observations.count?indicator=gdp-growth&economy=CHN&from=2000&to=2009", "eraline_gdp-growth_CHN_2000-2009_"),
        ("eras.count", "eraline_eras."),
    ],
)
def test_one_more_format_has_its_routes_and_its_media_type(
    count: Format, shipped_cache: Cache, shipped_catalogue: Catalogue, path: str, name: str
) -> None:
    answer = client_of(shipped_cache, shipped_catalogue).get(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == count.media_type
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}')
    assert answer.text.endswith(" rows")


def test_one_more_format_has_its_button_on_a_page(count: Format) -> None:
    script = "from dashboard.ui import downloads\nimport pandas as pd\nfrom dashboard.export.table import Table\n"
    offer = 'downloads.offer("As shown", lambda: Table(pd.DataFrame({"id": ["a"]}), "x"))'
    app = AppTest.from_string(f'{script}downloads.take_away({offer}, key="k")').run()
    assert not app.get("download_button"), "nothing is made ready before it is looked at"
    app.session_state["k"] = True
    app.run()
    assert not app.exception
    labels = [button.proto.label.partition(" ·")[0] for button in app.get("download_button")]
    assert labels == ["CSV", "CSV with semicolons", "Excel", "JSON", "Parquet", count.label]


def test_a_page_offers_what_fits_and_json_with_its_metadata_where_there_is_some(show: Show) -> None:
    rows = ["csv", "semicolon.csv", "xlsx", "json", "parquet"]
    assert [form.ending for form in offered(TABLE)] == rows
    drawn = [form.ending for form in offered(show(Selection("gdp-growth")))]
    assert drawn == ["csv", "semicolon.csv", "xlsx", "full.json", "parquet", "sdmx.csv", *PICTURES, "html", "zip"]
    several = [form.ending for form in offered(show(Selection("gdp-growth")), several=True)]
    assert several == ["xlsx", "full.json", "html", "zip"]


def test_a_format_that_does_not_fit_says_which_do() -> None:
    with pytest.raises(SelectionError) as refused:
        FORMATS["sdmx.csv"].render(TABLE)
    assert refused.value.field == "format"
    assert refused.value.allowed == ("csv", "semicolon.csv", "xlsx", "json", "parquet")


def test_a_file_is_about_as_large_as_its_button_says(show: Show) -> None:
    table = show(Selection("exchange-rate", economies=("CHN",)))
    beside = sum(len(csv_bytes(rows)) for rows in table.sheets.values())
    for form in offered(table):
        size = len(form.render(table))
        assert size / 3 < form.about_bytes(table, len(csv_bytes(table.rows)), beside) < size * 3, form.ending


def test_nested_records_stay_nested_where_a_format_can_keep_them() -> None:
    assert FORMATS["json"].render(TABLE) == json_bytes(TABLE.records)
    assert FORMATS["csv"].render(TABLE) == b"id,of\na,x; y\n"


@pytest.mark.parametrize("form", of_any_rows(), ids=lambda form: form.ending)
def test_every_format_has_rows_for_a_table_without_any(form: Format) -> None:
    assert form.render(Table(pd.DataFrame({"id": []}), "eraline_none"))
