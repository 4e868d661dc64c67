"""Does a view hold exactly what was asked for, compare only what can be compared, and say what it left out?"""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import chart
from dashboard.catalogue import Catalogue
from dashboard.chart import View, chart_view, default_economies, era_table, load_figures, period_label
from dashboard.errors import NoFigures
from dashboard.model import Kind, MilestoneKind, Transform
from dashboard.selection import Selection
from dashboard.store import Release, Store

Show = Callable[..., View]

REFORM = "reform-and-opening"
CODES = ("CHN", "USA", "JPN", "IND", "KOR", "WLD")


@pytest.fixture
def show(store: Store, catalogue: Catalogue) -> Show:
    """Return the view of a selection given by its fields."""
    return lambda indicator="gdp-growth", **fields: chart_view(store, catalogue, Selection(indicator, **fields))


def points(view: View, economy: str = "CHN") -> dict[int, float]:
    own = view.series(economy)
    return dict(zip(own["period"].dt.year.tolist(), own["value"].tolist(), strict=True))


def ids(records: tuple[object, ...]) -> list[str]:
    return [record.id for record in records]  # pyright: ignore[reportAttributeAccessIssue]


def test_the_usual_economies_are_shown_when_none_are_named(show: Show) -> None:
    view = show()
    assert ids(view.economies) == ["CHN", "USA", "JPN"]
    assert view.selection.economies == ("CHN", "USA", "JPN")
    assert view.absent == ()


def test_where_the_usual_ones_have_no_figures_others_are_shown(show: Show) -> None:
    assert ids(show("rd-spending").economies) == ["IND", "KOR"]


def test_no_more_figures_are_read_than_the_chart_takes(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...] | None] = []
    load = load_figures

    def spy(store: Store, catalogue: Catalogue, indicator: str, **given_words: object) -> chart.Figures:
        economies = given_words["economies"]
        asked.append(None if economies is None else tuple(economies))  # pyright: ignore[reportArgumentType]
        return load(store, catalogue, indicator, **given_words)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(chart, "load_figures", spy)
    chart_view(store, catalogue, Selection("gdp", economies=("CHN", "USA")))
    chart_view(store, catalogue, Selection("gdp", economies=("CHN",), transform=Transform.SHARE))
    chart_view(store, catalogue, Selection("gdp"))
    assert asked == [("CHN", "USA"), ("CHN", "WLD"), ("CHN", "USA", "JPN", "IND", "WLD")]


def test_points_come_in_the_order_asked_for_and_by_period(show: Show) -> None:
    view = show(economies=("USA", "CHN", "USA"))
    assert ids(view.economies) == ["USA", "CHN"]
    assert view.points["economy"].drop_duplicates().tolist() == ["USA", "CHN"]
    assert view.points.groupby("economy")["period"].agg(lambda periods: periods.is_monotonic_increasing).all()
    assert view.points.dtypes.astype("str").to_dict() == {
        "economy": "str",
        "period": "datetime64[s]",
        "value": "float64",
        "era": "str",
    }


def test_economies_without_figures_are_named_as_absent(show: Show) -> None:
    view = show("rd-spending", economies=("CHN", "KOR", "USA"))
    assert ids(view.economies) == ["KOR"]
    assert ids(view.absent) == ["CHN", "USA"]


def test_a_view_may_be_empty_and_is_still_a_view(show: Show, catalogue: Catalogue) -> None:
    for selection in (
        {"economies": ("CHN",), "indicator": "rd-spending"},
        {"eras": ("self-strengthening",)},
        {"last_year": 1900},
        {"first_year": 2090, "last_year": 2100},
        {"eras": ("new-quality",), "last_year": 2000},
        {"economies": ()},
    ):
        for transform in (Transform.LEVEL, Transform.CHANGE, Transform.ROLLING_MEAN):
            view = show(**selection, transform=transform)
            assert view.points.empty
            assert view.economies == ()
            assert view.axis[0] < view.axis[1]
            assert view.years[0] <= view.years[1]
            assert era_table(view, catalogue).empty


def test_an_index_share_or_sum_per_head_of_nothing_is_empty(show: Show) -> None:
    for transform in (Transform.INDEX, Transform.SHARE, Transform.PER_CAPITA, Transform.GROWTH):
        assert show("gdp", last_year=1900, transform=transform).points.empty


