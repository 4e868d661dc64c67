"""Is a level read where it can be, and not where figures are too few, too old or broken?"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.analysis.levels import (
    NO_STEADY_RATE,
    Span,
    doubling_time,
    latest,
    share_above,
    span_change,
    span_doubling_time,
    span_mean,
    standing,
)
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames

CODES = ("CHN", "USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA")


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
    assert stale.reason == Reason(Cause.STALE, years=(2019, 2025))
    assert latest(held, "USA", 2025).reason == NO_DATA


def test_a_span_has_a_mean_a_change_and_a_share_of_years(share: Callable[..., Panel]) -> None:
    held = share({"CHN": {2013: -1.0, 2014: 0.0, 2015: 2.0, 2016: 3.0, 2018: 5.0}})
    span = Span(held, "CHN", range(2013, 2019))
    assert span_mean(span).value == pytest.approx(1.8)
    assert span_change(span).value == 6.0
    assert share_above(span, 0).value == 0.6
    found = span_mean(span)
    assert (found.n, found.years, found.first, found.last) == (5, 6, 2013, 2018)


def test_levels_have_a_geometric_mean_and_a_change_in_percent(share: Callable[..., Panel]) -> None:
    span = Span(share({"CHN": {2000: 1.0, 2001: 10.0, 2002: 100.0}}, Kind.LEVEL), "CHN", range(2000, 2003))
    assert span_mean(span).value == pytest.approx(10.0)
    assert span_change(span).value == pytest.approx(9900.0)


@pytest.mark.parametrize(
    ("held", "years", "reason"),
    [
        (range(2010, 2016), range(2010, 2020), None),
        (range(2010, 2015), range(2010, 2020), Reason(Cause.TOO_SPARSE, n=5, of=10)),
        (range(2010, 2014), range(2010, 2015), Reason(Cause.TOO_FEW_OF_SPAN, n=4, of=5, least=5)),
        (range(2010, 2013), range(2010, 2013), None),
        (range(2010, 2012), range(2010, 2013), Reason(Cause.TOO_FEW_OF_SPAN, n=2, of=3, least=3)),
        (range(2010, 2016), range(1980, 1990), Reason(Cause.TOO_SPARSE, n=0, of=10)),
    ],
)
def test_a_span_needs_five_figures_or_all_of_a_shorter_one(
    held: range, years: range, reason: Reason | None, share: Callable[..., Panel]
) -> None:
    panel = share({"CHN": {year: float(year) for year in held}})
    assert span_mean(Span(panel, "CHN", years)).reason == reason


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
    assert found.value is None


def test_shares_at_nought_cannot_double(share: Callable[..., Panel]) -> None:
    series = {year: max(0.0, year - 2016.0) for year in range(2010, 2020)}
    found = span_doubling_time(Span(share({"CHN": series}), "CHN", range(2010, 2020)))
    assert found.reason == Reason(Cause.TOO_FEW_POSITIVE, least=4)


def test_a_standing_is_the_share_of_the_others_ahead(share: Callable[..., Panel]) -> None:
    held = share({code: {2020: float(place)} for place, code in enumerate(CODES)})
    own = Span(held, "JPN", range(2020, 2021))
    others = [code for code in CODES if code != "JPN"]
    up, down = standing(own, others, "up"), standing(own, others, "down")
    assert up.value == pytest.approx(5 / 7)
    assert down.value == pytest.approx(2 / 7)
    assert up.standing is not None
    assert (up.standing.place, up.standing.economies) == (6, 8)
    assert [entry.economy for entry in up.standing.ranked] == list(CODES[::-1])


def test_equals_are_not_ahead(share: Callable[..., Panel]) -> None:
    held = share({code: {2020: 1.0} for code in CODES})
    assert standing(Span(held, "CHN", range(2020, 2021)), CODES[1:], "up").value == 0.0


def test_seven_economies_have_no_standing(share: Callable[..., Panel]) -> None:
    held = share({code: {2020: 1.0} for code in CODES[:7]})
    found = standing(Span(held, "CHN", range(2020, 2021)), CODES[1:], "up")
    assert (found.value, found.reason) == (None, Reason(Cause.TOO_FEW_RANKED, n=7, least=8))


def test_economies_that_are_half_covered_or_broken_do_not_stand(share: Callable[..., Panel]) -> None:
    years = range(2000, 2010)
    series = {code: dict.fromkeys(years, float(place)) for place, code in enumerate((*CODES, "ITA"))}
    series["USA"] = dict.fromkeys(range(2000, 2005), 99.0)
    held = share(series)
    found = standing(Span(held, "CHN", years), (*CODES[1:], "ITA"), "up")
    assert found.standing is not None
    assert found.standing.economies == 8
    assert "USA" not in [entry.economy for entry in found.standing.ranked]
    broken = share(series, breaks=(Break(economy="JPN", year=2003, note="New."),))
    assert standing(Span(broken, "CHN", years), (*CODES[1:], "ITA"), "up").value is None
    assert standing(Span(broken, "JPN", years), CODES[1:], "up").reason == Reason(Cause.SERIES_BREAK, years=(2003,))
