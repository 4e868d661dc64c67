"""Does axe find anything serious on any page or view, light or dark?"""

import pytest

from dashboard.charts.registry import kinds_of
from tests.browser.conftest import OpenPage, settle
from tests.browser.look import SCHEMES, grave

COMPARISONS = tuple(kinds_of("compare"))

VIEWS = (
    "/",
    "/explore",
    "/explore?view=table",
    "/explore?view=about",
    *(f"/compare?view={view}&indicator=rd-spending" for view in COMPARISONS),
    "/timeline?milestone=made-in-china-2025&own=2015 Mine",
    "/evidence",
    "/evidence?view=growth-first",
    "/evidence?view=lab",
    "/data",
)
# what is closed when a page opens
CLOSED = {
    "/compare?view=ranking&indicator=rd-spending": "Table of what is drawn",
    "/timeline?milestone=made-in-china-2025&own=2015 Mine": "Your own events (1)",
}


@pytest.mark.parametrize("path", VIEWS)
def test_axe_finds_nothing_serious(open_page: OpenPage, path: str) -> None:
    page = open_page(path, ready='[data-testid="stMain"]')
    if path in CLOSED:
        page.get_by_text(CLOSED[path]).click()
        settle(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        settle(page)
        assert (scheme, grave(page)) == (scheme, [])
