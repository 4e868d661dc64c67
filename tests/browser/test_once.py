"""Is each picture sent once, for the room that there is, and anew only where that room changes?"""

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket

from dashboard.settings import PROJECT
from tests.browser.conftest import settle
from tests.server import Served

WIDTH = 1280
# what no picture is sent without, and nothing else with
OF_A_PICTURE = b'"plot_bgcolor":'
PICTURES = {
    "/": 1,
    "/explore": 1,
    "/compare?view=map&indicator=gdp": 1,
    "/timeline": 1,
    "/evidence?view=lab&indicator=exports-share&milestone=wto-accession": 4,
}
# what the probe tells when it is begun twice before the server has answered, and after the room has changed
WIDTH_PROBE = (PROJECT / "dashboard/ui/width.js").read_text("utf-8")
PROBED = """async ([script, steps]) => {
    const probe = await import(URL.createObjectURL(new Blob([script], {type: 'text/javascript'})));
    const host = document.querySelector('div'), told = [];
    const begin = (answer) => probe.default({
        data: {told: answer, steps}, parentElement: host, setStateValue: (name, width) => told.push(width),
    });
    begin(null)();
    begin(null);
    const atOnce = [...told];
    host.style.width = '700px';
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    begin(1200);
    return {'at once': atOnce, 'narrower': told};
}"""


class Sent:
    """How many pictures a page has been sent."""

    def __init__(self, page: Page) -> None:
        self.pictures = 0
        page.on("websocket", self._listen)

    def _listen(self, line: WebSocket) -> None:
        line.on("framereceived", self._count)

    def _count(self, words: str | bytes) -> None:
        self.pictures += (words.encode() if isinstance(words, str) else words).count(OF_A_PICTURE)


def opened(reader: BrowserContext, served: Served, path: str) -> tuple[Page, Sent]:
    page = reader.new_page()
    page.set_viewport_size({"width": WIDTH, "height": 900})
    sent = Sent(page)
    page.goto(f"{served.url}{path}")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    return page, sent


@pytest.mark.parametrize("path", PICTURES)
def test_a_page_is_sent_its_pictures_once(reader: BrowserContext, served: Served, path: str) -> None:
    page, sent = opened(reader, served, path)
    assert sent.pictures == PICTURES[path] == page.locator(".js-plotly-plot .main-svg:first-child").count()
    page.close()


def test_another_width_brings_another_picture(reader: BrowserContext, served: Served) -> None:
    page, sent = opened(reader, served, "/explore")
    page.set_viewport_size({"width": 700, "height": 900})
    settle(page)
    assert sent.pictures > 1
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] < 700
    page.close()


def test_a_width_is_told_once_though_streamlit_begins_anew(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content('<div style="width: 1210px"></div>')
    assert page.evaluate(PROBED, [WIDTH_PROBE, [640, 1200]]) == {"at once": [1200], "narrower": [1200, 640]}
    page.close()
