"""Do two eras differ by what their means do, and is chance given its due?"""

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from dashboard.analysis.era_gap import EraGap, chance_band, era_gap
from dashboard.analysis.panel import panel_of
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Break, Kind
from dashboard.catalogue.policy import Era
from tests.unit.conftest import Frames

WHOLE = (1800, 2100)
OTHERS = ("USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA", "ITA")


@pytest.fixture
def gap(eras: tuple[Era, ...], frame: Frames) -> Callable[..., EraGap]:
    """Reckon the gap between reform and innovation, the turn at 2012/13."""

    def reckon(
        series: Mapping[str, Mapping[int, float]],
        kind: Kind = Kind.SHARE,
        span: tuple[int, int] = WHOLE,
        breaks: tuple[Break, ...] = (),
    ) -> EraGap:
        return era_gap(panel_of(frame(series), kind, breaks), "CHN", OTHERS, (eras[2], eras[3]), span)

    return reckon


def spell(first: int, last: int, value: float) -> dict[int, float]:
    return dict.fromkeys(range(first, last + 1), value)


def test_a_gap_is_the_later_mean_minus_the_earlier(gap: Callable[..., EraGap]) -> None:
    found = gap({"CHN": {**spell(1979, 2012, 10), **spell(2013, 2023, 6)}})
    assert found.gap == -4
    assert (found.before.mean, found.before.n, found.before.years) == (10, 34, 34)
    assert (found.after.mean, found.after.n, found.after.years) == (6, 11, 11)
    assert found.n == 45
    assert found.band is None


def test_levels_differ_by_what_their_means_do_zeros_included(gap: Callable[..., EraGap]) -> None:
    found = gap({"CHN": {**spell(1979, 2012, 100), **spell(2013, 2022, 165), 2023: 0}}, Kind.LEVEL)
    assert found.after.mean == pytest.approx(150)
    assert found.gap == pytest.approx(50)


def test_an_era_is_clipped_to_the_years_asked_for(gap: Callable[..., EraGap]) -> None:
    series = {"CHN": {**spell(1979, 1995, 0), **spell(1996, 2012, 1), **spell(2013, 2023, 2)}}
    found = gap(series, span=(1996, 2100))
    assert (found.before.n, found.before.years, found.gap) == (17, 17, 1)


def test_under_sixty_percent_of_an_era_nothing_is_said(gap: Callable[..., EraGap]) -> None:
    twenty = {"CHN": {**spell(1993, 2012, 10), **spell(2013, 2023, 6)}}
    assert gap(twenty).reason == Reason(
        Cause.ERA_UNUSABLE, n=20, of=34, era="reform-and-opening", because=Reason(Cause.TOO_SPARSE, n=20, of=34)
    )
    # 21 of 34 years are enough, but none of them lies in the first third
    late = gap({"CHN": {**spell(1992, 2012, 10), **spell(2013, 2023, 6)}})
    assert late.reason == Reason(
        Cause.ERA_UNUSABLE,
        n=21,
        of=34,
        era="reform-and-opening",
        because=Reason(Cause.THIN_THIRD, n=0, of=11, spans=((1979, 1989),), what="first"),
    )
    spread = {year: 10.0 for year in range(1979, 2013) if year % 3}
    assert gap({"CHN": {**spread, **spell(2013, 2023, 6)}}).gap == -4
    four = {"CHN": {**spell(1979, 2012, 10), **spell(2013, 2016, 6)}}
    assert gap(four).reason == Reason(
        Cause.ERA_UNUSABLE, n=4, of=11, era="innovation-driven", because=Reason(Cause.TOO_FEW, n=4, of=11, least=5)
    )
    assert gap({"USA": spell(1979, 2023, 1)}).reason == NO_DATA
    assert gap({"CHN": spell(1979, 2023, 1)}).reason == CONSTANT


def test_nothing_is_compared_across_a_break(gap: Callable[..., EraGap]) -> None:
    series = {"CHN": {**spell(1979, 2012, 10), **spell(2013, 2023, 6)}}
    within = (Break(economy="CHN", year=1990, note="New."),)
    between = (Break(economy="CHN", year=2013, note="New."),)
    assert gap(series, breaks=within).reason == Reason(
        Cause.ERA_UNUSABLE, n=34, of=34, era="reform-and-opening", because=Reason(Cause.SERIES_BREAK, years=(1990,))
    )
    assert gap(series, breaks=between).reason == Reason(Cause.BREAK_BETWEEN_ERAS, years=(2013,))


