"""Does a transform use what it needs, and say its unit, its scale and what it did?"""

import pytest

from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue.indicators import Kind
from tests.unit.views.conftest import REFORM, Show, ids, points


def test_a_transform_looks_back_beyond_the_years_shown(show: Show) -> None:
    grown = show("gdp", economies=("CHN",), first_year=2000, last_year=2001, transform="growth")
    assert points(grown) == {2000: pytest.approx(1000 / 490), 2001: pytest.approx(1000 / 500)}
    smooth = show("gdp", economies=("CHN",), eras=(REFORM,), transform="rolling-mean")
    assert points(smooth)[1979] == pytest.approx(270)


def test_an_index_starts_inside_what_is_shown_and_says_where(show: Show) -> None:
    view = show("gdp", economies=("CHN", "USA", "KOR"), first_year=1965, transform="index")
    # Korea's figures from 1990 are below zero until 1996, so 1996 is the first year that all three share
    assert view.subtitle == "Index, 1996 = 100"
    assert {points(view, code)[1996] for code in ("CHN", "USA", "KOR")} == {100}
    two = show("gdp", economies=("CHN", "USA"), eras=(REFORM,), transform="index")
    assert two.subtitle == "Index, 1979 = 100"


def test_an_index_names_the_economies_that_it_leaves_out(show: Show) -> None:
    view = show("gdp", economies=("CHN", "KOR"), last_year=1995, transform="index")
    assert view.subtitle == "Index, 1960 = 100"
    assert ids(view.economies) == ["CHN"]
    # what has figures does not lack them
    assert ids(view.absent) == []
    assert view.notes == ("No figure above zero at 1960 to compare with, so no index: South Korea.",)


def test_an_index_is_a_hundred_in_the_year_that_is_chosen(show: Show) -> None:
    view = show("gdp", economies=("CHN", "USA"), transform="index", base_year=1990)
    assert view.subtitle == "Index, 1990 = 100"
    assert {points(view, code)[1990] for code in ("CHN", "USA")} == {100}


def test_an_index_of_a_year_before_those_shown_goes_on_in_them(show: Show) -> None:
    asked = {"economies": ("CHN", "USA"), "transform": "index", "base_year": 1990}
    whole, later = show("gdp", **asked), show("gdp", **asked, first_year=2000)
    assert later.subtitle == "Index, 1990 = 100"
    assert later.notes == ()
    assert points(later) == {year: value for year, value in points(whole).items() if year >= 2000}
    of_an_era = show("gdp", **asked, eras=("innovation-driven",))
    assert points(of_an_era)[2013] == points(whole)[2013]


def test_a_series_break_between_the_base_and_the_years_shown_is_said(show: Show) -> None:
    view = show("broken", economies=("CHN", "USA"), transform="index", base_year=2000, first_year=2012)
    assert ids(view.economies) == ["USA"]
    assert view.notes == (
        "Series break in 2009: A wider definition. Nothing is compared across it.",
        "No figure above zero at 2000 to compare with, so no index: China.",
    )


def test_a_series_break_just_before_the_first_change_shown_is_said(show: Show) -> None:
    for transform in ("growth", "change", "rolling-mean"):
        view = show("broken", economies=("CHN",), transform=transform, first_year=2009)
        assert 2009 not in points(view)
        assert view.notes == ("Series break in 2009: A wider definition. Nothing is compared across it.",)
    assert show("broken", economies=("CHN",), transform="growth", first_year=2010).notes == ()


@pytest.mark.parametrize(
    ("indicator", "asked", "why"),
    [
        ("gdp", {"transform": "per-capita"}, "No population stored for these years, so not per capita"),
        ("gdp", {"transform": "growth", "last_year": 1990}, "No figure above zero a year before to compare with"),
        ("gdp", {"transform": "change", "last_year": 1990}, "No figure a year before to compare with, so no change"),
        ("gdp", {"transform": "rolling-mean", "last_year": 1993}, "No five years of figures in a row up to any shown"),
        ("ratio", {}, "No figures of "),
    ],
)
def test_who_has_figures_and_none_of_what_is_asked_is_named_with_the_reason(
    indicator: str, asked: dict[str, object], why: str, show: Show
) -> None:
    view = show(indicator, economies=("CHN", "KOR", "IND"), **asked)
    assert ids(view.economies) == ["CHN"]
    assert ids(view.absent) == ["IND"]
    [note] = [note for note in view.notes if note.startswith(why)]
    assert note.endswith(": South Korea.")


