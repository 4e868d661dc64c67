"""Do ranks, calm and coverage count on the very edges of their rules as the method says?"""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import TypeAdapter

from dashboard.analysis.era_gap import era_gap
from dashboard.analysis.milestone_change import MilestoneChange, VolatilityRatio, milestone_change
from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.ranks import Asked, EconomyChange, EconomyRank, among_dates, among_economies, shown
from dashboard.analysis.reasons import NO_DATA, Reason
from dashboard.analysis.windows import Windows, changes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import AnyCheck, Check
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Era
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.kinds.registry import find
from tests.unit.conftest import Frames

OTHERS = ("USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA", "ITA")


def drawn(seed: int, first: int, last: int) -> dict[int, float]:
    values = np.random.default_rng(seed).normal(size=last - first + 1)
    return {year: float(value) for year, value in zip(range(first, last + 1), values, strict=True)}


@pytest.mark.parametrize(
    ("rank", "outcome"),
    [(2, Outcome.SUPPORTS), (3, Outcome.UNCLEAR), (14, Outcome.UNCLEAR), (15, Outcome.AGAINST)],
)
def test_of_twenty_dates_the_second_place_still_supports_and_the_fifteenth_already_speaks_against(
    rank: int, outcome: Outcome, catalogue: Catalogue, frame: Frames
) -> None:
    economies = {"CHN": Economy(id="CHN", name="C", short_name="C", aggregate=False, region="Somewhere", slot=0)}
    check = TypeAdapter[Check](AnyCheck).validate_python(
        {"id": "check", "part": "part", "indicator": "rd-spending", "economy": "CHN", "direction": "up"}
        | {"kind": "milestone-change", "statistic": "mean", "milestone": "plan-2015"}
    )
    for seed in range(4000):
        panel = panel_of(frame({"CHN": drawn(seed, 1996, 2024)}), Kind.SHARE)
        found = find(check, CheckInputs(replace(catalogue, economies=economies), {"rd-spending": panel}))
        assert isinstance(found.detail, MilestoneChange)
        if found.detail.dates.rank == rank and (found.detail.agrees or outcome is not Outcome.SUPPORTS):
            assert found.detail.dates.dates == 20
            assert found.outcome is outcome
            return
    pytest.fail("no series with this rank was drawn")


@pytest.mark.parametrize(
    ("ratio", "flags"),
    [
        (0.49, (True, False)),
        (0.5, (False, False)),
        (1.0, (False, False)),
        (2.0, (False, False)),
        (2.01, (False, True)),
        (None, (False, False)),
    ],
)
def test_volatility_misleads_below_half_and_beyond_twice_that_of_the_rest(
    ratio: float | None, flags: tuple[bool, bool]
) -> None:
    found = VolatilityRatio(ratio)
    assert (found.is_low, found.is_high) == flags
    assert found.misleads == any(flags)


@pytest.mark.parametrize("lag", [0, 2])
def test_the_dates_whose_windows_do_not_overlap_are_those_counted_apart(lag: int, frame: Frames) -> None:
    panel = panel_of(frame({"CHN": drawn(1, 1970, 2024)}), Kind.SHARE)
    dates = milestone_change(panel, "CHN", (), 2000, Windows("mean", 5, lag), "up").dates
    apart = [date.year for date in dates.distribution if not date.overlaps]
    assert len(apart) == dates.apart
    assert {2000 - 5 - lag, 2000 + 5 + lag} <= set(apart)
    assert not {2000 - 4 - lag, 2000 + 4 + lag} & set(apart)


def sparse(first: int, last: int, count: int, value: float) -> dict[int, float]:
    """Return so many values of the years from first to last, spread over them."""
    return {round(year): value for year in np.linspace(first, last, count)} if first <= last else {}