def test_an_era_holds_the_years_whose_middle_it_holds(show: Show) -> None:
    assert list(points(show(eras=(REFORM,)))) == list(range(1979, 2013))
    assert list(points(show(eras=("planned-economy",)))) == list(range(1961, 1979))
    assert list(points(show(eras=("new-quality",)))) == [2024]


def test_months_go_to_the_era_that_holds_their_fifteenth(show: Show) -> None:
    reform, innovation = (show("exchange-rate", eras=(era,)).points["period"] for era in (REFORM, "innovation-driven"))
    assert reform.max() == pd.Timestamp("2012-10-01")
    assert innovation.min() == pd.Timestamp("2012-11-01")


def test_eras_that_are_not_neighbours_leave_the_years_between_out(show: Show) -> None:
    view = show(eras=("new-quality", "planned-economy"))
    assert list(points(view)) == [*range(1961, 1979), 2024]
    assert view.axis == (dt.date(1961, 1, 1), dt.date(2030, 12, 31))


def test_eras_and_years_narrow_each_other(show: Show) -> None:
    assert list(points(show(eras=(REFORM,), first_year=2005, last_year=2020))) == list(range(2005, 2013))
    assert show(eras=(REFORM,), first_year=2015).points.empty


def test_every_point_carries_its_era(show: Show) -> None:
    eras = show("gdp", economies=("CHN",)).points.set_index(show("gdp", economies=("CHN",)).points["period"].dt.year)
    assert eras.loc[[1978, 1979, 2012, 2013, 2023, 2024], "era"].tolist() == [
        "planned-economy",
        REFORM,
        REFORM,
        "innovation-driven",
        "innovation-driven",
        "new-quality",
    ]


def test_a_transform_looks_back_beyond_the_years_shown(show: Show) -> None:
    grown = show("gdp", economies=("CHN",), first_year=2000, last_year=2001, transform=Transform.GROWTH)
    assert points(grown) == {2000: pytest.approx(1000 / 490), 2001: pytest.approx(1000 / 500)}
    smooth = show("gdp", economies=("CHN",), eras=(REFORM,), transform=Transform.ROLLING_MEAN)
    assert points(smooth)[1979] == pytest.approx(270)


def test_an_index_starts_inside_what_is_shown_and_says_where(show: Show) -> None:
    view = show("gdp", economies=("CHN", "USA", "KOR"), first_year=1965, transform=Transform.INDEX)
    # Korea's figures from 1990 are below zero until 1996, so 1996 is the first year that all three share
    assert view.subtitle == "Index, 1996 = 100"
    assert {points(view, code)[1996] for code in ("CHN", "USA", "KOR")} == {100}
    two = show("gdp", economies=("CHN", "USA"), eras=(REFORM,), transform=Transform.INDEX)
    assert two.subtitle == "Index, 1979 = 100"


def test_an_index_names_the_economies_that_it_leaves_out(show: Show) -> None:
    view = show("gdp", economies=("CHN", "KOR"), last_year=1995, transform=Transform.INDEX)
    assert view.subtitle == "Index, 1960 = 100"
    assert ids(view.economies) == ["CHN"]
    assert ids(view.absent) == ["KOR"]
    assert view.notes == ("No figure above zero at 1960, so no index: South Korea.",)


def test_nothing_is_compared_across_a_level_break_and_a_note_says_why(show: Show) -> None:
    for transform in (Transform.GROWTH, Transform.CHANGE):
        view = show("broken", economies=("CHN", "USA"), transform=transform)
        assert 2009 not in points(view)
        assert 2009 in points(view, "USA")
    view = show("broken", economies=("CHN", "USA"), transform=Transform.INDEX)
    assert max(points(view)) == 2008
    assert view.notes == ("Level break in 2009: A wider definition. Nothing is compared across it.",)


def test_a_break_outside_of_what_is_shown_is_not_mentioned(show: Show) -> None:
    assert show("broken", economies=("USA",)).notes == ()
    assert show("broken", economies=("CHN",), first_year=2009).notes == ()
    assert show("broken", economies=("CHN",), last_year=2008).notes == ()
    assert len(show("broken", economies=("CHN",), first_year=2008, last_year=2009).notes) == 1


def test_what_is_computed_from_a_broken_series_is_broken_there_too(show: Show, catalogue: Catalogue) -> None:
    view = show("solar-additions", economies=("CHN", "USA"))
    assert 2009 not in points(view)
    assert points(view)[2010] == 1
    assert 2009 in points(view, "USA")
    table = era_table(view, catalogue).set_index(["economy", "era"])
    assert table.loc[("CHN", REFORM), "reason"] == "level break in 2009"
    assert table.loc[("USA", REFORM), "reason"] != "level break in 2009"


