"""Is a format one entry in one place: on the command line, in the routes with its media type, and on the pages?"""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.export.formats import FORMATS, Format, Table, json_bytes, offered
from dashboard.store.opening import Cache
from tests.unit.api.conftest import client_of

TABLE = Table(pd.DataFrame({"id": ["a"], "of": ["x; y"]}), "eraline_made-up", records=[{"id": "a", "of": ["x", "y"]}])


def count_rows(table: Table) -> bytes:
    return f"{table.name}: {len(table.rows)} rows".encode()


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Format:
    """Give one format more: a file that says how many rows there are."""
    form = Format("count", "text/x-count", "Count", ":material/numbers:", count_rows, for_people=True, prefix=b"# ")
    monkeypatch.setitem(FORMATS, form.ending, form)
    return form


def test_one_more_format_is_taken_by_the_command_line(
    count: Format, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, shipped_url: str
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", shipped_url)
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert b"count}" in capsysbinary.readouterr().out
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
    script = "from dashboard.ui import downloads\nimport pandas as pd\nfrom dashboard.export.formats import Table\n"
    app = AppTest.from_string(
        f'{script}downloads.buttons("Chart data", lambda: Table(pd.DataFrame(), "x"), "x", key="k")'
    ).run()
    assert not app.exception
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Chart data (CSV)", f"Chart data ({count.label})"]


def test_pages_offer_what_people_open_and_nesting_where_there_is_some() -> None:
    assert [form.ending for form in offered(FORMATS)] == ["csv"]
    assert [form.ending for form in offered(FORMATS, nested=True)] == ["csv", "json"]


def test_nested_records_stay_nested_where_a_format_can_keep_them() -> None:
    assert FORMATS["json"].render(TABLE) == json_bytes(TABLE.records)
    assert FORMATS["csv"].render(TABLE) == b"id,of\na,x; y\n"


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.ending)
def test_every_format_has_rows_for_a_table_without_any(form: Format) -> None:
    assert form.render(Table(pd.DataFrame({"id": []}), "eraline_none"))
