"""Every line is named where it ends, on either scale, and led to its name where it ends early."""

import math
import re

import plotly.graph_objects as go
import pytest

from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.pair import pair_figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show


def labels(figure: go.Figure) -> dict[str, float]:
    """Return the height of each name beside the plot, as a share of the paper."""
    return {note.text: note.y for note in layout_of(figure).annotations if note.xref == "paper" and note.x == 1}


def leaders(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Return, by the day on which it starts, the heights between which each faint line to a name runs."""
    found = re.compile(r"M([0-9-]+),([0-9.e-]+)H[0-9-]+V([0-9.e-]+)H([0-9-]+)")
    last = layout_of(figure).xaxis.range[1]
    paths = (path for shape in layout_of(figure).shapes if shape.type == "path" for path in found.findall(shape.path))
    return {day: (float(start), float(end)) for day, start, end, until in paths if until == last != day}


def height(view: View, figure: go.Figure, economy: str) -> float:
    """Return where the plot has an economy's last figure, as a share of the paper."""
    value = float(view.series(economy)["value"].iloc[-1])
    low, high = layout_of(figure).yaxis.range
    bottom, top = layout_of(figure).yaxis.domain
    at = math.log10(value) if view.scale == "log" else value
    return bottom + (at - low) / (high - low) * (top - bottom)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_name_stands_as_high_as_its_line_ends_on_either_scale(view_of: Show, scale: str) -> None:
    view = view_of("gdp", economies=("CHN", "IND", "VNM"), scale=scale)
    figure = line_figure(view, width=1280, height=900)
    placed = labels(figure)
    for economy, text in (("CHN", "<b>China</b>"), ("IND", "India")):
        assert placed[text] == pytest.approx(height(view, figure, economy), abs=0.02)


def test_the_first_economy_s_name_is_in_bold_and_no_other(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("KOR", "CHN", "USA"))
    bold = [text for text in labels(line_figure(view, width=1280)) if text.startswith("<b>")]
    assert bold == ["<b>South Korea</b>"]


def test_a_narrow_picture_names_lines_by_their_codes(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN", "USA"))
    assert set(labels(line_figure(view, width=375))) == {"<b>CHN</b>", "USA"}


def test_a_line_that_ends_early_is_led_from_its_end_to_its_name(view_of: Show) -> None:
    # targets draw the axis on to 2030
    view = view_of("rd-spending", economies=("CHN", "USA"))
    figure = line_figure(view, width=1280)
    led = leaders(figure)
    assert len(led) == 2 or len({str(view.series(code)["period"].iloc[-1]) for code in ("CHN", "USA")}) == 1
    starts = sorted(start for start, _ in led.values())
    assert starts[-1] == pytest.approx(max(height(view, figure, code) for code in ("CHN", "USA")), abs=0.001)
    placed = labels(figure)
    assert {round(end, 3) for _, end in led.values()} <= {round(y, 3) for y in placed.values()}


def test_what_leads_to_a_name_cannot_pass_for_a_forecast(view_of: Show) -> None:
    shapes = layout_of(line_figure(view_of("rd-spending", economies=("CHN", "USA")), width=1280)).shapes
    [leader] = [shape for shape in shapes if shape.type == "path" and "H" in shape.path]
    assert leader.line.dash in (None, "solid")
    # level and upright alone: nothing slopes
    assert "L" not in leader.path


def test_a_line_that_reaches_the_edge_needs_no_leading(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN", "USA"), first_year=1990, last_year=2020)
    assert not leaders(line_figure(view, width=1280))


def test_each_name_says_whose_line_it_follows_where_a_page_is_zoomed(view_of: Show) -> None:
    pair = [view_of(indicator, economies=("CHN", "USA")) for indicator in ("gdp-growth", "rd-spending")]
    for figure in (line_figure(pair[0], width=375), pair_figure(pair, sheet=Sheet(1280))):
        named = [note.name for note in layout_of(figure).annotations if note.xref == "paper" and note.x == 1]
        assert named
        assert set(named) <= {f"{trace.yaxis or 'y'} {trace.name}" for trace in traces(figure)}
