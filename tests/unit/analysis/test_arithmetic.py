"""Do transforms compute rightly, leave gaps as gaps and compare nothing across a series break?"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis import arithmetic
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import Break, Derivation, NotCollected
from tests.draws import draws
from tests.unit.conftest import Frames

Transform = Callable[[pd.DataFrame], pd.DataFrame]

ANNUAL: dict[str, Transform] = {
    "growth": lambda frame: arithmetic.growth_pct(frame, Frequency.ANNUAL),
    "change": lambda frame: arithmetic.change(frame, Frequency.ANNUAL),
    "rolling-mean": lambda frame: arithmetic.rolling_mean(frame, Frequency.ANNUAL),
    "index": lambda frame: arithmetic.index_100(frame, base(frame), Frequency.ANNUAL) if len(frame) else frame,
    "share": arithmetic.share_of_world,
    "per-capita": lambda frame: arithmetic.per_capita(frame, frame.assign(value=7.0)),
}
WITHOUT_SCALE = ("growth", "index", "share")
CHINA_2009 = Break(economy="CHN", year=2009, note="A wider definition.")


def base(frame: pd.DataFrame) -> pd.Timestamp:
    found = arithmetic.base_period(frame)
    assert found is not None
    return found


def points(frame: pd.DataFrame, economy: str = "CHN") -> dict[int, float]:
    own = frame[frame["economy"] == economy]
    return dict(zip(own["period"].dt.year.tolist(), own["value"].tolist(), strict=True))


@st.composite
def panels(draw: st.DrawFn, low: float = 0.001) -> pd.DataFrame:
    """Draw a few economies with gaps, the world among them."""
    figure = st.none() | st.floats(low, 1e9).map(lambda value: float(np.round(value, 6)))
    series = st.lists(figure, min_size=1, max_size=12)
    rows = [
        (code, f"{year}-01-01", value)
        for code in ("CHN", "IND", "WLD")
        for year, value in enumerate(draw(series), start=draw(st.integers(1990, 1994)))
        if value is not None
    ]
    frame = pd.DataFrame(rows, columns=["economy", "period", "value"])
    typed = frame.astype({"economy": "str", "period": "datetime64[s]", "value": "float64"})
    return typed.sort_values(["economy", "period"], ignore_index=True)


@pytest.mark.parametrize("name", ANNUAL)
@given(frame=panels())
@settings(max_examples=draws(10))
def test_what_comes_out_is_sorted_unique_finite_and_of_the_same_types(name: str, frame: pd.DataFrame) -> None:
    made = ANNUAL[name](frame)
    assert list(made.columns) == ["economy", "period", "value"]
    assert [str(kind) for kind in made.dtypes] == ["str", "datetime64[s]", "float64"]
    assert not made.duplicated(["economy", "period"]).any()
    assert made.equals(made.sort_values(["economy", "period"], ignore_index=True))
    assert np.isfinite(made["value"]).all()


@pytest.mark.parametrize("name", ANNUAL)
@given(frame=panels())
@settings(max_examples=draws(10))
def test_no_figure_is_made_for_a_year_that_has_none(name: str, frame: pd.DataFrame) -> None:
    made = ANNUAL[name](frame)
    there = set(zip(frame["economy"], frame["period"], strict=True))
    assert set(zip(made["economy"], made["period"], strict=True)) <= there


@pytest.mark.parametrize("name", WITHOUT_SCALE)
@given(frame=panels(low=1.0), factor=st.floats(0.01, 1000))
@settings(max_examples=draws(10))
def test_the_unit_of_a_level_does_not_matter(name: str, frame: pd.DataFrame, factor: float) -> None:
    made, scaled = ANNUAL[name](frame), ANNUAL[name](frame.assign(value=frame["value"] * factor))
    pd.testing.assert_frame_equal(made, scaled, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in ANNUAL if name != "share"])
@given(frame=panels())
@settings(max_examples=draws(10))
def test_the_name_of_an_economy_does_not_matter(name: str, frame: pd.DataFrame) -> None:
    names = {"CHN": "XXX", "IND": "AAA", "WLD": "MMM"}

    def renamed(given_frame: pd.DataFrame) -> pd.DataFrame:
        relabelled = given_frame.assign(economy=given_frame["economy"].map(names).astype("str"))
        return relabelled.sort_values(["economy", "period"], ignore_index=True)

    pd.testing.assert_frame_equal(ANNUAL[name](renamed(frame)), renamed(ANNUAL[name](frame)))


@pytest.mark.parametrize("name", ["growth", "change", "rolling-mean"])
@given(frame=panels())
@settings(max_examples=draws(10))
def test_one_economy_does_not_change_another(name: str, frame: pd.DataFrame) -> None:
    alone = ANNUAL[name](frame[frame["economy"] == "CHN"])
    among = ANNUAL[name](frame)
    pd.testing.assert_frame_equal(alone, among[among["economy"] == "CHN"].reset_index(drop=True))


@given(frame=panels(low=1.0))
@settings(max_examples=draws(10))
def test_growth_is_the_change_over_the_year_before(frame: pd.DataFrame) -> None:
    changes, before = points(arithmetic.change(frame, Frequency.ANNUAL)), points(frame)
    for year, growth in points(arithmetic.growth_pct(frame, Frequency.ANNUAL)).items():
        assert growth == pytest.approx(changes[year] / before[year - 1] * 100, rel=1e-6, abs=1e-6)


def test_growth_over_a_gap_is_missing(frame: Frames) -> None:
    made = arithmetic.growth_pct(frame({"CHN": {2000: 100, 2001: 110, 2003: 121, 2004: 110}}), Frequency.ANNUAL)
    assert points(made) == {2001: pytest.approx(10), 2004: pytest.approx(-100 / 11)}


def test_growth_from_nothing_or_less_is_missing(frame: Frames) -> None:
    made = arithmetic.growth_pct(frame({"CHN": {2000: 0, 2001: 5, 2002: -5, 2003: 5, 2004: 0}}), Frequency.ANNUAL)
    assert points(made) == {2002: pytest.approx(-200), 2004: pytest.approx(-100)}


def test_growth_of_months_is_on_the_same_month_of_the_year_before(frame: Frames) -> None:
    series = frame({"CHN": {"2011-01": 100, "2011-12": 400, "2012-01": 110, "2013-12": 500}})
    made = arithmetic.growth_pct(series, Frequency.MONTHLY)
    assert made["period"].dt.strftime("%Y-%m").tolist() == ["2012-01"]
    assert made["value"].tolist() == pytest.approx([10])


def test_nothing_is_compared_across_a_level_break(frame: Frames) -> None:
    years = {year: float(year) for year in range(2004, 2016)}
    both = frame({"CHN": years, "USA": years})
    for made in (
        arithmetic.growth_pct(both, Frequency.ANNUAL, [CHINA_2009]),
        arithmetic.change(both, Frequency.ANNUAL, [CHINA_2009]),
    ):
        assert set(range(2005, 2016)) - points(made).keys() == {2009}
        assert points(made, "USA").keys() == set(range(2005, 2016))
    means = arithmetic.rolling_mean(both, Frequency.ANNUAL, [CHINA_2009])
    assert points(means).keys() == {2008, 2013, 2014, 2015}
    assert points(means)[2013] == 2011
    assert points(means, "USA").keys() == set(range(2008, 2016))


def test_an_index_stops_at_a_level_break(frame: Frames) -> None:
    both = frame({"CHN": {2007: 50, 2008: 60, 2009: 600}, "USA": {2007: 50, 2009: 100}})
    made = arithmetic.index_100(both, pd.Timestamp("2007-01-01"), Frequency.ANNUAL, [CHINA_2009])
    assert points(made) == {2007: 100, 2008: pytest.approx(120)}
    assert points(made, "USA") == {2007: 100, 2009: 200}
    assert points(arithmetic.index_100(both, pd.Timestamp("2009-01-01"), Frequency.ANNUAL, [CHINA_2009])) == {2009: 100}


def test_a_series_with_nothing_at_the_base_has_no_index(frame: Frames) -> None:
    some = frame({"CHN": {2007: 50, 2008: 60}, "IND": {2008: 3}, "KOR": {2007: 0, 2008: 5}, "USA": {2007: -1, 2008: 5}})
    assert set(arithmetic.index_100(some, pd.Timestamp("2007-01-01"), Frequency.ANNUAL)["economy"]) == {"CHN"}
    assert arithmetic.index_100(some, pd.Timestamp("1990-01-01"), Frequency.ANNUAL).empty


def test_the_base_is_the_first_year_that_most_series_share(frame: Frames) -> None:
    some = frame({"CHN": {1960: 1, 1970: 2, 1980: 3}, "USA": {1970: 2, 1980: 3}, "KOR": {1960: -1, 1970: 0, 1980: 1}})
    assert arithmetic.base_period(some) == pd.Timestamp("1980-01-01")
    assert arithmetic.base_period(some[some["economy"] != "KOR"]) == pd.Timestamp("1970-01-01")
    assert arithmetic.base_period(some.iloc[:0]) is None
    assert arithmetic.base_period(frame({"CHN": {1960: -1}})) is None


def test_a_rolling_mean_needs_all_of_its_years(frame: Frames) -> None:
    made = arithmetic.rolling_mean(
        frame({"CHN": {2000: 1, 2001: 2, 2002: 3, 2003: 4, 2004: 5, 2006: 7, 2007: 8}}), Frequency.ANNUAL
    )
    assert points(made) == {2004: 3}


def test_a_rolling_mean_forgets_what_has_left_its_window(frame: Frames) -> None:
    years = {2000: 1e15, **dict.fromkeys(range(2001, 2010), 0.1)}
    assert points(arithmetic.rolling_mean(frame({"CHN": years}), Frequency.ANNUAL))[2009] == pytest.approx(0.1)


def test_a_rolling_mean_of_months_takes_sixty_of_them(frame: Frames) -> None:
    months = {f"{year}-{month:02d}": float(year) for year in range(2000, 2006) for month in range(1, 13)}
    made = arithmetic.rolling_mean(frame({"CHN": months}), Frequency.MONTHLY)
    assert made["period"].iloc[0] == pd.Timestamp("2004-12-01")
    assert made["value"].iloc[0] == pytest.approx(2002)


def test_a_share_of_the_world_needs_the_worlds_figure(frame: Frames) -> None:
    made = arithmetic.share_of_world(frame({"CHN": {2000: 10, 2001: 20, 2002: 5}, "WLD": {2000: 40, 2002: 0, 2003: 9}}))
    assert points(made) == {2000: 25}
    assert "WLD" not in set(made["economy"])


def test_figures_per_head_need_the_people_of_the_same_year(frame: Frames) -> None:
    made = arithmetic.per_capita(
        frame({"CHN": {2000: 10, 2001: 20}, "USA": {2000: 3}}), frame({"CHN": {2001: 4, 2002: 5}})
    )
    assert points(made) == {2001: 5}
    assert set(made["economy"]) == {"CHN"}


def test_zeros_that_mean_not_collected_are_missing_and_others_stay(frame: Frames) -> None:
    declared = [NotCollected(economy="CHN", until=1993, note="Not collected.")]
    some = frame({"CHN": {1992: 0, 1993: 7, 1994: 0}, "USA": {1992: 0}})
    made = arithmetic.without_uncollected(some, declared)
    assert points(made) == {1993: 7, 1994: 0}
    assert points(made, "USA") == {1992: 0}
    assert arithmetic.without_uncollected(some, []).equals(some)


@pytest.mark.parametrize(
    ("op", "expected"),
    [("sum", {2001: 12.0, 2002: 8.0}), ("difference", {2001: 8.0, 2002: 8.0}), ("ratio", {2001: 5.0})],
)
def test_an_operation_needs_every_input_and_divides_by_nothing(
    op: Literal["sum", "difference", "ratio"], expected: dict[int, float], frame: Frames
) -> None:
    first = frame({"CHN": {2000: 1, 2001: 10, 2002: 8}, "USA": {2001: 5}})
    second = frame({"CHN": {2001: 2, 2002: 0, 2003: 4}, "JPN": {2001: 1}})
    made = arithmetic.derive(Derivation(op=op, inputs=("a", "b")), [first, second], Frequency.ANNUAL)
    assert points(made) == expected
    assert set(made["economy"]) == {"CHN"}


def test_a_factor_multiplies_what_is_derived(frame: Frames) -> None:
    some = frame({"CHN": {2000: 1, 2001: 3}, "WLD": {2000: 4, 2001: 4}})
    share = Derivation(op="share_of_world", inputs=("a",), factor=100)
    assert points(arithmetic.derive(share, [some], Frequency.ANNUAL)) == {2000: 25, 2001: 75}
    change = Derivation(op="change", inputs=("a",), factor=10)
    assert points(arithmetic.derive(change, [some], Frequency.ANNUAL)) == {2001: 20}


def test_a_derived_change_is_missing_in_the_year_of_a_break(frame: Frames) -> None:
    some = frame({"CHN": {2007: 1, 2008: 2, 2009: 50, 2010: 52}})
    change = Derivation(op="change", inputs=("a",))
    assert points(arithmetic.derive(change, [some], Frequency.ANNUAL, [CHINA_2009])) == {2008: 1, 2010: 2}


def test_months_make_a_year_when_all_twelve_are_there(frame: Frames) -> None:
    months = {f"2011-{month:02d}": float(month) for month in range(1, 13)}
    known = frame({"CHN": {**months, "2012-01": 5.0}, "JPN": {"2011-01": 1.0}})
    made = arithmetic.annual_means(known, Frequency.MONTHLY)
    assert points(made) == {2011: 6.5}
    assert str(made["period"].dtype) == "datetime64[s]"
    assert set(made["economy"]) == {"CHN"}


@pytest.mark.parametrize("name", ANNUAL)
def test_of_no_figures_nothing_is_made(name: str, frame: Frames) -> None:
    assert ANNUAL[name](frame({})).empty
    assert arithmetic.annual_means(frame({}), Frequency.MONTHLY).empty


def test_a_year_with_a_break_inside_it_has_no_mean_and_months_are_compared_on_either_side(frame: Frames) -> None:
    months = [f"{year}-{month:02d}" for year in range(2017, 2020) for month in range(1, 13)]
    known = frame({code: dict.fromkeys(months, 5.0) for code in ("VEN", "CHN")})
    cut = [Break(economy="VEN", year=2018, month=9, note="Another currency.")]
    years = arithmetic.annual_means(known, Frequency.MONTHLY, cut)
    assert years.groupby("economy")["period"].agg(lambda periods: periods.dt.year.tolist()).to_dict() == {
        "CHN": [2017, 2018, 2019],
        "VEN": [2017, 2019],
    }
    from_january = [Break(economy="VEN", year=2018, month=1, note="Another currency.")]
    assert len(arithmetic.annual_means(known, Frequency.MONTHLY, from_january)) == 6
    grown = arithmetic.growth_pct(known, Frequency.MONTHLY, cut)
    own = grown.loc[grown["economy"] == "VEN", "period"].dt.strftime("%Y-%m").tolist()
    assert own == [*(f"2018-{month:02d}" for month in range(1, 9)), *(f"2019-{month:02d}" for month in range(9, 13))]


def test_the_frame_given_is_left_as_it_was(frame: Frames) -> None:
    some = frame({"CHN": {2000: 1, 2001: 2, 2009: 3}, "WLD": {2000: 4, 2001: 5}})
    before = some.copy(deep=True)
    for transform in ANNUAL.values():
        transform(some)
    arithmetic.growth_pct(some, Frequency.ANNUAL, [CHINA_2009])
    arithmetic.without_uncollected(some, [NotCollected(economy="CHN", until=2009, note="None.")])
    pd.testing.assert_frame_equal(some, before)
