"""Two indicators have a panel each on one time axis, two indices one axis, and no plot ever has two value axes."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.figures import Figure
from dashboard.figures.charts.pair import pair_figure
from dashboard.figures.parts.earlier import Earlier
from dashboard.figures.parts.series import DASH
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.pair import views_of
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import SURROUNDINGS

FIVE = ("CHN", "USA", "JPN", "KOR", "WLD")
EIGHT = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")
Pair = Callable[..., tuple[View, ...]]


@pytest.fixture(scope="session")
def pair(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Pair:
    loader = Loader(shipped_cache.store, shipped_catalogue)

    def views(first: str, second: str, *economies: str, **fields: Any) -> tuple[View, ...]:  # noqa: ANN401 - any field of a selection
        return views_of(loader, Selection(first, economies or FIVE, second=second, **fields))

    return views


def drawn(views: tuple[View, ...], width: int | None = 1280, height: int | None = 560) -> Figure:
    """Return the figure after plotly's own check of every part, which the page leaves out."""
    figure = pair_figure(views, sheet=Sheet(width, height, titled=False))
    go.Figure(figure.to_plotly_json())
    return figure


def lines(figure: Figure, axis: str) -> list[Any]:
    return [trace for trace in traces(figure) if (trace.yaxis or "y") == axis and trace.name not in SURROUNDINGS]


def value_axes(figure: Figure) -> dict[str, Any]:
    """Return the axes of values by the name that traces have for them, without the pins' own."""
    plain: dict[str, Any] = figure.to_plotly_json()["layout"]  # pyright: ignore[reportAssignmentType]
    return {
        name.replace("axis", ""): axis for name, axis in plain.items() if name.startswith("yaxis") and name != "yaxis2"
    }


def test_each_indicator_has_a_panel_with_its_own_axis_and_unit_above_one_time_axis(pair: Pair) -> None:
    views = pair("rd-spending", "high-tech-exports")
    figure = drawn(views)
    assert set(value_axes(figure)) == {"y3", "y"}
    for view, axis in zip(views, ("y3", "y"), strict=True):
        shown = {trace.name.split(",")[0]: trace for trace in lines(figure, axis)}
        for economy in view.economies:
            values = [value for value in shown[economy.short_name].y if value is not None]
            assert values == view.series(economy.id)["value"].tolist()
    texts = " ".join(note.text for note in layout_of(figure).annotations)
    assert "<b>Research and development spending</b>, % of GDP" in texts
    assert "<b>High-technology exports</b>, current US$" in texts


@pytest.mark.parametrize("fields", [{}, {"transform": "index"}], ids=["panels", "index"])
@pytest.mark.parametrize("width", [None, 375, 1280])
def test_no_plot_has_two_value_axes_and_no_two_names_touch(
    pair: Pair, fields: dict[str, Any], width: int | None
) -> None:
    figure = drawn(pair("gdp-per-capita", "electricity-use-per-capita", *EIGHT, **fields), width, 420)
    domains = sorted(axis["domain"] for axis in value_axes(figure).values())
    assert all(low[1] < high[0] for low, high in pairwise(domains))
    assert not any("overlaying" in axis for axis in value_axes(figure).values())
    margin, height = layout_of(figure).margin, layout_of(figure).height
    body = height - margin.t - margin.b
    ends = sorted(note.y for note in layout_of(figure).annotations if note.xref == "paper" and note.x == 1)
    assert len(ends) >= 2 * 7
    assert all((above - below) * body > 14 for below, above in pairwise(ends))
    # a name stands beside the panel of its line
    assert all(any(low - 0.01 <= end <= high + 0.01 for low, high in domains) for end in ends)


def test_an_economy_has_one_colour_in_both_panels_also_where_one_lacks_it(pair: Pair) -> None:
    views = pair("gdp", "exchange-rate", "WLD", "CHN", "USA", "JPN")
    assert views[0].economies != views[1].economies
    figure = drawn(views)
    above, below = (
        {trace.name.split(",")[0]: trace.line.color for trace in lines(figure, axis)} for axis in ("y3", "y")
    )
    assert below.keys() < above.keys()
    assert below == {name: above[name] for name in below}


