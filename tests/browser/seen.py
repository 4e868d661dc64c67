"""Open a view once, and note all that a page must answer for: in each scheme, at every width and on paper.

A browser takes seconds to draw a page anew, so each look leaves the page as the next one needs it.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import OpenPage, Sent, settle
from tests.browser.look import (
    CHART,
    COLOURS,
    CUT,
    DRAWN,
    HALF,
    ON_PAPER,
    PAPER_PX,
    WIDTHS,
    Drawing,
    Scheme,
    drawings,
    grave,
    on_paper,
)
from tests.browser.views import TABLE, View

# the screen on which a page is first seen, and axe reads it
READ_AT, SCREEN_HEIGHT = 1280, 800
LOUD = ("error", "warning")
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.tagName[1]))"
# by how much the page, and the part of it that scrolls, are wider than the window
BEYOND = """() => {
    const whole = document.documentElement, main = document.querySelector('[data-testid=stMain]');
    return Math.max(whole.scrollWidth - whole.clientWidth, main.scrollWidth - main.clientWidth);
}"""
# how far the picture of each claim reaches beyond its card
PICTURES = """() => Array.from(document.querySelectorAll('[class*="st-key-evidence-claim-"]'), (card) =>
    card.querySelector('img').getBoundingClientRect().right - card.getBoundingClientRect().right)"""

# where the system has its colours: what is chosen and has no mark besides, and what has one and is not chosen
UNMARKED = """() => {
    const chosen = '[aria-checked="true"], [aria-pressed="true"], [aria-selected="true"], [aria-current="page"]';
    const marked = (each) => getComputedStyle(each, '::before').content.includes('\u2713')
        || getComputedStyle(each).textDecorationLine === 'underline';
    const choices = document.querySelectorAll(
        '[data-testid="stButtonGroup"] button, [data-testid="stTabs"] [role="tab"], [data-testid="stTopNavLink"]');
    // where a slider stands is a ground, which goes
    const sliders = [...document.querySelectorAll('[data-testid="stSlider"] input')];
    const unseen = (each) => getComputedStyle(each.closest('[data-rac]')).outlineStyle !== 'solid';
    return [...[...choices].filter((each) => marked(each) !== each.matches(chosen)).map((each) => each.textContent),
            ...sliders.filter(unseen).map((each) => each.ariaLabel)];
}"""


@dataclass
class Seen:
    """What was seen of a view; widths are those of the window in pixels."""

    view: View
    sent: int = 0
    charts: int = 0
    marks: int = 0
    title: str = ""
    headings: list[int] = field(default_factory=list[int])
    said: list[str] = field(default_factory=list[str])
    said_on_arrival: tuple[str, ...] = ()
    chart_ends: float = 0
    grave: dict[Scheme, list[Any]] = field(default_factory=dict[Scheme, list[Any]])
    in_scheme: dict[Scheme, list[Drawing]] = field(default_factory=dict[Scheme, list[Drawing]])
    at_width: dict[int, list[Drawing]] = field(default_factory=dict[int, list[Drawing]])
    beyond: dict[int, int] = field(default_factory=dict[int, int])
    half: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    pictures: dict[int, list[float]] = field(default_factory=dict[int, list[float]])
    cut: list[Any] | None = None
    unmarked: list[str] | None = None


def look_at(open_page: OpenPage, view: View) -> Seen:
    """Open a view, and look at it from all sides; nothing is judged here."""
    seen, watched = Seen(view), list[Sent]()

    def watch(page: Page) -> None:
        watched.append(Sent(page))
        page.on("console", partial(_listen, seen))

    ready = f"{CHART} .main-svg" if view.charts else '[data-testid="stMain"] h1'
    page = open_page(view.path, width=READ_AT, height=SCREEN_HEIGHT, ready=ready, watch=watch)
    seen.sent, seen.said_on_arrival = watched[0].pictures, tuple(seen.said)
    _arrive(page, seen)
    if view.closed:
        page.get_by_text(view.closed).click()
        settle(page)
    if view.closed == TABLE:
        page.wait_for_selector('[data-testid="stDataFrame"]')
    for scheme in view.schemes:
        if scheme != "light":
            page.emulate_media(color_scheme=scheme)
            settle(page)
        # colours are all that another scheme changes
        seen.grave[scheme] = grave(page, only=() if scheme == "light" else COLOURS)
        seen.in_scheme[scheme] = drawings(page)
    page.emulate_media(forced_colors="active")
    seen.unmarked = page.evaluate(UNMARKED)
    page.emulate_media(forced_colors="none")
    if view.closed == TABLE:
        # a table is drawn anew at every width as a chart is; how it is at each, the view of a table alone tells
        page.get_by_text(view.closed).click()
        settle(page)
    _walk(page, seen)
    return seen


def _listen(seen: Seen, message: ConsoleMessage) -> None:
    if message.type in LOUD:
        seen.said.append(f"{message.type}: {message.text} {message.location['url']}")


def _arrive(page: Page, seen: Seen) -> None:
    """Note what a reader is met with."""
    seen.charts = page.locator(f"{CHART} .main-svg:first-child").count()
    seen.marks = page.locator(f"{CHART} {seen.view.marks[0]}").count()
    seen.title = page.title()
    seen.headings = page.evaluate(HEADINGS)
    if seen.view.charts:
        seen.chart_ends = page.evaluate(f"document.querySelector('{CHART}').getBoundingClientRect().bottom")


def _walk(page: Page, seen: Seen) -> None:
    """Note what each width makes of a page, and what paper makes of what was drawn for the widest."""
    for width in (READ_AT, *(width for width in WIDTHS if width != READ_AT)):
        if width != READ_AT:
            page.set_viewport_size({"width": width, "height": SCREEN_HEIGHT})
            settle(page)
        if seen.view.charts:
            page.wait_for_function(DRAWN, arg=[CHART, seen.view.charts])
        seen.at_width[width] = drawings(page)
        seen.beyond[width] = page.evaluate(BEYOND)
        seen.half[width] = page.evaluate(HALF)
        seen.pictures[width] = page.evaluate(PICTURES)
    on_paper(page)
    seen.cut = page.evaluate(CUT, [PAPER_PX, CHART if seen.view.closed else ON_PAPER])
