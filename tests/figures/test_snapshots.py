"""Each kind of figure is still what somebody looked at and found right, told in a few lines; see docs/testing.md."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pandas as pd
import plotly.graph_objects as go
import pytest
from syrupy.assertion import SnapshotAssertion

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Era
from dashboard.catalogue.wording import KIND_NAMES
from dashboard.evidence.evaluation import run_lab
from dashboard.evidence.lab import Lab
from dashboard.evidence.marks import Bound, Mark
from dashboard.figures import Figure
from dashboard.figures.charts.change_dots import dates_figure, economies_figure
from dashboard.figures.charts.choropleth import map_figure
from dashboard.figures.charts.coverage import coverage_figure
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.charts.evidence_chart import evidence_figure
from dashboard.figures.charts.grid import grid_figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.charts.revision import revision_figure
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.charts.spark import Spark, spark_svg
from dashboard.figures.charts.timeline import timeline_figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode
from dashboard.store.opening import Cache
from dashboard.views import comparison, event_time
from dashboard.views.loading import Loader
from dashboard.views.view import View
from tests.figures.conftest import Show
from tests.figures.summary import summary

# what the catalogue gains is no change of a figure
ERAS = ("self-strengthening", "planned-economy", "reform-and-opening", "innovation-driven", "new-quality")
MILESTONES = (
    "reform-and-opening",
    "wto-accession",
    "mlp-2006",
    "global-financial-crisis",
    "made-in-china-2025",
    "fyp-14",
)
TARGETS = ("growth-2024", "growth-average-2016-2020", "rd-2010", "rd-2020-fyp-13", "solar-2020-105gw")
ECONOMIES = ("CHN", "USA", "JPN", "KOR", "DEU", "IND", "WLD")
SPAN = (dt.date(1961, 1, 1), dt.date(2026, 12, 31))


def checked(figure: Figure) -> str:
    """Return a figure's summary after plotly's own check of every part, which the page leaves out."""
    go.Figure(figure.to_plotly_json())
    return summary(figure)


@pytest.fixture(scope="session")
def lab(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Lab:
    found = shipped_catalogue.milestones["wto-accession"]
    return run_lab(Loader(shipped_cache.store, shipped_catalogue), "exports-share", found)


@pytest.fixture
def kept(view_of: Show) -> Show:
    """Return a view with no more around its series than is listed here."""

    def narrowed(indicator: str, *economies: str) -> View:
        view = view_of(indicator, economies=economies)
        return replace(
            view,
            axis=SPAN,
            eras=tuple(era for era in view.eras if era.id in ERAS),
            milestones=tuple(found for found in view.milestones if found.id in MILESTONES),
            targets=tuple(target for target in view.targets if target.id in TARGETS),
        )

    return narrowed


@pytest.fixture
def eras(shipped_catalogue: Catalogue) -> tuple[Era, ...]:
    return tuple(shipped_catalogue.eras[name] for name in ERAS)


@pytest.fixture
def exports(kept: Show) -> View:
    return kept("exports-share", "CHN")


@pytest.mark.parametrize(
    ("indicator", "economies", "width", "mode"),
    [
        ("rd-spending", ("CHN", "USA", "KOR"), 1280, "light"),
        ("solar-capacity", ("CHN", "WLD"), 375, "dark"),
        ("gdp-growth", ("CHN",), None, "light"),
    ],
)
def test_lines(
    kept: Show, snapshot: SnapshotAssertion, indicator: str, economies: tuple[str, ...], width: int | None, mode: Mode
) -> None:
    assert checked(line_figure(kept(indicator, *economies), width=width, mode=mode)) == snapshot


def test_panels(kept: Show, eras: tuple[Era, ...], snapshot: SnapshotAssertion) -> None:
    views = [kept(name, "CHN") for name in ("gdp-growth", "rd-spending", "solar-capacity")]
    milestones = views[0].milestones
    assert (
        checked(panels_figure(views, span=SPAN, eras=eras[1:], milestones=milestones, sheet=Sheet(1280, titled=False)))
        == snapshot
    )


def test_timeline(kept: Show, shipped_catalogue: Catalogue, snapshot: SnapshotAssertion) -> None:
    under, whole = kept("rd-spending", "CHN"), (dt.date(1861, 1, 1), SPAN[1])
    history = shipped_catalogue.history.model_copy(
        update={"eras": {name: shipped_catalogue.eras[name] for name in ERAS}}
    )
    figure = timeline_figure(
        under.milestones, history, whole, kind_names=KIND_NAMES, selected="wto-accession", overlay=under, width=1280
    )
    assert checked(figure) == snapshot


def test_grid(kept: Show, snapshot: SnapshotAssertion) -> None:
    view = kept("rd-spending", "CHN", "USA", "KOR")
    assert checked(grid_figure(view, view.economies, width=1280)) == snapshot


@pytest.mark.parametrize("draw", [ranking_figure, map_figure])
def test_a_year(view_of: Show, snapshot: SnapshotAssertion, draw: Callable[..., Figure]) -> None:
    ranking = comparison.ranking(comparison.yearly(view_of("rd-spending", economies=ECONOMIES)), 2020)
    assert ranking is not None
    assert checked(draw(ranking, width=1280)) == snapshot


def test_scatter(view_of: Show, snapshot: SnapshotAssertion) -> None:
    up, across = (view_of(name, economies=ECONOMIES) for name in ("rd-spending", "gdp-per-capita-ppp"))
    met = comparison.meeting(up, across, 2020)
    assert met is not None
    assert checked(scatter_figure(met, ("USA",), width=1280)) == snapshot


@pytest.mark.parametrize("others", [True, False])
def test_event_time(view_of: Show, shipped_catalogue: Catalogue, snapshot: SnapshotAssertion, *, others: bool) -> None:
    milestone = shipped_catalogue.milestones["wto-accession"]
    around = event_time.around(view_of("gdp", economies=(*ECONOMIES, "FRA", "GBR", "ITA", "CAN")), milestone, ())
    assert checked(event_time_figure(around, ("USA",), others=others, width=1280)) == snapshot


def test_evidence(exports: View, snapshot: SnapshotAssertion) -> None:
    marks = Mark(1997, 2001, (19.3,) * 5, "19.3 %"), Mark(2002, 2006, (24.0, 27.0, 30.0, 33.0, 36.0), "+3.0 pp a year")
    bound = Bound(25.0, "in favour at 25.0 %", in_favour=True)
    assert checked(evidence_figure(exports, marks, (bound,), width=1280)) == snapshot


def test_changes_at_all_dates(exports: View, lab: Lab, snapshot: SnapshotAssertion) -> None:
    figure = dates_figure(exports, lab.found, lab.named, width=1280)
    assert checked(figure) == snapshot


def test_changes_of_economies(
    exports: View, lab: Lab, shipped_catalogue: Catalogue, snapshot: SnapshotAssertion
) -> None:
    some = tuple(other for other in lab.found.economies.changes if other.economy in ECONOMIES)
    middle = median(other.change for other in some)
    found = replace(lab.found, economies=replace(lab.found.economies, changes=some, median=middle))
    figure = economies_figure(exports, found, shipped_catalogue.economies, width=1280)
    assert checked(figure) == snapshot


def test_revision(exports: View, snapshot: SnapshotAssertion) -> None:
    now = exports.series("CHN")
    then = now.iloc[:-2].assign(value=lambda found: found["value"] * 1.01)
    assert checked(revision_figure(then, now, exports.indicator, labels=("Then", "Now"))) == snapshot


def test_coverage(shipped_catalogue: Catalogue, snapshot: SnapshotAssertion) -> None:
    shown = [shipped_catalogue.indicators[name] for name in ("gdp-growth", "rd-spending")]
    rows = [(entry.id, year, year - 1989) for entry in shown for year in range(1990, 1995)]
    coverage = pd.DataFrame(rows, columns=["indicator", "year", "economies"])
    assert checked(coverage_figure(coverage, shown, width=1280)) == snapshot


def test_spark(eras: tuple[Era, ...], snapshot: SnapshotAssertion) -> None:
    spark = Spark(((1961, 1.0), (1962, 2.0), (1970, -4.0), (1971, 5.0)), "China, growth", "5.0 %")
    assert spark_svg(spark, eras).replace("><", ">\n<") == snapshot
