"""A picture is sent anew only where its room changes, and the width probe tells each width once."""

from playwright.sync_api import BrowserContext

from dashboard.settings import PROJECT
from tests.browser.conftest import OpenPage, Sent, settle

WIDTH = 1280
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


def test_another_width_brings_another_picture(open_page: OpenPage) -> None:
    watched = list[Sent]()
    page = open_page("/explore", width=WIDTH, watch=lambda page: watched.append(Sent(page)))
    page.set_viewport_size({"width": 700, "height": 900})
    settle(page)
    assert watched[0].pictures > 1
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["width"] < 700


def test_a_width_is_told_once_though_streamlit_begins_anew(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content('<div style="width: 1210px"></div>')
    assert page.evaluate(PROBED, [WIDTH_PROBE, [640, 1200]]) == {"at once": [1200], "narrower": [1200, 640]}
    page.close()
