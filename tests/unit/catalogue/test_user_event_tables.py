"""Does a user's own table become events as it was meant, and is every row that does not named with its reason?"""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.catalogue.user_dates import DateProblem, Order
from dashboard.catalogue.user_event_tables import EventReading, events_of
from dashboard.catalogue.user_events import MOST_EVENTS, EventProblem
from dashboard.catalogue.user_tables import read_pasted, read_table
from dashboard.catalogue.user_wording import event_notes, row_problem
from dashboard.errors import Unusable, UnusableTable

OWN = Path(__file__).parent / "own"
PLAIN = [(dt.date(2015, 5, 8), "Made here"), (dt.date(2019, 6, 1), "Another, with a comma")]
MADE = "Made in China 2025"


def read(text: str) -> EventReading:
    return events_of(read_pasted(text))


def tried(text: str) -> tuple[EventReading | None, str]:
    try:
        return read(text), ""
    except UnusableTable as exc:
        return None, str(exc)


def told(reading: EventReading) -> list[tuple[str, str]]:
    """Return a reading's events, each as its dates at their precision and its title."""
    assert not reading.problems
    return [(dates_of(event), event.title) for event in reading.events]


def dates_of(event: Milestone) -> str:
    start = str(event.date)[: {"year": 4, "month": 7, "day": 10}[event.precision]]
    return f"{start}/{event.end}" if event.end else start


@pytest.mark.parametrize(
    ("file", "events"),
    [
        ("dates-chinese", [("2015-05-08", "中国制造2025"), ("2015-05", "x"), ("2015", "y")]),
        ("dates-dotted", [("2015-05-08", "中国制造2025"), ("2015-05-08", "x")]),
        ("dates-eight-digits", [("2015-05-08", MADE)]),
        ("dates-in-words", [("2015-05-08", "Made"), ("2015-05", "x"), ("2015-05-08", "y"), ("2015-05", "z")]),
        ("dates-iso-with-time", [("2015-05-08", MADE), ("2015-05-08", "Again")]),
        ("day-month-year-columns", [("2015-05-08", MADE)]),
        ("german-windows-1252", [("2008", "Größte Finanzkrise seit 1929"), ("2015", "Größere Reform")]),
        (
            "joiners",
            [
                ("1979", "می\u200cخواهم"),
                ("2015", "👨\u200d👩\u200d👧 two-child policy"),
                ("2016", "क\u094d\u200dष"),
            ],
        ),
        ("merged-year-cells", [("2015", MADE), ("2015", "AIIB founded"), ("2015", "Stock crash"), ("2016", "x")]),
        ("note-column-without-heading", [("2015-05-08", MADE), ("2016", "Other")]),
        ("sep-line", [("2015-05-08", MADE)]),
        ("sep-line-title-first", [("2015-05-08", MADE)]),
        ("start-end-date-headings", [("1966-05-16/1976-10-06", "Cultural Revolution")]),
        ("timelinejs-headings", [("2015-05-08", MADE)]),
        ("title-row-and-number-column", [("2015-05-08", MADE), ("2016-05-19", "Innovation strategy")]),
        ("two-heading-rows", [("2015-05-08", MADE)]),
        ("year-month-day-columns", [("2015-05-08", MADE), ("1978-12-18", "Third Plenum")]),
    ],
)
def test_a_file_is_read_as_it_was_meant(file: str, events: list[tuple[str, str]]) -> None:
    assert told(events_of(read_table((OWN / f"{file}.csv").read_bytes()))) == events


def test_every_file_kept_here_is_one_that_a_test_reads() -> None:
    text = Path(__file__).read_text("utf-8")
    assert all(f'"{path.stem}"' in text for path in OWN.glob("*.csv"))


