"""Does a table that cannot be read say in words what is wrong with it?"""

import pytest

from dashboard.store.sheets import read_sheet


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("country,2000,2001,2002\nCHN,1,2,3\n", "it begins with country,2000,2001 and not with economy and periods"),
        ("economy\nCHN\n", "it begins with economy and not with economy and periods"),
        ("economy,year\nCHN,2000\n", "it begins with economy,year and not with economy and periods"),
        ("", "it is empty"),
        ("economy,2000\nUSA\n", "the row of USA has 1 cell and not 2"),
        ("economy,2000\nUSA,4.1,3\n", "the row of USA has 3 cells and not 2"),
        ("economy,2000\n\n", "the row of nobody has 0 cells and not 2"),
        ("economy,2000\nCHN,many\n", "could not convert string to float: 'many'"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(content: str, told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared whole
        read_sheet(content.encode())
    assert str(refused.value) == told


def test_a_quotation_that_does_not_end_is_said() -> None:
    with pytest.raises(ValueError, match="unexpected end of data"):
        read_sheet(b'economy,2000\n"CHN,1\n')


def test_a_table_without_rows_holds_nothing() -> None:
    frame, frequency = read_sheet(b"economy,2000,2001\n")
    assert (len(frame), frequency.value) == (0, "annual")
