"""Is the one table of an archive found, and every other archive refused with what to do?"""

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from dashboard.catalogue.user_tables import MOST_BYTES, read_table
from dashboard.errors import Unusable, UnusableTable

TABLE = "Country Name,Country Code,2014,2015\nChina,CHN,1,2\n"


def archive(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as found:
        for name, text in parts.items():
            found.writestr(name, text)
    return made.getvalue()


def test_a_download_of_the_world_bank_is_read_packed_as_it_comes() -> None:
    packed = archive(
        **{
            "Metadata_Indicator_API_NE.EXP_DS2_en_csv_v2_1.csv": "INDICATOR_CODE,INDICATOR_NAME\n",
            "API_NE.EXP_DS2_en_csv_v2_1.csv": TABLE,
            "Metadata_Country_API_NE.EXP_DS2_en_csv_v2_1.csv": "Country Code,Region\n",
        }
    )
    assert read_table(packed).rows == read_table(TABLE.encode()).rows


def test_a_download_of_our_world_in_data_is_read_packed_as_it_comes() -> None:
    packed = archive(**{"life.metadata.json": "{}", "life.csv": TABLE, "readme.md": "x", "__MACOSX/._life.csv": "x"})
    assert read_table(packed).rows == read_table(TABLE.encode()).rows


def test_a_packed_workbook_is_read_as_it_is_and_a_text_beside_it_before_it() -> None:
    book, target = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in csv.reader(io.StringIO(TABLE)):
        book.active.append(row)
    book.save(target)
    table = read_table(archive(**{"exports.xlsx": target.getvalue(), "readme.md": "x"}))
    assert (table.rows, table.sheet) == (read_table(target.getvalue()).rows, "Sheet")
    assert read_table(archive(**{"exports.xlsx": target.getvalue(), "exports.csv": TABLE})).sheet == ""


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Unusable.OPEN_DOCUMENT),
        (archive(**{"a.csv": TABLE, "b.csv": TABLE}), Unusable.ARCHIVE),
        (archive(**{"photo.jpg": "x"}), Unusable.NO_TABLE_PACKED),
        (archive(**{"zeros.csv": "0" * (MOST_BYTES + 1)}), Unusable.TOO_LARGE),
        (archive(**{"a.csv": TABLE})[:-30], Unusable.BROKEN_WORKBOOK),
    ],
    ids=["ods", "two tables", "no table", "a bomb", "cut off"],
)
def test_any_other_archive_is_refused(packed: bytes, reason: Unusable) -> None:
    with pytest.raises(UnusableTable) as refused:
        read_table(packed)
    assert refused.value.reason is reason