@pytest.mark.parametrize(
    "text",
    [
        '2015-05-08,Made here\n2019-06,"Another, with a comma"\n',
        "2015-05-08,Made here\n2019-06,Another, with a comma\n",
        'date,title\n2015-05-08,Made here\n2019-06,"Another, with a comma"',
        "Title;Date\nMade here;2015-05-08\nAnother, with a comma;2019-06\n",
        "2015-05-08\tMade here\n2019-06\tAnother, with a comma\n",
        "\ufeffdate;title\r\n8.5.2015;Made here\r\n2019-06;Another, with a comma\r\n",
        '日期,事件\r2015/5/8,Made here\r2019-6,"Another, with a comma"\r',
        "\n\n2015-05-08 , Made here ,,\n\n2019-06,Another, with a comma,,\n,,,\n",
        "1;2015-05-08;Made here\n2;June 2019;Another, with a comma\n",
        "Made here;2015-05-08\nAnother, with a comma;2019-06\n",
        "Date;Place of it\n8.5.2015;Made here\n2019-06;Another, with a comma",
        "Jahr;Monat;Tag;Ereignis\n2015;Mai;8;Made here\n2019;Juni;;Another, with a comma",
    ],
)
def test_a_list_is_read_with_or_without_heading_and_whatever_the_columns_order(text: str) -> None:
    reading = read(text)
    assert not reading.problems
    assert [(event.date, event.title) for event in reading.events] == PLAIN


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("date,title,end\n2015,A spell,2016", "2015/2016-12-31"),
        ("date,title,end\n2015,A spell,2016-02", "2015/2016-02-29"),
        ("date,title,until\n2015,A spell,3 Feb 2016", "2015/2016-02-03"),
        ("date,title,end\n2015,A spell,", "2015"),
        ("date,title,end\n2015,A spell,present", "2015"),
        ("date,title\n2015 to present,A spell", "2015"),
        ("year,event,end year,end month\n2015,A spell,2016,2", "2015/2016-02-29"),
        ("date,title\n1861 to 1895,A spell", "1861/1895-12-31"),
        ("date,title\n2015-Q3,A spell", "2015-07/2015-09-30"),
        ("date,title\n18–22 December 1978,A spell", "1978-12-18/1978-12-22"),
    ],
)
def test_an_event_that_lasts_has_its_last_day(text: str, dates: str) -> None:
    assert told(read(text)) == [(dates, "A spell")]


def test_eraline_s_own_milestones_read_back_as_they_were(shipped_catalogue: Catalogue) -> None:
    known = list(shipped_catalogue.milestones.values())
    rows = [
        f'{event.id},{event.date},{event.precision},{event.end or ""},"{event.title.replace(chr(34), chr(34) * 2)}"'
        for event in known
    ]
    reading = read("\n".join(["id,date,precision,end,title", *rows]))
    assert told(reading) == [(dates_of(event), event.title) for event in known]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("yesterday,Soon", DateProblem.UNKNOWN),
        ("2015-02-29,Leap", DateProblem.NO_SUCH_DAY),
        ("1799,Early", DateProblem.OUTSIDE),
        ("42132,A spreadsheet's own number", DateProblem.SERIAL),
        ("2016 to 2015,Backwards", DateProblem.BACKWARDS),
        (",Nothing", DateProblem.MISSING),
        ("2015-05-08", EventProblem.NO_TITLE),
        ("2015-05-08,\u200b \u202e", EventProblem.NO_TITLE),
    ],
)
def test_a_bad_row_is_named_by_number_and_reason_and_the_good_ones_are_kept(
    row: str, problem: DateProblem | EventProblem
) -> None:
    reading = read(f"2001,First\n\n{row}\n2003,Last\n")
    assert [event.title for event in reading.events] == ["First", "Last"]
    [found] = reading.problems
    assert (found.row, found.problem) == (3, problem)
    assert row_problem(found).startswith("Row 3: ")
    assert "{" not in row_problem(found)


def test_an_end_before_the_start_is_a_bad_row() -> None:
    [found] = read("date,title,end\n2016,Backwards,2015").problems
    assert (found.row, found.problem, found.text) == (2, DateProblem.BACKWARDS, "2015-12-31")


def test_cells_beyond_the_heading_are_a_bad_row_and_not_swallowed() -> None:
    [found] = read("date,title\n2016,One, two").problems
    assert (found.row, found.problem) == (2, EventProblem.TOO_MANY_CELLS)


