"""Press every control of every view in Chromium, on a phone and on a desk, and see what comes of each."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ElementHandle, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import ARGUMENTS, new_reader, settle
from tests.browser.views import VIEWS
from tests.fuzz.drawing import Drawing
from tests.fuzz.live import served, watch

_WIDTHS: Final = (375, 1280)
_MS: Final = 1_500
# a list of many choices is one control: its first few speak for the others
_OF_A_LIST: Final = 3
# the first control that nobody has pressed yet: of what is open before all else, through the walls of components
_NEXT: Final = """([seen, most]) => {
    const KINDS = 'button, summary, a[href], input[type=checkbox], input[type=radio], [role=button], [role=tab],'
        + '[role=radio], [role=checkbox], [role=switch], [role=combobox], [role=option], [role=slider]';
    const CHOICES = '[role=radiogroup], [data-testid=stButtonGroup]';
    const AROUND = '[role=dialog], [data-testid=stPopoverBody], [role=listbox]';
    // Streamlit's own menu prints and records, plotly's buttons are plotly's
    const NOT_OURS = '[data-testid=stMainMenu], [data-testid=stMainMenuPopover], .modebar, [data-testid=stLogoLink]';
    const found = [];
    const walk = (root) => {
        for (const each of root.querySelectorAll('*')) {
            if (each.shadowRoot) walk(each.shadowRoot);
            if (each.matches(KINDS)) found.push(each);
        }
    };
    walk(document);
    const named = (each) => [
        each.getAttribute('role') ?? each.tagName.toLowerCase(),
        (each.getAttribute('aria-label') || each.innerText || each.closest('label')?.innerText || each.value || '')
            .replace(/[(]\\d+[)]/, '').trim().slice(0, 60),
    ].join(' ');
    const place = (each) => [...(each.parentElement?.children ?? [])].indexOf(each);
    const can = (each) => each.checkVisibility() && !each.disabled && !each.closest('[inert], [aria-hidden=true]')
        && !each.closest(NOT_OURS) && each.getAttribute('aria-disabled') !== 'true'
        && (each.tagName !== 'A' || (each.origin === location.origin && !/[.]|[/]api[/]/.test(each.pathname)))
        && !(['option', 'listitem'].includes(each.getAttribute('role')) && place(each) >= most)
        && !(each.closest('li') && place(each.closest('li')) >= most)
        && !(each.closest(CHOICES) && [...each.closest(CHOICES).querySelectorAll(KINDS)].indexOf(each) >= most);
    const left = found.filter((each) => can(each) && !seen.includes(named(each)));
    const open = document.querySelector(AROUND) !== null;
    const inner = left.find((each) => each.closest(AROUND));
    window.crawled = { name: '', closes: open && !inner };
    const next = inner ?? (open ? undefined : left[0]);
    if (next) window.crawled.name = named(next);
    return next ?? null;
}"""


@dataclass
class _Crawl:
    """A page whose controls are pressed, each name once; `pressed` are their names."""

    page: Page
    url: str
    faults: list[str]
    pressed: list[str] = field(default_factory=list[str])

    def run(self, most: int) -> Iterator[str]:
        """Press at most so many controls, and yield what goes wrong after each."""
        yield from self._did("opened", self._open)
        closed, is_new = False, True
        while len(self.pressed) < most:
            control: Any = self.page.evaluate_handle(_NEXT, [self.pressed, _OF_A_LIST]).as_element()
            told = self.page.evaluate("window.crawled")
            if control is None and told["closes"] and not closed:
                closed = True
                yield from self._did("closed", lambda: self.page.keyboard.press("Escape"))
                continue
            if control is None and is_new:
                return
            if control is None:
                # what no key closes is left behind, and so is the tab that the last controls led to
                is_new = True
                yield from self._did("opened anew", self._open)
                continue
            closed = is_new = False
            self.pressed.append(told["name"])
            yield from self._did(told["name"], lambda control=control: self._press(control))
            if urlsplit(self.page.url).path != urlsplit(self.url).path:
                yield from self._did("came back", self._open)

    def _open(self) -> None:
        self.page.goto(self.url)
        self.page.wait_for_selector('[data-testid="stMainBlockContainer"] h1', state="attached")

    def _press(self, control: ElementHandle) -> None:
        if control.get_attribute("role") == "slider":
            control.focus()
            self.page.keyboard.press("ArrowRight")
            return
        if control.get_attribute("type") in {"checkbox", "radio"}:
            # its label covers it
            control.evaluate("(each) => each.click()")
            return
        try:
            control.scroll_into_view_if_needed(timeout=_MS)
            control.click(timeout=_MS)
        except PlaywrightError:
            # one that is covered, or went while it was aimed at
            control.evaluate("(each) => each.isConnected && each.click()")

    def _did(self, name: str, act: Any) -> Iterator[str]:  # noqa: ANN401 - whatever is done
        """Do something, wait until the page has settled, and yield what went wrong."""
        self.faults.clear()
        try:
            act()
            settle(self.page)
        except PlaywrightError as exc:
            self.faults.append(f"does not settle: {exc.message.splitlines()[0]}")
        self.faults.extend(self.page.locator('[data-testid="stException"]').all_inner_texts())
        yield from (f"{self.url} at {self.page.url}\n    {name}: {fault}" for fault in self.faults)


def control_faults(drawing: Drawing, count: int) -> Iterator[str]:
    """Yield each control after which a page shows an exception, logs an error, cannot load something or never settles.

    At most `count` controls are pressed in each view and width; the views come in an order of the drawing's own.
    """
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        for path, width in drawing.shuffled([(view.path, width) for view in VIEWS.values() for width in _WIDTHS]):
            crawl = _crawl(browser, server.url + path, width)
            yield from crawl.run(count)
            crawl.page.context.close()
            named = "; ".join(crawl.pressed)
            sys.stderr.write(f"{len(crawl.pressed)} controls of {path} at {width} pixels: {named}\n")


def _crawl(browser: Browser, url: str, width: int) -> _Crawl:
    faults = list[str]()
    page = new_reader(browser, viewport={"width": width, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    watch(page, faults)
    return _Crawl(page, url, faults)
