"""Are figures laid out as they are, on the scale of their kind, with nothing made up in between?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.panel import Panel, break_years, panel_of
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames


def test_a_year_without_a_figure_is_missing_and_no_zero(frame: Frames) -> None:
    panel = panel_of(frame({"CHN": {2000: 1.0, 2002: 0.0}, "USA": {2001: 5.0}}), Kind.SHARE)
    assert (panel.first, panel.last) == (2000, 2002)
    np.testing.assert_array_equal(panel.series("CHN"), [1.0, np.nan, 0.0])
    np.testing.assert_array_equal(panel.series("USA"), [np.nan, 5.0, np.nan])
    assert np.isnan(panel.series("JPN")).all()


@given(st.dictionaries(st.integers(1950, 2030), st.floats(0.1, 1e6), min_size=1))
def test_every_figure_comes_back_and_no_other(frame: Frames, figures: dict[int, float]) -> None:
    panel = panel_of(frame({"CHN": figures}), Kind.LEVEL)
    years, values = panel.observed("CHN")
    assert dict(zip(years.tolist(), values.tolist(), strict=True)) == figures


@pytest.mark.parametrize("kind", [Kind.LEVEL, Kind.PRICE, Kind.INDEX])
def test_amounts_prices_and_indices_are_compared_in_logarithms(kind: Kind, frame: Frames) -> None:
    panel = panel_of(frame({"CHN": {2000: 1.0, 2001: np.e, 2002: 0.0, 2003: -2.0}}), kind)
    np.testing.assert_allclose(panel.series("CHN"), [0.0, 1.0, np.nan, np.nan])
    years, values = panel.observed("CHN")
    assert years.tolist() == [2000, 2001, 2002, 2003]
    assert values.tolist() == [1.0, np.e, 0.0, -2.0]
    assert panel.scaled_years("CHN").tolist() == [2000, 2001]
    assert panel.unscaled(1.0) == pytest.approx(np.e)
    assert panel.as_difference(np.log(1.5)) == pytest.approx(50.0)
    assert panel.as_slope(0.07) == pytest.approx(7.0)


@pytest.mark.parametrize("kind", [Kind.SHARE, Kind.GROWTH])
def test_shares_and_rates_are_compared_as_they_are(kind: Kind, frame: Frames) -> None:
    panel = panel_of(frame({"CHN": {2000: -1.0, 2001: 0.0}}), kind)
    assert panel.series("CHN").tolist() == [-1.0, 0.0]
    assert (panel.unscaled(2.0), panel.as_difference(2.0), panel.as_slope(2.0)) == (2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, None, [2000, 2001, 2002]),
        (2001, None, [2001, 2002]),
        (None, 2001, [2000, 2001]),
        (1990, 2030, [2000, 2001, 2002]),
        (2005, None, []),
        (None, 1990, []),
    ],
)
def test_a_span_clips_and_never_adds(first: int | None, last: int | None, years: list[int], frame: Frames) -> None:
    panel = panel_of(frame({"CHN": {2000: 1.0, 2001: 2.0, 2002: 3.0}}), Kind.SHARE).between(first, last)
    assert panel.observed("CHN")[0].tolist() == years


def test_figures_within_years_beyond_the_panel_are_those_it_has(frame: Frames) -> None:
    panel = panel_of(frame({"CHN": {2000: 1.0, 2001: 2.0}}), Kind.SHARE)
    assert panel.within("CHN", range(1990, 2001)).tolist() == [1.0]
    assert panel.within("CHN", range(1980, 1990)).tolist() == []
    counts, means = panel.means(range(2000, 2010))
    assert (counts.tolist(), means.tolist()) == ([2], [1.5])


def test_an_economy_whose_figures_never_move_is_constant(frame: Frames) -> None:
    panel = panel_of(
        frame({"CHN": {2000: 0.1 + 0.2, 2001: 0.3}, "USA": {2000: 1.0, 2001: 1.1}, "JPN": {2000: 0.0}}), Kind.SHARE
    )
    assert panel.is_constant("CHN")
    assert panel.is_constant("JPN")
    assert not panel.is_constant("USA")
    assert not panel.is_constant("KOR")


def test_breaks_are_kept_by_economy_in_order_and_lie_between_years() -> None:
    known = break_years(
        [Break(economy=code, year=year, note="New.") for code, year in (("CHN", 2009), ("USA", 2001), ("CHN", 1990))]
    )
    assert known == {"CHN": (1990, 2009), "USA": (2001,)}
    panel = Panel(Kind.SHARE, 1980, ("CHN",), np.ones((50, 1)), known)
    assert panel.broken_between("CHN", 1990, 2008) == ()
    assert panel.broken_between("CHN", 1989, 1990) == (1990,)
    assert panel.broken_between("CHN", 2008, 2009) == (2009,)
    assert panel.broken_between("JPN", 1900, 2100) == ()


def test_a_panel_of_nothing_has_no_figures(frame: Frames) -> None:
    panel = panel_of(frame({}), Kind.LEVEL)
    assert panel.observed("CHN")[0].tolist() == []
    assert not panel.is_constant("CHN")
    assert panel.noise("CHN") == 0.0
