"""Is a table written as the plainest CSV that every reader reads back, piece by piece?"""

import csv
import io
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.store.csv_text import PIECE_ROWS, columns_of, csv_bytes, csv_pieces, pieces, shortest

MARK = b"\xef\xbb\xbf"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

# what pandas and the csv module both take: no NUL, no half of a surrogate pair
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def one_cell(cell: object, *, separator: str = ",", point: str = ".") -> str:
    frame = pd.DataFrame({"a": pd.Series([cell], dtype="object")})
    written = csv_bytes(frame, separator=separator, point=point).decode()
    assert written.startswith("a\n")
    assert written.endswith("\n")
    return written[2:-1]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("plain", "plain"),
        ("a space; a semicolon", "a space; a semicolon"),
        ("one, two", '"one, two"'),
        ('say "so"', '"say ""so"""'),
        ("two\nlines", '"two\nlines"'),
        ("a lone\rreturn", '"a lone\rreturn"'),
        ("", ""),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@me", "'@me"),
        ("\tindented", "'\tindented"),
        ("\rreturned", '"\'\rreturned"'),
        ("\nbroken", '"\'\nbroken"'),
        ("=1,5", '"\'=1,5"'),
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (math.nan, ""),
        (math.inf, ""),
        (-math.inf, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (12, "12"),
        (0.0, "0"),
        (-0.0, "-0"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "1e-07"),
        (10.0, "10"),
        (1e22, "1e+22"),
        (1e300, "1e+300"),
    ],
    ids=repr,
)
def test_a_cell_is_quoted_only_where_it_has_to_be_and_what_is_missing_is_empty(cell: object, written: str) -> None:
    assert one_cell(cell) == written


@pytest.mark.parametrize(
    ("cell", "written"),
    [(1.5, "1,5"), (1000, "1000"), ("1.5", "1.5"), ("one, two", "one, two"), ("one; two", '"one; two"')],
    ids=repr,
)
def test_where_a_comma_stands_before_decimals_a_semicolon_stands_between_cells(cell: object, written: str) -> None:
    assert one_cell(cell, separator=";", point=",") == written
    frame = pd.DataFrame({"a": [1.5], "b": [2.5]})
    assert csv_bytes(frame, separator=";", point=",") == b"a;b\n1,5;2,5\n"
    # and one does not remember the other
    assert csv_bytes(frame) == b"a,b\n1.5,2.5\n"


def test_the_mark_stands_before_all_else_and_only_where_it_is_asked_for() -> None:
    frame = pd.DataFrame({"a": ["x", "y"]})
    assert csv_bytes(frame) == b"a\nx\ny\n"
    assert csv_bytes(frame, bom=True) == MARK + b"a\nx\ny\n"
    assert csv_bytes(pd.DataFrame({"a": ["新质生产力"]}), bom=True) == MARK + "a\n新质生产力\n".encode()


def test_names_of_columns_are_written_as_cells_are() -> None:
    assert csv_bytes(pd.DataFrame({"=a": [1], "b, c": [2], 3: [4]})) == b'\'=a,"b, c",3\n1,2,4\n'


def test_many_rows_come_in_pieces_of_which_the_first_alone_has_the_names() -> None:
    found = list(csv_pieces(pd.DataFrame({"a": range(2 * PIECE_ROWS + 1)})))
    assert [piece.count(b"\n") for piece in found] == [PIECE_ROWS + 1, PIECE_ROWS, 1]
    assert [piece.split(b"\n")[0] for piece in found] == [b"a", b"2000", b"4000"]
    assert list(csv_pieces(pd.DataFrame({"a": range(PIECE_ROWS)}))) == [found[0]]


@pytest.mark.parametrize(("rows", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_a_frame_is_parted_in_order_and_one_without_rows_is_one_part(rows: int, sizes: list[int]) -> None:
    frame = pd.DataFrame({"a": range(rows)})
    parts = list(pieces(frame, 3))
    assert [len(part) for part in parts] == sizes
    assert pd.concat(parts)["a"].tolist() == list(range(rows))


def test_columns_are_given_by_name_with_what_is_missing_as_none() -> None:
    frame = pd.DataFrame({"a": [1.5, math.nan], 2: pd.Series([3, pd.NA], dtype="Int64"), "c": ["x", None]})
    assert list(columns_of(frame)) == [("a", [1.5, None]), ("2", [3, None]), ("c", ["x", None])]


@pytest.mark.parametrize(
    ("value", "text"), [(5.0, "5"), (0.1 + 0.2, "0.30000000000000004"), (10.05, "10.05"), (1e-7, "1e-07"), (3, "3")]
)
def test_the_shortest_text_of_a_number_reads_back_as_exactly_that(value: float, text: str) -> None:
    assert shortest(value) == text
    assert float(text) == value


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=repr)
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    text = f'{start}HYPERLINK("https://example.org","a")'
    header, row = rows_of(csv_bytes(pd.DataFrame({text: [text]}), bom=True))
    assert header == row == [f"'{text}"]


@given(st.lists(st.tuples(texts, numbers, texts), min_size=1, max_size=8))
def test_the_csv_module_reads_back_what_was_written(rows: list[tuple[str, float, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["first", "value", "last"])
    header, *back = rows_of(csv_bytes(frame, bom=True))
    assert header == ["first", "value", "last"]
    assert [(first, float(value), last) for first, value, last in back] == [
        (guarded(first), value, guarded(last)) for first, value, last in rows
    ]


@given(st.lists(st.tuples(texts, numbers, texts), min_size=1, max_size=8))
def test_pandas_reads_back_what_was_written(rows: list[tuple[str, float, str]]) -> None:
    content = csv_bytes(pd.DataFrame(rows, columns=["first", "value", "last"]), bom=True)
    back = pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype={"first": "str", "last": "str"})
    assert back["value"].tolist() == [value for _, value, _ in rows]
    assert back["first"].tolist() == [guarded(first) for first, _, _ in rows]
    assert back["last"].tolist() == [guarded(last) for _, _, last in rows]
