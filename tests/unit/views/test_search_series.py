"""Are series that no list has found by what is stored of them, and offered by code or slug where one is typed?"""

from dataclasses import dataclass, field

import pytest

from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.indicators import Tier
from dashboard.store.records import Vintage
from dashboard.views.findable import Findable, findable_indicator
from dashboard.views.search import Outcome, Search
from dashboard.views.search_series import StoredSeries, provider_in, typed_series
from tests.search_queries import searched

BREAD = Described(
    id="owid:price-of-bread",
    provider="owid",
    provider_name="Our World in Data",
    code="price-of-bread",
    name="Zwieback consumption",
    url="https://ourworldindata.org/grapher/price-of-bread",
    unit="kg",
)


@pytest.fixture(scope="module")
def search() -> Search:
    return searched()


@dataclass
class Shelf:
    """Stand for a store: what it has, and how often it was asked for all of it."""

    series: dict[str, Described] = field(default_factory=dict[str, Described])
    asked: int = 0

    def vintages(self) -> dict[str, Vintage]:
        return {name: _vintage(number) for number, name in enumerate(self.series)}

    def descriptions(self) -> dict[str, Described]:
        self.asked += 1
        return self.series


def _vintage(number: int) -> Vintage:
    made = Vintage.__new__(Vintage)
    object.__setattr__(made, "id", number)
    return made


def found(search: Search, text: str, stored: tuple[Findable, ...] = ()) -> list[str]:
    return [one.id for one in search.find(text, stored=stored).results]


def test_what_is_stored_is_found_by_its_name_and_read_once() -> None:
    shelf, series = Shelf(), StoredSeries()
    assert series.of(shelf) == ()  # pyright: ignore[reportArgumentType] - all that it asks of a store
    shelf.series[BREAD.id] = BREAD
    [stored, again] = [series.of(shelf) for _ in range(2)]  # pyright: ignore[reportArgumentType]
    assert (shelf.asked, again) == (1, stored)
    search = searched()
    for text in ("zwieback", "zwieb", "Our World in Data zwieback", "price-of-bread", "owid:price-of-bread"):
        assert found(search, text, stored)[0] == BREAD.id, text
    assert search.find("zwieback", stored=stored).results[0].tier is Tier.CATALOGUED


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("fred unrate", "fred:UNRATE"),
        ("UNRATE", "fred:UNRATE"),
        ("FRED CPIAUCSL", "fred:CPIAUCSL"),
        ("owid child mortality", "owid:child-mortality"),
        ("share-of-people-online", "owid:share-of-people-online"),
        ("unemployment rate fred", ""),
        ("GDP", ""),
        ("unrate", ""),
        ("fred", ""),
        ("world bank poverty", ""),
        ("<b>UNRATE</b>", ""),
    ],
)
def test_a_code_or_slug_names_a_series_where_it_can_be_one(text: str, series: str) -> None:
    provider, rest = provider_in(text)
    assert typed_series(rest, provider) == series


def test_of_two_that_are_stored_the_one_whose_code_was_typed_comes_first(search: Search) -> None:
    rate = BREAD.model_copy(update={"id": "fred:UNRATE", "name": "UNRATE", "code": "UNRATE", "provider": "fred"})
    other = rate.model_copy(update={"id": "fred:DEU:UNRATE"})
    stored = tuple(findable_indicator(indicator_of(said)) for said in (other, rate))
    assert found(search, "fred unrate", stored) == ["fred:UNRATE", "fred:DEU:UNRATE"]


def test_what_only_its_provider_knows_is_offered_behind_what_is_listed_and_said_to_be_a_guess(search: Search) -> None:
    *_, last = search.find("life-expectancy").results
    assert (last.id, "if it has" in last.provider) == ("owid:life-expectancy", True)


def test_no_code_is_guessed_where_a_curated_indicator_is_called_so(search: Search) -> None:
    assert "fred:GERD" not in found(search, "GERD")
    assert "owid:high-tech-exports" not in found(search, "high-tech-exports")


def test_where_nothing_is_found_the_way_to_unlisted_series_is_told(search: Search) -> None:
    assert search.find("unrate").outcome is Outcome.NOTHING
