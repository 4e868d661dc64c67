"""Are dates read as people write them, and does a column settle which comes first: day or month?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.month_names import month_named
from dashboard.catalogue.user_dates import DateColumn, DateProblem, NotRead, Order, Part, Span, read_dates


def read(text: str, order: Order | None = None) -> Span | NotRead:
    return read_dates([text], order).cells[0]


def days(column: DateColumn) -> list[dt.date | None]:
    return [cell.first.start if isinstance(cell, Span) else None for cell in column.cells]


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("2015", (2015, 1, 1), Part.YEAR),
        ("2015¹", (2015, 1, 1), Part.YEAR),
        ("2015* (2)", (2015, 1, 1), Part.YEAR),
        ("8 May 2015²", (2015, 5, 8), Part.DAY),
        ("２０１５", (2015, 1, 1), Part.YEAR),
        ("2015.0", (2015, 1, 1), Part.YEAR),
        ("2015年", (2015, 1, 1), Part.YEAR),
        ("2015Q3", (2015, 7, 1), Part.QUARTER),
        ("2015-Q3", (2015, 7, 1), Part.QUARTER),
        ("Q3 2015", (2015, 7, 1), Part.QUARTER),
        ("3Q15", (2015, 7, 1), Part.QUARTER),
        ("3rd quarter of 2015", (2015, 7, 1), Part.QUARTER),
        ("2015年第三季度", (2015, 7, 1), Part.QUARTER),
        ("2015-05", (2015, 5, 1), Part.MONTH),
        ("2015M05", (2015, 5, 1), Part.MONTH),
        ("201505", (2015, 5, 1), Part.MONTH),
        ("5/2015", (2015, 5, 1), Part.MONTH),
        ("2015年5月", (2015, 5, 1), Part.MONTH),
        ("May 2015", (2015, 5, 1), Part.MONTH),
        ("Sept. 2015", (2015, 9, 1), Part.MONTH),
        ("May-15", (2015, 5, 1), Part.MONTH),
        ("2015-05-08", (2015, 5, 8), Part.DAY),
        ("2015/5/8", (2015, 5, 8), Part.DAY),
        ("2015.05.08", (2015, 5, 8), Part.DAY),
        ("20150508", (2015, 5, 8), Part.DAY),
        ("2015-05-08T00:00:00Z", (2015, 5, 8), Part.DAY),
        ("2015年5月8日", (2015, 5, 8), Part.DAY),
        ("14.7.2015", (2015, 7, 14), Part.DAY),
        ("7/14/2015", (2015, 7, 14), Part.DAY),
        ("14/7/2015 10:30", (2015, 7, 14), Part.DAY),
        ("8 May 2015", (2015, 5, 8), Part.DAY),
        ("8-May-15", (2015, 5, 8), Part.DAY),
        ("8. Mai 2015", (2015, 5, 8), Part.DAY),
        ("1er août 2015", (2015, 8, 1), Part.DAY),
        ("3 de mayo de 2015", (2015, 5, 3), Part.DAY),
        ("Friday, May 8th, 2015", (2015, 5, 8), Part.DAY),
    ],
)
def test_a_date_is_read_with_as_much_of_it_as_is_known(text: str, day: tuple[int, int, int], part: Part) -> None:
    span = read(text)
    assert isinstance(span, Span)
    assert (span.first.start, span.first.part, span.last) == (dt.date(*day), part, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1861 to 1895", (1861, 1, 1), (1895, 12, 31)),
        ("1861–1895", (1861, 1, 1), (1895, 12, 31)),
        ("1861 bis 1895", (1861, 1, 1), (1895, 12, 31)),
        ("1861至1895", (1861, 1, 1), (1895, 12, 31)),
        ("18–22 December 1978", (1978, 12, 18), (1978, 12, 22)),
        ("28 December 1978 - 3 January 1979", (1978, 12, 28), (1979, 1, 3)),
        ("May to June 2015", (2015, 5, 1), (2015, 6, 30)),
        ("2015-05-08/2016-02", (2015, 5, 8), (2016, 2, 29)),
        ("2015-05-08/2016", (2015, 5, 8), (2016, 12, 31)),
        ("5/2015-8/2015", (2015, 5, 1), (2015, 8, 31)),
        ("Q1 2015 to Q3 2015", (2015, 1, 1), (2015, 9, 30)),
    ],
)
def test_a_span_has_a_last_day(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    span = read(text)
    assert isinstance(span, Span)
    assert span.last is not None
    assert (span.first.start, span.last.last_day) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", DateProblem.MISSING),
        ("yesterday", DateProblem.UNKNOWN),
        ("8 Mux 2015", DateProblem.UNKNOWN),
        ("2015-13-01", DateProblem.NO_SUCH_DAY),
        ("2015-00", DateProblem.NO_SUCH_DAY),
        ("2015-02-29", DateProblem.NO_SUCH_DAY),
        ("31.2.2015", DateProblem.NO_SUCH_DAY),
        ("1799", DateProblem.OUTSIDE),
        ("2101-01-01", DateProblem.OUTSIDE),
        ("42132", DateProblem.SERIAL),
        ("1895 to 1861", DateProblem.BACKWARDS),
        ("7/8/2015", DateProblem.UNSETTLED),
        ("7/8/2015 to 9/8/2015", DateProblem.UNSETTLED),
    ],
)
def test_what_is_no_date_is_told_by_its_reason(text: str, problem: DateProblem) -> None:
    assert read(text) == NotRead(problem, text)


@pytest.mark.parametrize(
    ("texts", "order", "second"),
    [
        (("14/7/2015", "7/8/2015"), Order.DAY_FIRST, dt.date(2015, 8, 7)),
        (("7/14/2015", "7/8/2015"), Order.MONTH_FIRST, dt.date(2015, 7, 8)),
        (("7-14-2015", "7/8/15"), Order.MONTH_FIRST, dt.date(2015, 7, 8)),
        (("1.2.2015", "7.8.2015"), Order.DAY_FIRST, dt.date(2015, 8, 7)),
        (("7.14.2015", "7.8.2015"), Order.MONTH_FIRST, dt.date(2015, 7, 8)),
        (("8/8/2015", "7/8/2015"), None, None),
        (("7/14/2015", "7/8/2015", "14/7/2015"), None, None),
    ],
)
def test_the_column_s_clear_dates_settle_the_others(
    texts: tuple[str, ...], order: Order | None, second: dt.date | None
) -> None:
    column = read_dates(texts)
    assert column.order is order
    assert days(column)[1] == second
    assert bool(column.unsettled) is (second is None)
    assert days(column)[0] is not None


@pytest.mark.parametrize(("order", "day"), [(Order.DAY_FIRST, (2015, 8, 7)), (Order.MONTH_FIRST, (2015, 7, 8))])
def test_the_user_s_word_settles_what_no_row_does(order: Order, day: tuple[int, int, int]) -> None:
    column = read_dates(["8/8/2015", "7/8/2015"], order)
    assert days(column)[1] == dt.date(*day)
    assert column.settled == "7/8/2015"
    assert column.unsettled == ""


def test_years_of_two_digits_are_told_of() -> None:
    assert read_dates(["8-May-15"]).short_years
    assert days(read_dates(["1/31/68", "1/31/69"])) == [dt.date(2068, 1, 31), dt.date(1969, 1, 31)]
    assert not read_dates(["8 May 2015", "2015-05", "no 15"]).short_years


@pytest.mark.parametrize(("name", "month"), [("März", 3), ("mar", 3), ("JUIL", 7), ("ju", None), ("jui", None)])
def test_a_month_is_named_by_letters_that_leave_no_other(name: str, month: int | None) -> None:
    assert month_named(name) == month


FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y年%m月%d日"]


@given(column=st.lists(st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31)), max_size=5), form=st.sampled_from(FORMS))
def test_days_read_back_from_every_form(column: list[dt.date], form: str) -> None:
    assert days(read_dates([day.strftime(form) for day in column])) == column


@given(texts=st.lists(st.text(max_size=30) | st.from_regex(r"[0-9./\-QM ]{1,14}", fullmatch=True), max_size=6))
def test_no_text_raises(texts: list[str]) -> None:
    assert len(read_dates(texts).cells) == len(texts)
