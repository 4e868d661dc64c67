"""Is a preliminary figure known as one: in the vintages that hold it, in what is computed from it, and nowhere else?"""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Provisional
from dashboard.charts.alt_texts import line_text
from dashboard.charts.pictures import scene_of
from dashboard.export.formats import FORMATS
from dashboard.export.tables import extract_of
from dashboard.figures.parts.captions import source_line
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.views import comparison
from dashboard.views.chart import chart_view
from dashboard.views.comparison import narrowed
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

SAID = "A first estimate."


def known(**fields: object) -> Provisional:
    usual = {"id": "first", "economy": "CHN", "year": 2024, "indicators": ["gdp"], "note": SAID}
    return Provisional.model_validate({**usual, "sources": [{"title": "A source"}], **fields})


@pytest.fixture
def told(store: Store, catalogue: Catalogue) -> Callable[..., View]:
    """Return a view of a catalogue that knows of a preliminary year."""

    def view(indicator: str = "gdp", fact: Provisional | None = None, **asked: Any) -> View:  # noqa: ANN401
        fact = fact or known()
        usual: dict[str, Any] = {"economies": ("CHN", "USA")}
        selection = Selection(indicator, **{**usual, **asked})
        return chart_view(Loader(store, replace(catalogue, provisional={fact.id: fact})), selection)

    return view


def test_a_preliminary_year_is_told_from_the_others(told: Callable[..., View]) -> None:
    view = told()
    marked = {
        (code, year) for code in ("CHN", "USA") for year in range(1960, 2031) if year in view.provisional_years(code)
    }
    assert marked == {("CHN", 2024)}
    assert (view.mark("CHN", 2024), view.mark("CHN", 2023)) == (" (provisional)", "")
    assert view.preliminary == "China 2024"
    assert f"Provisional: {SAID}" in view.notes


@pytest.mark.parametrize(
    "asked",
    [
        {"last_year": 2023},
        {"economies": ("USA",)},
        {"eras": ("reform-and-opening",)},
        {"indicator": "gdp-growth"},
        {"fact": known(year=2030)},
    ],
)
def test_where_it_is_not_drawn_nothing_is_said_of_it(told: Callable[..., View], asked: dict[str, Any]) -> None:
    view = told(**asked)
    assert view.provisional == ()
    assert view.preliminary == ""
    assert not any(SAID in note for note in view.notes)
    assert "Provisional" not in source_line(view)


def test_it_is_final_in_the_vintages_from_its_last_day_on(told: Callable[..., View], published: dt.datetime) -> None:
    day = published.date()
    assert told(fact=known(until=day + dt.timedelta(days=1))).provisional
    assert not told(fact=known(until=day)).provisional


@pytest.mark.parametrize("transform", ["growth", "index", "per-capita", "share"])
def test_what_is_made_of_it_is_preliminary_too(told: Callable[..., View], transform: str) -> None:
    assert 2024 in told(transform=transform).provisional_years("CHN")


def test_a_figure_per_head_is_preliminary_where_the_heads_are(told: Callable[..., View]) -> None:
    assert 2024 in told("gdp", known(indicators=["population"]), transform="per-capita").provisional_years("CHN")
    assert not told("gdp", known(indicators=["population"])).provisional


def test_a_derived_indicator_has_it_from_its_inputs(told: Callable[..., View]) -> None:
    assert 2020 in told("world-share", known(indicators=["world-broken"], year=2020)).provisional_years("CHN")


def test_pictures_words_and_files_say_it(told: Callable[..., View]) -> None:
    view = told()
    assert source_line(view).endswith(" Provisional: China 2024. Eraline.")
    assert "in 2024 (provisional)" in line_text(view).split("United States")[0]
    about = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(extract_of(view).table())))["About"]
    assert ("Note", f"Provisional: {SAID}") in list(about.iter_rows(values_only=True))


def test_a_narrower_picture_says_only_what_it_shows(told: Callable[..., View]) -> None:
    view = told()
    assert comparison.narrowed(view, ["USA"]).provisional == ()
    assert comparison.narrowed(view, ["CHN"]).provisional == view.provisional
    assert comparison.in_years(view, 2000, 2023).provisional == ()
    assert comparison.in_years(view, 2024, 2024).provisional == view.provisional


@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ({"indicator": "gdp", "view": "map", "year": "1990"}, False),
        ({"indicator": "gdp", "view": "event-time", "milestone": "reform-and-opening"}, False),
        ({"indicator": "gdp", "view": "scatter", "against": "inflation", "year": "2000"}, False),
        ({"indicator": "gdp", "view": "map", "year": "2025"}, True),
        ({"indicator": "manufacturing-share", "view": "map", "year": "1990"}, False),
        ({"indicator": "manufacturing-share", "view": "scatter", "economy": "BRA", "year": "2000"}, True),
    ],
)
def test_the_notes_of_a_chart_are_those_of_the_years_that_it_shows(
    shipped_cache: Cache, shipped_catalogue: Catalogue, query: dict[str, str], *, is_told: bool
) -> None:
    asked = {key: [value] for key, value in query.items()}
    notes = scene_of(asked, shipped_cache.store, shipped_catalogue, "compare").built.notes
    # a scatter names the indicator before
    said = " ".join(notes).casefold()
    assert ("provisional: " in said or "series break in " in said) == is_told


def test_a_month_of_a_preliminary_year_is_preliminary(told: Callable[..., View]) -> None:
    view = told("exchange-rate", known(indicators=["exchange-rate"], year=2014), economies=("CHN",))
    assert 2014 in view.provisional_years("CHN")
    assert comparison.yearly(view).preliminary == "China 2014"


def test_a_year_of_everybody_is_that_of_each_economy_without_a_table_of_its_own(
    store: Store, catalogue: Catalogue
) -> None:
    own, shared = known(year=2020, note="Of China."), known(id="shared", economy="all", year=2020, note="Of all.")
    told = {fact.id: fact for fact in (own, shared)}
    loader = Loader(store, replace(catalogue, provisional=told))
    view = chart_view(loader, Selection("gdp", economies=("CHN", "USA")))
    assert {entry.economy: entry.note for entry in view.provisional} == {"CHN": "Of China.", "USA": "Of all."}
    assert view.mark("USA", 2020) == " (provisional)"
    # the word stands once before all that it says of
    assert [note for note in view.notes if "Of " in note] == ["Provisional: Of China. Of all."]


def test_years_that_follow_one_another_are_told_together(store: Store, catalogue: Catalogue) -> None:
    years = (("CHN", 2018), ("CHN", 2020), ("USA", 2020), ("USA", 2019))
    facts = [known(id=f"{code}-{year}".lower(), economy=code, year=year) for code, year in years]
    loader = Loader(store, replace(catalogue, provisional={fact.id: fact for fact in facts}))
    view = chart_view(loader, Selection("gdp", economies=("CHN", "USA")))
    assert view.preliminary == "China 2018, China 2020 and United States 2019–2020"


def test_many_provisional_values_are_counted(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    fact = known(economy="all", year=2020)
    loader = Loader(shipped_cache.store, replace(shipped_catalogue, provisional={fact.id: fact}))
    view = chart_view(loader, Selection("gdp", economies=("CHN", "USA", "JPN", "IND", "KOR")))
    assert view.preliminary == "all figures of 2020"
    assert narrowed(view, ["CHN", "USA"]).preliminary == "China 2020 and United States 2020"
    assert len([note for note in view.notes if note.startswith("Provisional")]) == 1
