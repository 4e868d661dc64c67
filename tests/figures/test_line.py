"""The annotated chart draws exactly what its view holds, and what surrounds it."""

import datetime as dt
import itertools
import json
import math
import re
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.analysis.transforms import transforms_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import MilestoneKind
from dashboard.catalogue.wording import when
from dashboard.figures.charts.line import line_figure, line_parts
from dashboard.figures.parts.axes import value_scale
from dashboard.figures.parts.captions import what
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.parts.targets import target_key
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show, series_of

WIDTHS = (None, 320, 375, 768, 1280, 2200)


@pytest.mark.parametrize(
    ("indicator", "asked"),
    [
        ("gdp-growth", {}),
        ("solar-capacity", {"scale": "log"}),
        ("exchange-rate", {}),
        ("rd-spending", {"eras": ("innovation-driven",)}),
        ("gdp", {"transform": "index"}),
    ],
)
def test_every_point_of_the_view_is_drawn_and_no_other(view_of: Show, indicator: str, asked: dict[str, object]) -> None:
    view = view_of(indicator, **asked)
    drawn = series_of(line_figure(view))
    assert len(drawn) == len(view.economies) > 0
    for economy in view.economies:
        values = [value for value in drawn[economy.name].y if value is not None]
        assert values == view.series(economy.id)["value"].tolist()


def test_every_indicator_is_drawn_in_every_transform_that_fits_it(view_of: Show, shipped_catalogue: Catalogue) -> None:
    assert len(shipped_catalogue.indicators) > 50
    for indicator in shipped_catalogue.indicators.values():
        for transform in [spec.id for spec in transforms_of(indicator)]:
            view = view_of(indicator.id, transform=transform)
            assert len(series_of(line_figure(view, width=1280))) == len(view.economies) > 0, (indicator.id, transform)


@pytest.mark.parametrize(
    ("indicator", "transform", "said"),
    [
        ("gdp", "growth", "Year-on-year growth, %"),
        ("gdp", "share", "Share of the world, %"),
        ("gdp", "per-capita", "Current US$ per capita"),
        ("gdp", "index", "Index, 1960 = 100"),
        ("gdp", "change", "Year-on-year change, current US$"),
        ("rd-spending", "rolling-mean", "5-year moving average, % of GDP"),
        ("solar-capacity", "level", "GW at the end of the year"),
        # symbols keep their small letters
        ("electricity-use-per-capita", "level", "kWh per person"),
        ("electricity-carbon-intensity", "level", "g CO₂e per kWh"),
        ("gdp-carbon-intensity", "level", "kg CO₂ per 2021 PPP $ of GDP"),
        ("researchers", "level", "Per million people"),
    ],
)
def test_what_is_drawn_is_said_once(view_of: Show, indicator: str, transform: str, said: str) -> None:
    assert what(view_of(indicator, economies=("CHN", "USA"), transform=transform)) == said


def test_a_gap_stays_a_gap(view_of: Show) -> None:
    view = view_of("manufactures-exports", economies=("CHN",))
    line = series_of(line_figure(view))["China"]
    assert None in line.y
    assert line.connectgaps is False
    # where the series breaks one stands twice
    years = list(dict.fromkeys(day[:4] for day in line.x))
    assert years == [str(year) for year in range(int(years[0]), int(years[-1]) + 1)]


def test_a_year_is_drawn_in_its_middle_and_a_month_in_its_own(view_of: Show) -> None:
    assert series_of(line_figure(view_of("gdp-growth")))["China"].x[0] == "1961-07-01"
    assert series_of(line_figure(view_of("exchange-rate", economies=("CHN",))))["China"].x[0] == "1981-01-15"


def test_bands_begin_and_end_with_their_eras(view_of: Show, shipped_catalogue: Catalogue) -> None:
    bands = [shape for shape in layout_of(line_figure(view_of("gdp-growth"))).shapes if shape.type == "rect"]
    starts = {shape.x0 for shape in bands if shape.yref == "paper"}
    for name in ("reform-and-opening", "innovation-driven", "new-quality"):
        assert shipped_catalogue.eras[name].start.isoformat() in starts