@pytest.mark.parametrize(
    ("span", "count", "economies"),
    [((2003, 2022), 6, 8), ((2003, 2022), 5, 0), ((2008, 2017), 5, 8), ((2008, 2017), 4, 0)],
)
def test_another_economy_counts_from_five_figures_in_sixty_percent_of_both_eras(
    span: tuple[int, int], count: int, economies: int, eras: tuple[Era, ...], frame: Frames
) -> None:
    first, last = span
    own = {year: float(year % 3 + (year > 2012)) for year in range(first, last + 1)}
    other = {**sparse(first, 2012, count, 1.0), **sparse(2013, last, count, 2.0)}
    panel = panel_of(frame({"CHN": own, **dict.fromkeys(OTHERS, other)}), Kind.SHARE)
    found = era_gap(panel, "CHN", OTHERS, (eras[2], eras[3]), span)
    assert not found.reason
    assert found.economies == economies


STEPS = {"CHN": 9.0, "USA": 1.0, "JPN": 2.0, "IND": 3.0, "KOR": 4.0, "DEU": 9.0, "GBR": 5.0, "FRA": 6.0, "ITA": 7.0}


def asked_of(panel: Panel, windows: Windows, sign: float = 1.0, reason: Reason | None = None) -> Asked:
    return Asked(panel, changes(panel, windows), windows, "CHN", 2010, sign, reason)


def stepped(frame: Frames, kind: Kind, floor: float = 0.0) -> Panel:
    series = {
        code: {year: step * (2 if year >= 2010 else 1) for year in range(2000, 2021)} for code, step in STEPS.items()
    }
    held = panel_of(frame(series), kind)
    return replace(held, window_floor=floor) if floor else held


def test_among_others_a_change_is_told_whole(frame: Frames) -> None:
    found = among_economies(asked_of(stepped(frame, Kind.SHARE), Windows("mean", 5)), OTHERS)
    others = tuple(EconomyChange(code, STEPS[code]) for code in OTHERS)
    # one that is as large counts
    assert found == EconomyRank(8, None, 2, 1, 4.5, beyond=True, changes=others)
    assert among_economies(asked_of(stepped(frame, Kind.SHARE), Windows("mean", 5), -1.0), OTHERS).beyond is False
    few = among_economies(asked_of(stepped(frame, Kind.SHARE), Windows("mean", 5)), OTHERS[:3])
    assert (few.economies, few.rank, few.changes) == (3, None, others[:3])
    assert among_economies(
        asked_of(stepped(frame, Kind.SHARE), Windows("mean", 5), 1.0, NO_DATA), OTHERS
    ) == EconomyRank(0, NO_DATA)


def test_a_change_of_logs_is_shown_in_percent_and_one_of_slopes_in_points_of_growth(frame: Frames) -> None:
    held = stepped(frame, Kind.LEVEL)
    assert shown(held, "mean", 0.5) == held.as_difference(0.5)
    assert shown(held, "slope", 0.5) == held.as_slope(0.5)
    assert held.as_difference(0.5) != held.as_slope(0.5)
    means = among_economies(asked_of(held, Windows("mean", 5)), OTHERS)
    assert means.median == pytest.approx(100.0)
    assert [entry.change for entry in means.changes] == pytest.approx([100.0] * len(OTHERS))
    dates = among_dates(asked_of(held, Windows("mean", 5)))
    assert max(entry.change for entry in dates.distribution) == pytest.approx(100.0)


def test_another_economy_below_the_floor_anywhere_in_the_windows_takes_no_part(frame: Frames) -> None:
    held = stepped(frame, Kind.LEVEL, floor=2.0)
    found = among_economies(asked_of(held, Windows("mean", 5)), OTHERS)
    # two is not below two
    assert [entry.economy for entry in found.changes] == list(OTHERS[1:])


@pytest.mark.parametrize(("year", "counts"), [(2004, 8), (2005, 7), (2014, 7), (2015, 8)])
def test_only_the_years_of_the_windows_are_held_against_the_floor(frame: Frames, year: int, counts: int) -> None:
    series = {code: dict.fromkeys(range(2000, 2021), step * 10.0) for code, step in STEPS.items()}
    series["USA"][year] = 1.5
    held = replace(panel_of(frame(series), Kind.LEVEL), window_floor=2.0)
    assert len(among_economies(asked_of(held, Windows("mean", 5)), OTHERS).changes) == counts
