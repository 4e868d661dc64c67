"""Is a level read where it can be, and not where figures are too few, too old or broken?"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.analysis.levels import (
    NO_STEADY_RATE,
    EconomyValue,
    Level,
    Others,
    Span,
    doubling_time,
    latest,
    share_above,
    span_change,
    span_doubling_time,
    span_mean,
)
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames

CODES = ("CHN", "USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA")
OTHERS = (*CODES[1:], "ITA", "ESP")


@pytest.fixture
def share(frame: Frames) -> Callable[..., Panel]:
    def lay(
        series: Mapping[str, Mapping[int, float]], kind: Kind = Kind.SHARE, breaks: tuple[Break, ...] = ()
    ) -> Panel:
        return panel_of(frame(series), kind, breaks)

    return lay


def test_the_latest_figure_is_read_with_its_year(share: Callable[..., Panel]) -> None:
    found = latest(share({"CHN": {2010: 1.0, 2020: 7.0}, "USA": {2024: 9.0}}), "CHN", 2024)
    assert (found.value, found.last, found.n) == (7.0, 2020, 1)


def test_a_figure_more_than_five_years_older_than_the_newest_is_not_the_latest(share: Callable[..., Panel]) -> None:
    held = share({"CHN": {2019: 7.0}})
    assert latest(held, "CHN", 2024).value == 7.0
    stale = latest(held, "CHN", 2025)
    assert stale.value is None
    assert stale.reason == Reason(Cause.FIGURES_STOP, years=(2019,))
    assert latest(held, "USA", 2025).reason == NO_DATA


def test_a_span_has_a_mean_a_change_and_a_share_of_years(share: Callable[..., Panel]) -> None:
    held = share({"CHN": {2013: -1.0, 2014: 0.0, 2015: 2.0, 2016: 3.0, 2018: 5.0}})
    span = Span(held, "CHN", range(2013, 2019))
    assert span_mean(span).value == pytest.approx(1.8)
    assert span_change(span).value == 6.0
    assert share_above(span, 0).value == 0.6
    found = span_mean(span)
    assert (found.n, found.years, found.first, found.last) == (5, 6, 2013, 2018)


def test_levels_have_an_arithmetic_mean_and_a_change_in_their_unit(share: Callable[..., Panel]) -> None:
    series = {2000: 0.0, 2001: 10.0, 2002: 100.0, 2003: 10.0, 2004: 5.0}
    span = Span(share({"CHN": series}, Kind.LEVEL), "CHN", range(2000, 2005))
    assert span_mean(span).value == pytest.approx(25.0)
    assert span_change(span).value == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("held", "years", "reason"),
    [
        ({*range(2010, 2012), 2013, 2014, 2017, 2018}, range(2010, 2020), None),
        (range(2010, 2016), range(2010, 2020), Reason(Cause.THIN_THIRD, n=0, of=4, spans=((2016, 2019),), what="last")),
        (range(2010, 2015), range(2010, 2020), Reason(Cause.TOO_SPARSE, n=5, of=10)),
        (range(2010, 2014), range(2010, 2015), Reason(Cause.TOO_FEW, n=4, of=5, least=5)),
        (range(2010, 2013), range(2010, 2013), Reason(Cause.TOO_FEW, n=3, of=3, least=5)),
        (range(2010, 2016), range(1980, 1990), Reason(Cause.TOO_FEW, n=0, of=10, least=5)),
    ],
)
def test_a_span_needs_five_values_in_most_of_its_years_and_of_each_third(
    held: Collection[int], years: range, reason: Reason | None, share: Callable[..., Panel]
) -> None:
    panel = share({"CHN": {year: float(year) for year in held}})
    assert span_mean(Span(panel, "CHN", years)).reason == reason


def test_the_last_years_follow_one_another_without_a_gap_and_need_no_more(share: Callable[..., Panel]) -> None:
    held = share({"CHN": {2018: 1.0, 2020: 2.0, 2021: 3.0}})
    assert span_mean(Span(held, "CHN", range(2020, 2022), whole=True)).value == 2.5
    gap = span_mean(Span(held, "CHN", range(2019, 2022), whole=True))
    assert gap.reason == Reason(Cause.GAPS_IN_SPAN, n=2, of=3)


def test_the_median_of_others_is_of_those_that_cover_the_span_as_well(share: Callable[..., Panel]) -> None:
    years = range(2000, 2010)
    series = {code: dict.fromkeys(years, float(place)) for place, code in enumerate((*CODES, "ITA"))}
    found = span_mean(Span(share(series), "CHN", years), (*CODES[1:], "ITA"))
    assert found.others is not None
    assert (found.others.median, len(found.others.values)) == (4.5, 8)
    series["USA"] = dict.fromkeys(range(2003, 2010), 99.0)
    thin = span_mean(Span(share(series), "CHN", years), (*CODES[1:], "ITA"))
    assert thin.others is not None
    assert (thin.others.median, len(thin.others.values)) == (None, 7)


def test_a_change_is_compared_with_others_in_the_same_two_years(share: Callable[..., Panel]) -> None:
    years = range(2000, 2010)
    others = {code: {year: float(place * (year - 2000)) for year in years} for place, code in enumerate(OTHERS)}
    own = dict.fromkeys(range(2001, 2009), 1.0) | {2008: 4.0}
    found = span_change(Span(share({"CHN": own, **others}), "CHN", years), OTHERS)
    assert found.value == 3.0
    assert found.others is not None
    # seven years from the first of its own to the last
    assert [entry.value for entry in found.others.values] == [7.0 * place for place in range(len(OTHERS))]


def test_a_share_of_years_says_in_how_many_the_median_of_others_is_above(share: Callable[..., Panel]) -> None:
    years = range(2013, 2018)
    others = {code: {year: 1.0 if year >= 2016 else -1.0 for year in years} for code in OTHERS}
    found = share_above(Span(share({"CHN": dict.fromkeys(years, 1.0), **others}), "CHN", years), 0, OTHERS)
    assert found.value == 1.0
    assert found.others is not None
    assert found.others.years_above == 2


def test_the_latest_value_is_compared_with_those_of_its_year_or_the_three_before(share: Callable[..., Panel]) -> None:
    others = {code: {2020: float(place)} for place, code in enumerate(OTHERS)}
    others["USA"], others["JPN"] = {2017: 50.0}, {2016: 99.0}
    found = latest(share({"CHN": {2020: 7.0}, **others}), "CHN", 2020, OTHERS)
    assert found.others is not None
    assert "JPN" not in found.others.economies
    assert (len(found.others.values), found.others.older) == (len(OTHERS) - 1, 1)


def test_no_span_reaches_across_a_break(share: Callable[..., Panel]) -> None:
    series = {"CHN": {year: float(year) for year in range(2000, 2020)}}
    held = share(series, breaks=(Break(economy="CHN", year=2010, note="New."),))
    assert span_change(Span(held, "CHN", range(2005, 2015))).reason == Reason(Cause.SERIES_BREAK, years=(2010,))
    assert span_change(Span(held, "CHN", range(2010, 2020))).value == 9.0


def test_a_doubling_time_is_ln_2_over_the_slope_of_the_logarithm(share: Callable[..., Panel]) -> None:
    doubling = {year: 3.0 * 2 ** ((year - 2010) / 4) for year in range(2010, 2020)}
    found = span_doubling_time(Span(share({"CHN": doubling}, Kind.LEVEL), "CHN", range(2010, 2020)))
    assert found.value == pytest.approx(4.0)
    assert found.r_squared == pytest.approx(1.0)
    halving = {year: 1 / value for year, value in doubling.items()}
    found = span_doubling_time(Span(share({"CHN": halving}, Kind.PRICE), "CHN", range(2010, 2020)))
    assert found.value == pytest.approx(-4.0)


def test_slope_and_fit_of_a_doubling_time_are_those_of_scipy() -> None:
    rng = np.random.default_rng(3)
    years = np.array([2000, 2001, 2003, 2004, 2007, 2008])
    values = np.exp(0.1 * (years - 2000) + rng.normal(size=6) / 20)
    line: Any = linregress(years, np.log(values))
    value, r_squared = doubling_time(years, values)
    assert value == pytest.approx(np.log(2) / line.slope)
    assert r_squared == pytest.approx(line.rvalue**2)


def test_what_does_not_grow_steadily_has_no_doubling_time(share: Callable[..., Panel]) -> None:
    rng = np.random.default_rng(3)
    jumpy = {year: float(np.exp(rng.normal())) for year in range(2010, 2020)}
    slow = {year: 1.005 ** (year - 2010) for year in range(2010, 2020)}
    for series in (jumpy, slow, dict.fromkeys(jumpy, 2.0)):
        found = span_doubling_time(Span(share({"CHN": series}, Kind.LEVEL), "CHN", range(2010, 2020)))
        assert (found.value, found.reason) == (None, NO_STEADY_RATE)
    few = {year: 2.0**year for year in range(3)}
    found = span_doubling_time(Span(share({"CHN": few}, Kind.LEVEL), "CHN", range(3)))
    assert found.reason == Reason(Cause.TOO_FEW, n=3, of=3, least=4)


def test_shares_at_zero_cannot_double(share: Callable[..., Panel]) -> None:
    series = {year: max(0.0, year - 2016.0) for year in range(2010, 2020)}
    found = span_doubling_time(Span(share({"CHN": series}), "CHN", range(2010, 2020)))
    assert found.reason == Reason(Cause.TOO_FEW_POSITIVE, least=4)


def test_a_latest_value_is_told_whole_whether_there_is_one_or_not(share: Callable[..., Panel]) -> None:
    held = share(
        {code: {2019: 1.0 + place, 2020: 2.0 + place} for place, code in enumerate(CODES)} | {"ITA": {2017: 9.0}}
    )
    assert latest(held, "ZZZ", 2020) == Level("latest", 0, 0, None, None, NO_DATA)
    assert latest(held, "CHN", 2026) == Level("latest", 1, 1, 2020, 2020, Reason(Cause.FIGURES_STOP, years=(2020,)))
    found = latest(held, "CHN", 2020, [*CODES[1:], "ITA", "ZZZ"])
    values = (*(EconomyValue(code, 3.0 + place) for place, code in enumerate(CODES[1:])), EconomyValue("ITA", 9.0))
    assert found == Level("latest", 1, 1, 2020, 2020, None, 2.0, others=Others(values, 6.5, older=1))


def test_each_measure_of_a_span_is_told_by_its_name_with_those_of_the_others(share: Callable[..., Panel]) -> None:
    years = range(2010, 2016)
    held = share({code: {year: place + year - 2011.0 for year in years} for place, code in enumerate((*CODES, "ITA"))})
    span, rest = Span(held, "CHN", years), (*CODES[1:], "ITA")

    def told(measure: str, own: float, each: list[float], middle: float, above: int | None = None) -> Level:
        values = tuple(EconomyValue(code, value) for code, value in zip(rest, each, strict=True))
        return Level(measure, 6, 6, 2010, 2015, None, own, others=Others(values, middle, years_above=above))

    assert span_mean(span, rest) == told("mean", 1.5, [place + 2.5 for place in range(8)], 6.0)
    assert span_change(span, rest) == told("change", 5.0, [5.0] * 8, 5.0)
    shares = [min(6, 2 + place) / 6 for place in range(8)]
    assert share_above(span, 2.5, rest) == told("share-above", 2 / 6, [3 / 6 - 1 / 6 + 1 / 6, *shares[2:], 1.0], 1.0, 6)


def test_a_value_on_the_bound_is_not_above_it_and_no_year_of_the_median_either(share: Callable[..., Panel]) -> None:
    held = share({code: dict.fromkeys(range(2010, 2016), 2.0) for code in (*CODES, "ITA")})
    found = share_above(Span(held, "CHN", range(2010, 2016)), 2.0, (*CODES[1:], "ITA"))
    assert found.value == 0.0
    assert found.others is not None
    assert (found.others.median, found.others.years_above) == (0.0, 0)


def test_a_doubling_time_takes_four_values_above_zero_and_says_what_it_measures(share: Callable[..., Panel]) -> None:
    held = share({"CHN": {2010 + step: 2.0**step for step in range(4)}}, Kind.LEVEL)
    found = span_doubling_time(Span(held, "CHN", range(2010, 2014)))
    assert (found.measure, found.n, found.years, found.reason) == ("doubling-time", 4, 4, None)
    assert found.value == pytest.approx(1.0)
    assert found.r_squared == pytest.approx(1.0)
    flat = share({"CHN": dict.fromkeys(range(2010, 2014), 2.0)}, Kind.LEVEL)
    none = span_doubling_time(Span(flat, "CHN", range(2010, 2014)))
    assert none == Level("doubling-time", 4, 4, 2010, 2013, NO_STEADY_RATE, None, r_squared=0.0)
