"""A picture is sent anew only where its room changes, and the width probe tells each width once."""

import re
import time

from playwright.sync_api import BrowserContext, Page, Route

from dashboard.settings import PROJECT
from tests.browser.conftest import OpenPage, Sent, settle

WIDTH = 1280
OF_THE_STYLE, LATE_SECONDS = re.compile(r"/js/Html\b.*\.js"), 1
# what the probe tells when it is begun twice before the server has answered, and after the room has changed
WIDTH_PROBE = (PROJECT / "dashboard/ui/width.js").read_text("utf-8")
PROBED = """async ([script, steps]) => {
    const probe = await import(URL.createObjectURL(new Blob([script], {type: 'text/javascript'})));
    const host = document.querySelector('div'), told = [];
    const begin = (answer) => probe.default({
        data: {told: answer, steps, heights: [], wide: 640}, parentElement: host,
        setStateValue: (name, [width]) => told.push(width),
    });
    begin(null)();
    begin(null);
    const atOnce = [...told];
    host.style.width = '700px';
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    begin([1200, null]);
    return {'at once': atOnce, 'narrower': told};
}"""


def test_a_picture_waits_for_the_style_that_settles_its_width(open_page: OpenPage) -> None:
    """Streamlit fetches the script that shows the page's style, and the one that shows the probe, in no order."""
    watched = list[Sent]()

    def late(route: Route) -> None:
        time.sleep(LATE_SECONDS)
        route.continue_()

    def watch(page: Page) -> None:
        watched.append(Sent(page))
        page.route(OF_THE_STYLE, late)

    page = open_page("/explore", width=WIDTH, watch=watch)
    assert watched[0].pictures == 1
    # and another width brings another one
    page.set_viewport_size({"width": 700, "height": 900})
    settle(page)
    assert watched[0].pictures == 2
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] < 700


def test_a_width_is_told_once_though_streamlit_begins_anew(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content('<body style="--page-styled: 1"><div style="width: 1210px"></div></body>')
    assert page.evaluate(PROBED, [WIDTH_PROBE, [640, 1200]]) == {"at once": [1200], "narrower": [1200, 640]}
    page.close()
