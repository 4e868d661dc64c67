"""Are events of several origins one list, each once, and no more than a chart can take?"""

from dashboard.catalogue.user_events import MOST_EVENTS, joined, read_text, read_words


def test_events_joined_are_each_there_once_in_their_order() -> None:
    first, second = read_text("2015,One\n2016,Two\n").events, read_words(["2016 Two", "2014 Three"]).events
    assert [event.title for event in joined(first, second)] == ["One", "Two", "Three"]


def test_events_joined_are_never_more_than_a_chart_can_take() -> None:
    many = read_text("".join(f"2015-05-08,Event {place}\n" for place in range(MOST_EVENTS))).events
    more = read_words(["2016 One too many"]).events
    assert joined(many, more) == many
    assert len(joined(more, many)) == MOST_EVENTS
