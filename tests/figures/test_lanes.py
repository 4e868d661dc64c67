"""The timeline shows the milestone chosen at once, names the weightiest first, and hatches time without an era."""

import datetime as dt
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.figures.charts.timeline import timeline_figure
from dashboard.figures.theme import Mode, palette
from dashboard.views.selection import Selection
from dashboard.views.time_axis import milestones_found
from tests.drawing import layout_of, traces

WHOLE = (dt.date(1861, 1, 1), dt.date(2026, 12, 31))
NAMES = {kind: kind.value.capitalize() for kind in MilestoneKind}
CHOSEN = "made-in-china-2025"


def drawn(catalogue: Catalogue, selected: str = "", mode: Mode = "light") -> go.Figure:
    found = milestones_found(catalogue, Selection(), WHOLE)
    return timeline_figure(found, catalogue.history, WHOLE, kind_names=NAMES, selected=selected, mode=mode, width=1280)


def looks(figure: go.Figure) -> dict[str, tuple[float, str]]:
    """Return the size and colour of each milestone's mark."""
    return {
        point[2]: (size, colour)
        for trace in traces(figure)
        if trace.name in NAMES.values()
        for point, size, colour in zip(trace.customdata, trace.marker.size, trace.marker.color, strict=True)
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_mark_of_the_milestone_chosen_is_larger_and_of_another_colour_than_all_others(
    shipped_catalogue: Catalogue, mode: Mode
) -> None:
    found = looks(drawn(shipped_catalogue, CHOSEN, mode))
    size, colour = found.pop(CHOSEN)
    assert colour == palette(mode).focus
    assert all(size > other and colour != shade for other, shade in found.values())
    assert palette(mode).focus not in {shade for _, shade in looks(drawn(shipped_catalogue, "", mode)).values()}


def test_a_line_leads_from_the_milestone_chosen_all_down_the_lanes_and_from_no_other(
    shipped_catalogue: Catalogue,
) -> None:
    def lines(figure: go.Figure) -> list[Any]:
        focus = palette("light").focus
        return [shape for shape in layout_of(figure).shapes if shape.type == "line" and shape.line.color == focus]

    figure = drawn(shipped_catalogue, CHOSEN)
    (line,) = lines(figure)
    assert line.x0 == line.x1 == shipped_catalogue.milestones[CHOSEN].date.isoformat()
    assert line.y0 == 0
    assert line.y1 == pytest.approx(layout_of(figure).yaxis.domain[1])
    assert not lines(drawn(shipped_catalogue))


def test_the_weightiest_of_milestones_without_room_for_all_is_the_one_that_is_named(
    shipped_catalogue: Catalogue,
) -> None:
    plan = shipped_catalogue.milestones[CHOSEN]
    day = dt.date(2000, 1, 1)
    crowd: list[Milestone] = [
        plan.model_copy(update={"id": f"m-{place:02d}", "title": f"Number {place}", "weight": 3, "date": day})
        for place in range(40)
    ]
    crowd = [one.model_copy(update={"short_title": one.title, "end": None}) for one in crowd]
    heavy = crowd[-1].model_copy(update={"id": "m-99", "title": "Heavy", "short_title": "Heavy", "weight": 1})
    figure = timeline_figure([*crowd, heavy], shipped_catalogue.history, WHOLE, kind_names=NAMES, width=1280)
    named = [text for trace in traces(figure) if trace.name.endswith(", in words") for text in trace.text]
    assert len(named) < len(crowd)
    assert "Heavy" in named


def test_the_time_between_two_eras_is_hatched_and_no_era_is(shipped_catalogue: Catalogue) -> None:
    hatched = [trace for trace in traces(drawn(shipped_catalogue)) if trace.fill == "toself"]
    assert [(trace.x[0], trace.x[1]) for trace in hatched] == [("1896-01-01", "1949-10-01")]
    assert all(trace.fillpattern.shape for trace in hatched)