def test_an_index_of_a_year_without_values_says_so(show: Show) -> None:
    view = show("gdp", economies=("CHN", "USA"), transform="index", base_year=1850)
    assert view.points.empty
    assert any("No figure above zero in 1850" in note for note in view.notes)


def test_an_index_share_or_sum_per_head_of_nothing_is_empty(show: Show) -> None:
    for transform in ("index", "share", "per-capita", "growth"):
        assert show("gdp", last_year=1900, transform=transform).points.empty


def test_a_share_leaves_the_world_out_without_missing_it(show: Show) -> None:
    view = show("gdp", economies=("CHN", "WLD"), transform="share")
    assert points(view)[1960] == 5
    assert ids(view.economies) == ["CHN"]
    assert view.absent == ()
    assert ids(show("world-share", economies=("CHN", "WLD")).absent) == ["WLD"]


def test_figures_per_head_name_both_vintages(show: Show) -> None:
    view = show("gdp", economies=("CHN",), transform="per-capita")
    assert points(view)[1960] == pytest.approx(0.1)
    assert [vintage.indicator for vintage in view.vintages] == ["gdp", "population"]
    assert (view.unit, view.unit_short) == ("current US$ per capita", "US$ per capita")


@pytest.mark.parametrize(
    ("indicator", "transform", "unit", "unit_short", "kind", "subtitle"),
    [
        ("gdp", "level", "current US$", "US$", Kind.LEVEL, ""),
        ("gdp", "growth", "% year-on-year", "%", Kind.GROWTH, "Year-on-year growth"),
        ("gdp", "change", "current US$", "US$", Kind.SHARE, "Year-on-year change"),
        ("gdp", "share", "% of the world", "%", Kind.SHARE, "Share of the world"),
        ("gdp", "index", "index", "", Kind.INDEX, "Index, 1970 = 100"),
        ("gdp", "rolling-mean", "current US$", "US$", Kind.LEVEL, "5-year moving average"),
        ("gdp-growth", "change", "percentage points", "pp", Kind.GROWTH, "Year-on-year change"),
        ("exchange-rate", "level", "per US$", "per US$", Kind.PRICE, ""),
    ],
)
def test_a_transform_names_its_unit_kind_and_what_it_did(
    indicator: str, transform: str, unit: str, unit_short: str, kind: Kind, subtitle: str, show: Show
) -> None:
    view = show(indicator, economies=("CHN", "USA"), transform=transform)
    assert (view.unit, view.unit_short, view.kind, view.subtitle) == (unit, unit_short, kind, subtitle)


def test_a_logarithmic_scale_gives_way_where_a_figure_is_not_above_zero(show: Show) -> None:
    assert show("gdp", economies=("CHN",)).scale == "log"
    assert show("gdp", economies=("CHN",), scale="linear").scale == "linear"
    quiet = show("solar-capacity", economies=("CHN",))
    assert (quiet.scale, quiet.notes) == ("linear", ())
    asked = show("solar-capacity", economies=("CHN",), scale="log")
    assert asked.scale == "linear"
    assert asked.notes == ("Drawn on a linear scale: figures at or below zero have no place on a logarithmic one.",)
    assert show("solar-capacity", economies=("CHN",), scale="log", first_year=2011).scale == "log"


def test_what_a_transform_made_is_linear_unless_asked(show: Show) -> None:
    scales = {transform: show("gdp", economies=("CHN",), transform=transform).scale for transform in TRANSFORMS}
    assert {transform for transform, scale in scales.items() if scale == "log"} == {
        "level",
        "per-capita",
        "rolling-mean",
    }
    assert show("gdp", economies=("CHN",), transform="index", scale="log").scale == "log"
