"""Event time is drawn from its base, at its own dates, beside all the others."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.evidence.evaluation import run_lab
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.theme import Mode, palette
from dashboard.store.opening import Cache
from dashboard.views import event_time
from dashboard.views.loading import Loader
from tests.drawing import layout_of
from tests.figures.conftest import Show, series_of

CODES = ("CHN", "USA", "JPN", "KOR", "DEU", "GBR", "FRA", "ITA", "CAN", "WLD")
CHOSEN = ("CHN", "USA", "WLD")
Asked = Callable[..., event_time.MilestoneView]


@pytest.fixture(scope="session")
def around(view_of: Show, shipped_catalogue: Catalogue) -> event_time.MilestoneView:
    return event_time.around(view_of("gdp", economies=CODES), shipped_catalogue.milestones["wto-accession"], ())


def test_each_line_is_its_rebased_series(around: event_time.MilestoneView) -> None:
    drawn = series_of(event_time_figure(around, CHOSEN, width=1280))
    own = around.event.of("CHN")
    assert list(drawn["China"].x) == own["t"].tolist()
    assert list(drawn["China"].y) == own["value"].tolist()
    assert drawn["China"].line.color == palette("light").accent
    assert "United States" in drawn
    # groups hold the subject and are no comparators
    assert "World" not in drawn


def test_the_others_are_one_trace_of_thin_lines_with_gaps_between_them(around: event_time.MilestoneView) -> None:
    drawn = series_of(event_time_figure(around, CHOSEN, width=1280))["Other economies"]
    series = around.event.series
    rest = series[~series["economy"].isin(CHOSEN)]
    assert [value for value in drawn.y if not math.isnan(value)] == rest["value"].tolist()
    assert sum(math.isnan(t) for t in drawn.x) == rest["economy"].nunique()


def test_median_and_range_are_the_band_of_the_others(around: event_time.MilestoneView) -> None:
    drawn = series_of(event_time_figure(around, CHOSEN, width=1280))
    assert list(drawn["Median"].y) == around.event.band["median"].tolist()
    assert list(drawn["Range, top"].y) == around.event.band["high"].tolist()
    assert drawn["Range, bottom"].fill == "tonexty"
    assert drawn["Median"].customdata[0][2] == 8


def test_fewer_than_five_others_have_no_band(view_of: Show, shipped_catalogue: Catalogue) -> None:
    view = view_of("gdp", economies=("CHN", "USA", "JPN"))
    found = event_time.around(view, shipped_catalogue.milestones["wto-accession"], ())
    assert "Median" not in series_of(event_time_figure(found, CHOSEN, width=1280))


def test_the_milestone_stands_at_its_own_day_before_year_zero(around: event_time.MilestoneView) -> None:
    shapes = layout_of(event_time_figure(around, CHOSEN, width=1280)).shapes
    moment = next(shape.x0 for shape in shapes if shape.type == "line")
    # 11 December 2001; a year's figure stands at its middle
    assert moment == pytest.approx(-0.56, abs=0.01)
    base = next(shape for shape in shapes if shape.type == "rect")
    assert (base.x0, base.x1) == (-3.5, -0.5)


def test_the_picture_says_base_others_and_that_it_shows_no_cause(around: event_time.MilestoneView) -> None:
    texts = " ".join(note.text for note in layout_of(event_time_figure(around, CHOSEN, width=2200)).annotations)
    for said in ("mean of 1999–2001 = 100", "8 other economies", "timing, not cause", "Median of 8", "WTO"):
        assert said in texts


def test_years_are_counted_and_named(around: event_time.MilestoneView) -> None:
    axis = layout_of(event_time_figure(around, CHOSEN, width=1280)).xaxis
    assert "0<br>2002" in axis.ticktext
    assert "−10<br>1992" in axis.ticktext


@pytest.mark.parametrize("width", [None, 375, 1280, 2200])
def test_line_labels_keep_apart(around: event_time.MilestoneView, width: int | None) -> None:
    figure = event_time_figure(around, ("USA", "JPN", "KOR", "DEU", "GBR"), width=width)
    inner = layout_of(figure).height - layout_of(figure).margin.t - layout_of(figure).margin.b
    heights = sorted(note.y * inner for note in layout_of(figure).annotations if note.xref == "paper" and note.x == 1)
    assert len(heights) == 7
    assert all(upper - lower >= 14 for lower, upper in pairwise(heights))


def test_what_is_drawn_as_is_passes_plotlys_own_check(around: event_time.MilestoneView) -> None:
    figure = event_time_figure(around, CHOSEN, width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]


@pytest.fixture(scope="session")
def asked(shipped_cache: Cache, shipped_catalogue: Catalogue, view_of: Show) -> Asked:
    """Return how the lab saw an indicator and an economy at the accession to the WTO."""

    def about(indicator: str, economy: str = "CHN") -> event_time.MilestoneView:
        known = shipped_catalogue.milestones["wto-accession"]
        lab = run_lab(Loader(shipped_cache.store, shipped_catalogue), indicator, known, economy=economy)
        return event_time.MilestoneView(view_of(indicator, economies=(economy,)), known, lab.event_time)

    return about


@pytest.mark.parametrize("indicator", ["exports-share", "gdp"])
@pytest.mark.parametrize("economy", ["CHN", "KOR"])
def test_any_economy_is_drawn_with_the_range_of_the_others_alone(asked: Asked, indicator: str, economy: str) -> None:
    found = asked(indicator, economy)
    name = found.economies[economy].name
    figure = event_time_figure(found, others=False, width=1280)
    drawn = series_of(figure)
    assert set(drawn) == {"Range, top", "Range, bottom", "Median", name}
    assert list(drawn[name].y) == found.event.of(economy)["value"].tolist()
    assert list(drawn["Median"].y) == found.event.band["median"].tolist()
    assert (drawn[name].line.color == palette("light").accent) == (economy == "CHN")
    said = " ".join(note.text for note in layout_of(figure).annotations).replace("<br>", " ")
    for told in ("mean of 1999–2001", f"Solid: {name}. Dashed: median of the other economies", "timing, not cause"):
        assert told in said
    assert "Thin lines" not in said


def test_the_axis_holds_the_milestone_where_figures_end_before_it(view_of: Show, shipped_catalogue: Catalogue) -> None:
    view = view_of("gdp", economies=CODES, last_year=2001)
    found = event_time.around(view, shipped_catalogue.milestones["wto-accession"], ())
    assert found.event.series["t"].max() == -1
    assert layout_of(event_time_figure(found, width=1280)).xaxis.range == (-10.5, 0.5)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_picture_names_its_source_and_vintage(around: event_time.MilestoneView, mode: Mode) -> None:
    texts = " ".join(note.text for note in layout_of(event_time_figure(around, mode=mode)).annotations)
    assert f"Vintage {around.view.vintage.date}" in texts.replace("<br>", " ")


def test_an_axis_that_leaves_something_out_says_so(around: event_time.MilestoneView) -> None:
    top = around.event.band["high"].max()
    band = around.event.band.assign(high=100 * top)
    far = replace(around, event=replace(around.event, band=band))
    for found, expected in ((around, False), (far, True)):
        texts = " ".join(
            note.text for note in layout_of(event_time_figure(found, others=False, width=2200)).annotations
        )
        assert ("The axis is cut" in texts) is expected


@pytest.mark.parametrize("indicator", ["exports-share", "gdp"])
def test_the_range_alone_passes_plotlys_own_check(asked: Asked, indicator: str) -> None:
    figure = event_time_figure(asked(indicator), others=False, mode="dark", width=375)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]
