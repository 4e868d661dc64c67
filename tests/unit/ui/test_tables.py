"""Are the numbers of the tables beside a chart lined up as numbers, and nothing else?"""

from dataclasses import replace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.ui.tables import compared
from dashboard.ui.word_table import Words
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection


def lined_up(words: Words) -> list[str]:
    return [words.heads[place] for place in words.right]


@pytest.mark.parametrize(
    ("indicator", "eras", "years"),
    [
        ("gdp-growth", ["Mean", "Change"], ["Change", "Mean"]),
        ("gdp", ["Growth a year", "Change"], ["Change", "Growth a year", "Mean"]),
        ("rd-spending", ["Mean", "Change"], ["Change", "Mean"]),
    ],
)
def test_columns_of_numbers_are_lined_up_right(
    shipped_cache: Cache, shipped_catalogue: Catalogue, indicator: str, eras: list[str], years: list[str]
) -> None:
    asked = Selection(indicator, economies=("CHN", "USA"), first_year=2000, last_year=2020)
    loader = Loader(shipped_cache.store, shipped_catalogue)
    told = compared(chart_view(loader, asked), shipped_catalogue)
    assert told.between is not None
    assert lined_up(told.eras) == [*eras, "Lowest", "Highest"]
    assert lined_up(told.between) == ["2000", "2020", *years]
    # whoever looks at other years has their columns
    other = compared(chart_view(loader, replace(asked, last_year=2010)), shipped_catalogue)
    assert other.between is not None
    assert lined_up(other.between)[:2] == ["2000", "2010"]
