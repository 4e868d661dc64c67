"""The timeline of several histories: a lane for each under its name and eras, every kind marked, no words touching."""

import datetime as dt
from itertools import combinations

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.charts.timeline import Several, timeline_figure
from dashboard.figures.parts.mark_key import mark_key
from dashboard.settings import DATA
from dashboard.views.selection import Selection
from dashboard.views.time_axis import milestones_found
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show
from tests.figures.test_timeline import NAMES, RANGES, WHOLE, WIDTHS, boxes
from tests.own import pasted

OWN = pasted("2015,Mine\n")


@pytest.fixture(scope="module")
def every() -> Catalogue:
    """Give the shipped catalogue with all of its histories chosen."""
    found = load_catalogue(DATA)
    return found.focused(*found.histories)


def several_of(catalogue: Catalogue) -> Several:
    histories = tuple(catalogue.histories.values())
    names = {history.id: catalogue.history_names[history.id] for history in histories}
    return Several(histories, {**names, "": "Your own"}, ("Policy milestones of all of them", "Milestones"))


def drawn(
    catalogue: Catalogue, width: int = 1280, axis: tuple[dt.date, dt.date] = WHOLE, selected: str = ""
) -> tuple[tuple[Milestone, ...], go.Figure]:
    found = milestones_found(catalogue, Selection(own=OWN), axis)
    return found, timeline_figure(found, several_of(catalogue), axis, kind_names=NAMES, width=width, selected=selected)


def lanes(figure: go.Figure, catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the ids of the milestones in each lane, by its name."""
    names = set(several_of(catalogue).names.values())
    return {trace.name: [point[2] for point in trace.customdata] for trace in traces(figure) if trace.name in names}


def test_each_history_has_a_lane_of_its_own_milestones(every: Catalogue) -> None:
    _, figure = drawn(every)
    found = lanes(figure, every)
    for history in every.histories.values():
        assert set(found[every.history_names[history.id]]) == set(history.milestones)
    assert found["Your own"] == [OWN[0].id]
    heights = [max(trace.y) for trace in traces(figure) if trace.name in found]
    assert heights == sorted(heights)


@pytest.mark.parametrize("axis", RANGES[:3])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_of_any_lane_touch_others_or_leave_the_plot(
    every: Catalogue, width: int, axis: tuple[dt.date, dt.date]
) -> None:
    _, figure = drawn(every, width, axis, "made-in-china-2025")
    texts = boxes(figure, width)
    plot = width - layout_of(figure).margin.l - layout_of(figure).margin.r
    assert all(left >= 0 and right <= plot for _, left, right, _, _ in texts)
    for one, other in combinations(sorted(texts, key=lambda box: box[3]), 2):
        if other[3] >= one[4]:
            continue
        assert one[2] <= other[1] or other[2] <= one[1], (one, other)


def test_a_history_s_eras_stand_over_its_own_lane_alone(every: Catalogue) -> None:
    _, figure = drawn(every)
    strips = [trace for trace in traces(figure) if trace.name == "Eras"]
    assert len(strips) == len(every.histories)
    top = 0.0
    for strip, history in zip(strips, every.histories.values(), strict=True):
        told = " ".join(strip.text)
        assert all(era.name.replace("&", "&amp;") in told for era in history.eras.values())
        [lane] = [one for one in traces(figure) if one.name == every.history_names[history.id]]
        assert top < strip.y[0] < min(lane.y)
        top = max(lane.y)


def test_a_mark_tells_the_kind_and_a_key_names_each_that_there_is(every: Catalogue) -> None:
    found, figure = drawn(every)
    marks = {
        point[2]: symbol
        for trace in traces(figure)
        if trace.name in lanes(figure, every)
        for point, symbol in zip(trace.customdata, trace.marker.symbol, strict=True)
    }
    assert marks == {milestone.id: milestone.kind.mark for milestone in found}
    [key] = [trace for trace in traces(figure) if trace.name == "Kinds"]
    kinds = [kind for kind in MilestoneKind if any(milestone.kind is kind for milestone in found)]
    assert list(zip(key.marker.symbol, key.text, strict=True)) == [(kind.mark, NAMES[kind]) for kind in kinds]


def test_the_key_takes_as_many_lines_as_it_needs(every: Catalogue) -> None:
    found = tuple(every.milestones.values())
    assert mark_key(found, NAMES, 300).height > mark_key(found, NAMES, 2_000).height > mark_key((), NAMES, 300).height
    assert mark_key((), NAMES, 300).height == 0


def test_only_the_milestones_of_the_economy_under_the_lanes_are_lined_up_with_its_series(
    every: Catalogue, view_of: Show
) -> None:
    other = next(iter(list(every.histories.values())[1].milestones.values()))
    view = view_of("rd-spending", economies=(every.subject.id,))
    found = milestones_found(every, Selection(), WHOLE)
    figure = timeline_figure(
        found, several_of(every), WHOLE, kind_names=NAMES, width=1280, overlay=view, selected=other.id
    )
    lines = {shape.x0 for shape in layout_of(figure).shapes if shape.type == "line" and shape.y0 == 0}
    own = {milestone.date.isoformat() for milestone in every.history.milestones.values()}
    assert lines == own | {other.date.isoformat()}
