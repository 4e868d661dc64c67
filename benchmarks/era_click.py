"""How soon does a click redraw the chart? An era filter in Chromium against a bare page with ready-made figures.

Run with `python benchmarks/era_click.py [--clicks 40]`; exits 1 where the floor is missed. The floor's page is
Streamlit with the same pills and the very same two figures, read from files and drawn as large as Eraline draws them:
all that is left there is Streamlit's and plotly's own time. Both are clicked alternately by the same browser.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dashboard.catalogue.loading import load_catalogue
from dashboard.figures.charts.line import line_figure
from dashboard.settings import DATA, PROJECT
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.server import free_port, wait_for
from tests.shipped import open_shipped

CLICKS, WARM_UP, MOST = 40, 3, 1.25
ECONOMIES = ("CHN", "USA", "JPN", "IND", "DEU", "KOR", "BRA", "GBR")
ERA, WIDTH, HEIGHT = "innovation-driven", 1200, 600
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


@contextmanager
def serving(script: str, folder: Path) -> Generator[str]:
    """Start a Streamlit script on a free port, and give its address."""
    port = free_port()
    command = (
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    )
    environment = {**os.environ, "ERALINE_DATABASE_URL": f"sqlite:///{folder / 'eraline.db'}"}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def ready_made(folder: Path) -> None:
    """Write the two figures that a click goes to and fro between."""
    store, catalogue = open_shipped(f"sqlite:///{folder / 'eraline.db'}").store, load_catalogue(DATA)
    for name, eras in (("all", ()), ("one", (ERA,))):
        view = chart_view(Loader(store, catalogue), Selection(indicator="gdp-growth", economies=ECONOMIES, eras=eras))
        (folder / f"{name}.json").write_text(str(line_figure(view, width=WIDTH, height=HEIGHT).to_json()), "utf-8")


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
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        ready_made(folder)
        bare = folder / "bare.py"
        bare.write_text(BARE.format(pill=PILL, folder=folder), "utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving("app.py", folder) as ours, serving(str(bare), folder) as theirs:
            pages = {
                "Eraline": f"{ours}/explore?indicator=gdp-growth&economy={','.join(ECONOMIES)}",
                "bare page": theirs,
            }
            opened = {who: browser.new_page(viewport={"width": 1280, "height": 900}) for who in pages}
            for who, address in pages.items():
                opened[who].goto(address)
                opened[who].wait_for_selector(".js-plotly-plot .main-svg")
                opened[who].wait_for_timeout(3000)
            if len(sizes := {size(page) for page in opened.values()}) > 1:
                raise ValueError(f"the charts are not of the same size: {sizes}")
            taken: dict[str, list[float]] = {who: [] for who in pages}
            for number in range(WARM_UP + clicks):
                for who, page in opened.items():
                    milliseconds = clicked(page)
                    if number >= WARM_UP:
                        taken[who].append(milliseconds)
        browser.close()
    # every other click goes back to all eras, which is more to draw: one median over both would sit between two heaps
    middle = {who: (statistics.median(found[::2]), statistics.median(found[1::2])) for who, found in taken.items()}
    for who, (back, there) in middle.items():
        print(f"{who}: median {there:.0f} ms to one era, {back:.0f} ms to all, {clicks} clicks")
    ratio = sum(middle["Eraline"]) / sum(middle["bare page"])
    print(f"ratio {ratio:.2f} (floor {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
