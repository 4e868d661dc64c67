"""Is event time drawn from its base, at its own dates, beside all the others?"""

import math
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard import comparison as cp
from dashboard.catalogue import Catalogue
from dashboard.figures.event_time import event_time_figure
from dashboard.figures.theme import palette
from tests.figures.conftest import Show, series_of

CODES = ("CHN", "USA", "JPN", "KOR", "DEU", "GBR", "FRA", "ITA", "CAN", "WLD")
CHOSEN = ("CHN", "USA", "WLD")


@pytest.fixture(scope="session")
def event(view_of: Show, shipped_catalogue: Catalogue) -> cp.EventTime:
    found = cp.event_time(view_of("gdp", economies=CODES), shipped_catalogue.milestones["wto-accession"], ())
    assert found is not None
    return found


def test_each_line_is_its_rebased_series(event: cp.EventTime) -> None:
    drawn = series_of(event_time_figure(event, CHOSEN, width=1280))
    own = event.series[event.series["economy"] == "CHN"]
    assert list(drawn["China"].x) == own["t"].tolist()
    assert list(drawn["China"].y) == own["value"].tolist()
    assert drawn["China"].line.color == palette("light").accent
    assert "United States" in drawn
    # groups hold the subject and are no comparators
    assert "World" not in drawn


def test_the_others_are_one_trace_of_thin_lines_with_gaps_between_them(event: cp.EventTime) -> None:
    drawn = series_of(event_time_figure(event, CHOSEN, width=1280))["Other economies"]
    rest = event.series[~event.series["economy"].isin(CHOSEN)]
    assert [value for value in drawn.y if not math.isnan(value)] == rest["value"].tolist()
    assert sum(math.isnan(t) for t in drawn.x) == rest["economy"].nunique()


def test_median_and_range_are_the_band_of_the_others(event: cp.EventTime) -> None:
    drawn = series_of(event_time_figure(event, CHOSEN, width=1280))
    assert list(drawn["Median"].y) == event.band["median"].tolist()
    assert list(drawn["Range, top"].y) == event.band["high"].tolist()
    assert drawn["Range, bottom"].fill == "tonexty"
    assert drawn["Median"].customdata[0][2] == 8


def test_fewer_than_five_others_have_no_band(view_of: Show, shipped_catalogue: Catalogue) -> None:
    view = view_of("gdp", economies=("CHN", "USA", "JPN"))
    found = cp.event_time(view, shipped_catalogue.milestones["wto-accession"], ())
    assert found is not None
    assert "Median" not in series_of(event_time_figure(found, CHOSEN, width=1280))


def test_the_milestone_stands_at_its_own_day_before_year_nought(event: cp.EventTime) -> None:
    shapes = event_time_figure(event, CHOSEN, width=1280).layout.shapes
    moment = next(shape.x0 for shape in shapes if shape.type == "line")
    # 11 December 2001; a year's figure stands at its middle
    assert moment == pytest.approx(-0.56, abs=0.01)
    base = next(shape for shape in shapes if shape.type == "rect")
    assert (base.x0, base.x1) == (-3.5, -0.5)


def test_the_picture_says_base_others_and_that_it_shows_no_cause(event: cp.EventTime) -> None:
    texts = " ".join(note.text for note in event_time_figure(event, CHOSEN, width=2200).layout.annotations)
    for said in ("mean of 1999–2001 = 100", "8 economies besides", "timing, not cause", "Median of 8", "WTO"):
        assert said in texts


def test_years_are_counted_and_named(event: cp.EventTime) -> None:
    axis = event_time_figure(event, CHOSEN, width=1280).layout.xaxis
    assert "0<br>2002" in axis.ticktext
    assert "−10<br>1992" in axis.ticktext


@pytest.mark.parametrize("width", [None, 375, 1280, 2200])
def test_line_labels_keep_apart(event: cp.EventTime, width: int | None) -> None:
    figure = event_time_figure(event, ("USA", "JPN", "KOR", "DEU", "GBR"), width=width)
    inner = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    heights = sorted(note.y * inner for note in figure.layout.annotations if note.xref == "paper" and note.x == 1)
    assert len(heights) == 7
    assert all(upper - lower >= 14 for lower, upper in pairwise(heights))


def test_what_is_drawn_as_is_passes_plotlys_own_check(event: cp.EventTime) -> None:
    figure = event_time_figure(event, CHOSEN, width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]
