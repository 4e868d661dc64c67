"""List the views that a browser looks at: the usual one of every page, and the busiest."""

from typing import NamedTuple
from urllib.parse import urlsplit

from dashboard.ui.navigation import PAGES
from tests.browser.look import SCHEMES, Scheme

EIGHT = "economy=CHN,USA,JPN,IND,DEU,KOR,BRA,GBR"
LIGHT: tuple[Scheme, ...] = ("light",)
TABLE = "Table of what is drawn"
LINE, BAR, DOT, LAND = (
    ".scatterlayer .js-line",
    ".barlayer .point",
    ".scatterlayer .point",
    ".choroplethlayer path.choroplethlocation",
)


class View(NamedTuple):
    """A view to look at: how many charts it has at least, its schemes, and what is closed until it is clicked.

    Of some it is known which marks a browser draws, at least so many, and whether the chart is what one comes for: then
    all of it is on the first screen.
    """

    path: str
    charts: int = 1
    schemes: tuple[Scheme, ...] = SCHEMES
    closed: str = ""
    marks: tuple[str, int] = (LINE, 0)
    is_first_screen: bool = False

    @property
    def title(self) -> str:
        """Return what the page in the browser's tab is called."""
        path = urlsplit(self.path).path
        return next(f"{entry.title} · Eraline" for entry in PAGES.values() if entry.path == path)


def _compare(query: str, mark: str, least: int, *, is_first_screen: bool = True) -> View:
    return View(f"/compare?{query}", closed=TABLE, marks=(mark, least), is_first_screen=is_first_screen)


# most are looked at in the dark too
VIEWS = {
    "overview": View("/"),
    "explore": View("/explore", schemes=LIGHT, is_first_screen=True),
    "explore-growth-of-eight": View(f"/explore?indicator=gdp-growth&{EIGHT}"),
    "explore-solar": View("/explore?indicator=solar-capacity", schemes=LIGHT, is_first_screen=True),
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
    "explore-two-histories-and-custom-events": View(
        "/explore?indicator=gdp-growth&economy=CHN,USA&policy=china,united-states&strips=all"
        "&own=2018-03-08 An event of my own&own=2018-03-09 And one more"
    ),
    "explore-two-indicators": View(f"/explore?indicator=gdp-growth&with=rd-spending&{EIGHT}", schemes=LIGHT),
    "explore-table": View("/explore?view=table", charts=0),
    "explore-about": View("/explore?view=about", charts=0),
    "compare": View("/compare", schemes=LIGHT, is_first_screen=True),
    "compare-lines": _compare(f"view=lines&indicator=gdp-per-capita&{EIGHT}&scale=log", LINE, 8),
    "compare-multiples": _compare("view=multiples&indicator=rd-spending", LINE, 50),
    "compare-ranking": _compare("view=ranking&indicator=gdp", BAR, 20),
    "compare-map": _compare("view=map&indicator=gdp-growth", LAND, 20),
    "compare-scatter": _compare(f"view=scatter&indicator=rd-spending&against=researchers&{EIGHT}", DOT, 20),
    "compare-event-time": _compare(f"view=event-time&indicator=exports-share&milestone=wto-accession&{EIGHT}", LINE, 6),
    "timeline": View("/timeline"),
    "timeline-of-several": View("/timeline?from=1948&policy=china,germany,korea", schemes=LIGHT),
    "timeline-milestone": View(
        "/timeline?from=2015&milestone=made-in-china-2025&own=2015 Mine", closed="Your own events (1)"
    ),
    "timeline-overlay-custom-events": View(
        "/timeline?from=1978&indicator=gdp-growth&view=overlay&own=2001-03/2003-09 A span of mine&own=2020 Mine"
    ),
    "evidence": View("/evidence", charts=0),
    "evidence-targets": View("/evidence?view=targets&policy=all"),
    "evidence-growth-orientation": View("/evidence?view=growth-orientation", 9),
    "evidence-solar": View("/evidence?view=solar", 3, schemes=LIGHT),
    "evidence-lab": View("/evidence?view=lab&indicator=exports-share&milestone=wto-accession", 4),
    "evidence-lab-of-slopes": View(
        "/evidence?view=lab-slope-8&indicator=gdp-per-capita&economy=KOR&milestone=southern-tour", 4, schemes=LIGHT
    ),
    "data": View("/data", charts=0),
    "data-revisions": View("/data?indicator=rd-spending&economy=CHN&as_of=2026-07-13", schemes=LIGHT),
}
