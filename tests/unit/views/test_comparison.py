"""Are economies ranked, met and set around a milestone as the method says, and nothing compared that cannot be?"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.indicators import Break, Kind
from dashboard.catalogue.policy import Milestone
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.views import comparison, event_time
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.points import view_breaks
from dashboard.views.selection import Selection
from dashboard.views.view import View

Made = Callable[..., View]
Series = Mapping[str, Mapping[int, float]]
OTHERS = ("USA", "JPN", "KOR", "DEU", "GBR", "FRA", "ITA", "CAN")


@pytest.fixture(scope="session")
def store(shipped_cache: Cache) -> Store:
    return shipped_cache.store


@pytest.fixture(scope="session")
def made(store: Store, shipped_catalogue: Catalogue) -> Made:
    """Return a view of made-up figures, by economy and year."""
    shipped = chart_view(Loader(store, shipped_catalogue), Selection(indicator="rd-spending"))

    def view(series: Series, *, kind: Kind = Kind.SHARE) -> View:
        rows = [(code, year, value) for code, figures in series.items() for year, value in figures.items()]
        frame = pd.DataFrame(rows, columns=["economy", "year", "value"])
        points = frame.assign(
            period=pd.to_datetime(frame["year"].astype("str"), format="%Y").astype("datetime64[s]"),
            era=cast("Any", pd.NA),
        ).drop(columns="year")
        economies = tuple(shipped_catalogue.economies[code] for code in series)
        return replace(shipped, points=points, economies=economies, absent=(), kind=kind, scale="linear")

    return view


def run(first: int, last: int, start: float, step: float) -> dict[int, float]:
    return {year: start + step * (year - first) for year in range(first, last + 1)}


def milestone_on(catalogue: Catalogue, day: dt.date) -> Milestone:
    return catalogue.milestones["wto-accession"].model_copy(update={"date": day, "precision": "day", "end": None})


def test_the_largest_figure_is_first_and_equal_ones_share_a_place(made: Made) -> None:
    found = comparison.ranking(
        made({"CHN": {2020: 2.0}, "USA": {2020: 3.0}, "JPN": {2020: 2.0}, "DEU": {2020: 1.0}}), None
    )
    assert found is not None
    assert list(zip(found.ranked["economy"], found.ranked["rank"], strict=True)) == [
        ("USA", 1),
        ("CHN", 2),
        ("JPN", 2),
        ("DEU", 4),
    ]


def test_groups_of_economies_stand_apart_and_have_no_place(made: Made) -> None:
    found = comparison.ranking(made({"WLD": {2020: 9.0}, "CHN": {2020: 2.0}}), None)
    assert found is not None
    assert found.ranked["economy"].tolist() == ["CHN"]
    assert found.ranked["rank"].tolist() == [1]
    assert found.reference["economy"].tolist() == ["WLD"]
    assert comparison.ranking(made({"WLD": {2020: 9.0}}), None) is None


def test_the_usual_year_is_the_newest_that_is_nearly_as_full_as_the_fullest(made: Made) -> None:
    series = {code: {2022: 1.0, 2023: 1.0} for code in OTHERS}
    series["USA"] |= {2024: 1.0}
    del series["JPN"][2023]
    view = made({"CHN": {2022: 1.0, 2023: 1.0}, **series})
    found, asked, unknown = (comparison.ranking(view, year) for year in (None, 2024, 1850))
    assert found is not None
    assert asked is not None
    assert unknown is not None
    assert (found.year, asked.year, unknown.year) == (2023, 2024, 2023)
    assert found.years == (2022, 2023, 2024)


def test_an_economy_without_a_figure_in_the_year_or_the_three_before_is_named(made: Made) -> None:
    found = comparison.ranking(made({"CHN": {2017: 2.0}, "JPN": {2018: 3.0}, "USA": {2020: 1.0, 2021: 1.0}}), 2021)
    assert found is not None
    assert [economy.id for economy in found.absent] == ["CHN"]
    assert found.ranked.to_dict("records") == [
        {"economy": "JPN", "value": 3.0, "year": 2018, "rank": 1},
        {"economy": "USA", "value": 1.0, "year": 2021, "rank": 2},
    ]
    assert found.older == {"JPN": 2018}
    assert found.written(3.0, 2018).endswith("(2018)")


def test_ranks_over_time_count_those_whose_value_is_up_to_three_years_old(made: Made) -> None:
    series = {code: {2016: float(number)} for number, code in enumerate(OTHERS)}
    found = comparison.ranking(made({"CHN": dict.fromkeys(range(2016, 2022), 3.5), **series}), None)
    assert found is not None
    own = found.ranks[found.ranks["economy"] == "CHN"].set_index("year")
    assert own["of"].to_dict() == dict.fromkeys(range(2016, 2020), 9)
    assert set(own["rank"]) == {5}
    # no rank is drawn for a year of which there is no value
    assert set(found.ranks.loc[found.ranks["economy"] == "USA", "year"]) == {2016}


def test_a_rank_over_time_is_the_rank_of_its_year(store: Store, shipped_catalogue: Catalogue) -> None:
    view = comparison.everyone(Loader(store, shipped_catalogue), Selection(indicator="rd-spending"))
    found = comparison.ranking(view, 2021)
    assert found is not None
    then = found.ranks[found.ranks["year"] == 2021].set_index("economy")["rank"].to_dict()
    own = found.ranked[found.ranked["year"] == 2021].set_index("economy")["rank"].to_dict()
    assert own == then
    assert found.older


def test_places_over_time_are_told_only_of_years_with_enough_economies(made: Made) -> None:
    series = {code: {2019: float(place), 2020: float(place)} for place, code in enumerate(OTHERS)}
    series["CHN"] = {2018: 1.0, 2019: 99.0, 2020: -1.0}
    found = comparison.ranking(made(series), None)
    assert found is not None
    own = found.ranks[found.ranks["economy"] == "CHN"].set_index("year")
    assert own["rank"].to_dict() == {2019: 1, 2020: 9}
    assert set(own["of"]) == {9}


@pytest.mark.parametrize(("value", "expected"), [(99.0, 0), (4.5, 2), (-1.0, 4)])
def test_neighbours_are_the_rows_around_the_subject_and_never_too_few(made: Made, value: float, expected: int) -> None:
    series = {code: {2020: float(place)} for place, code in enumerate(OTHERS)}
    found = comparison.ranking(made({"CHN": {2020: value}, **series}), None)
    assert found is not None
    codes = found.neighbours(2)
    assert len(codes) == 5
    assert codes.index("CHN") == expected


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=len(OTHERS)))
def test_a_place_is_one_more_than_how_many_are_ahead(made: Made, values: list[float]) -> None:
    found = comparison.ranking(made({code: {2020: value} for code, value in zip(OTHERS, values, strict=False)}), None)
    assert found is not None
    for value, place in zip(found.ranked["value"], found.ranked["rank"], strict=True):
        assert place == 1 + sum(other > value for other in values)


def test_an_economy_meets_with_its_newest_pair_of_the_year_or_the_three_before(made: Made) -> None:
    up = made({"CHN": {2021: 3.0}, "USA": {2018: 1.0, 2019: 2.0}, "JPN": {2017: 5.0}})
    across = made({"CHN": {2021: 20.0}, "USA": {2018: 10.0, 2019: 11.0, 2020: 12.0}, "JPN": {2017: 50.0}})
    found = comparison.meeting(up, across, 2021)
    assert found is not None
    pairs = found.now()[["economy", "year", "y", "x"]].to_numpy().tolist()
    assert pairs == [["CHN", 2021, 3.0, 20.0], ["USA", 2019, 2.0, 11.0]]
    assert found.older == {"USA": 2019}


def test_two_indicators_meet_where_both_have_a_figure(made: Made) -> None:
    up = made({"CHN": {2020: 2.0, 2021: 3.0}, "USA": {2020: 1.0}, "WLD": {2020: 5.0}})
    across = made({"CHN": {2020: 20.0}, "USA": {2021: 10.0}, "WLD": {2020: 50.0}})
    found = comparison.meeting(up, across, None)
    assert found is not None
    assert found.points.to_dict("records") == [{"economy": "CHN", "year": 2020, "x": 20.0, "y": 2.0}]
    chosen = comparison.meeting(up, across, None, ["WLD"])
    assert chosen is not None
    assert set(chosen.points["economy"]) == {"CHN", "WLD"}
    assert comparison.meeting(up, made({"JPN": {2020: 1.0}}), None) is None


def test_what_has_no_place_on_a_logarithmic_scale_does_not_meet(made: Made) -> None:
    up, across = made({"CHN": {2020: 2.0, 2021: 3.0}}), made({"CHN": {2020: 0.0, 2021: 4.0}})
    found = comparison.meeting(up, replace(across, scale="log"), None)
    assert found is not None
    assert found.years == (2021,)


def test_a_trail_leads_up_to_the_year_and_no_further_back_than_is_said(made: Made) -> None:
    series = {"CHN": run(1990, 2024, 1.0, 1.0)}
    found = comparison.meeting(made(series), made(series), 2020)
    assert found is not None
    years = found.trail("CHN")["year"].tolist()
    assert (years[0], years[-1]) == (2020 - comparison.TRAIL_YEARS, 2020)


def test_an_indicator_is_never_drawn_against_itself(shipped_catalogue: Catalogue) -> None:
    for indicator in shipped_catalogue.indicators:
        assert comparison.usual_across(shipped_catalogue, indicator) != indicator


def test_a_view_is_seen_from_the_three_years_before_a_milestone(made: Made, shipped_catalogue: Catalogue) -> None:
    view = made({"CHN": {2003: 1.0, 2004: 2.0, 2005: 3.0, 2006: 5.0, 2010: 1.5}})
    found = event_time.around(view, milestone_on(shipped_catalogue, dt.date(2006, 2, 9)), ())
    event = found.event
    assert (event.economy, event.start, event.base, event.is_index) == ("CHN", 2006, "2003–2005", False)
    assert dict(zip(event.series["t"], event.series["value"], strict=True)) == {-3: -1, -2: 0, -1: 1, 0: 3, 4: -0.5}
    assert [found.seen(value) for value in event.series["value"][2:4]] == ["+1.00 pp", "+3.00 pp"]


def test_what_compounds_in_a_view_is_seen_as_an_index(made: Made, shipped_catalogue: Catalogue) -> None:
    view = made({"CHN": {2003: 1.0, 2004: 2.0, 2005: 4.0, 2006: 8.0}}, kind=Kind.LEVEL)
    found = event_time.around(view, milestone_on(shipped_catalogue, dt.date(2006, 2, 9)), ())
    assert found.event.series["value"].tolist() == pytest.approx([50, 100, 200, 400])
    assert found.seen(200) == "200.0"


@pytest.mark.parametrize(
    ("year", "expected"), [(2001, (2001, 2021)), (2009, (1996, 2008)), (2003, (2003, 2021)), (2006, (1996, 2005))]
)
def test_a_view_reaches_ten_years_back_and_fifteen_on_and_across_no_break(
    made: Made, shipped_catalogue: Catalogue, year: int, expected: tuple[int, int]
) -> None:
    view = made({"CHN": run(1990, 2024, 1.0, 0.1)})
    milestone = milestone_on(shipped_catalogue, dt.date(2006, 2, 9))
    years = event_time.around(view, milestone, [Break(economy="CHN", year=year, note="New definition.")]).event.series[
        "year"
    ]
    assert (years.min(), years.max()) == expected


def test_groups_of_economies_are_no_comparators(made: Made, shipped_catalogue: Catalogue) -> None:
    series = {code: run(2003, 2008, 0.0, float(place)) for place, code in enumerate(OTHERS[:5])}
    view = made({"CHN": run(2003, 2008, 0.0, 100.0), **series, "WLD": run(2003, 2008, 0.0, 1e6)})
    event = event_time.around(view, milestone_on(shipped_catalogue, dt.date(2006, 2, 9)), ()).event
    assert event.comparators == 5
    at_0 = event.band[event.band["t"] == 0][["n", "low", "median", "high"]]
    # from the 10th to the 90th percentile of 0, 2, 4, 6 and 8
    assert at_0.to_numpy().tolist() == [pytest.approx([5, 0.8, 4, 7.2])]


def test_event_time_is_what_its_formula_says_of_the_shipped_figures(store: Store, shipped_catalogue: Catalogue) -> None:
    view = comparison.everyone(Loader(store, shipped_catalogue), Selection(indicator="gdp"))
    milestone = shipped_catalogue.milestones["wto-accession"]
    event = event_time.around(view, milestone, view_breaks(shipped_catalogue, view.selection)).event
    own = view.series("CHN").assign(year=lambda frame: frame["period"].dt.year).set_index("year")["value"]
    base = np.exp(np.log(own[[1999, 2000, 2001]]).mean())
    series = event.of("CHN").set_index("year")["value"]
    assert series[2002] == pytest.approx(100 * own[2002] / base)
    assert series[2010] == pytest.approx(100 * own[2010] / base)


def test_milestones_that_fit_have_a_base_and_something_after_it(made: Made, shipped_catalogue: Catalogue) -> None:
    view = made({"CHN": run(2003, 2012, 1.0, 0.1)})
    fitting = event_time.fitting_milestones(view, shipped_catalogue.milestones.values(), ())
    starts = [first_year_from(milestone.date) for milestone in fitting]
    assert starts == sorted(starts)
    assert set(starts) <= set(range(2006, 2013))
    assert fitting
    usual = event_time.usual_milestone(fitting, "rd-spending")
    assert "rd-spending" in usual.indicators


def test_months_are_compared_as_the_means_of_full_years(store: Store, shipped_catalogue: Catalogue) -> None:
    monthly = chart_view(
        Loader(store, shipped_catalogue), Selection(indicator="exchange-rate", economies=("CHN", "JPN"))
    )
    view = comparison.yearly(monthly)
    assert view.frequency == "annual"
    assert view.points["economy"].unique().tolist() == ["CHN", "JPN"]
    months = monthly.series("CHN").assign(year=lambda frame: frame["period"].dt.year)
    of_2015 = months.loc[months["year"] == 2015, "value"]
    own = view.series("CHN")
    assert own.loc[own["period"].dt.year == 2015, "value"].tolist() == [pytest.approx(of_2015.mean())]


def test_everyone_is_every_economy_with_a_figure(store: Store, shipped_catalogue: Catalogue) -> None:
    selection = Selection(indicator="gdp", economies=("CHN",), transform="per-capita")
    view = comparison.everyone(Loader(store, shipped_catalogue), selection)
    assert len(view.economies) > 30
    assert {economy.id for economy in (*view.economies, *view.absent)} == set(shipped_catalogue.economies)
    assert [economy.id for economy in comparison.narrowed(view, ["KOR", "CHN"]).economies] == ["KOR", "CHN"]
