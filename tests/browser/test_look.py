"""Does every chart look right at every width, light and dark: no text over another, none cut off?"""

from typing import NamedTuple

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.look import SCHEMES, WIDTHS, Scheme, unreadable_anywhere


class View(NamedTuple):
    path: str
    charts: int = 1
    schemes: tuple[Scheme, ...] = SCHEMES


LIGHT: tuple[Scheme, ...] = ("light",)
EIGHT = "economy=CHN,USA,JPN,IND,DEU,KOR,BRA,GBR"
# the busiest views of each page, with how many charts they have at least; eleven are looked at in the dark too
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
    "explore-own-events": View(
        "/explore?indicator=gdp-growth&economy=CHN,USA&own=2018-03-08 An event of my own&own=2018-03-09 And one more"
    ),
    "compare-lines": View(f"/compare?view=lines&indicator=gdp-per-capita&{EIGHT}&scale=log"),
    "compare-multiples": View("/compare?view=multiples&indicator=rd-spending", schemes=LIGHT),
    "compare-ranking": View("/compare?view=ranking&indicator=gdp", schemes=LIGHT),
    "compare-map": View("/compare?view=map&indicator=gdp-growth", schemes=LIGHT),
    "compare-scatter": View(f"/compare?view=scatter&indicator=rd-spending&against=researchers&{EIGHT}"),
    "compare-event-time": View(f"/compare?view=event-time&indicator=exports-share&milestone=wto-accession&{EIGHT}"),
    "timeline": View("/timeline"),
    "timeline-from-2000": View("/timeline?from=2000", schemes=LIGHT),
    "timeline-milestone": View("/timeline?from=2015&milestone=made-in-china-2025", schemes=LIGHT),
    "timeline-overlay-own-events": View(
        "/timeline?from=1978&indicator=gdp-growth&view=overlay&own=2001-03/2003-09 A span of mine&own=2020 Mine"
    ),
    "evidence-growth-first": View("/evidence?view=growth-first", 7, schemes=LIGHT),
    "evidence-solar-dominance": View("/evidence?view=solar-dominance", 9, schemes=LIGHT),
    "evidence-lab": View("/evidence?view=lab&indicator=exports-share&milestone=wto-accession", 4),
    "evidence-lab-of-slopes": View(
        "/evidence?view=lab-slope-8&indicator=gdp-per-capita&economy=KOR&milestone=southern-tour", 4, schemes=LIGHT
    ),
    "data-revisions": View("/data?indicator=rd-spending&economy=CHN&as_of=2026-07-13", schemes=LIGHT),
}


@pytest.mark.parametrize("view", BUSY)
def test_no_text_of_a_chart_touches_another_or_leaves_the_picture(open_page: OpenPage, view: str) -> None:
    path, charts, schemes = BUSY[view]
    page = open_page(path, width=WIDTHS[0])
    assert unreadable_anywhere(page, charts, schemes) == {}
