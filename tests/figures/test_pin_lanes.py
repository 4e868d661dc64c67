"""Pins over a chart show which milestone is chosen, which is the user's own, and which was meant to move it."""

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.policy import Milestone
from dashboard.figures.charts.line import line_figure
from dashboard.figures.parts.notes import escaped
from dashboard.figures.theme import Mode, palette
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show
from tests.own import pasted

OWN = pasted("2005-05-08,Mine <b>& only</b>\n")


def pins(figure: go.Figure) -> Any:  # noqa: ANN401 - plotly's own trace
    return next(trace for trace in traces(figure) if trace.name == "Milestones")


def plate(figure: go.Figure, milestone: Milestone) -> str:
    """Return the colour of the pin that a milestone is on."""
    trace = pins(figure)
    ids = [names.split(",") for _, _, names in trace.customdata]
    return trace.marker.color[next(place for place, names in enumerate(ids) if milestone.id in names)]


def hairline(figure: go.Figure, milestone: Milestone) -> Any:  # noqa: ANN401 - plotly's own line
    paths = [
        shape for shape in layout_of(figure).shapes if shape.type == "path" and f"M{milestone.date}," in shape.path
    ]
    return paths[0].line


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_reader_s_own_event_has_a_pin_and_a_dashed_hairline_in_its_own_colour(view_of: Show, mode: Mode) -> None:
    figure = line_figure(view_of("gdp-growth", own=OWN), width=2200, mode=mode)
    shades = palette(mode)
    assert plate(figure, OWN[0]) == shades.own
    assert (hairline(figure, OWN[0]).dash, hairline(figure, OWN[0]).color) == ("dash", shades.own)
    assert shades.own not in {shades.ink, shades.ground, shades.faint, shades.focus}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_milestone_chosen_has_its_pin_and_its_words_in_a_colour_of_its_own(view_of: Show, mode: Mode) -> None:
    view = view_of("gdp-growth", milestone="wto-accession")
    figure, shades = line_figure(view, width=1280, mode=mode), palette(mode)
    (chosen,) = (milestone for milestone in view.milestones if milestone.id == "wto-accession")
    assert plate(figure, chosen) == shades.focus
    assert hairline(figure, chosen).color == shades.focus
    words = [note for note in layout_of(figure).annotations if note.text == "WTO accession"]
    assert [note.font.color for note in words] == [shades.focus]
    others = list(pins(figure).marker.color)
    assert others.count(shades.focus) == 1


def test_the_milestone_chosen_is_the_first_to_have_words(view_of: Show) -> None:
    def worded(milestone: str) -> bool:
        figure = line_figure(view_of("rd-spending", milestone=milestone), width=1280)
        title = escaped(next(found.short_title for found in shown if found.id == milestone))
        return any(note.text == title for note in layout_of(figure).annotations)

    shown = view_of("rd-spending").milestones
    plainly = line_figure(view_of("rd-spending"), width=1280)
    usual = {note.text for note in layout_of(plainly).annotations}
    before = [found.id for found in shown if escaped(found.short_title) in usual]
    gained = [found.id for found in shown if escaped(found.short_title) not in usual and worded(found.id)]
    assert all(map(worded, before))
    assert gained


def test_pins_of_milestones_meant_to_move_the_indicator_stand_out(view_of: Show) -> None:
    view, shades = view_of("rd-spending"), palette("light")
    figure = line_figure(view, width=2200)
    alone = {names for _, count, names in pins(figure).customdata if count == 1}
    looks = {
        milestone.id: (plate(figure, milestone), view.indicator.id in milestone.indicators)
        for milestone in view.milestones
        if milestone.id in alone
    }
    assert {is_meant for _, is_meant in looks.values()} == {True, False}
    assert all(colour == (shades.ink if is_meant else shades.ground) for colour, is_meant in looks.values())


def test_markup_in_the_reader_s_own_title_is_drawn_as_the_text_that_it_is(view_of: Show) -> None:
    figure = line_figure(view_of("gdp-growth", own=OWN, milestone=OWN[0].id), width=2200)
    shown = "Mine &lt;b&gt;&amp; only&lt;/b&gt;"
    told = next(text for text, _, names in pins(figure).customdata if OWN[0].id in names.split(","))
    assert shown in told
    assert any(note.text == shown for note in layout_of(figure).annotations)