@pytest.mark.parametrize("width", WIDTHS)
def test_every_milestone_in_range_is_on_a_pin_that_tells_of_it(view_of: Show, width: int | None) -> None:
    view = view_of("rd-spending")
    pins = next(trace for trace in traces(line_figure(view, width=width)) if trace.name == "Milestones")
    told = {name: bare(text) for text, _, ids in pins.customdata for name in ids.split(",")}
    assert len(view.milestones) > 20
    for milestone in view.milestones:
        said = told[milestone.id]
        assert bare(when(milestone)) in said
        assert bare(milestone.title) in said
        if not re.match(r"\d+milestones", said):
            assert bare(milestone.native_title) in said
            assert bare(milestone.sources[0].title) in said


def bare(text: str) -> str:
    """Return a text without the marks and the line breaks that it is drawn with."""
    return re.sub(r"<[^>]*>|\s", "", text)


def test_the_milestone_looked_at_has_the_strongest_hairline_and_words(view_of: Show) -> None:
    view = view_of("gdp-growth", milestone="wto-accession")
    figure = line_figure(view, width=768)
    lines = {shape.path: shape.line for shape in layout_of(figure).shapes if shape.type == "path"}
    (chosen,) = (line for path, line in lines.items() if "2001-12-11" in path)
    others = [line for path, line in lines.items() if "2001-12-11" not in path]
    assert chosen.dash == "solid"
    assert chosen.width > max(line.width for line in others)
    assert "WTO accession" in {note.text for note in layout_of(figure).annotations}


@pytest.mark.parametrize("indicator", ["gdp-growth", "solar-capacity", "exchange-rate"])
def test_what_is_drawn_as_is_passes_plotlys_own_check(view_of: Show, indicator: str) -> None:
    view = view_of(indicator, milestone="wto-accession")
    for figure in (line_figure(view, width=1280), line_figure(view, mode="dark")):
        assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]


def test_targets_say_what_became_of_them(view_of: Show) -> None:
    view = view_of("solar-capacity")
    [marks] = [trace for trace in traces(line_figure(view)) if trace.name == "Target"]
    told = dict(zip((target.id for target in view.targets), marks.customdata, strict=True))
    assert told["solar-2020-105gw"].split("<br>")[1].startswith("Met in 2017, three years early")
    assert view.outcomes["solar-2020-105gw"].early == 3
    figure = line_figure(view_of("rd-spending"))
    told = "".join(next(trace for trace in traces(figure) if trace.name == "Target").customdata)
    assert "Missed" in told
    assert "Not due until" in told


def test_the_signs_of_targets_are_explained_where_they_are_drawn(view_of: Show) -> None:
    def foot(indicator: str, **asked: object) -> str:
        notes = layout_of(line_figure(view_of(indicator, **asked))).annotations
        return " ".join(str(note.text) for note in notes)

    assert "Targets: △ at least, ◇ a figure. Source:" in foot("solar-capacity")
    assert "▽ at most. Source:" in foot("inflation")
    assert "Targets:" not in foot("gdp")
    assert target_key(view_of("gdp").targets) == ""


def test_hidden_kinds_of_milestone_leave_no_pin(view_of: Show) -> None:
    view = view_of("gdp-growth", events=(MilestoneKind.PLAN,))
    assert {milestone.kind for milestone in view.milestones} == {MilestoneKind.PLAN}
    none = view_of("gdp-growth", events=())
    pins = next(trace for trace in traces(line_figure(none)) if trace.name == "Milestones")
    assert not pins.x


def test_targets_stand_at_their_own_year_and_figure(view_of: Show) -> None:
    view = view_of("rd-spending", economies=("CHN",))
    targets = next(trace for trace in traces(line_figure(view)) if trace.name == "Target")
    drawn = set(zip((day[:4] for day in targets.x), targets.y, strict=True))
    assert {("2010", 2.0), ("2015", 2.2), ("2020", 2.5)} <= drawn


def test_targets_are_not_drawn_over_something_else_than_what_they_are_set_for(view_of: Show) -> None:
    assert not view_of("solar-capacity", transform="growth").targets
    assert not view_of("gdp-growth", economies=("USA",)).targets


def test_a_log_axis_spans_whole_figures_and_says_them(view_of: Show) -> None:
    view = view_of("solar-capacity", scale="log")
    axis = layout_of(line_figure(view)).yaxis
    assert axis.type == "log"
    scale = value_scale(view)
    assert list(axis.range) == [math.log10(scale.low), math.log10(scale.high)]
    assert scale.low < view.points["value"].min()
    assert "1,000" in axis.ticktext


