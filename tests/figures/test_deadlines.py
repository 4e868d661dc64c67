"""Is each target one mark at its deadline, and do marks keep apart at every width?"""

from itertools import combinations
from typing import Any

import pytest

from dashboard.analysis.target_outcomes import TargetState
from dashboard.figures.charts.deadlines import Lane, Promise, deadlines_figure
from dashboard.figures.parts.sheet import Sheet
from tests.drawing import layout_of, traces

STATES = list(TargetState)


def _lane(name: str, years: range) -> Lane:
    promises = [
        Promise(year, STATES[(year + row) % len(STATES)], ("A <measure>", "at least 5 %", "Met", "Somebody"))
        for year in years
        for row in range(1 + year % 4)
    ]
    return Lane(name, ("many words that say how many were met and how many missed", "3 met"), tuple(promises))


LANES = (_lane("China", range(1990, 2061)), _lane("South Korea", range(1962, 1987)))
COUNT = sum(len(lane.promises) for lane in LANES)


def _drawn(width: int, height: int | None = None) -> tuple[Any, list[tuple[float, float]]]:
    """Return the figure, and the pixels at which marks are drawn apart from those of the key."""
    figure = deadlines_figure("Who?", LANES, 2026, "A note.", sheet=Sheet(width, height))
    layout = layout_of(figure)
    low, high = layout.xaxis.range
    plot = width - layout.margin.l - layout.margin.r
    marks = [trace for trace in traces(figure) if trace.customdata is not None]
    placed = [(x, y) for trace in marks for x, y in zip(trace.x, trace.y, strict=True)]
    return layout, [((x - low) / (high - low) * plot, y) for x, y in placed]


@pytest.mark.parametrize("width", [330, 860, 2100])
def test_each_target_is_a_mark_and_none_lies_on_another(width: int) -> None:
    layout, placed = _drawn(width)
    assert len(placed) == COUNT
    assert all(max(abs(x - other), abs(y - below)) > 9 for (x, y), (other, below) in combinations(placed, 2))
    body = layout.height - layout.margin.t - layout.margin.b
    assert all(0 < y < body for _, y in placed)


def test_a_card_s_height_is_used_and_never_too_low() -> None:
    usual, _ = _drawn(1140)
    assert _drawn(1140, 1200)[0].height == 1200
    assert _drawn(1140, 300)[0].height == usual.height


def test_what_anybody_wrote_is_drawn_as_it_is() -> None:
    figure = deadlines_figure("Who?", LANES, 2026, "A note.", sheet=Sheet(860))
    said = [text for trace in traces(figure) if trace.customdata is not None for text in trace.customdata]
    assert said
    assert all(text.startswith("<b>A &lt;measure&gt;</b>") for text in said)
