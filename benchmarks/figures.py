"""Time the building of figures: pins and eras against plotly's own loop, the heaviest chart, and those of the world.

Run with `python -m benchmarks.figures [--calls 30]`; exits 1 where a floor is missed. The peer draws the same
milestones and eras on the same panels as readers of plotly's handbook do: `add_vline` and `add_vrect`, one by one.
"""

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from benchmarks.results import at_most, line
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.catalogue.policy import Era, Milestone
from dashboard.figures.charts.choropleth import map_figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.geometry.pins import place_pins
from dashboard.figures.parts.sheet import Sheet
from dashboard.settings import DATA
from dashboard.store.observations import Store
from dashboard.views import comparison
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.parameter_readers import ALL_STRIPS
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.shipped import open_shipped

CALLS, WARM_UP = 30, 3
# a milestone takes some 0.5 kB of words for its hover, and there are 55 on the heaviest chart
PANELS_MS, LINE_MS, LINE_KB, WORLD_MS = 50.0, 15.0, 85.0, 40.0
# and 186 on that of all policy histories, with a strip of eras for each
EVERY_KB = 160.0
WIDTH = 1280
PANELS = (
    "gdp-growth",
    "rd-spending",
    "exports-share",
    "fdi-inflows",
    "trade-share",
    "manufacturing-share",
    "gdp",
    "population",
)
ECONOMIES = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")


def timed(call: Callable[[], object], calls: int, *, warm_up: int = WARM_UP) -> float:
    """Return the median time of a call in milliseconds."""
    taken: list[float] = []
    for number in range(warm_up + calls):
        started = time.perf_counter()
        call()
        if number >= warm_up:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def one_by_one(views: Sequence[View], eras: Sequence[Era], milestones: Sequence[Milestone], last: dt.date) -> go.Figure:
    """Return the panels as a loop over plotly's own calls draws them."""
    figure = make_subplots(rows=len(views), cols=1, shared_xaxes=True)
    for row, view in enumerate(views, start=1):
        figure.add_trace(go.Scatter(x=view.points["period"], y=view.points["value"]), row=row, col=1)
        # a row or "all" is taken, which plotly annotates as text alone
        place, first = cast("str", row), cast("str", 1)
        for era in eras:
            figure.add_vrect(x0=era.start, x1=era.end or last, opacity=0.1, line_width=0, row=place, col=first)
        for milestone in milestones:
            figure.add_vline(x=milestone.date.isoformat(), line_width=1, line_dash="dot", row=place, col=first)
    return figure


def world(store: Store, catalogue: Catalogue, calls: int) -> dict[str, tuple[int, float]]:
    """Return for map, ranking and scatter of all economies how many there are, and the time to draw them."""
    loader, asked = Loader(store, catalogue), Selection(indicator="gdp-growth")
    view = comparison.everyone(loader, asked)
    ranking = comparison.ranking(view, None)
    across = comparison.everyone(loader, Selection(indicator="gdp-per-capita-ppp"))
    meeting = comparison.meeting(view, across, None)
    if ranking is None or meeting is None:
        raise SystemExit("the snapshot has no values to rank")
    return {
        "map": (len(ranking.ranked), timed(lambda: map_figure(ranking, width=WIDTH), calls)),
        "ranking": (len(ranking.ranked), timed(lambda: ranking_figure(ranking, width=WIDTH), calls)),
        "scatter": (len(meeting.now()), timed(lambda: scatter_figure(meeting, width=WIDTH), calls)),
    }


def main() -> int:
    """Time the panels, their layout, the heaviest view of Explore, and the charts of all economies."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=CALLS)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        store = open_shipped(f"sqlite:///{Path(folder) / 'eraline.db'}").store
        catalogue = load_catalogue(DATA)
        views = [chart_view(Loader(store, catalogue), Selection(indicator=name, economies=("CHN",))) for name in PANELS]
        heavy = chart_view(Loader(store, catalogue), Selection(indicator="gdp-growth", economies=ECONOMIES))
        every = Selection(indicator="gdp-growth", economies=ECONOMIES, strips=ALL_STRIPS)
        several = chart_view(Loader(store, catalogue.focused(*catalogue.histories)), every)
        drawn_world = world(store, catalogue, calls)
    span, eras = (dt.date(1949, 1, 1), dt.date(2026, 12, 31)), tuple(catalogue.eras.values())[1:]
    known = sorted(catalogue.milestones.values(), key=lambda found: found.date)
    # forty on the axis: what the catalogue has since 1949, filled up with copies a year on
    inside = [found for found in known if found.date >= span[0]]
    copies = [found.model_copy(update={"id": f"{found.id}-2", "date": found.date.replace(day=1)}) for found in inside]
    milestones = sorted([*inside, *copies][:40], key=lambda found: found.date)

    def panels(width: int = WIDTH) -> go.Figure:
        place_pins.cache_clear()
        return panels_figure(views, span=span, eras=eras, milestones=milestones, sheet=Sheet(width, titled=False))

    ours = timed(panels, calls)
    # it takes most of a minute
    theirs = timed(lambda: one_by_one(views, eras, milestones, span[1]), 1, warm_up=0)
    cold = timed(lambda: (place_pins.cache_clear(), line_figure(heavy, width=WIDTH)), calls)
    explore = timed(lambda: line_figure(heavy, width=WIDTH), calls)
    size = len(str(line_figure(heavy, width=WIDTH).to_json())) / 1000
    all_of_them = timed(lambda: line_figure(several, width=WIDTH), calls)
    all_kb = len(str(line_figure(several, width=WIDTH).to_json())) / 1000
    panelled = f"{len(milestones)} milestones, {len(views)} panels, laid out anew"
    drawn = f"{len(heavy.economies)} economies, {len(heavy.milestones)} milestones, {len(heavy.targets)} targets"
    told = f"the same of {len(several.histories)} policy histories, {len(several.milestones)} milestones"
    line(panelled, f"{ours:.1f} ms", than=f"add_vline and add_vrect {theirs:.0f} ms", ratio=ours / theirs)
    line("Explore with the pins laid out anew", f"{cold:.1f} ms")
    kept = [
        at_most(panelled, ours, PANELS_MS, "ms", digits=1),
        at_most(f"Explore, {drawn}", explore, LINE_MS, "ms", digits=1),
        at_most("its JSON", size, LINE_KB, "kB", digits=1),
        at_most(told, all_of_them, LINE_MS, "ms", digits=1),
        at_most("its JSON", all_kb, EVERY_KB, "kB", digits=1),
        *(
            at_most(f"{name} of {count} economies", taken, WORLD_MS, "ms", digits=1)
            for name, (count, taken) in drawn_world.items()
        ),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
