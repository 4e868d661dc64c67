"""Does one rule settle to which era a figure belongs, and are statistics said only where they can be?"""

import datetime as dt
from typing import cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.eras import EraSeries, clipped_statistics, era_of, era_statistics, years_of
from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Break, Kind
from dashboard.catalogue.policy import Era
from tests.unit.conftest import Frames

REFORM = "reform-and-opening"


def era_at(period: str, frequency: Frequency, eras: tuple[Era, ...]) -> str | None:
    found = era_of(pd.Series(np.array([period], dtype="datetime64[s]")), frequency, eras).iloc[0]
    return None if pd.isna(found) else found


@pytest.mark.parametrize(
    ("year", "era"),
    [
        ("1860", None),
        ("1861", "self-strengthening"),
        ("1895", "self-strengthening"),
        ("1896", None),
        ("1949", None),
        ("1950", "planned-economy"),
        ("1978", "planned-economy"),
        ("1979", REFORM),
        ("2012", REFORM),
        ("2013", "innovation-driven"),
        ("2023", "innovation-driven"),
        ("2024", "new-quality"),
        ("2099", "new-quality"),
    ],
)
def test_a_year_belongs_to_the_era_that_holds_its_first_of_july(
    year: str, era: str | None, eras: tuple[Era, ...]
) -> None:
    assert era_at(year, Frequency.ANNUAL, eras) == era


@pytest.mark.parametrize(
    ("month", "era"),
    [
        ("1949-09", None),
        ("1949-10", "planned-economy"),
        ("1978-12", "planned-economy"),
        ("1979-01", REFORM),
        ("2012-10", REFORM),
        ("2012-11", "innovation-driven"),
        ("2023-08", "innovation-driven"),
        ("2023-09", "new-quality"),
    ],
)
def test_a_month_belongs_to_the_era_that_holds_its_fifteenth(
    month: str, era: str | None, eras: tuple[Era, ...]
) -> None:
    assert era_at(month, Frequency.MONTHLY, eras) == era


def test_an_era_that_ends_on_the_first_of_july_leaves_that_year_to_the_next(eras: tuple[Era, ...]) -> None:
    turn = dt.date(2000, 7, 1)
    earlier = eras[0].model_copy(update={"end": turn})
    later = eras[-1].model_copy(update={"start": turn})
    assert era_at("2000", Frequency.ANNUAL, (earlier,)) is None
    assert era_at("2000", Frequency.ANNUAL, (later,)) == later.id
    assert years_of(earlier, 1999, 2001) == range(1999, 2000)
    assert years_of(later, 1999, 2001)[0] == 2000


def test_of_no_periods_no_era_is_told(eras: tuple[Era, ...]) -> None:
    assert era_of(pd.Series(np.array([], dtype="datetime64[s]")), Frequency.ANNUAL, eras).empty


@given(start=st.dates(dt.date(1900, 1, 1), dt.date(2000, 12, 31)), days=st.integers(1, 9_000))
def test_the_years_of_an_era_are_those_that_the_rule_gives_it(start: dt.date, days: int, eras: tuple[Era, ...]) -> None:
    era = eras[0].model_copy(update={"start": start, "end": start + dt.timedelta(days=days)})
    years = pd.Series(np.array([str(year) for year in range(1890, 2030)], dtype="datetime64[s]"))
    ruled = years[era_of(years, Frequency.ANNUAL, (era,)).notna()]
    assert list(years_of(era, 1890, 2029)) == pd.DatetimeIndex(ruled).year.tolist()


def test_the_years_of_an_era_are_clipped_to_the_span_asked_for(eras: tuple[Era, ...]) -> None:
    assert years_of(eras[2], 1800, 2100) == range(1979, 2013)
    assert years_of(eras[2], 1990, 2000) == range(1990, 2001)
    assert years_of(eras[4], 1800, 2026) == range(2024, 2027)
    assert len(years_of(eras[4], 1800, 2020)) == 0


def statistics(
    frame: pd.DataFrame,
    eras: tuple[Era, ...],
    kind: Kind = Kind.SHARE,
    span: tuple[int, int] = (1861, 2024),
    breaks: tuple[Break, ...] = (),
) -> pd.DataFrame:
    return era_statistics(EraSeries(frame, kind, eras, span, breaks))


