"""Do figures, axis, milestones and targets keep to the years and eras asked for?"""

import datetime as dt

import pandas as pd

from dashboard.catalogue.policy import MilestoneKind
from tests.unit.views.conftest import REFORM, Show, ids, points


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


def test_targets_are_drawn_over_the_plain_series_of_china(show: Show) -> None:
    assert ids(show().targets) == ["growth-2015", "growth-2016", "growth-2030"]
    assert show(economies=("USA",)).targets == ()
    assert show(transform="change").targets == ()
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