def test_what_is_computed_from_a_broken_series_grows_on_either_side_of_the_break(show: Show) -> None:
    for transform in (Transform.GROWTH, Transform.CHANGE):
        view = show("twice-broken", economies=("CHN",), transform=transform)
        assert set(range(2001, 2021)) - points(view).keys() == {2009}
    smooth = show("twice-broken", economies=("CHN",), transform=Transform.ROLLING_MEAN)
    assert points(smooth).keys() == {*range(2004, 2009), *range(2013, 2021)}


def test_a_break_in_the_count_of_people_is_one_in_figures_per_head(show: Show, catalogue: Catalogue) -> None:
    view = show("gdp", economies=("CHN", "USA"), transform=Transform.PER_CAPITA)
    assert view.notes == ("Level break in 1990: A census. Nothing is compared across it.",)
    table = era_table(view, catalogue).set_index(["economy", "era"])
    assert table.loc[("USA", REFORM), "reason"] == "level break in 1990"
    assert table.loc[("CHN", REFORM), "reason"] == ""


def test_a_break_in_the_worlds_row_breaks_every_share_of_it(show: Show, catalogue: Catalogue) -> None:
    for view in (
        show("world-share", economies=("CHN",)),
        show("world-broken", economies=("CHN",), transform=Transform.SHARE),
    ):
        assert points(view)[2010] == pytest.approx(10)
        assert view.notes == ("Level break in 2015: More members. Nothing is compared across it.",)
        assert era_table(view, catalogue).set_index("era").loc["innovation-driven", "reason"] == "level break in 2015"


def test_zeros_that_mean_not_collected_are_never_divided_by(show: Show) -> None:
    assert points(show("uncollected", economies=("CHN",))) == {1994: 5, 1995: 0}
    assert points(show("ratio", economies=("CHN",))) == {1994: 88}


def test_a_share_leaves_the_world_out_without_missing_it(show: Show) -> None:
    view = show("gdp", economies=("CHN", "WLD"), transform=Transform.SHARE)
    assert points(view)[1960] == 5
    assert ids(view.economies) == ["CHN"]
    assert view.absent == ()
    assert ids(show("world-share", economies=("CHN", "WLD")).absent) == ["WLD"]


def test_figures_per_head_name_both_vintages(show: Show) -> None:
    view = show("gdp", economies=("CHN",), transform=Transform.PER_CAPITA)
    assert points(view)[1960] == pytest.approx(0.1)
    assert [vintage.indicator for vintage in view.vintages] == ["gdp", "population"]
    assert (view.unit, view.unit_short) == ("current US$ per head", "US$ per head")


