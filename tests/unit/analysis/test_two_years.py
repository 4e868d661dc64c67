"""Is growth between two years what anybody computes by hand, and left out where it cannot be said?"""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.reasons import Cause, Reason
from dashboard.analysis.two_years import between_years, shared_years
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames


def test_growth_between_two_years_is_compound(frame: Frames) -> None:
    doubled = frame({"CHN": {2000: 100, 2001: 150, 2002: 400}})
    found = between_years(doubled, Kind.LEVEL, (2000, 2002)).iloc[0]
    assert found["cagr_pct"] == pytest.approx(100)
    assert (found["first_value"], found["last_value"], found["change"]) == (100, 400, 300)
    assert found["mean"] == pytest.approx(650 / 3)
    assert found["reason"] is None


def test_shares_and_growth_rates_do_not_compound(frame: Frames) -> None:
    share = frame({"CHN": {2000: 1, 2001: 2}})
    for kind in (Kind.SHARE, Kind.GROWTH):
        found = between_years(share, kind, (2000, 2001)).iloc[0]
        assert np.isnan(found["cagr_pct"])
        assert (found["mean"], found["change"]) == (1.5, 1)


def test_a_year_without_a_value_is_named_and_nothing_is_filled_in(frame: Frames) -> None:
    gap = frame({"CHN": {2000: 1, 2001: 2, 2002: 3, 2003: 4}, "USA": {2001: 5, 2002: 6, 2003: 7}})
    china, states = (row for _, row in between_years(gap, Kind.LEVEL, (2000, 2003)).iterrows())
    assert china["reason"] is None
    assert states["reason"] == Reason(Cause.YEARS_MISSING, n=3, of=4, years=(2000,))
    assert states["mean"] == 6
    assert states[["first_value", "change", "cagr_pct"]].isna().all()


def test_a_mean_takes_three_years_in_five(frame: Frames) -> None:
    sparse = frame({"CHN": {2000: 1, 2009: 2}})
    assert np.isnan(between_years(sparse, Kind.SHARE, (2000, 2009)).iloc[0]["mean"])


def test_nothing_is_compared_across_a_series_break(frame: Frames) -> None:
    series = frame({"CHN": {2000: 1, 2001: 2, 2002: 3}})
    broken = [Break(economy="CHN", year=2001, note="another definition")]
    found = between_years(series, Kind.LEVEL, (2000, 2002), broken).iloc[0]
    assert found["reason"] == Reason(Cause.SERIES_BREAK, years=(2001,))
    assert found[["mean", "change", "cagr_pct"]].isna().all()
    # the year of the break is the first of the new definition
    assert between_years(series, Kind.LEVEL, (2001, 2002), broken).iloc[0]["change"] == 1


def test_a_year_with_a_break_inside_it_is_broken_and_not_missing(frame: Frames) -> None:
    later = frame({"VEN": {2019: 1, 2020: 2}, "CHN": {2018: 1, 2019: 2, 2020: 3}})
    cut = [Break(economy="VEN", year=2018, month=9, note="another currency")]
    found = between_years(later, Kind.PRICE, (2018, 2020), cut).set_index("economy")
    assert found.loc["VEN", "reason"] == Reason(Cause.SERIES_BREAK, years=(2018,))
    assert between_years(later, Kind.PRICE, (2019, 2020), cut).iloc[0]["change"] == 1


def test_years_outside_of_what_was_asked_for_do_not_count(frame: Frames) -> None:
    apart = frame({"CHN": {2000: 1, 2001: 2, 2008: 6, 2009: 7}})
    found = between_years(apart, Kind.SHARE, (2000, 2009), outside=range(2002, 2008)).iloc[0]
    assert (found["n"], found["years"], found["mean"], found["change"], found["reason"]) == (4, 4, 4, 6, None)


def test_what_is_not_above_zero_has_no_rate(frame: Frames) -> None:
    crossing = frame({"CHN": {2000: -1, 2001: 2}})
    found = between_years(crossing, Kind.LEVEL, (2000, 2001)).iloc[0]
    assert np.isnan(found["cagr_pct"])
    assert found["change"] == 3


def test_the_years_that_all_share_are_the_ones_to_compare(frame: Frames) -> None:
    several = frame({"CHN": {1999: 1, 2000: 1, 2001: 2, 2002: 3}, "USA": {2000: 5, 2002: 6, 2003: 7}})
    assert shared_years(several) == (2000, 2002)
    apart = frame({"CHN": {2000: 1, 2001: 2}, "USA": {2002: 5}})
    assert shared_years(apart) is None
    assert shared_years(pd.DataFrame(several.iloc[:0])) is None
