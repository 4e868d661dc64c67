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


@pytest.mark.parametrize("kind", ["explore", "scatter"])
def test_what_is_to_be_known_of_both_is_said_once_and_of_one_with_its_name(build: Build, kind: str) -> None:
    def said(second: str) -> list[str]:
        beside = {"second": second} if kind == "explore" else {"second": "", "against": second}
        built = build("gdp-growth", beside.pop("second"), "CHN", "USA", view=kind, **beside)
        assert isinstance(built, Built)
        return [note for note in built.notes if "provisional: " in note.casefold()]

    [both] = said("gdp-per-capita")
    assert both.startswith("Provisional: China's national accounts")
    assert both.count("China's national accounts") == 1
    if kind == "explore":
        [one] = said("rd-spending")
        assert one.startswith("GDP growth: provisional: China's")


def test_what_is_provisional_of_both_in_part_is_said_once(build: Build) -> None:
    built = build("gdp-growth", "exports-share", "CHN", "USA", "IND")
    assert isinstance(built, Built)
    told = [note for note in built.notes if "provisional: " in note.casefold()]
    assert [note.partition("rovisional: ")[0] for note in told] == ["GDP growth: p", "P"]
    for whose in ("China's national accounts", "India's 2025", "The Bureau of Economic Analysis"):
        assert " ".join(told).count(whose) == 1, whose
    assert "China's national accounts" in told[1]


def test_a_table_and_the_words_name_each_month_where_a_year_has_twelve(build: Build) -> None:
    built = build("exchange-rate", "", "CHN", "JPN", view="lines", first_year=2024, last_year=2025)
    assert isinstance(built, Built)
    table = built.table()
    assert table.columns[0] == "Period"
    assert table["Period"].tolist() == [f"{year}-{month:02}" for year in (2025, 2024) for month in range(12, 0, -1)]
    assert " in 2025-12, highest " in built.alt


def test_a_table_of_months_and_years_has_one_column_of_periods(build: Build) -> None:
    built = build("exchange-rate", "gdp", "CHN", first_year=2024, last_year=2024)
    assert isinstance(built, Built)
    table = built.table()
    assert table.columns.tolist() == ["Indicator", "Period", "China"]
    assert table["Period"].tolist()[-2:] == ["2024-01", "2024"]
    yearly = build("rd-spending", "gdp", "CHN", first_year=2020)
    assert isinstance(yearly, Built)
    assert "Year" in yearly.table().columns


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


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, ". Choose other economies."),
        ({"first_year": 2000}, " in the years chosen. Choose other economies, eras or years."),
        ({"eras": ("planned-economy",)}, " in Planned economy. Choose other economies, eras or years."),
    ],
)
def test_who_has_no_figures_at_all_is_not_said_to_lack_them_in_years_that_nobody_chose(
    build: Build, chosen: dict[str, object], said: str
) -> None:
    assert build("rd-spending", "", "TWN", **chosen) == Nothing(
        f"Research and development spending has no figures for Taiwan{said}"
    )


def test_where_nothing_is_drawn_the_reason_of_the_transform_is_said(build: Build) -> None:
    per_head = build("solar-capacity", "", "TWN", transform="per-capita")
    assert per_head == Nothing(
        "No population stored for these years, so not per capita: Taiwan. "
        "Choose other economies, years or another transform."
    )
    for view in ("explore", "lines", "multiples", "ranking"):
        built = build("solar-capacity", "", "TWN", "CHN", view=view, transform="per-capita")
        assert isinstance(built, Built)
        assert [note for note in built.notes if "Taiwan" in note] == [
            "No population stored for these years, so not per capita: Taiwan."
        ]
    based = build("gdp", "inflation", "CHN", "USA", transform="index", base_year=1900, first_year=2015)
    assert isinstance(based, Built)
    assert (
        "No figure above zero in 1900, so no index: China and United States. "
        "Choose other economies, years or another transform."
    ) in based.notes
    assert not any("has no figures" in note for note in based.notes)


def test_a_note_of_whom_a_transform_leaves_out_names_those_compared_alone(build: Build) -> None:
    of_seven = build("solar-capacity", "", "CHN", view="ranking", transform="per-capita", among="G7")
    assert isinstance(of_seven, Built)
    assert not any("so not per capita" in note for note in of_seven.notes)


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
