"""Does the name of a file say what is in it, in plain letters and shortly?"""

import string

from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.names import NAMED_ECONOMIES, view_name, whole_name
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.unit.export.conftest import Show


def test_the_file_name_says_indicator_economies_span_and_vintage(view_of: Show, shipped_cache: Cache) -> None:
    view = view_of(Selection("gdp-growth", economies=("CHN", "USA"), first_year=1990, last_year=2000))
    vintage = shipped_cache.store.vintage("gdp-growth").date
    assert view_name(view) == f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}"


def test_the_file_name_says_transform_and_layout_where_they_are_not_the_usual(view_of: Show) -> None:
    view = view_of(Selection("gdp", transform="growth", economies=("CHN",), last_year=1970))
    name = view_name(view, layout="wide")
    assert name.startswith("eraline_gdp_growth_CHN_1961-1970_")
    assert name.endswith("_wide")


def test_a_file_name_of_many_economies_stays_short(view_of: Show, shipped_catalogue: Catalogue) -> None:
    view = view_of(Selection("gdp-growth", economies=tuple(shipped_catalogue.economies)))
    name = view_name(view)
    assert f"-and-{len(view.economies) - NAMED_ECONOMIES}-more_" in name
    assert len(name) < 100


def test_the_file_name_of_a_whole_indicator_says_so(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    figures = Loader(shipped_cache.store, shipped_catalogue).observations("gdp-growth")
    years = figures.observations["period"].dt.year
    assert whole_name(figures) == f"eraline_gdp-growth_all_{years.min()}-{years.max()}_{figures.vintage.date}"


def test_no_file_name_of_the_catalogue_needs_more_than_plain_letters(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    plain, loader = set(string.ascii_letters + string.digits + "-_."), Loader(shipped_cache.store, shipped_catalogue)
    names = [whole_name(loader.observations(indicator)) for indicator in shipped_catalogue.indicators]
    assert len(names) == len(set(names)) == len(shipped_catalogue.indicators)
    assert all(set(name) <= plain for name in names)