@pytest.mark.parametrize(
    ("indicator", "transform", "unit", "unit_short", "kind", "subtitle"),
    [
        ("gdp", Transform.LEVEL, "current US$", "US$", Kind.LEVEL, ""),
        ("gdp", Transform.GROWTH, "% on the year before", "%", Kind.GROWTH, "Growth on the year before"),
        ("gdp", Transform.CHANGE, "current US$", "US$", Kind.SHARE, "Change on the year before"),
        ("gdp", Transform.SHARE, "% of the world", "%", Kind.SHARE, "Share of the world"),
        ("gdp", Transform.INDEX, "index", "", Kind.INDEX, "Index, 1970 = 100"),
        ("gdp", Transform.ROLLING_MEAN, "current US$", "US$", Kind.LEVEL, "Mean of the last 5 years"),
        ("gdp-growth", Transform.CHANGE, "percentage points", "pp", Kind.GROWTH, "Change on the year before"),
        ("exchange-rate", Transform.LEVEL, "per US$", "per US$", Kind.PRICE, ""),
    ],
)
def test_a_transform_names_its_unit_kind_and_what_it_did(
    indicator: str, transform: Transform, unit: str, unit_short: str, kind: Kind, subtitle: str, show: Show
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
    scales = {transform: show("gdp", economies=("CHN",), transform=transform).scale for transform in Transform}
    assert {transform for transform, scale in scales.items() if scale == "log"} == {
        Transform.LEVEL,
        Transform.PER_CAPITA,
        Transform.ROLLING_MEAN,
    }
    assert show("gdp", economies=("CHN",), transform=Transform.INDEX, scale="log").scale == "log"


def test_targets_are_drawn_over_the_plain_series_of_china(show: Show) -> None:
    assert ids(show().targets) == ["growth-2015", "growth-2016", "growth-2030"]
    assert show(economies=("USA",)).targets == ()
    assert show(transform=Transform.CHANGE).targets == ()
    assert show("gdp").targets == ()


def test_targets_keep_to_the_years_and_eras_asked_for(show: Show) -> None:
    assert ids(show(first_year=2016, last_year=2029).targets) == ["growth-2016"]
    assert show(eras=(REFORM,)).targets == ()
    assert ids(show(eras=("innovation-driven",)).targets) == ["growth-2015", "growth-2016"]
    assert ids(show(eras=("new-quality",)).targets) == ["growth-2030"]


def test_the_axis_reaches_to_the_last_target(show: Show) -> None:
    assert show().axis == (dt.date(1961, 1, 1), dt.date(2030, 12, 31))
    assert show(economies=("USA",)).axis == (dt.date(1961, 1, 1), dt.date(2024, 12, 31))
    assert show(last_year=2020).axis[1] == dt.date(2020, 12, 31)


def test_the_axis_of_an_era_starts_with_the_day_that_opens_it(show: Show) -> None:
    view = show(eras=(REFORM,))
    assert view.axis == (dt.date(1978, 12, 18), dt.date(2012, 12, 31))
    assert ids(view.milestones) == ["plenum-1978", "shock-2008"]
    assert ids(view.eras) == [REFORM, "innovation-driven"]
    # where the figures start later than the era, the axis starts with them
    assert show("solar-capacity", economies=("CHN",), eras=(REFORM,)).axis[0] == dt.date(2010, 1, 1)


def test_the_axis_starts_with_the_year_asked_for(show: Show) -> None:
    assert show(first_year=1979, last_year=2012).axis == (dt.date(1979, 1, 1), dt.date(2012, 12, 31))


def test_the_axis_of_months_ends_with_the_last_of_them(show: Show) -> None:
    assert show("exchange-rate", eras=("innovation-driven",)).axis == (dt.date(2012, 11, 1), dt.date(2014, 12, 31))
    assert show("exchange-rate", eras=(REFORM,)).axis == (dt.date(2011, 1, 1), dt.date(2012, 10, 31))


def test_milestones_are_of_the_kinds_chosen_inside_the_axis_in_order_of_time(show: Show) -> None:
    assert ids(show().milestones) == ["plenum-1978", "shock-2008", "plan-2015"]
    assert ids(show(events=(MilestoneKind.EXTERNAL,)).milestones) == ["shock-2008"]
    assert show(events=()).milestones == ()
    assert ids(show(first_year=2009).milestones) == ["plan-2015"]


def test_a_view_repeats_what_it_was_asked_for(show: Show) -> None:
    asked = {"economies": ("CHN",), "eras": (REFORM,), "first_year": 1990, "scale": "log"}
    view = show("gdp", **asked)
    assert view.selection == Selection("gdp", **asked)


def test_an_as_of_day_before_all_figures_has_none(show: Show) -> None:
    with pytest.raises(NoFigures, match="as of 2000-01-01"):
        show(as_of=dt.date(2000, 1, 1))


def test_an_as_of_day_shows_what_was_known_then(
    show: Show, store: Store, published: dt.datetime, frame: Callable[..., pd.DataFrame]
) -> None:
    later = Release("rd-spending", published + dt.timedelta(days=30), "revised", frame({"KOR": {2000: 9.9}}))
    before = points(show("rd-spending", economies=("KOR",)), "KOR")
    store.commit([later])
    assert points(show("rd-spending", economies=("KOR",)), "KOR") == {2000: 9.9}
    view = show("rd-spending", economies=("KOR",), as_of=published.date())
    assert points(view, "KOR") == before
    assert view.vintage.release == "rd-spending release"


def test_default_economies_lead_with_china(store: Store, catalogue: Catalogue) -> None:
    assert default_economies(load_figures(store, catalogue, "gdp"), catalogue) == ("CHN", "USA", "WLD")


def test_the_era_table_reckons_with_what_is_drawn(show: Show, catalogue: Catalogue) -> None:
    table = era_table(show(economies=("USA", "CHN"), eras=("innovation-driven", REFORM)), catalogue)
    assert table["economy"].tolist() == ["USA", "USA", "CHN", "CHN"]
    assert table["era"].tolist() == [REFORM, "innovation-driven"] * 2
    assert table["mean"].tolist() == [3, 3, 8, 8]
    assert table["n"].tolist() == [34, 11, 34, 11]
    assert table["years"].tolist() == [34, 11, 34, 11]


def test_the_era_table_of_a_transform_says_what_fits_it(show: Show, catalogue: Catalogue) -> None:
    level = era_table(show("gdp", economies=("CHN",)), catalogue)
    assert level["mean"].isna().all()
    assert level.loc[level["era"] == REFORM, "cagr_pct"].item() == pytest.approx(((620 / 290) ** (1 / 33) - 1) * 100)
    growth = era_table(show("gdp", economies=("CHN",), transform=Transform.GROWTH), catalogue)
    assert growth["cagr_pct"].isna().all()
    assert growth.loc[growth["era"] == REFORM, "mean"].notna().all()


def test_the_era_table_of_growth_spares_the_year_of_a_break_and_no_more(show: Show, catalogue: Catalogue) -> None:
    table = era_table(
        show("broken", economies=("CHN",), eras=(REFORM,), first_year=2001, transform=Transform.GROWTH), catalogue
    )
    assert table["n"].tolist() == [11]
    assert table["years"].tolist() == [12]
    assert table["reason"].tolist() == [""]
    level = era_table(show("broken", economies=("CHN",), eras=(REFORM,), first_year=2001), catalogue)
    assert level["reason"].tolist() == ["level break in 2009"]


def test_no_filter_changes_a_figure_of_the_era_table(show: Show, catalogue: Catalogue) -> None:
    for indicator in ("gdp-growth", "exchange-rate", "gdp"):
        everything = era_table(show(indicator, economies=("CHN",)), catalogue).set_index("era")
        for era in everything.index:
            alone = era_table(show(indicator, economies=("CHN",), eras=(era,)), catalogue).set_index("era")
            pd.testing.assert_series_equal(alone.loc[era], everything.loc[era])


def test_a_year_of_months_that_two_eras_share_is_in_neither_mean(show: Show, catalogue: Catalogue) -> None:
    table = era_table(show("exchange-rate", economies=("CHN",)), catalogue).set_index("era")
    assert table.loc[REFORM, "last_year"] == 2011
    assert table.loc["innovation-driven", "first_year"] == 2013


def test_periods_are_labelled_as_people_write_them() -> None:
    assert period_label(pd.Timestamp("1979-03-01"), "annual") == "1979"
    assert period_label(dt.date(1979, 3, 1), "monthly") == "1979-03"


@given(data=st.data())
@settings(max_examples=60)
def test_a_view_shows_what_was_asked_for_and_nothing_else(
    data: st.DataObject, store: Store, catalogue: Catalogue
) -> None:
    indicator = data.draw(st.sampled_from(["gdp-growth", "gdp", "exchange-rate", "broken", "world-share"]))
    first, last = sorted(data.draw(st.tuples(st.integers(1950, 2030), st.integers(1950, 2030))))
    selection = Selection(
        indicator,
        economies=data.draw(st.lists(st.sampled_from(CODES), unique=True).map(tuple)),
        eras=data.draw(st.lists(st.sampled_from(list(catalogue.eras)), unique=True).map(tuple)),
        first_year=data.draw(st.sampled_from((None, first))),
        last_year=data.draw(st.sampled_from((None, last))),
        transform=data.draw(st.sampled_from(catalogue.indicator(indicator).transforms)),
    )
    view = chart_view(store, catalogue, selection)
    drawn = view.points
    years = drawn["period"].dt.year
    assert set(drawn["economy"]) == set(ids(view.economies))
    assert set(ids(view.economies)) | set(ids(view.absent)) <= set(selection.economies or ())
    assert not drawn.duplicated(["economy", "period"]).any()
    assert not selection.eras or drawn["era"].isin(selection.eras).all()
    assert years.between(selection.first_year or 0, selection.last_year or 9999).all()
    assert drawn["value"].notna().all()
    if not drawn.empty:
        assert view.axis[0] <= drawn["period"].min().date()
        assert drawn["period"].max().date() <= view.axis[1]
    assert view.axis[0] < view.axis[1]
    assert all(view.axis[0] <= milestone.date <= view.axis[1] for milestone in view.milestones)