@pytest.mark.parametrize("indicator", ["gdp", "gdp-growth", "population", "rd-spending", "fdi-outflows"])
def test_tick_texts_differ_from_one_another(view_of: Show, indicator: str) -> None:
    axis = layout_of(line_figure(view_of(indicator))).yaxis
    assert len(set(axis.ticktext)) == len(axis.ticktext) >= 2


def test_the_picture_itself_says_source_and_vintage(view_of: Show) -> None:
    view = view_of("gdp-growth")
    texts = " ".join(note.text for note in layout_of(line_figure(view, width=1280)).annotations)
    assert "World Bank, World Development Indicators" in texts
    assert view.vintage.date.isoformat() in texts


def test_the_first_economy_is_in_the_accent_and_every_line_has_a_colour_of_its_own(view_of: Show) -> None:
    many = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")
    for mode in ("light", "dark"):
        lines = series_of(line_figure(view_of("gdp-growth", economies=many), mode=mode))
        assert len({line.line.color for line in lines.values()}) == len(many)


def test_line_labels_keep_apart(view_of: Show) -> None:
    many = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR", "FRA", "ITA")
    figure = line_figure(view_of("gdp-per-capita-growth", economies=many), width=1280)
    labels = [note for note in layout_of(figure).annotations if note.xref == "paper" and note.x == 1]
    inner = layout_of(figure).height - layout_of(figure).margin.t - layout_of(figure).margin.b
    heights = sorted(note.y * inner for note in labels)
    assert len(heights) == len(many)
    assert all(upper - lower >= 14 for lower, upper in itertools.pairwise(heights))


def test_an_axis_that_no_figure_reaches_is_not_drawn_past_its_range(view_of: Show) -> None:
    view = view_of("gdp-growth", first_year=1990, last_year=2000)
    start, end = layout_of(line_figure(view)).xaxis.range
    assert dt.date.fromisoformat(start).year == 1990
    assert dt.date.fromisoformat(end).year == 2000


def test_the_figure_is_light_enough_to_send(view_of: Show) -> None:
    many = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")
    size = len(json.dumps(line_figure(view_of("gdp-growth", economies=many), width=1280).to_plotly_json(), default=str))
    assert size < 150_000


def test_what_is_computed_from_two_releases_names_both(view_of: Show) -> None:
    figure = line_figure(view_of("solar-capacity", transform="per-capita"), width=2200)
    source = next(note.text for note in layout_of(figure).annotations if note.text.startswith("Source:"))
    assert "solar-capacity: OWID export of IRENA (2026)" in source
    assert "population: WDI update 2026-07-13" in source


def test_what_is_added_to_a_chart_stays_under_its_pins_and_leaves_the_chart_itself_as_it_was(view_of: Show) -> None:
    parts = line_parts(view_of("gdp-growth"), Sheet(1280))
    before: dict[str, Any] = parts.figure().to_plotly_json()
    line, shape, note = {"type": "scatter", "name": "Added"}, {"type": "line", "x0": 0}, {"text": "Added"}
    figure = parts.adding(traces=[line], shapes=[shape], annotations=[note]).figure()
    assert [trace.name for trace in traces(figure)][-2:] == ["Added", "Milestones"]
    after: dict[str, Any] = figure.to_plotly_json()
    assert after["layout"]["shapes"] == [*before["layout"]["shapes"], shape]
    assert after["layout"]["annotations"] == [*before["layout"]["annotations"], note]
    assert parts.figure().to_plotly_json() == before


def test_eras_of_one_economy_are_not_drawn_about_others_as_if_they_were_theirs(view_of: Show) -> None:
    def told(*economies: str) -> str:
        figure = line_figure(view_of("gdp-growth", economies=economies), width=1280)
        return " ".join(str(note.text) for note in layout_of(figure).annotations)

    assert "Eras and milestones of China's policy" in told("USA", "DEU")
    assert "China's policy" not in told("USA", "CHN")


@pytest.mark.parametrize("width", [300, 448, 600])
def test_a_low_chart_of_one_history_is_no_higher_than_its_least_body(view_of: Show, width: int) -> None:
    layout = layout_of(line_figure(view_of("gdp-growth", economies=("CHN",)), width=width, height=100))
    # in a small frame every pixel more makes all that is written smaller
    assert layout.height - layout.margin.t - layout.margin.b == 200
