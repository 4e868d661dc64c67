"""Does a picture say under its plot what each of its pins stands for, and how many have no room there?"""

import datetime as dt
import html
import re

import pytest

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.figures import Figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.parts.pin_key import MOST_PX, pin_key
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import LIGHT
from tests.drawing import layout_of
from tests.figures.conftest import Show

LINK = "https://eraline.example/explore?indicator=gdp-growth&economy=CHN,USA&as_of=2026-07-01T00:00:00Z"


def texts(figure: Figure) -> str:
    """Return all that is written into a figure, lines joined, colours and weights left out."""
    joined = " ".join(str(note.text) for note in layout_of(figure).annotations).replace("<br>", " ")
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", "", joined)))


def many(milestone: Milestone, count: int) -> list[Milestone]:
    """Return copies of a milestone, each with a title of its own."""
    return [
        milestone.model_copy(update={"id": f"m-{number}", "title": f"Title {number}.", "short_title": f"{number}."})
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("width", [860, 1280, 2200])
def test_a_picture_says_of_each_pin_when_it_was_and_what(view_of: Show, width: int) -> None:
    view = view_of("gdp-growth")
    told = texts(line_figure(view, width=width, more_at=LINK))
    for milestone in view.milestones:
        title = milestone.title if milestone.title in told else milestone.short_title
        assert f"{wording.when(milestone)} {title}" in told, milestone.id
    numbers = " ".join(str(number) for number in range(1, 6))
    assert numbers in told
    assert "more at" not in told


def test_a_chart_that_has_its_key_beside_it_has_none_of_its_own(view_of: Show) -> None:
    view = view_of("gdp-growth")
    page, picture = (line_figure(view, width=1280, height=600, more_at=link) for link in (None, LINK))
    assert "Milestones" not in texts(page)
    assert layout_of(page).height == 600
    key = pin_key(view.milestones, ["gdp-growth"], 1260, more_at=LINK)
    # the plot keeps its height: the key comes on top
    assert layout_of(picture).height == pytest.approx(600 + key.height)


def test_what_has_no_room_is_counted_with_the_url_that_shows_it(shipped_catalogue: Catalogue) -> None:
    crowd = many(next(iter(shipped_catalogue.milestones.values())), 300)
    key = pin_key(crowd, [], 700, more_at=LINK)
    placed = [entry.number for entries in key.columns for entry in entries]
    assert placed == list(range(1, len(placed) + 1))
    assert 0 < len(placed) < 300
    assert key.height < MOST_PX + 100
    assert "".join(key.more) == f"and {300 - len(placed)} more at {LINK}"
    [nowhere] = pin_key(crowd, [], 700, more_at="").more
    assert nowhere == f"and {300 - len(placed)} more"


def test_titles_are_short_where_whole_ones_have_no_room(shipped_catalogue: Catalogue) -> None:
    crowd = many(next(iter(shipped_catalogue.milestones.values())), 40)
    long = [milestone.model_copy(update={"title": "A title of many words " * 3}) for milestone in crowd]
    key = pin_key(long, [], 340, more_at=LINK)
    assert all(len(entry.lines) == 1 for entries in key.columns for entry in entries)
    assert pin_key(long[:3], [], 340, more_at=LINK).columns[0][0].lines[1].endswith("words")


def test_pins_about_what_is_drawn_are_told_apart(view_of: Show) -> None:
    view = view_of("gdp-growth")
    key = pin_key(view.milestones, ["gdp-growth"], 1260, more_at="")
    filled = [entry.number for entries in key.columns for entry in entries if entry.is_filled]
    assert filled == [at for at, found in enumerate(view.milestones, start=1) if found.concerns(["gdp-growth"])]
    assert key.heading.endswith("filled pins: about what is drawn")
    assert any(LIGHT.ink in str(note["text"]) for note in key.notes(40, 26, LIGHT))


def test_no_milestones_take_no_room() -> None:
    key = pin_key([], [], 1260, more_at=LINK)
    assert key.height == 0
    assert not list(key.notes(40, 26, LIGHT))


def test_panels_that_stand_alone_have_a_title_their_sources_and_the_key(
    view_of: Show, shipped_catalogue: Catalogue
) -> None:
    views = [view_of(name, economies=("CHN",)) for name in ("gdp-growth", "solar-capacity")]
    span, eras = (dt.date(1960, 1, 1), dt.date(2026, 12, 31)), tuple(shipped_catalogue.eras.values())
    figure = panels_figure(
        views, span=span, eras=eras, milestones=views[0].milestones, sheet=Sheet(1280, more_at=""), title="Two & more"
    )
    told = texts(figure)
    assert told.count("Two & more China") == 1
    assert "Sources: GDP growth: World Bank" in told
    assert "Milestones" in told
