"""Is each view sent once, readable at every width, on paper and to everybody, and silent in the console?

A view is opened once for all that is asked of it, by one test: two of them may fall to two workers, and each opens it.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext

from dashboard.charts.registry import kinds_of
from dashboard.ui.navigation import PAGES
from tests.browser.conftest import OpenPage
from tests.browser.look import FEWEST_TEXTS, Drawing, unreadable
from tests.browser.seen import SCREEN_HEIGHT, Seen, look_at
from tests.browser.views import VIEWS
from tests.server import Served

PHONE = 375


def every_chart_is_sent_once(seen: Seen) -> None:
    assert seen.sent == seen.charts >= seen.view.charts


def the_marks_of_its_chart_are_drawn(seen: Seen) -> None:
    assert seen.marks >= seen.view.marks[1]


def it_has_a_title_and_one_first_heading(seen: Seen) -> None:
    assert seen.title == seen.view.title
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(seen.headings)), seen.headings


def the_console_is_silent_on_arrival(seen: Seen) -> None:
    assert not seen.said_on_arrival


def the_whole_chart_is_on_the_first_screen(seen: Seen) -> None:
    if seen.view.is_first_screen:
        assert seen.chart_ends <= SCREEN_HEIGHT


def axe_finds_nothing_grave_in_either_scheme(seen: Seen) -> None:
    assert seen.grave == {scheme: [] for scheme in seen.view.schemes}


def no_text_of_a_chart_touches_another_at_any_width(seen: Seen) -> None:
    if seen.view.charts:
        assert min(len(each["texts"]) for drawn in seen.at_width.values() for each in drawn) >= FEWEST_TEXTS
    assert {width: found for width, drawn in seen.at_width.items() if (found := unreadable(drawn))} == {}


def the_dark_moves_no_text_of_a_chart(seen: Seen) -> None:
    """What can be read in the light can in the dark, then: at a width more, nothing but the width is another."""
    boxes = {scheme: rounded(drawn) for scheme, drawn in seen.in_scheme.items()}
    assert all(found == boxes["light"] for found in boxes.values())
    assert {scheme: found for scheme, drawn in seen.in_scheme.items() if (found := unreadable(drawn))} == {}


def rounded(drawn: list[Drawing]) -> list[list[object]]:
    return [
        [(text["text"], *(round(text[side]) for side in ("left", "right", "top", "bottom"))) for text in each["texts"]]
        for each in drawn
    ]


def a_phone_never_scrolls_sideways(seen: Seen) -> None:
    assert seen.beyond[PHONE] <= 0


def what_is_written_is_whole_or_says_that_there_is_more(seen: Seen) -> None:
    assert {width: found for width, found in seen.half.items() if found} == {}


def a_small_picture_stays_inside_its_card(seen: Seen) -> None:
    if seen.view is VIEWS["evidence"]:
        assert all(len(found) == 8 for found in seen.pictures.values())
    assert {width: found for width, found in seen.pictures.items() if max(found, default=-1) >= 0} == {}


def nothing_is_cut_on_paper(seen: Seen) -> None:
    """Drawn for the widest window: what was drawn for a narrower one has less to lose."""
    assert seen.cut == []


def where_the_system_chooses_the_colours_what_is_chosen_has_a_mark(seen: Seen) -> None:
    assert seen.unmarked == []


CHECKS = (
    every_chart_is_sent_once,
    the_marks_of_its_chart_are_drawn,
    it_has_a_title_and_one_first_heading,
    the_console_is_silent_on_arrival,
    the_whole_chart_is_on_the_first_screen,
    axe_finds_nothing_grave_in_either_scheme,
    no_text_of_a_chart_touches_another_at_any_width,
    the_dark_moves_no_text_of_a_chart,
    a_phone_never_scrolls_sideways,
    what_is_written_is_whole_or_says_that_there_is_more,
    a_small_picture_stays_inside_its_card,
    nothing_is_cut_on_paper,
    where_the_system_chooses_the_colours_what_is_chosen_has_a_mark,
)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_as_it_should_be(
    name: str, chromium: Browser, reader: BrowserContext, served: Served, subtests: pytest.Subtests
) -> None:
    opener = OpenPage(chromium, reader, served)
    seen = look_at(opener, VIEWS[name])
    opener.close()
    for check in CHECKS:
        with subtests.test(check.__name__.replace("_", " ")):
            check(seen)


def test_every_page_and_every_comparison_is_looked_at() -> None:
    paths = {view.path for view in VIEWS.values()}
    assert paths >= {entry.path for entry in PAGES.values()}
    assert all(any(f"view={kind}&" in path for path in paths) for kind in kinds_of("compare"))
