"""Open each page once: its pictures are sent once, its texts are readable, and axe finds nothing grave."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from dashboard.charts.registry import kinds_of
from tests.browser.conftest import OpenPage, Sent, settle
from tests.browser.look import CHART, DRAWN, FEWEST_TEXTS, SCHEMES, WIDTHS, Scheme, drawings, grave, unreadable

EIGHT = "economy=CHN,USA,JPN,IND,DEU,KOR,BRA,GBR"
LIGHT: tuple[Scheme, ...] = ("light",)
# the width at which axe reads the page, which is also the first
READ_AT = 1280


class View(NamedTuple):
    """A view to look at: how many charts it has at least, its schemes, and what is closed until it is clicked."""

    path: str
    charts: int = 1
    schemes: tuple[Scheme, ...] = SCHEMES
    closed: str = ""


# the busiest views of each page; eleven are looked at in the dark too
BUSY = {
    "overview": View("/"),
    "explore-growth-of-eight": View(f"/explore?indicator=gdp-growth&{EIGHT}"),
    "explore-two-eras": View(
        "/explore?indicator=solar-capacity&economy=CHN,USA,JPN,IND,DEU,WLD&era=innovation-driven&era=new-quality",
        schemes=LIGHT,
    ),
    "explore-months": View("/explore?indicator=exchange-rate&scale=log", schemes=LIGHT),
    "explore-index-of-eight": View(f"/explore?indicator=gdp-per-capita&{EIGHT}&transform=index&scale=log"),
    "explore-milestone": View(
        "/explore?indicator=rd-spending&economy=CHN,USA,JPN,KOR,DEU&milestone=made-in-china-2025&from=2000",
        schemes=LIGHT,
    ),
    "explore-targets": View("/explore?indicator=gdp-growth&economy=CHN&from=2004"),
    "explore-custom-events": View(
        "/explore?indicator=gdp-growth&economy=CHN,USA&own=2018-03-08 An event of my own&own=2018-03-09 And one more"
    ),
    "explore-two-indicators": View(f"/explore?indicator=gdp-growth&with=rd-spending&{EIGHT}", schemes=LIGHT),
    "explore-table": View("/explore?view=table", charts=0),
    "explore-about": View("/explore?view=about", charts=0),
    "compare-lines": View(f"/compare?view=lines&indicator=gdp-per-capita&{EIGHT}&scale=log"),
    "compare-multiples": View("/compare?view=multiples&indicator=rd-spending"),
    "compare-ranking": View("/compare?view=ranking&indicator=gdp", closed="Table of what is drawn"),
    "compare-map": View("/compare?view=map&indicator=gdp-growth"),
    "compare-scatter": View(f"/compare?view=scatter&indicator=rd-spending&against=researchers&{EIGHT}"),
    "compare-event-time": View(f"/compare?view=event-time&indicator=exports-share&milestone=wto-accession&{EIGHT}"),
    "timeline": View("/timeline"),
    "timeline-from-2000": View("/timeline?from=2000", schemes=LIGHT),
    "timeline-milestone": View(
        "/timeline?from=2015&milestone=made-in-china-2025&own=2015 Mine", closed="Your own events (1)"
    ),
    "timeline-overlay-custom-events": View(
        "/timeline?from=1978&indicator=gdp-growth&view=overlay&own=2001-03/2003-09 A span of mine&own=2020 Mine"
    ),
    "evidence": View("/evidence", charts=0),
    "evidence-targets": View("/evidence?view=targets", charts=0),
    "evidence-growth-orientation": View("/evidence?view=growth-orientation", 9),
    "evidence-solar": View("/evidence?view=solar", 3, schemes=LIGHT),
    "evidence-lab": View("/evidence?view=lab&indicator=exports-share&milestone=wto-accession", 4),
    "evidence-lab-of-slopes": View(
        "/evidence?view=lab-slope-8&indicator=gdp-per-capita&economy=KOR&milestone=southern-tour", 4, schemes=LIGHT
    ),
    "data": View("/data", charts=0),
    "data-revisions": View("/data?indicator=rd-spending&economy=CHN&as_of=2026-07-13", schemes=LIGHT),
}


@pytest.mark.parametrize("name", BUSY)
def test_a_page_is_sent_once_and_can_be_read_by_everybody(open_page: OpenPage, name: str) -> None:
    view, watched = BUSY[name], list[Sent]()
    ready = f"{CHART} .main-svg" if view.charts else '[data-testid="stMain"] h1'
    page = open_page(view.path, width=READ_AT, ready=ready, watch=lambda page: watched.append(Sent(page)))
    assert watched[0].pictures == page.locator(f"{CHART} .main-svg:first-child").count() >= view.charts
    if view.closed:
        page.get_by_text(view.closed).click()
        settle(page)
    assert {scheme: found for scheme in view.schemes if (found := faults(page, view, scheme))} == {}


def test_every_comparison_is_looked_at() -> None:
    looked_at = {view.path for view in BUSY.values()}
    assert all(any(f"view={kind}&" in path for path in looked_at) for kind in kinds_of("compare"))


def faults(page: Page, view: View, scheme: Scheme) -> list[object]:
    """Return what is wrong with a page in a scheme: to axe at one width, and with its charts' texts at every width."""
    page.emulate_media(color_scheme=scheme)
    settle(page)
    found: list[object] = [*grave(page)]
    for width in (READ_AT, *(width for width in WIDTHS if width != READ_AT)) if view.charts else ():
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        page.wait_for_function(DRAWN, arg=[CHART, view.charts])
        drawn = drawings(page)
        assert min(len(drawing["texts"]) for drawing in drawn) >= FEWEST_TEXTS
        found.extend((width, fault) for fault in unreadable(drawn))
    page.set_viewport_size({"width": READ_AT, "height": 900})
    return found


def test_where_the_system_chooses_the_colours_what_is_chosen_has_a_tick(open_page: OpenPage) -> None:
    page = open_page("/timeline?events=plan")
    page.emulate_media(forced_colors="active")
    ticks = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stButtonGroup"] button')].map((button) => [
            button.matches('[aria-checked="true"], [aria-pressed="true"]'),
            getComputedStyle(button, '::before').content,
        ])"""
    )
    assert {content for chosen, content in ticks if chosen} == {'"\N{CHECK MARK}\N{NO-BREAK SPACE}"'}
    assert {content for chosen, content in ticks if not chosen} == {"none"}
