"""Is a user's table read whatever program wrote it, and refused in one sentence where it is none?"""

import contextlib
import csv
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboard.catalogue.user_tables import MOST_BYTES, MOST_ROWS, SEPARATORS, UserTable, read_pasted, read_table
from dashboard.catalogue.user_text import Encoding
from dashboard.catalogue.user_wording import table_notes
from dashboard.errors import Unusable, UnusableTable

WORDS = ["Größte Krise", "São Paulo", "déjà vu", "Türkiye", "Österreich", "plain", "1.5", "2015-05-08", "a b"]
CHINESE = ["中国制造", "新质生产力", "改革开放", "国家", "2015", "1.5"]


def cells(table: UserTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def written(rows: list[tuple[str, ...]], separator: str = ",", ending: str = "\r\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator=ending).writerows(rows)
    return target.getvalue()


def workbook(*rows: list[object], styles: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for place, style in (styles or {}).items():
        book.active[place].number_format = style
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def tables_of(words: list[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    return st.integers(2, 4).flatmap(
        lambda width: st.lists(st.tuples(*[st.sampled_from(words)] * width), min_size=1, max_size=6)
    )


@given(
    rows=tables_of(WORDS),
    separator=st.sampled_from(list(SEPARATORS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_western_table_reads_back_equal(
    rows: list[tuple[str, ...]], separator: str, encoding: str, ending: str
) -> None:
    assert cells(read_table(written(rows, separator, ending).encode(encoding))) == rows


@given(
    rows=tables_of(CHINESE),
    separator=st.sampled_from(list(SEPARATORS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_a_chinese_table_reads_back_equal(rows: list[tuple[str, ...]], separator: str, encoding: str) -> None:
    assert cells(read_table(written(rows, separator).encode(encoding))) == rows


@pytest.mark.parametrize("text", ["date;title\n2015;Größte Reform\n", "2015,Größte\n", "Ä;1\n", "Ä;ß\n"])
def test_a_short_german_text_does_not_become_chinese(text: str) -> None:
    table = read_table(text.encode("cp1252"))
    assert table.encoding is Encoding.WESTERN
    assert table.guessed


def test_an_encoding_may_be_chosen_where_it_was_guessed() -> None:
    content = "Страна;2015\nРоссия;1,5\n".encode("cp1251")
    assert read_table(content).guessed
    table = read_table(content, Encoding.CYRILLIC)
    assert cells(table) == [("Страна", "2015"), ("Россия", "1,5")]
    assert table.guessed, "it can be chosen again"


@pytest.mark.parametrize("encoding", Encoding)
def test_any_bytes_can_be_looked_at_in_any_encoding(encoding: Encoding) -> None:
    assert read_table(b"2015,\xff\xfe\xd6\x81\xd6\n", encoding).rows


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sep=;\r\na,b;c\r\nd,e;f\r\n", ("a,b", "c")),
        ('"sep=|"\na|b;c\n', ("a", "b;c")),
        ("sep=\t\na\tb,c\n", ("a", "b,c")),
        ("SEP=;,,\na;b\n", ("a", "b")),
        ("2015;1,5\n2016;2,5\n", ("2015", "1,5")),
        ("2015,a; b\n", ("2015", "a; b")),
        ('a, "b, c"\n', ("a", "b, c")),
        ('a,"b\nc"\n', ("a", "b\nc")),
        ('"a;b",c\n"d;e",f\n', ("a;b", "c")),
        ("one\ntwo\n", ("one",)),
    ],
)
def test_the_mark_between_cells_is_stated_or_found(text: str, first: tuple[str, ...]) -> None:
    assert cells(read_pasted(text))[0] == first


def test_rows_keep_the_numbers_of_the_user_s_own_sheet() -> None:
    assert [row.number for row in read_pasted("sep=;\n\na;b\n;;\nc;d\n").rows] == [3, 5]


def test_a_quotation_that_never_ends_is_placed() -> None:
    table = read_pasted('a,b\nc,"d\ne,f\n')
    assert cells(table) == [("a", "b")]
    assert table.broken_at == 2


def test_a_workbook_s_cells_are_what_its_sheet_shows() -> None:
    content = workbook(
        ["Country", "Year", "Value", None],
        [None, None, None, None],
        ["China", 2015, 2.1, True],
        ["China", dt.date(2015, 5, 8), 0.125, 1e20],
        ["China", dt.date(2015, 5, 1), 1234567, -3.0],
        ["China", dt.date(2015, 1, 1), 0.1 + 0.2, "=1+1"],
        styles={"B4": "dd/mm/yyyy", "C4": "0.0%", "B5": "mmm-yy", "B6": "yyyy"},
    )
    table = read_table(content)
    assert cells(table) == [
        ("Country", "Year", "Value"),
        ("China", "2015", "2.1", "True"),
        ("China", "2015-05-08", "12.5%", "1e+20"),
        ("China", "2015-05", "1234567", "-3"),
        ("China", "2015", "0.3", "=1+1"),
    ]
    assert [row.number for row in table.rows] == [1, 3, 4, 5, 6]
    assert table.sheet == "Sheet"


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_counted() -> None:
    book = Workbook()
    for name, rows in {"Cover": 1, "Data": 3, "Notes": 2}.items():
        sheet = book.create_sheet(name)
        for place in range(rows):
            sheet.append([name, place])
    target = io.BytesIO()
    book.save(target)
    table = read_table(target.getvalue())
    assert (table.sheet, table.other_sheets) == ("Data", 2)


def test_a_cover_of_lines_is_no_table() -> None:
    book = Workbook()
    for name, rows in {"Cover": [["About"], ["these data"]], "Data": [["Country", 2015], ["China", 1]]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    assert read_table(target.getvalue()).sheet == "Data"


def test_a_formula_without_a_result_is_told_and_one_whose_result_is_empty_is_not() -> None:
    table = read_table(workbook(["Country", 2015, 2016], ["China", "=1+1", 3]))
    assert cells(table) == [("Country", "2015", "2016"), ("China", "=1+1", "3")]
    assert table.uncomputed
    assert any("Formulas" in note for note in table_notes(table))
    # as spreadsheet programs write them
    stored = {b"<f>1+1</f><v></v>": b"<f>1+1</f><v>2</v>", b'<c r="B2">': b'<c r="B2" t="str">'}
    for written, there in stored.items():
        table = read_table(rewritten(workbook(["Country", 2015, 2016], ["China", "=1+1", 3]), written, there))
        assert cells(table)[1] in (("China", "2", "3"), ("China", "", "3"))
        assert not table.uncomputed


def rewritten(content: bytes, written: bytes, there: bytes) -> bytes:
    """Return a workbook with other text in its first sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert written in part
                part = part.replace(written, there)
            new.writestr(name, part)
    return target.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Unusable.EMPTY),
        (b"\xef\xbb\xbf \n\n,,\n", Unusable.EMPTY),
        (workbook([None]), Unusable.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0", Unusable.NOT_TEXT),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 9, Unusable.NOT_TEXT),
        (b"%PDF-1.7 text", Unusable.NOT_TEXT),
        (bytes(range(256)), Unusable.NOT_TEXT),
        (bytes(range(1, 256)) * 50, Unusable.NOT_TEXT),
        (b"year,China\n2015,1\0 2\n2016,3\n", Unusable.EMPTY_BYTE),
        ("年,中国\n2015,1\n".encode() + b"\0", Unusable.EMPTY_BYTE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unusable.OLD_WORKBOOK),
        (b"PK\x03\x04\0\0\0\0sheet", Unusable.BROKEN_WORKBOOK),
        (zipped("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), Unusable.OPEN_DOCUMENT),
        (zipped("xl/worksheets/sheet1.xml", b" " * 100_000_001), Unusable.TOO_LARGE),
        (b"<!DOCTYPE html>\n<html>", Unusable.WEB_PAGE),
        (b"2015,x\n" * (MOST_BYTES // 7 + 1), Unusable.TOO_LARGE),
        (b"2015,x\n" * (MOST_ROWS + 1), Unusable.TOO_MANY_ROWS),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, reason: Unusable) -> None:
    with pytest.raises(UnusableTable) as caught:
        read_table(content)
    assert caught.value.reason is reason
    assert "{" not in str(caught.value)


@given(content=st.binary(max_size=2_000), encoding=st.none() | st.sampled_from(Encoding))
def test_no_bytes_raise_anything_else(content: bytes, encoding: Encoding | None) -> None:
    with contextlib.suppress(UnusableTable):
        read_table(content, encoding)


@given(cut=st.integers(0, 5_000), flip=st.integers(0, 5_000))
def test_no_damaged_workbook_raises_anything_else(cut: int, flip: int) -> None:
    content = bytearray(workbook(["a", 1], ["b", dt.date(2015, 1, 1)]))
    content[4 + flip % (len(content) - 4)] ^= 0xFF
    with contextlib.suppress(UnusableTable):
        read_table(bytes(content[: max(4, len(content) - cut)]))


def test_the_line_of_an_empty_byte_is_named() -> None:
    with pytest.raises(UnusableTable, match=r"^There is an empty byte \(NUL\) in line 3:"):
        read_table(b"year,China\n2015,1\n2016,3\0\n")