def test_the_median_is_of_eight_other_economies_or_more_with_both_eras(gap: Callable[..., EraGap]) -> None:
    series = {
        code: {**spell(1979, 2012, 0), **spell(2013, 2023, place)} for place, code in enumerate(("CHN", *OTHERS), 1)
    }
    found = gap(series)
    assert (found.economies, found.median, found.larger) == (8, 5.5, 8)
    assert [entry.change for entry in found.changes] == [2, 3, 4, 5, 6, 7, 8, 9]
    short = gap({**series, "USA": spell(1979, 2012, 0)})
    assert (short.economies, short.median) == (7, None)
    broken = gap(series, breaks=(Break(economy="ITA", year=2000, note="New."),))
    assert (broken.economies, broken.median) == (7, None)


def test_only_growth_has_a_chance_band(gap: Callable[..., EraGap]) -> None:
    rng = np.random.default_rng(1)
    series = {"CHN": {year: float(rng.normal()) for year in range(1979, 2024)}}
    assert gap(series, Kind.GROWTH).band is not None
    assert gap(series, Kind.SHARE).band is None


def test_the_chance_band_is_its_formula_step_by_step() -> None:
    before, after = np.array([1.0, 3.0, np.nan, 2.0, 2.0]), np.array([5.0, 6.0, 4.0])
    # residuals: -1, 1, missing, 0, 0 and 0, 1, -1; pairs inside a spell: -1, 0 (2.0 and 2.0), 0, -1
    squares, pairs, n = 4.0, -2.0, 7
    r = max(0.0, pairs / squares + 3 / n)
    s = np.sqrt(squares / (n - 2))
    expected = 1.645 * s * np.sqrt((1 / 4 + 1 / 3) * (1 + r) / (1 - r))
    assert chance_band(before, after) == pytest.approx(expected)
    drifting = np.arange(30.0)
    r = 0.95
    residuals = drifting - drifting.mean()
    s = np.sqrt(2 * (residuals**2).sum() / 58)
    assert chance_band(drifting, drifting) == pytest.approx(1.645 * s * np.sqrt(2 / 30 * (1 + r) / (1 - r)))
    assert chance_band(np.ones(5), np.ones(5)) == 0


def test_an_era_that_goes_on_reaches_to_the_newest_figure_of_all(eras: tuple[Era, ...], frame: Frames) -> None:
    series = {"CHN": {**spell(2013, 2023, 1), **spell(2024, 2029, 2)}, "USA": spell(2013, 2030, 1)}
    ongoing = eras[4].model_copy(update={"start": dt.date(2023, 9, 7)})
    found = era_gap(panel_of(frame(series), Kind.SHARE), "CHN", OTHERS, (eras[3], ongoing), WHOLE)
    assert (found.after.n, found.after.years, found.gap) == (6, 7, 1)


def test_the_gaps_of_others_are_differences_of_their_own_means(gap: Callable[..., EraGap]) -> None:
    codes = ("CHN", *OTHERS)
    series = {code: {**spell(1979, 2012, place), **spell(2013, 2023, 4 * place)} for place, code in enumerate(codes, 1)}
    found = gap(series)
    assert [(entry.economy, entry.change) for entry in found.changes] == [
        (code, 3 * place) for place, code in enumerate(OTHERS, 2)
    ]
    fallen = {code: {**spell(1979, 2012, 50), **spell(2013, 2023, 50 - place)} for place, code in enumerate(OTHERS, 1)}
    # one that fell as far counts, and so do all that fell further
    assert gap({**fallen, "CHN": fallen["JPN"]}).larger == 7
    assert gap({**series, "CHN": series["JPN"]}).larger == 7
    assert (
        gap({**series, "CHN": {**spell(1979, 2012, 1.0), **spell(2013, 2023, 1.5)}, "USA": spell(1979, 2023, 1)}).larger
        == 7
    )


def test_another_economy_broken_between_the_eras_takes_no_part(gap: Callable[..., EraGap]) -> None:
    codes = ("CHN", *OTHERS)
    series = {code: {**spell(1979, 2012, 0), **spell(2013, 2023, place)} for place, code in enumerate(codes, 1)}
    found = gap(
        series, breaks=(Break(economy="ITA", year=2013, note="New."), Break(economy="USA", year=1979, note="N."))
    )
    assert [entry.economy for entry in found.changes] == list(OTHERS[:-1])


def test_a_gap_that_cannot_be_told_still_tells_its_eras(gap: Callable[..., EraGap]) -> None:
    found = gap({"CHN": {**spell(1993, 2012, 10), **spell(2013, 2023, 6)}})
    assert (found.before.n, found.after.n, found.n, found.gap) == (20, 11, 31, None)
    assert found.after.mean == 6


def test_neighbouring_years_widen_the_chance_band_by_their_correlation() -> None:
    rising = np.arange(4.0)
    # residuals -1.5, -0.5, 0.5, 1.5: squares 5, pairs 1.25 a spell
    r = 2.5 / 10 + 3 / 8
    expected = 1.645 * np.sqrt(10 / 6) * np.sqrt((1 / 4 + 1 / 4) * (1 + r) / (1 - r))
    assert chance_band(rising, rising) == pytest.approx(expected)