def test_targets_stand_in_the_panel_of_their_own_indicator(pair: Pair) -> None:
    views = pair("gdp-growth", "rd-spending", "CHN", first_year=2000)
    assert all(view.targets for view in views)
    figure = drawn(views)
    placed = {trace.yaxis: len(trace.x) for trace in traces(figure) if trace.name == "Target"}
    assert placed == {"y3": len(views[0].targets), "y": len(views[1].targets)}
    boxes = {shape.yref for shape in layout_of(figure).shapes if shape.yref not in ("paper", "y2")}
    assert "y3" in boxes


def test_each_panel_has_the_scale_of_its_own_values(pair: Pair) -> None:
    figure = drawn(pair("gdp", "gdp-growth"))
    assert {name: axis["type"] for name, axis in value_axes(figure).items()} == {"y3": "log", "y": "linear"}


def test_where_days_differ_each_value_says_of_which_period_it_is(pair: Pair) -> None:
    figure = drawn(pair("gdp", "exchange-rate", "CHN", "JPN"))
    [yearly, monthly] = [next(trace for trace in lines(figure, axis) if "China" in trace.name) for axis in ("y3", "y")]
    assert not yearly.customdata[0].endswith("1960")
    assert monthly.customdata[0].endswith(monthly.x[0][:7])
    assert layout_of(figure).xaxis.hoverformat == "%Y"
    assert layout_of(figure).hoversubplots == "axis"


def test_two_indices_share_one_axis_and_are_told_apart_by_dashes_and_names(pair: Pair) -> None:
    views = pair("gdp", "population", "CHN", "IND", transform="index", base_year=1990)
    figure = drawn(views)
    assert set(value_axes(figure)) == {"y"}
    dashes = {trace.name: trace.line.dash for trace in lines(figure, "y")}
    assert dashes["China, GDP"] == dashes["India, GDP"] == "solid"
    assert dashes["China, population"] == dashes["India, population"] != DASH
    texts = [note.text for note in layout_of(figure).annotations]
    assert {"<b>China, GDP</b>", "<b>China, population</b>"} <= set(texts)
    key = "Index, 1990 = 100. GDP: unbroken lines. Population: long dashes"
    assert any(key in text for text in texts)


def test_milestones_hover_alone_and_move_with_the_panels(pair: Pair) -> None:
    figure = drawn(pair("gdp", "population"))
    [pins] = [trace for trace in traces(figure) if trace.name == "Milestones"]
    assert (pins.xaxis, layout_of(figure).xaxis2.matches) == ("x2", "x")
    assert list(layout_of(figure).xaxis2.range) == list(layout_of(figure).xaxis.range)


def test_a_low_sheet_leaves_each_panel_room(pair: Pair) -> None:
    figure = drawn(pair("gdp", "population"), 375, 300)
    margin = layout_of(figure).margin
    body = layout_of(figure).height - margin.t - margin.b
    assert all((axis["domain"][1] - axis["domain"][0]) * body >= 149 for axis in value_axes(figure).values())


def test_what_was_known_earlier_is_a_thin_line_in_the_panel_of_its_indicator(pair: Pair) -> None:
    views = pair("gdp", "gdp-growth", "CHN", "USA")
    earlier = [Earlier(view, ("CHN",), "13 July 2026") for view in views]
    figure = pair_figure(views, sheet=Sheet(1280), earlier=earlier)
    thin = {trace.yaxis: trace for trace in traces(figure) if "13 July 2026" in (trace.name or "")}
    assert set(thin) == {"y3", "y"}
    assert all(trace.line.width < 1.5 and trace.name.startswith("China") for trace in thin.values())
    feet = [note.text for note in layout_of(figure).annotations if "Sources:" in note.text]
    assert feet[0].count("Thin dotted line: as known on 13 July 2026.") == 1