def test_a_share_has_a_mean_a_change_and_its_extremes(eras: tuple[Era, ...], frame: Frames) -> None:
    values = {year: float(year - 1979) for year in range(1979, 2013)}
    [row] = statistics(frame({"CHN": {**values, 1990: -5.0}}), eras).itertuples()
    assert (row.economy, row.era, row.n, row.years, row.reason) == ("CHN", REFORM, 34, 34, None)
    assert row.mean == pytest.approx((sum(range(34)) - 11 - 5) / 34)
    assert row.change == 33
    assert (row.minimum, row.minimum_year, row.maximum, row.maximum_year) == (-5, 1990, 33, 2012)
    assert (row.first_year, row.last_year) == (1979, 2012)
    assert pd.isna(cast("float", row.cagr_pct))


def test_an_amount_has_compound_growth_and_no_mean(eras: tuple[Era, ...], frame: Frames) -> None:
    values = {year: 1.05 ** (year - 1979) for year in range(1979, 2013)}
    [row] = statistics(frame({"CHN": values}), eras, Kind.LEVEL).itertuples()
    assert row.cagr_pct == pytest.approx(5)
    assert pd.isna(cast("float", row.mean))


def test_compound_growth_from_nothing_or_less_cannot_be_said(eras: tuple[Era, ...], frame: Frames) -> None:
    values = {year: float(year - 1979) for year in range(1979, 2013)}
    [row] = statistics(frame({"CHN": values}), eras, Kind.LEVEL).itertuples()
    assert pd.isna(cast("float", row.cagr_pct))
    assert row.reason is None
    assert row.change == 33


def test_an_era_with_few_figures_says_so(eras: tuple[Era, ...], frame: Frames) -> None:
    [row] = statistics(frame({"CHN": dict.fromkeys(range(2013, 2017), 5.0)}), eras).itertuples()
    assert (row.n, row.reason) == (4, Reason(Cause.TOO_FEW, n=4, of=11, least=5))
    assert pd.isna(cast("float", row.mean))
    assert pd.isna(cast("float", row.change))
    assert (row.minimum, row.maximum) == (5, 5)


THIN = Reason(Cause.THIN_THIRD, n=5, of=11, spans=((1979, 1989),), what="first")


@pytest.mark.parametrize(("n", "reason"), [(20, Reason(Cause.TOO_SPARSE, n=20, of=34)), (28, THIN), (29, None)])
def test_an_era_covered_under_sixty_percent_or_thinly_at_one_end_says_so(
    n: int, reason: Reason | None, eras: tuple[Era, ...], frame: Frames
) -> None:
    years = range(2012, 2012 - n, -1)
    [row] = statistics(frame({"CHN": dict.fromkeys(years, 5.0)}), eras).itertuples()
    assert (row.n, row.years, row.reason) == (n, 34, reason)


def test_coverage_counts_the_years_asked_for_alone(eras: tuple[Era, ...], frame: Frames) -> None:
    some = frame({"CHN": dict.fromkeys(range(2003, 2013), 5.0)})
    [row] = statistics(some, eras, span=(2003, 2012)).itertuples()
    assert (row.n, row.years, row.reason) == (10, 10, None)


def test_figures_that_end_before_their_era_do_not_cover_the_rest_of_it(eras: tuple[Era, ...], frame: Frames) -> None:
    [row] = statistics(frame({"CHN": dict.fromkeys(range(2013, 2021), 5.0)}), eras).itertuples()
    assert (row.n, row.years) == (8, 11)


def test_an_era_that_goes_on_is_covered_up_to_the_newest_figure_of_all(eras: tuple[Era, ...], frame: Frames) -> None:
    some = frame({"CHN": dict.fromkeys(range(2024, 2029), 5.0), "USA": {2024: 5.0, 2030: 5.0}})
    table = statistics(some, eras, span=(1861, 2100))
    assert table["years"].tolist() == [7, 7]
    assert statistics(some, eras, span=(1861, 2026))["years"].tolist() == [3, 3]


