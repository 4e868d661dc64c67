"""What Explore shows of two indicators: notes and words of both, and what is missing of one is said."""

from collections.abc import Callable

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.explore import EXPLORE
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.pictures import scene_of
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

Build = Callable[..., Built | Nothing]


@pytest.fixture
def build(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Build:
    loader = Loader(shipped_cache.store, shipped_catalogue)

    def built(first: str, second: str, *economies: str, view: str = "explore", **fields: object) -> Built | Nothing:
        asked = Selection(first, economies, second=second, **fields)  # pyright: ignore[reportArgumentType]
        kind = CHART_KINDS[view]
        return kind.build(request_for(kind, loader, asked))

    return built


def test_both_are_in_title_rows_words_and_link(build: Build) -> None:
    built = build("rd-spending", "high-tech-exports", "CHN", "USA")
    assert isinstance(built, Built)
    assert EXPLORE.has_second
    assert built.title == "Research and development spending and high-technology exports"
    assert built.rows()["indicator"].unique().tolist() == ["rd-spending", "high-tech-exports"]
    assert built.table()["Indicator"].unique().tolist() == ["R&D spending", "High-tech exports"]
    assert built.alt.startswith("Two indicators on one time axis, one above the other. Lines of Research")
    assert "Lines of High-technology exports (current US$)" in built.alt
    assert built.alt.count("milestones are marked") == 1
    assert built.permalink.second == "high-tech-exports"
    # the break of the second says whose it is
    assert any(note.startswith("High-tech exports: series break") for note in built.notes)


def test_what_one_of_the_two_lacks_is_said_and_the_other_is_drawn(build: Build) -> None:
    built = build("gdp-growth", "rd-spending", "CHN", last_year=1980)
    assert isinstance(built, Built)
    assert [view.indicator.id for view in built.views] == ["gdp-growth"]
    assert any(note.startswith("Research and development spending has no figures for China") for note in built.notes)
    assert built.permalink.second == "rd-spending"


def test_where_neither_has_anything_both_are_named(build: Build) -> None:
    built = build("gdp-growth", "rd-spending", "CHN", last_year=1900)
    assert isinstance(built, Nothing)
    assert "GDP growth has no figures" in built.text
    assert "Research and development spending has no figures" in built.text


def test_statistics_of_eras_are_of_both(build: Build) -> None:
    built = build("rd-spending", "high-tech-exports", "CHN", view="eras")
    assert isinstance(built, Built)
    assert built.rows()["indicator"].unique().tolist() == ["rd-spending", "high-tech-exports"]
    assert built.permalink.view == "eras"
    assert not built.table().isna().any(axis=None)


def test_a_picture_of_both_is_called_after_both_and_says_of_whom(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    query = {"indicator": ["rd-spending"], "with": ["high-tech-exports"], "economy": ["CHN"]}
    title = scene_of(query, shipped_cache.store, shipped_catalogue).title
    assert title.startswith("Research and development spending and high-technology exports: China, ")
