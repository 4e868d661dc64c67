"""Are numbers read as people write them, and does a column settle what point and comma mean?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.user_numbers import Mark, is_none, is_number, read_numbers


@pytest.mark.parametrize(
    ("texts", "values", "mark"),
    [
        (("1.5", "2", "-3"), (1.5, 2, -3), Mark.POINT),
        (("1,5", "2"), (1.5, 2), Mark.COMMA),
        (("1.234,5", "1.234"), (1234.5, 1234), Mark.COMMA),
        (("1,234.5", "1,234"), (1234.5, 1234), Mark.POINT),
        (("1,234,567", "1,234"), (1234567, 1234), Mark.POINT),
        (("1 234 567", "1\u202f234,5", "1\u00a0000"), (1234567, 1234.5, 1000), Mark.COMMA),
        (("1'234.5", "1’000"), (1234.5, 1000), Mark.POINT),
        (("1,23,456.7",), (123456.7,), Mark.POINT),
        (("(12)", "−3", "12 %", "$1,234.50", "€ 5"), (-12, -3, 12, 1234.5, 5), Mark.POINT),
        (("1.2E+05", "1e-3", ".5", "5."), (120_000, 0.001, 0.5, 5), Mark.POINT),
        (("0,123",), (0.123,), Mark.COMMA),
        (("１２.５",), (12.5,), Mark.POINT),
        (
            ("3.1¹", "3.2²⁾", "3.3 ¹,²", "3.4*", "3.5†", "3.6 (p)", "3.7[1]"),
            (3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7),
            Mark.POINT,
        ),
        (("(2,4)³", "¹2,5", "12 %②", "(1)"), (-2.4, 2.5, 12, -1), Mark.COMMA),
    ],
)
def test_numbers_are_read_by_what_the_column_shows(
    texts: tuple[str, ...], values: tuple[float, ...], mark: Mark
) -> None:
    column = read_numbers(texts)
    assert column.values == values
    assert column.mark is mark
    assert column.strange == frozenset()
    assert column.doubtful == ""


@pytest.mark.parametrize("text", ["1e400", "-1e308", "1e101", "inf", "-Infinity", "9" * 400])
def test_what_nothing_counts_and_no_axis_spans_is_no_number(text: str) -> None:
    column = read_numbers([text, "1e100", "5e-324", "-0"])
    assert (column.values, column.strange) == ((None, 1e100, 5e-324, 0), frozenset({0}))


@pytest.mark.parametrize("text", ["", ".", "..", "n/a", "NaN", "-", "–", ":", "#N/A", " "])
def test_what_says_that_there_is_no_number_is_no_mistake(text: str) -> None:
    assert is_none(text)
    column = read_numbers([text])
    assert (column.values, column.strange) == ((None,), frozenset())


@pytest.mark.parametrize(
    "text", ["abc", "12 3", "1.2.3,4,5", "1-2", "--1", "1e999", "1,2345,6", "2015Q1", "5 p", "3¹.5", "*", "⑴", "½"]
)
def test_what_is_no_number_is_strange(text: str) -> None:
    assert not is_number(text)
    assert read_numbers(["1.5", text]).strange == {1}


def test_a_number_with_two_readings_takes_the_usual_one_and_is_told_of() -> None:
    column = read_numbers(["1,234", "567"])
    assert (column.values[0], column.doubtful) == (1234, "1,234")
    column = read_numbers(["1,234"], usual=Mark.COMMA)
    assert (column.values[0], column.doubtful) == (1.234, "1,234")
    column = read_numbers(["1,234"], Mark.COMMA)
    assert (column.values[0], column.doubtful) == (1.234, "1,234")


def test_a_column_with_both_marks_reads_each_clear_number_by_its_own() -> None:
    column = read_numbers(["1.5", "2,5", "1,234"])
    assert (column.values, column.doubtful) == ((1.5, 2.5, 1234), "1,234")


@given(
    numbers=st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8),
    decimals=st.sampled_from([1, 2, 4]),
    mark=st.sampled_from(Mark),
    apart=st.sampled_from(["", " ", "'", "other"]),
)
def test_numbers_written_in_any_way_read_back_equal(numbers: list[int], decimals: int, mark: Mark, apart: str) -> None:
    values = [number / 10**decimals for number in numbers]
    between = mark.other if apart == "other" else apart
    written = [f"{value:,.{decimals}f}".replace(",", "_").replace(".", mark).replace("_", between) for value in values]
    assert read_numbers(written).values == tuple(values)


@given(texts=st.lists(st.text(max_size=12) | st.from_regex(r"[-0-9.,e ']{1,12}", fullmatch=True), max_size=6))
def test_no_text_raises(texts: list[str]) -> None:
    assert len(read_numbers(texts).values) == len(texts)
