"""Does a page end without an exception, whatever its URL says? `make fuzz` asks many more."""

from dashboard.catalogue.catalogue import Catalogue
from tests.fuzz.asking import page_faults
from tests.fuzz.drawing import Drawing
from tests.pages import OpenPage


def test_no_url_breaks_a_page(open_page: OpenPage, shipped_catalogue: Catalogue) -> None:
    # the page's opener makes the shipped figures those that are read
    assert open_page is not None
    assert list(page_faults(Drawing(17, shipped_catalogue), 12)) == []
