"""The evidence's figures show what a check compares, and where a change stands."""

import json
from base64 import b64decode
from collections.abc import Callable
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.checks import check_charts
from dashboard.evidence.evaluation import run_lab
from dashboard.evidence.lab import Lab
from dashboard.evidence.marks import Bound, Mark, legend, window_marks
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.figures import Figure
from dashboard.figures.charts.change_dots import dates_figure, economies_figure, has_dates, has_economies
from dashboard.figures.charts.evidence_chart import evidence_figure
from dashboard.figures.charts.spark import WIDTH_PX, Spark, spark_image, spark_svg
from dashboard.figures.embed import figure_json
from dashboard.figures.theme import Mode, palette
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show, series_of

Ask = Callable[..., Lab]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def checks(shipped_results: tuple[ClaimResult, ...]) -> dict[str, CheckResult]:
    return {f"{result.claim.id}/{entry.id}": entry for result in shipped_results for entry in result.checks}


@pytest.fixture(scope="session")
def ask(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Ask:
    def asked(indicator: str, milestone: str, windows: Windows | None = None) -> Lab:
        found = shipped_catalogue.milestones[milestone]
        return run_lab(Loader(shipped_cache.store, shipped_catalogue), indicator, found, windows=windows)

    return asked


def values_of(view: View, economy: str) -> dict[int, float]:
    series = view.series(economy)
    return dict(zip(series["period"].dt.year.tolist(), series["value"].tolist(), strict=True))


def checked(figure: Figure) -> go.Figure:
    """Draw once more with plotly's own check of every part, which the page leaves out."""
    return go.Figure(figure.to_plotly_json())


def test_a_change_shades_its_two_windows_and_draws_their_means(checks: dict[str, CheckResult], view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN",), first_year=1979)
    before, after = checks["growth-orientation/change-2012"].marks
    assert (before.first, before.last, after.first, after.last) == (2008, 2012, 2013, 2017)
    figures = values_of(view, "CHN")
    assert before.values[0] == pytest.approx(sum(figures[year] for year in range(2008, 2013)) / 5)
    drawn = checked(evidence_figure(view, (before, after), width=1280))
    shaded = [shape.x0 for shape in layout_of(drawn).shapes if shape.opacity == 0.1]
    assert shaded == ["2008-01-01", "2013-01-01"]
    assert {"2008–2012", "2013–2017"} <= {trace.name for trace in traces(drawn)}
    assert before.text in " ".join(note.text for note in layout_of(drawn).annotations)


def test_a_bend_draws_the_trends_through_its_windows(checks: dict[str, CheckResult]) -> None:
    before, _ = checks["technology-waves/patents-bend-mlp"].marks
    ratios = [later / earlier for earlier, later in zip(before.values, before.values[1:], strict=False)]
    assert ratios == pytest.approx([ratios[0]] * 4)
    assert ratios[0] > 1.2


def test_eras_levels_and_targets_mark_the_years_that_they_read(checks: dict[str, CheckResult]) -> None:
    assert [(mark.first, mark.last) for mark in checks["growth-orientation/era-means"].marks] == [
        (1979, 2012),
        (2013, 2023),
    ]
    [standing] = checks["growth-orientation/reform-era-standing"].marks
    assert (standing.first, standing.last, standing.values) == (1979, 2012, ())
    [margin] = checks["growth-orientation/ahead-of-target-2005-2012"].marks
    assert (margin.first, margin.last) == (2005, 2012)


def test_what_cannot_be_said_has_its_windows_and_no_means(checks: dict[str, CheckResult]) -> None:
    found = checks["export-led-manufacturing/fdi-1979"].marks
    assert [mark.values for mark in found] == [(), ()]


def test_thresholds_are_drawn_where_they_are_figures_of_the_series(
    checks: dict[str, CheckResult], view_of: Show
) -> None:
    view = view_of("household-consumption", economies=("CHN",))
    bounds = checks["services-not-high-tech/household-consumption"].bounds
    assert bounds == (Bound(55, "in favour at 55.0 %", in_favour=True), Bound(45, "against at 45.0 %", in_favour=False))
    drawn = series_of(checked(evidence_figure(view, (), bounds, width=1280)))
    assert drawn["in favour at 55.0 %"].line.dash == "dash"
    assert drawn["against at 45.0 %"].line.dash == "dot"
    assert not checks["growth-orientation/reform-era-standing"].bounds


def test_the_chart_of_a_check_shows_the_milestone_and_targets_that_it_compares_and_no_other(
    checks: dict[str, CheckResult], shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    loader = Loader(shipped_cache.store, shipped_catalogue)
    shown: dict[str, tuple[set[str], set[int]]] = {}
    for name in ("change-2012", "era-means", "margin-since-2013"):
        [view] = check_charts(loader, checks[f"growth-orientation/{name}"], None)[0].views
        shown[name] = {milestone.id for milestone in view.milestones}, {target.last_year for target in view.targets}
    assert shown["change-2012"] == ({"leadership-2012"}, set())
    assert shown["era-means"] == (set(), set())
    pins, years = shown["margin-since-2013"]
    assert not pins
    assert years
    assert min(years) == 2013


def test_what_is_marked_is_explained_in_words() -> None:
    mean, bound = Mark(2008, 2009, (1.0, 1.0), "1 %"), Bound(2.0, "in favour at 2 %", in_favour=True)
    assert legend((mean,), (bound,)) == (
        "Shaded: the years that are compared, the dashed line through them what they come to; "
        "dashed across: in favour at 2 %."
    )
    assert legend((), (bound,)) == "Dashed across: in favour at 2 %."
    assert legend((), ()) == ""


def test_a_threshold_beyond_the_axis_is_left_out(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN",))
    drawn = evidence_figure(view, (), (Bound(1000, "far", in_favour=True),), width=1280)
    assert "far" not in {trace.name for trace in traces(checked(drawn))}


def test_every_date_is_a_dot_and_the_milestone_stands_out(ask: Ask, view_of: Show) -> None:
    lab = ask("exports-share", "wto-accession")
    figure = dates_figure(view_of("exports-share", economies=("CHN",)), lab.found, lab.named, width=1280)
    [dots] = traces(checked(figure))
    assert len(dots.x) == lab.found.dates.dates > 50
    assert sorted(dots.x) == sorted(date.change for date in lab.found.dates.distribution)
    own = [place for place, symbol in enumerate(dots.marker.symbol) if symbol == "diamond"]
    assert [dots.customdata[place][0] for place in own] == ["2002"]
    hollow = sum(colour == palette("light").ground for colour in dots.marker.color)
    assert hollow == sum(date.overlaps for date in lab.found.dates.distribution) - 1
    assert f"3rd of {len(dots.x)}" in " ".join(note.text for note in layout_of(figure).annotations)


def test_the_first_tenth_is_shaded_from_its_last_date_on(ask: Ask, view_of: Show) -> None:
    lab = ask("exports-share", "wto-accession")
    figure = dates_figure(view_of("exports-share", economies=("CHN",)), lab.found, lab.named, width=1280)
    [zone] = [shape for shape in layout_of(figure).shapes if shape.type == "rect"]
    inside = [date for date in lab.found.dates.distribution if date.change >= zone.x0]
    assert len(inside) == 5


def test_every_economy_is_a_dot_with_the_median_and_the_own_pointed_out(
    ask: Ask, view_of: Show, shipped_catalogue: Catalogue
) -> None:
    lab = ask("exports-share", "wto-accession")
    figure = economies_figure(
        view_of("exports-share", economies=("CHN",)), lab.found, shipped_catalogue.economies, width=1280
    )
    [dots] = traces(checked(figure))
    assert len(dots.x) == lab.found.economies.economies + 1
    assert {shape.x0 for shape in layout_of(figure).shapes} == {lab.found.change.change, lab.found.economies.median}


def test_there_is_no_picture_of_what_cannot_be_said(ask: Ask, view_of: Show, shipped_catalogue: Catalogue) -> None:
    lab = ask("fdi-inflows", "reform-and-opening")
    view = view_of("fdi-inflows", economies=("CHN",))
    assert not has_dates(lab.found)
    assert not has_economies(lab.found)
    for draw in (
        lambda: dates_figure(view, lab.found, lab.named),
        lambda: economies_figure(view, lab.found, shipped_catalogue.economies),
    ):
        with pytest.raises(ValueError, match="no change to draw"):
            draw()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_picture_names_its_source_and_vintage(ask: Ask, view_of: Show, mode: Mode) -> None:
    lab, view = ask("exports-share", "wto-accession"), view_of("exports-share", economies=("CHN",))
    pictures = [
        evidence_figure(view, window_marks(lab.found.change, lab.indicator, values_of(view, "CHN")), mode=mode),
        dates_figure(view, lab.found, lab.named, mode=mode),
    ]
    for picture in pictures:
        said = " ".join(note.text for note in layout_of(picture).annotations).replace("<br>", " ")
        assert f"Vintage {view.vintage.date}" in said


SERIES = ((1961, 1.0), (1962, 2.0), (1970, -4.0), (1971, 5.0), (1972, 3.0))


def test_a_small_picture_breaks_its_line_where_years_are_missing(shipped_catalogue: Catalogue) -> None:
    svg = ET.fromstring(spark_svg(Spark(SERIES, "China, growth", "3.0 %"), tuple(shipped_catalogue.eras.values())))  # noqa: S314 - our own
    assert len(svg.findall(f"{SVG}polyline")) == 2
    texts = [text.text for text in svg.findall(f"{SVG}text")]
    assert {"China, growth", "3.0 %", "1961", "1972"} <= set(texts)
    assert svg.get("aria-label") == ("China, growth from 1961 to 1972: 3.0 % at last, lowest in 1970, highest in 1971.")


def test_a_small_picture_stays_inside_its_frame_and_escapes_what_it_says(shipped_catalogue: Catalogue) -> None:
    svg = ET.fromstring(spark_svg(Spark(SERIES, "<b>&", "3"), tuple(shipped_catalogue.eras.values()), mode="dark"))  # noqa: S314 - our own
    points = [point for line in svg.findall(f"{SVG}polyline") for point in (line.get("points") or "").split()]
    across = [float(point.split(",")[0]) for point in points]
    down = [float(point.split(",")[1]) for point in points]
    assert min(across) >= 0
    assert max(across) <= WIDTH_PX
    assert min(down) >= 36
    assert max(down) <= 94
    assert "<b>&" in [text.text for text in svg.findall(f"{SVG}text")]


def test_a_series_of_one_figure_or_none_is_no_mistake() -> None:
    assert spark_svg(Spark((), "Nothing", ""), ()) == spark_image(Spark((), "Nothing", ""), ()) == ""
    assert "<circle" in spark_svg(Spark(((2020, 1.0),), "One", "1"), ())
    assert "NaN" not in spark_svg(Spark(((2020, 1.0), (2021, 1.0)), "Flat", "1"), ())


def test_the_image_holds_the_drawing_itself() -> None:
    spark = Spark(SERIES, "China", "3")
    data = spark_image(spark, ()).partition("base64,")[2].partition('"')[0]
    assert b64decode(data).decode() == spark_svg(spark, ())


def test_a_figure_in_a_page_cannot_end_its_script() -> None:
    text = figure_json(go.Figure(layout={"title": "</script><!-- x"}))
    assert "<" not in text
    assert json.loads(text)["layout"]["title"]["text"] == "</script><!-- x"
