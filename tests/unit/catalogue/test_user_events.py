"""Are a user's own dates and titles events like the catalogue's, and does a link carry them?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_dates import DateProblem
from dashboard.catalogue.user_events import (
    MOST_EVENTS,
    MOST_LINK_LETTERS,
    OwnEvent,
    fit_beside,
    fit_link,
    in_words,
    joined,
    read_words,
)
from dashboard.catalogue.user_wording import reason

days = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31))
titles = st.text(min_size=1, max_size=200).filter(lambda text: read_words([f"2015 {text}"])[0])


def events_of(*words: str) -> tuple[OwnEvent, ...]:
    events, problems = read_words(words)
    assert problems == ()
    return events


def test_every_event_is_a_milestone_of_the_user_s_own_kind() -> None:
    [event] = events_of("1979 Mine")
    assert isinstance(event, Milestone)
    assert event.kind is MilestoneKind.OWN
    assert event.precision == "year"
    assert event.sources[0].title == "custom event, not checked by Eraline"


def test_what_cannot_be_seen_goes_and_long_titles_are_cut() -> None:
    [event] = events_of("2015 \x07a\x1bb\u202ec   d")
    assert event.title == "a b c d"
    [event] = events_of(f"2015 {'x' * 500}")
    assert len(event.title) == 120
    assert event.title.endswith("…")
    assert len(event.short_title) == 34


def test_letters_that_are_joined_stay_joined() -> None:
    [event] = events_of("2015 👨\u200d👩\u200d👧 می\u200cخواهم")
    assert event.title == "👨\u200d👩\u200d👧 می\u200cخواهم"
    assert read_words(["2015 \u200d"])[0] == ()


def test_more_than_a_chart_can_take_do_not_fit_beside_those_that_are_there() -> None:
    present = events_of(*(f"2015 event {number}" for number in range(MOST_EVENTS - 1)))
    assert fit_beside(present, events_of("2016 One"))
    assert fit_beside(present, present)
    assert not fit_beside(present, events_of("2016 One", "2017 Two"))


@pytest.mark.parametrize(
    ("word", "problem", "said"),
    [
        ("nonsense x", DateProblem.UNKNOWN, '"nonsense" is not a date such as 2015, 2015-05 or 8 May 2015'),
        ("2015-02-30 x", DateProblem.NO_SUCH_DAY, "there is no day 2015-02-30"),
        ("2016/2015 x", DateProblem.BACKWARDS, 'it ends before it begins ("2016/2015")'),
    ],
)
def test_a_word_of_a_link_that_is_no_event_is_told_by_its_reason(word: str, problem: DateProblem, said: str) -> None:
    events, [found] = read_words([word])
    assert events == ()
    assert found.problem is problem
    assert reason(found) == said


@st.composite
def events(draw: st.DrawFn) -> OwnEvent:
    day, precision, title = draw(days), draw(st.sampled_from([4, 7, 10])), draw(titles)
    end = draw(st.none() | st.dates(day, dt.date(2100, 12, 31)))
    [event] = events_of(f"{day.isoformat()[:precision]}{f'/{end}' if end else ''} {title}")
    return event


@given(given_events=st.lists(events(), max_size=5))
def test_a_link_s_words_read_back_as_the_same_events(given_events: list[OwnEvent]) -> None:
    once = joined(given_events)
    assert events_of(*in_words(once)) == once


@given(words=st.lists(st.text(max_size=60), max_size=5))
def test_no_words_of_a_link_raise(words: list[str]) -> None:
    found, problems = read_words(words)
    assert len(found) + len(problems) <= len(words)
    assert all(reason(problem).isprintable() for problem in problems)


def test_words_are_as_short_as_their_precision_allows() -> None:
    found = events_of("2015 A", "2015-05 B", "2015-05-08/2016 C")
    assert in_words(found) == ("2015 A", "2015-05 B", "2015-05-08/2016-12-31 C")


def test_a_link_carries_short_lists_and_no_long_ones() -> None:
    short = events_of("2015 Mine")
    title = "x" * 70
    long = events_of(*(f"{year} {title}" for year in range(2000, 2020)))
    assert fit_link(short)
    assert sum(map(len, in_words(long))) == MOST_LINK_LETTERS
    assert fit_link(long)
    assert not fit_link(joined(short, long))