def test_an_era_with_a_break_inside_compares_nothing(eras: tuple[Era, ...], frame: Frames) -> None:
    years = dict.fromkeys(range(1979, 2013), 5.0)
    breaks = (Break(economy="CHN", year=2009, note="Wider."), Break(economy="CHN", year=1985, note="Narrower."))
    table = statistics(frame({"CHN": years, "USA": years}), eras, breaks=breaks).set_index("economy")
    assert table.loc["CHN", "reason"] == Reason(Cause.SERIES_BREAK, years=(1985, 2009))
    assert table.loc[["CHN"], ["mean", "change", "minimum", "maximum"]].isna().to_numpy().all()
    assert table.loc["USA", "reason"] is None


def test_a_break_at_the_first_figure_or_after_the_last_does_not_matter(eras: tuple[Era, ...], frame: Frames) -> None:
    breaks = (Break(economy="CHN", year=1979, note="New."), Break(economy="CHN", year=2013, note="Wider."))
    [row] = statistics(frame({"CHN": dict.fromkeys(range(1979, 2013), 5.0)}), eras, breaks=breaks).itertuples()
    assert row.reason is None


def test_rows_come_by_economy_as_given_and_then_by_era(eras: tuple[Era, ...], frame: Frames) -> None:
    years = dict.fromkeys(range(1970, 2025), 5.0)
    some = frame({"CHN": years, "USA": years})
    reversed_economies = pd.concat([some[some["economy"] == "USA"], some[some["economy"] == "CHN"]])
    table = statistics(reversed_economies, eras)
    assert table["economy"].tolist() == ["USA"] * 4 + ["CHN"] * 4
    assert table["era"].tolist() == [era.id for era in eras[1:]] * 2
    assert table.groupby("economy")["n"].sum().tolist() == [55, 55]


def test_of_no_figures_the_table_is_empty_and_keeps_its_columns(eras: tuple[Era, ...], frame: Frames) -> None:
    table = statistics(frame({}), eras)
    assert table.empty
    assert {"mean", "cagr_pct", "reason"} <= set(table.columns)


def test_the_part_of_a_thin_era_that_has_values_is_said_by_itself(eras: tuple[Era, ...], frame: Frames) -> None:
    years = {year: float(year - 2003) ** 2 for year in range(2005, 2011)}
    held = frame({"CHN": years, "USA": {2005: 1.0, 2011: 2.0}, "JPN": {2005: 1.0, 2006: 1.0, 2010: 3.0}})
    broken = [Break(year=2010, economy="JPN", note="another base")]
    found = clipped_statistics(EraSeries(held, Kind.SHARE, eras, (1979, 2012), broken))
    [row] = found.to_dict("records")
    whole = era_statistics(EraSeries(held, Kind.SHARE, eras, (1979, 2012), broken))
    assert set(whole["economy"]) == {"CHN", "USA", "JPN"}
    assert found.index.tolist() == [0]
    assert list(found.columns) == list(whole.columns)
    assert (row["economy"], row["era"], row["n"], row["years"]) == ("CHN", REFORM, 6, 6)
    assert (row["first_year"], row["last_year"], row["missing"], row["reason"]) == (2005, 2010, (), None)
    assert row["mean"] == pytest.approx(sum(years.values()) / 6)
    assert (row["change"], row["minimum"], row["minimum_year"]) == (45.0, 4.0, 2005)
    assert (row["maximum"], row["maximum_year"]) == (49.0, 2010)


def test_of_no_figures_no_part_of_an_era_is_said_by_itself(eras: tuple[Era, ...], frame: Frames) -> None:
    found = clipped_statistics(EraSeries(frame({}), Kind.LEVEL, eras, (2026, 2026)))
    assert found.empty
    assert list(found.columns) == list(statistics(frame({}), eras).columns)


def test_where_every_era_is_full_no_part_is_said_by_itself(eras: tuple[Era, ...], frame: Frames) -> None:
    held = frame({"CHN": {year: 1.0 + year for year in range(1979, 2013)}})
    found = clipped_statistics(EraSeries(held, Kind.LEVEL, eras, (1979, 2012)))
    assert found.empty
    assert list(found.columns) == list(era_statistics(EraSeries(held, Kind.LEVEL, eras, (1979, 2012))).columns)
