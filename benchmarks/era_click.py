"""How soon does a click redraw the chart? An era filter in Chromium against a bare page with ready-made figures.

Run with `python -m benchmarks.era_click [--clicks 40]`; exits 1 where the floor is missed. The floor's page is
Streamlit with the same pills and the very same two figures, read from files and drawn as large as Eraline draws them:
all that is left there is Streamlit's and plotly's own time. Both are clicked alternately by the same browser.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.client import streamlit
from benchmarks.first_chart import chromium
from benchmarks.results import line, times
from dashboard.catalogue.loading import load_catalogue
from dashboard.figures import Ready
from dashboard.figures.charts.line import line_figure
from dashboard.settings import DATA
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.shipped import open_shipped

CLICKS, WARM_UP, MOST = 40, 3, 1.2
ECONOMIES = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")
ERA, WIDTH = "innovation-driven", 1200
PILL = "Innovation-driven development"
BARE = """
import pathlib, plotly.io, streamlit as st
st.set_page_config(layout="wide")
# Streamlit's own margins would make the chart smaller
st.html("<style>[data-testid=stMainBlockContainer] {{ padding: 4.2rem 3vw }}</style>")
chosen = st.pills("Eras", ["{pill}"], key="era")
name = "one.json" if chosen else "all.json"
figure = plotly.io.from_json(pathlib.Path(r"{folder}", name).read_text("utf-8"), skip_invalid=True)
st.plotly_chart(figure, theme=None, key="chart")
"""
# how many milliseconds from the click until plotly has drawn another time axis, and the browser comes to paint it
CLICK = """(pill) => new Promise((done) => {
    const axis = () => document.querySelector('.js-plotly-plot')?._fullLayout?.xaxis?.range?.join();
    const button = [...document.querySelectorAll('button')].find((found) => found.textContent.includes(pill));
    const before = axis();
    const started = performance.now();
    const look = () => {
        const now = axis();
        if (now && now !== before) done(performance.now() - started);
        else requestAnimationFrame(look);
    };
    button.click();
    requestAnimationFrame(look);
})"""


def database(folder: Path) -> dict[str, str]:
    """Return the setting of a store that is filled already."""
    return {"ERALINE_DATABASE_URL": f"sqlite:///{folder / 'eraline.db'}"}


def ready_made(folder: Path, height: int) -> None:
    """Write the two figures that a click goes to and fro between, as high as Eraline draws them."""
    store, catalogue = open_shipped(f"sqlite:///{folder / 'eraline.db'}").store, load_catalogue(DATA)
    for name, eras in (("all", ()), ("one", (ERA,))):
        view = chart_view(Loader(store, catalogue), Selection(indicator="gdp-growth", economies=ECONOMIES, eras=eras))
        figure = Ready(line_figure(view, width=WIDTH, height=height), clicked=True)
        (folder / f"{name}.json").write_text(json.dumps(figure.to_dict()), "utf-8")


def shown(browser: Browser, address: str) -> Page:
    """Open an address, and return its page when its chart is drawn and all is quiet."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=120_000)
    page.wait_for_timeout(3000)
    return page


def size(page: Page) -> tuple[int, int]:
    """Return how many pixels a page's chart takes, across and down."""
    box = page.locator(".js-plotly-plot").bounding_box() or {"width": 0, "height": 0}
    return round(box["width"]), round(box["height"])


def clicked(page: Page) -> float:
    """Return how long a click takes to draw the other chart, in milliseconds."""
    taken = float(page.evaluate(CLICK, PILL))
    page.wait_for_timeout(700)
    return taken


def main() -> int:
    """Click both pages alternately and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clicks", type=int, default=CLICKS)
    clicks = parser.parse_args().clicks
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        # so that the server of Eraline finds its store filled
        open_shipped(database(folder)["ERALINE_DATABASE_URL"])
        bare = folder / "bare.py"
        bare.write_text(BARE.format(pill=PILL, folder=folder), "utf-8")
        with streamlit("Eraline", "app.py", **database(folder)) as served, streamlit("bare", str(bare)) as plain:
            ours = shown(browser, f"{served.url}/explore?indicator=gdp-growth&economy={','.join(ECONOMIES)}")
            ready_made(folder, size(ours)[1])
            opened = {"Eraline": ours, "bare page": shown(browser, plain.url)}
            if len(sizes := {size(page) for page in opened.values()}) > 1:
                raise ValueError(f"the charts are not of the same size: {sizes}")
            taken: dict[str, list[float]] = {who: [] for who in opened}
            for number in range(WARM_UP + clicks):
                for who, page in opened.items():
                    milliseconds = clicked(page)
                    if number >= WARM_UP:
                        taken[who].append(milliseconds)
    # every other click goes back to all eras, which is more to draw: one median over both would sit between two heaps
    middle = {who: (statistics.median(found[::2]), statistics.median(found[1::2])) for who, found in taken.items()}
    for place, what in enumerate(("back to all eras", "to one era")):
        one, bare_ms = (middle[who][place] for who in ("Eraline", "bare page"))
        line(
            f"click {what}, median of {clicks // 2}",
            f"{one:.0f} ms",
            than=f"bare page {bare_ms:.0f} ms",
            ratio=one / bare_ms,
        )
    ours_ms, theirs_ms = (sum(middle[who]) / 2 for who in ("Eraline", "bare page"))
    kept = times("era click to redrawn chart", ours_ms, theirs_ms, "ms", most=MOST, than="bare page", digits=0)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
