"""Does a reader's own list become events, whatever file it comes in, and is every bad row named?"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_events import (
    MOST_BYTES,
    MOST_EVENTS,
    MOST_LINK_LETTERS,
    OwnEvent,
    Reading,
    beside,
    fit_link,
    in_words,
    joined,
    read_file,
    read_text,
    read_words,
)

PLAIN = [(dt.date(2015, 5, 8), "Made here"), (dt.date(2019, 6, 1), "Another, with a comma")]
days = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31))
titles = st.text(min_size=1, max_size=200).filter(lambda text: read_words([f"2015 {text}"]).events)


def told(reading: Reading) -> list[tuple[dt.date, str]]:
    assert not reading.problems
    return [(event.date, event.title) for event in reading.events]


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
    ],
)
def test_a_list_is_read_with_or_without_heading_by_comma_semicolon_or_tab(text: str) -> None:
    assert told(read_text(text)) == PLAIN


def test_every_event_is_a_milestone_of_the_reader_s_own_kind() -> None:
    [event] = read_text("1979,Mine").events
    assert isinstance(event, Milestone)
    assert event.kind is MilestoneKind.OWN
    assert event.precision == "year"
    assert event.sources[0].title == "added by the reader, not checked by Eraline"


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2016", dt.date(2016, 12, 31)),
        ("2016-02", dt.date(2016, 2, 29)),
        ("2016-02-03", dt.date(2016, 2, 3)),
        ("", None),
    ],
)
def test_a_heading_may_name_an_end_that_is_meant_to_its_last_day(end: str, day: dt.date | None) -> None:
    [event] = read_text(f"date,title,end\n2015,A spell,{end}").events
    assert event.end == day


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    reading = read_file("2015-05-08,中国制造2025\n2020,新质生产力\n".encode(encoding))
    assert [event.title for event in reading.events] == ["中国制造2025", "新质生产力"]
    assert bool(reading.notes) == (encoding == "gb18030")


def test_western_letters_of_an_old_code_page_are_read_with_a_note() -> None:
    reading = read_file("2015,Müller besucht São Paulo, déjà vu".encode("cp1252"))
    assert [event.title for event in reading.events] == ["Müller besucht São Paulo, déjà vu"]
    assert "CP1252" in reading.notes[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("05/08/2015,US day", '"05/08/2015" is not a date'),
        ("yesterday,Soon", '"yesterday" is not a date'),
        ("2015-13-01,Month", "there is no day 2015-13-01"),
        ("2015-02-29,Leap", "there is no day 2015-02-29"),
        ("31.2.2015,Leap", "there is no day 31.2.2015"),
        ("1799,Early", "1799 lies outside of 1800 to 2100"),
        ("2101-01-01,Late", "2101 lies outside"),
        ("２０１５,Wide digits", "is not a date"),
        ("42132,A spreadsheet's own number", '"42132" is not a date'),
        (",Nothing", "it has no date"),
        ("2015-05-08", "it has no title"),
        ("2015-05-08,\u200b \u202e", "it has no title"),
    ],
)
def test_a_bad_row_is_named_by_number_and_reason_and_the_good_ones_are_kept(row: str, reason: str) -> None:
    reading = read_text(f"2001,First\n\n{row}\n2003,Last\n")
    assert [event.title for event in reading.events] == ["First", "Last"]
    [problem] = reading.problems
    assert problem.startswith("Row 3: ")
    assert reason in problem


def test_a_span_that_ends_before_it_begins_is_a_bad_row() -> None:
    [problem] = read_text("date,title,end\n2016,Backwards,2015").problems
    assert problem == "Row 2: it ends on 2015-12-31, before it begins."


def test_cells_beyond_the_heading_are_a_bad_row_and_not_swallowed() -> None:
    [problem] = read_text("date,title\n2016,One, two").problems
    assert problem.startswith("Row 2: it has more cells than the heading")


def test_a_quotation_mark_left_open_stops_the_reading_there_and_says_so() -> None:
    reading = read_text('2001,First\n2002,"Open\n2003,Lost\n')
    assert [event.title for event in reading.events] == ["First"]
    assert reading.problems == ("Row 2: a quotation mark is out of place; nothing is read from here on.",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "There is nothing in it"),
        (b"\xef\xbb\xbf \n\n,,\n", "There is nothing in it"),
        (b"date,title\n", "only a heading"),
        (b"date,place\n2015,x\n", 'The heading names no column "title"'),
        (b"PK\x03\x04\0\0\0\0sheet", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
        ("2015,x\n".encode("utf-16"), "not a text file"),
        (b"2015,x\n" * (MOST_BYTES // 7 + 1), "larger than 1 MB"),
        (b"".join(b"2015,event %d\n" % number for number in range(10_000)), "10,000 rows are too many"),
        (b"".join(b"2015,event %d\n" % number for number in range(MOST_EVENTS + 1)), "201 rows are too many"),
    ],
)
def test_what_is_of_no_use_as_a_whole_is_refused_with_one_reason(content: bytes, reason: str) -> None:
    reading = read_file(content)
    assert reading.events == ()
    [problem] = reading.problems
    assert reason in problem


def test_as_many_events_as_are_allowed_are_taken() -> None:
    text = "".join(f"2015,event {number}\n" for number in range(MOST_EVENTS))
    assert len(read_text(text).events) == MOST_EVENTS


def test_markup_and_formulas_stay_the_text_that_they_are() -> None:
    reading = read_text('2015,<b onclick="x()">bold</b>\n2016,"=HYPERLINK(""evil"")"\n')
    assert [event.title for event in reading.events] == ['<b onclick="x()">bold</b>', '=HYPERLINK("evil")']


def test_what_cannot_be_seen_goes_and_long_titles_are_cut() -> None:
    [event] = read_file(b"2015,\x07a\x1bb\xe2\x80\xaec   d").events
    assert event.title == "a b c d"
    [event] = read_text(f"2015,{'x' * 500}").events
    assert len(event.title) == 120
    assert event.title.endswith("…")
    assert len(event.short_title) == 34


def test_the_same_event_twice_is_one_event() -> None:
    reading = read_text("2015,Same\n2015,Same\n2015-01,Same\n")
    assert [event.precision for event in reading.events] == ["year", "month"]
    assert joined(reading.events, reading.events) == reading.events


def test_more_than_a_chart_can_take_are_refused_beside_those_that_are_there() -> None:
    present = read_text("".join(f"2015,event {number}\n" for number in range(MOST_EVENTS - 1))).events
    more = read_text("2016,One\n2017,Two\n")
    assert beside(present, read_text("2016,One\n")).events
    assert beside(present, more).events == ()
    assert "more than 200 events" in beside(present, more).problems[0]


@given(content=st.binary(max_size=2_000))
def test_no_bytes_at_all_raise(content: bytes) -> None:
    reading = read_file(content)
    assert reading.events or reading.problems


@given(text=st.text(max_size=500) | st.text(max_size=100).map("2015,{}".format))
@example(text="2015,A tab\tand a bell\a")
def test_no_text_at_all_raises_and_what_is_said_of_it_is_on_one_line(text: str) -> None:
    reading = read_text(text)
    assert reading.events or reading.problems
    assert all(problem.isprintable() for problem in reading.problems)
    assert all(event.title.isprintable() for event in reading.events)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["2015", "2015-05", "2015-05-08", "8.5.2015", "x", "", "1492", "2015-02-30"]),
            st.text(st.characters(exclude_characters='\n\r"'), max_size=40),
            st.sampled_from(["", "2016", "2014", "y", "2016-06-31"]),
        ),
        max_size=20,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_lists_made_of_good_and_bad_cells_never_raise(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [("date", "title", "end"), *rows])
    reading = read_text(text)
    assert len(reading.events) + len(reading.problems) <= max(1, len(rows))


@st.composite
def events(draw: st.DrawFn) -> OwnEvent:
    day, precision, title = draw(days), draw(st.sampled_from([4, 7, 10])), draw(titles)
    end = draw(st.none() | st.dates(day, dt.date(2100, 12, 31)))
    word = f"{day.isoformat()[:precision]}{f'/{end}' if end else ''} {title}"
    [event] = read_words([word]).events
    return event


@given(given_events=st.lists(events(), max_size=5))
def test_a_link_s_words_read_back_as_the_same_events(given_events: list[OwnEvent]) -> None:
    once = joined(given_events)
    reading = read_words(in_words(once))
    assert reading.problems == ()
    assert reading.events == once


@given(words=st.lists(st.text(max_size=60), max_size=5))
def test_no_words_of_a_link_raise(words: list[str]) -> None:
    reading = read_words(words)
    assert len(reading.events) + len(reading.problems) <= len(words)
    assert all(problem.isprintable() for problem in reading.problems)


def test_words_are_as_short_as_their_precision_allows() -> None:
    found = read_text("date,title,end\n2015,A,\n2015-05,B,\n2015-05-08,C,2016").events
    assert in_words(found) == ("2015 A", "2015-05 B", "2015-05-08/2016-12-31 C")


def test_a_link_carries_short_lists_and_no_long_ones() -> None:
    short = read_text("2015,Mine").events
    title = "x" * 70
    long = read_text("".join(f"{year},{title}\n" for year in range(2000, 2020))).events
    assert fit_link(short)
    assert sum(map(len, in_words(long))) == MOST_LINK_LETTERS
    assert fit_link(long)
    assert not fit_link(joined(short, long))


def test_letters_of_no_known_encoding_are_answered_in_words() -> None:
    reading = read_file(b"2015," + bytes(range(1, 256)) * 50)
    assert reading.events == ()
    assert "encoding could not be detected" in reading.problems[0]