def test_a_year_left_out_is_the_one_above_and_told_of_and_a_day_left_out_is_missing() -> None:
    reading = read("Year,Event\n2015,A\n,B\n2016,C\n")
    assert [event.date.year for event in reading.events] == [2015, 2015, 2016]
    assert reading.filled == (3,)
    assert any("Row 3" in note for note in event_notes(reading))
    [found] = read("Date,Event\n2015-05-08,A\n,B\n").problems
    assert found.problem is DateProblem.MISSING


def test_a_column_that_leaves_day_and_month_open_is_asked_for() -> None:
    table = read_pasted("date,title\n7/8/2015,A\n9/9/2015,B\n")
    assert events_of(table).dates.unsettled == "7/8/2015"
    assert told(events_of(table, Order.DAY_FIRST))[0] == ("2015-08-07", "A")
    assert told(events_of(table, Order.MONTH_FIRST))[0] == ("2015-07-08", "A")


def test_the_column_of_ends_settles_the_starts_too() -> None:
    assert told(read("start,title,end\n7/8/2015,A,7/14/2015")) == [("2015-07-08/2015-07-14", "A")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date,title\n", Unusable.ONLY_HEADING),
        ("date\n", Unusable.ONLY_HEADING),
        ("a,b\nc,d\n", Unusable.NO_DATES),
        ("date,place,person\n2015,x,y\n", Unusable.NO_TITLES),
        ("".join(f"2015,event {number}\n" for number in range(MOST_EVENTS + 1)), Unusable.TOO_MANY_EVENTS),
    ],
)
def test_a_table_that_is_no_list_of_events_is_refused_with_one_reason(text: str, reason: Unusable) -> None:
    with pytest.raises(UnusableTable) as caught:
        read(text)
    assert caught.value.reason is reason


def test_as_many_events_as_are_allowed_are_taken() -> None:
    assert len(read("".join(f"2015,event {number}\n" for number in range(MOST_EVENTS))).events) == MOST_EVENTS


def test_a_quotation_left_open_stops_the_reading_there_and_says_so() -> None:
    reading = read('2001,First\n2002,"Open\n2003,Lost\n')
    assert [event.title for event in reading.events] == ["First"]
    assert event_notes(reading) == ("Row 2: a quotation mark is out of place; nothing is read from here on.",)


def test_markup_and_formulas_stay_the_text_that_they_are() -> None:
    reading = read("2015,<b onclick=\"x()\">bold</b>\n2016,=1+1\n2017,'=1+1\n2018,'tis\n")
    assert [event.title for event in reading.events] == ['<b onclick="x()">bold</b>', "=1+1", "=1+1", "'tis"]


def test_the_same_event_twice_is_one_event() -> None:
    assert [event.precision for event in read("2015,Same\n2015,Same\n2015-01,Same\n").events] == ["year", "month"]


@given(text=st.text(max_size=500) | st.text(max_size=100).map("2015,{}".format))
@example(text="2015,A tab\tand a bell\a")
@example(text="date,title,end\n,,")
def test_no_text_raises_and_what_is_said_of_it_is_on_one_line(text: str) -> None:
    reading, refusal = tried(text)
    assert (reading is None) is bool(refusal)
    assert refusal.isprintable()
    if reading is None:
        return
    assert reading.events or reading.problems or reading.table.broken_at
    assert all(row_problem(problem).isprintable() for problem in reading.problems)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["2015", "2015-05", "8.5.2015", "x", "", "1492", "2015-02-30", "7/8/2015", "Q3 15"]),
            st.text(st.characters(exclude_characters='\n\r"'), max_size=40),
            st.sampled_from(["", "2016", "2014", "y", "2016-06-31"]),
        ),
        min_size=1,
        max_size=20,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_lists_made_of_good_and_bad_cells_never_raise(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [("date", "title", "end"), *rows])
    reading, _ = tried(f"sep={delimiter}\n{text}")
    assert reading is None or len(reading.events) + len(reading.problems) <= len(rows)
