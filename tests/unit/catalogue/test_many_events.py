"""Are events of several origins one list, each once, and no more than a chart can take?"""

from dashboard.catalogue.user_events import MOST_EVENTS, joined, read_words


def test_events_joined_are_each_there_once_in_their_order() -> None:
    first, second = read_words(["2015 One", "2016 Two"])[0], read_words(["2016 Two", "2014 Three"])[0]
    assert [event.title for event in joined(first, second)] == ["One", "Two", "Three"]


def test_events_joined_are_never_more_than_a_chart_can_take() -> None:
    many = read_words([f"2015-05-08 Event {place}" for place in range(MOST_EVENTS)])[0]
    more = read_words(["2016 One too many"])[0]
    assert joined(many, more) == many
    assert len(joined(more, many)) == MOST_EVENTS
