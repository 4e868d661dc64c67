"""A page asks for no more than it shows: its scripts, a picture for each room, a width, what a click changes."""

import re
import time
from typing import Any

from playwright.sync_api import BrowserContext, Page, Response, Route, WebSocket

from dashboard.settings import PROJECT
from tests.browser.conftest import OpenPage, Sent, settle

WIDTH = 1280
ERA = "Innovation-driven development 2012"
# what a table to sort in is drawn by, and what every chart is
GRID, CHART_SCRIPT = re.compile(r"/js/(DataFrame|arrowFormatUtils)\b"), re.compile(r"/js/PlotlyChart\b.*\.js")
# as measured: 33 messages of 15 kB
MOST_MESSAGES, MOST_BYTES = 38, 22_000
# counts how often a chart that comes in place of another is drawn anew after it was drawn
COUNT = """() => {
    window.drawnAnew = 0;
    const known = document.querySelector('.js-plotly-plot');
    new MutationObserver((_, watch) => {
        const chart = document.querySelector('.js-plotly-plot');
        if (chart === known || !chart?.on) return;
        watch.disconnect();
        chart.on('plotly_beforeplot', () => (window.drawnAnew += 1));
    }).observe(document.body, {childList: true, subtree: true});
}"""
ANOTHER = "(before) => document.querySelector('.js-plotly-plot')?._fullLayout?.xaxis?.range?.join() !== before"
# something in the chart is there that was not, and the browser is asked for its style
MARK = """() => {
    const mark = document.querySelector('.js-plotly-plot .main-svg g').appendChild(document.createElement('i'));
    mark.className = 'eraline-mark';
    getComputedStyle(mark).color;
}"""
# some of Streamlit's own rules ask for what is inside
MOST_STYLED = 10
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


def test_explore_fetches_no_grid_and_an_era_click_sends_what_it_changes(open_page: OpenPage) -> None:
    """A chart's statistics and its closed lists would be drawn before it otherwise."""
    scripts, frames = list[Response](), list[bytes]()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(frame.encode() if isinstance(frame, str) else frame))

    def watch(page: Page) -> None:
        page.on("response", lambda script: scripts.append(script))  # noqa: PLW0108 - Playwright marks what it calls
        page.on("websocket", listen)

    page = open_page("/explore?indicator=gdp-growth&economy=CHN,USA,JPN,IND,DEU,KOR", width=WIDTH, watch=watch)
    [chart] = [script for script in scripts if CHART_SCRIPT.search(script.url)]
    assert chart.headers["content-encoding"] == "gzip"
    assert not [script.url for script in scripts if GRID.search(script.url)]
    for _ in range(3):
        # the third click draws what the first did, and its picture is known to the browser
        frames.clear()
        before = page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range.join()")
        page.evaluate(COUNT)
        page.get_by_role("button", name=ERA).click()
        page.wait_for_function(ANOTHER, arg=before)
        settle(page)
    assert 10 < len(frames) <= MOST_MESSAGES
    assert sum(map(len, frames)) <= MOST_BYTES
    assert page.evaluate("window.drawnAnew") == 0


def test_a_change_in_a_chart_does_not_style_the_page_anew(open_page: OpenPage) -> None:
    """A rule for the page by what is anywhere in it (`:has`) has each change style all that the rule is for."""
    page = open_page("/explore", width=WIDTH)
    tracing, styled, ended = page.context.new_cdp_session(page), list[int](), list[object]()

    def count(told: dict[str, Any]) -> None:
        styled.extend(event["args"]["elementCount"] for event in told["value"] if event["name"] == "UpdateLayoutTree")

    def end(told: object) -> None:
        ended.append(told)

    tracing.on("Tracing.dataCollected", count)
    tracing.on("Tracing.tracingComplete", end)
    tracing.send("Tracing.start", {"traceConfig": {"includedCategories": ["devtools.timeline"]}})
    page.evaluate(MARK)
    tracing.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    assert 0 < max(styled) <= MOST_STYLED


def test_a_width_is_told_once_though_streamlit_begins_anew(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.set_content('<body style="--page-styled: 1"><div style="width: 1210px"></div></body>')
    assert page.evaluate(PROBED, [WIDTH_PROBE, [640, 1200]]) == {"at once": [1200], "narrower": [1200, 640]}
    page.close()
