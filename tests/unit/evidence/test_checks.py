"""Does each kind of check come to what its rule says, and to nothing where too little is known?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from dashboard.analysis.era_gap import EraGap
from dashboard.analysis.levels import Level
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.panel import panel_of
from dashboard.analysis.reasons import Cause, Reason
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import AnyCheck, Check
from dashboard.catalogue.claims import Outcome
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Kind
from dashboard.evidence.descriptions import describe
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.kinds.base import NO_SCOPE, WHOLE, ranks, zoned
from dashboard.evidence.kinds.registry import find, kind_of
from tests.unit.conftest import Frames

Series = Mapping[str, Mapping[int, float]]
OTHERS = ("USA", "JPN", "IND", "KOR", "DEU", "GBR", "FRA", "ITA")
SUPPORTS, AGAINST, UNCLEAR, UNTESTED = Outcome.SUPPORTS, Outcome.AGAINST, Outcome.UNCLEAR, Outcome.UNTESTED


def check(**fields: object) -> Check:
    usual = {"id": "check", "part": "part", "indicator": "rd-spending", "economy": "CHN", "direction": "up"}
    reason = {} if fields.get("kind") == "milestone-change" else {"reason": "so"}
    return TypeAdapter[Check](AnyCheck).validate_python({**usual, **reason, **fields})


@pytest.fixture
def ground(catalogue: Catalogue, frame: Frames) -> Callable[..., CheckInputs]:
    """Lay ground of one indicator's series, and of others' newest year."""
    economies = {
        code: Economy(id=code, name=code, short_name=code, aggregate=False, region="Somewhere", slot=slot)
        for slot, code in enumerate(("CHN", *OTHERS))
    }
    wide = replace(catalogue, economies={**economies, "WLD": catalogue.economies["WLD"]})

    def lay(series: Series, indicator: str = "rd-spending", kind: Kind = Kind.SHARE, **more: Series) -> CheckInputs:
        panels = {name: panel_of(frame(held), Kind.SHARE) for name, held in more.items()}
        return CheckInputs(wide, {indicator: panel_of(frame(series), kind), **panels})

    return lay


def spells(before: float, after: float, noise: float = 0.0) -> dict[int, float]:
    rng = np.random.default_rng(2)
    return {year: (before if year <= 2012 else after) + noise * float(rng.normal()) for year in range(1979, 2024)}


def eras_check(direction: str, supports: float, against: float, **more: object) -> Check:
    named = ["reform-and-opening", "innovation-driven"]
    return check(kind="era-means", eras=named, direction=direction, supports=supports, against=against, **more)


@pytest.mark.parametrize(
    ("direction", "supports", "against", "gap", "outcome"),
    [
        ("up", 5, 0, 5, SUPPORTS),
        ("up", 5, 0, 4.5, UNCLEAR),
        ("up", 5, 0, 0.5, UNCLEAR),
        ("up", 5, 0, -1, AGAINST),
        ("down", -1, 0, -1, SUPPORTS),
        ("down", -1, 0, -0.5, UNCLEAR),
        ("down", -1, 0, 0.5, AGAINST),
    ],
)
def test_thresholds_hold_on_and_beyond_themselves(
    direction: str, supports: float, against: float, gap: float, outcome: Outcome, ground: Callable[..., CheckInputs]
) -> None:
    found = find(eras_check(direction, supports, against), ground({"CHN": spells(2, 2 + gap)}))
    assert found.outcome is outcome
    assert found.value == gap
    assert found.n == 45


@pytest.mark.parametrize(("others", "outcome"), [(4, SUPPORTS), (5, UNCLEAR), (6, UNCLEAR)])
def test_an_era_gap_supports_only_beyond_the_median_of_other_economies(
    others: float, outcome: Outcome, ground: Callable[..., CheckInputs]
) -> None:
    series = {"CHN": spells(0, 5), **{code: spells(0, others) for code in OTHERS}}
    assert find(eras_check("up", 3, 0), ground(series)).outcome is outcome
    # seven are too few to hold it against
    assert find(eras_check("up", 3, 0), ground({k: v for k, v in series.items() if k != "ITA"})).outcome is SUPPORTS


@pytest.mark.parametrize(("noise", "outcome"), [(0.5, SUPPORTS), (8.0, UNCLEAR)])
def test_a_gap_of_growth_supports_only_beyond_the_chance_band(
    noise: float, outcome: Outcome, ground: Callable[..., CheckInputs]
) -> None:
    held = ground({"CHN": spells(0, 4, noise)}, kind=Kind.GROWTH)
    found = find(eras_check("up", 1, 0), held)
    assert isinstance(found.detail, EraGap)
    assert found.detail.band is not None
    assert found.value is not None
    assert (found.value > found.detail.band) == (outcome is SUPPORTS)
    assert found.outcome is outcome
    assert find(eras_check("up", 1, 0), ground({"CHN": spells(0, 4, noise)})).outcome is SUPPORTS


def test_an_era_with_too_few_figures_leaves_its_check_untested(ground: Callable[..., CheckInputs]) -> None:
    found = find(eras_check("up", 5, 0), ground({"CHN": {year: float(year) for year in range(2005, 2024)}}))
    assert (found.outcome, found.value) == (UNTESTED, None)
    assert found.reason == Reason(
        Cause.ERA_UNUSABLE, n=8, of=34, era="reform-and-opening", because=Reason(Cause.TOO_SPARSE, n=8, of=34)
    )
    clipped = find(eras_check("up", 5, 0, **{"from": 2005}), ground({"CHN": spells(0, 5)}))
    assert clipped.outcome is SUPPORTS


def change_check(direction: str = "up", since: int | None = None, **more: object) -> Check:
    # `from` is a word of Python's own
    more |= {} if since is None else {"from": since}
    # plan-2015 is of May: the first year after it is 2015
    return check(kind="milestone-change", statistic="mean", milestone="plan-2015", direction=direction, **more)


def stepped(at: int, size: float, first: int = 1990, last: int = 2024) -> dict[int, float]:
    rng = np.random.default_rng(7)
    return {year: 0.01 * float(rng.normal()) + (size if year >= at else 0.0) for year in range(first, last + 1)}


def test_a_step_at_the_milestone_supports_a_rise_and_speaks_against_a_fall(ground: Callable[..., CheckInputs]) -> None:
    held = ground({"CHN": stepped(2015, 3)})
    rise, fall = find(change_check("up"), held), find(change_check("down"), held)
    assert (rise.outcome, rise.value) == (SUPPORTS, pytest.approx(1 / 26))
    assert (fall.outcome, fall.value) == (AGAINST, pytest.approx(26 / 26))


@pytest.mark.parametrize(
    ("rank", "dates", "outcome"),
    [(1, 26, SUPPORTS), (2, 26, SUPPORTS), (3, 26, UNCLEAR), (19, 26, UNCLEAR), (20, 26, AGAINST), (26, 26, AGAINST)],
)
def test_a_place_supports_in_the_first_tenth_and_speaks_against_in_the_last_quarter(
    rank: int, dates: int, outcome: Outcome, ground: Callable[..., CheckInputs]
) -> None:
    # of 26 dates the first tenth is two, and the last quarter begins with the 20th: 4 x 20 >= 3 x 26
    for seed in range(4000):
        rng = np.random.default_rng(seed)
        series = {year: float(value) for year, value in zip(range(1990, 2025), rng.normal(size=35), strict=True)}
        found = find(change_check(), ground({"CHN": series}))
        assert isinstance(found.detail, MilestoneChange)
        if found.detail.dates.rank == rank and (outcome is not SUPPORTS or found.detail.agrees):
            assert found.detail.dates.dates == dates
            assert found.outcome is outcome
            return
    pytest.fail("no series with this rank was drawn")


def test_a_rise_that_other_economies_share_is_unclear(ground: Callable[..., CheckInputs]) -> None:
    everywhere = {code: stepped(2015, 4) for code in OTHERS}
    assert find(change_check(), ground({"CHN": stepped(2015, 3), **everywhere})).outcome is UNCLEAR
    elsewhere = {code: stepped(2015, 1) for code in OTHERS}
    assert find(change_check(), ground({"CHN": stepped(2015, 3), **elsewhere})).outcome is SUPPORTS
    few = dict(list(everywhere.items())[:7])
    assert find(change_check(), ground({"CHN": stepped(2015, 3), **few})).outcome is SUPPORTS


def test_a_rise_that_turns_with_the_width_of_the_window_is_unclear(ground: Callable[..., CheckInputs]) -> None:
    series = stepped(2015, 3)
    # high before the window of five, so that eight years see a fall
    series |= dict.fromkeys((2007, 2008, 2009), 40.0)
    found = find(change_check(), ground({"CHN": series}))
    assert isinstance(found.detail, MilestoneChange)
    assert not found.detail.agrees
    assert found.outcome is not SUPPORTS


def test_a_span_clips_windows_and_dates_alike(ground: Callable[..., CheckInputs]) -> None:
    found = find(change_check(since=2000), ground({"CHN": stepped(2015, 3)}))
    assert isinstance(found.detail, MilestoneChange)
    assert found.detail.dates.dates == 16
    assert found.n == 25
    cut = find(change_check(to=2018), ground({"CHN": stepped(2015, 3)}))
    assert (cut.outcome, cut.reason) == (
        UNTESTED,
        Reason(Cause.FIGURES_STOP, years=(2018,)),
    )


def test_with_ten_to_nineteen_dates_only_a_first_place_counts(ground: Callable[..., CheckInputs]) -> None:
    short = ground({"CHN": stepped(2015, 3, first=2003)})
    found = find(change_check(), short)
    assert isinstance(found.detail, MilestoneChange)
    assert (found.detail.dates.dates, found.detail.dates.short, found.outcome) == (13, True, SUPPORTS)
    # a step a year later leaves the milestone as good as its neighbour on the other side
    later = find(change_check(), ground({"CHN": stepped(2016, 3, first=2003)}))
    assert later.value in (2 / 13, 3 / 13)
    assert later.outcome is UNCLEAR


def test_fewer_than_ten_dates_leave_a_check_untested(ground: Callable[..., CheckInputs]) -> None:
    found = find(change_check(), ground({"CHN": stepped(2015, 3, first=2008)}))
    assert (found.outcome, found.reason) == (UNTESTED, Reason(Cause.TOO_FEW_DATES, n=8, least=10))


LATEST: dict[str, Any] = {"kind": "level", "measure": "latest", "supports": 50, "against": 40}


@pytest.mark.parametrize(("value", "outcome"), [(50, SUPPORTS), (49, UNCLEAR), (41, UNCLEAR), (40, AGAINST)])
def test_a_latest_figure_is_held_against_its_thresholds(
    value: float, outcome: Outcome, ground: Callable[..., CheckInputs]
) -> None:
    found = find(check(**LATEST), ground({"CHN": {2020: value}}))
    assert (found.outcome, found.value) == (outcome, value)


def test_a_latest_figure_beside_newer_ones_of_the_economy_is_untested(ground: Callable[..., CheckInputs]) -> None:
    held = {"CHN": {2018: 60.0}}
    assert find(check(**LATEST), ground(held, other={"CHN": {2023: 1.0}})).outcome is SUPPORTS
    assert find(check(**LATEST), ground(held, other={"CHN": {2024: 1.0}})).outcome is UNTESTED
    # newer figures of others do not make it old
    assert find(check(**LATEST), ground(held, other={"USA": {2024: 1.0}})).outcome is SUPPORTS


STANDING: dict[str, Any] = {"kind": "level", "measure": "standing", "supports": 0.25, "against": 0.5}


@pytest.mark.parametrize(("ahead", "outcome"), [(0, SUPPORTS), (2, SUPPORTS), (3, UNCLEAR), (4, AGAINST), (8, AGAINST)])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_of_a_standing_the_smaller_is_the_better(
    ahead: int, outcome: Outcome, direction: str, ground: Callable[..., CheckInputs]
) -> None:
    sign = 1 if direction == "up" else -1
    series = {code: {2020: float(place + 1) * sign} for place, code in enumerate(OTHERS)}
    series["CHN"] = {2020: (8.5 - ahead) * sign}
    found = find(check(**STANDING, direction=direction), ground({**series, "WLD": {2020: 1e9 * sign}}))
    assert (found.outcome, found.value) == (outcome, ahead / 8)


def test_a_standing_over_a_span_is_on_medians(ground: Callable[..., CheckInputs]) -> None:
    series = {code: dict.fromkeys(range(1979, 2013), float(place + 1)) for place, code in enumerate(OTHERS)}
    series["CHN"] = {**dict.fromkeys(range(1979, 2012), 9.0), 2012: 0.0}
    found = find(check(**STANDING, era="reform-and-opening"), ground(series))
    assert (found.outcome, found.value, found.n) == (SUPPORTS, 0.0, 34)
    assert find(check(**STANDING), ground(series)).outcome is AGAINST


def test_a_span_of_last_years_ends_with_the_economys_own_figures(ground: Callable[..., CheckInputs]) -> None:
    held = ground({"CHN": {2018: 100.0, 2019: 1.0, 2020: 2.0, 2021: 3.0}, "USA": {2024: 1.0}})
    found = find(check(kind="level", measure="mean", last=3, supports=2, against=0), held)
    assert (found.outcome, found.value) == (SUPPORTS, 2.0)


def test_a_share_of_years_above_a_bound_is_read(ground: Callable[..., CheckInputs]) -> None:
    series = {"CHN": {2012: 9.0, 2013: 1.0, 2014: 1.0, 2015: 1.0, 2016: -1.0, 2017: 1.0}}
    asked = check(kind="level", measure="share-above", above=0, supports=0.8, against=0.5, **{"from": 2013})
    assert (find(asked, ground(series)).outcome, find(asked, ground(series)).value) == (SUPPORTS, 0.8)


def test_context_without_thresholds_is_shown_and_unclear(ground: Callable[..., CheckInputs]) -> None:
    asked = check(kind="level", measure="doubling-time", last=5, part="context", role="context")
    found = find(asked, ground({"CHN": {year: 2.0 ** (year - 2000) for year in range(2000, 2010)}}))
    assert (found.outcome, found.value) == (UNCLEAR, pytest.approx(1.0))


def target_check(**fields: object) -> Check:
    return check(kind="target", indicator="gdp-growth", **fields)


@pytest.mark.parametrize(
    ("figures", "outcome", "value"),
    [
        ({2028: 4.0}, SUPPORTS, 2.0),
        ({2030: 4.0}, UNCLEAR, 0.0),
        ({2031: 4.0}, AGAINST, -1.0),
        ({2030: 3.0}, AGAINST, None),
        ({2029: 3.0}, UNTESTED, None),
    ],
)
def test_a_missed_deadline_speaks_against_and_an_open_one_is_untested(
    figures: dict[int, float], outcome: Outcome, value: float | None, ground: Callable[..., CheckInputs]
) -> None:
    asked = target_check(measure="years-early", targets=["growth-2030"], supports=1, against=-1)
    found = find(asked, ground({"CHN": figures}, "gdp-growth", Kind.GROWTH))
    assert (found.outcome, found.value) == (outcome, value)


def test_without_names_a_check_takes_all_targets_of_its_indicator(ground: Callable[..., CheckInputs]) -> None:
    held = ground({"CHN": {2015: 7.5, 2016: 6.0, 2017: 7.0}}, "gdp-growth", Kind.GROWTH)
    found = find(target_check(measure="share-met", supports=0.8, against=0.2), held)
    assert (found.value, found.n) == (0.5, 2)
    only = find(target_check(measure="share-met", targets=["growth-2016"], supports=0.8, against=0.2), held)
    assert (only.value, only.n) == (0.0, 1)
    said = [kind_of(found.check).sentence(found, held) for found in (found, only)]
    assert said[0].endswith("1 of 2 deadlines were met, 2015–2016.")
    assert said[1].endswith("0 of 1 deadline was met, 2016.")
    early = find(target_check(measure="mean-margin", to=2014, supports=1, against=0), held)
    assert early.outcome is UNTESTED


@pytest.mark.parametrize(
    ("bounds", "scope", "zone", "expected"),
    [
        ((1, 0), NO_SCOPE, 0.5, (0.75, 0.25)),
        ((1, 0), NO_SCOPE, 2, (1.5, -0.5)),
        ((-1, 0), NO_SCOPE, 2, (-1.5, 0.5)),
        ((0.25, 0.5), WHOLE, 2, (0.125, 0.625)),
        ((0.8, 0.5), WHOLE, 2, (0.95, 0.35)),
        ((0.9, 0.1), WHOLE, 2, (1.0, 0.0)),
        ((1, 5), (0.0, float("inf")), 2, (0.0, 7.0)),
    ],
)
def test_the_unclear_zone_widens_about_its_middle_and_stays_in_the_range_of_the_measure(
    bounds: tuple[float, float], scope: tuple[float, float], zone: float, expected: tuple[float, float]
) -> None:
    assert zoned(bounds, scope, 1) == bounds
    assert zoned(bounds, scope, zone) == pytest.approx(expected)


def test_ranks_are_halved_and_doubled_and_never_under_one() -> None:
    assert (ranks((1, 4), 0.5), ranks((1, 4), 2), ranks((3, 11), 0.5)) == ((1, 2), (2, 8), (1.5, 5.5))


@pytest.mark.parametrize(("zone", "favour", "last"), [(0.5, 0.2, 0.5), (1, 0.1, 0.25), (2, 0.05, 0.125)])
@pytest.mark.parametrize("statistic", ["mean", "slope"])
def test_the_ranks_of_a_change_that_count_follow_the_zone(
    zone: float, favour: float, last: float, statistic: str, ground: Callable[..., CheckInputs]
) -> None:
    asked, held = change_check(), ground({"CHN": stepped(2015, 3)})
    found = find(asked.model_copy(update={"statistic": statistic}), held)
    assert isinstance(found.detail, MilestoneChange)
    dates = 40
    for rank in range(1, dates + 1):
        placed = replace(found.detail, dates=replace(found.detail.dates, rank=rank, dates=dates), others=())
        outcome = kind_of(asked).judge(replace(found, detail=placed), held, zone)
        against = favour if statistic == "slope" else last
        behind = (dates - rank) / dates
        if rank / dates <= favour:
            assert outcome is SUPPORTS, rank
        elif (behind < against) if statistic == "slope" else (behind <= against):
            assert outcome is AGAINST, rank
        else:
            assert outcome is UNCLEAR, rank


def test_a_change_supports_only_beyond_the_median_change_of_other_economies(ground: Callable[..., CheckInputs]) -> None:
    asked = check(kind="level", measure="change", supports=1, against=0)
    years = range(2000, 2010)
    own = {"CHN": {year: float(year) for year in years}}
    slower = {code: {year: year / 2 for year in years} for code in OTHERS}
    faster = {code: {year: 2.0 * year for year in years} for code in OTHERS}
    assert find(asked, ground({**own, **slower})).outcome is SUPPORTS
    assert find(asked, ground({**own, **faster})).outcome is UNCLEAR
    assert find(asked, ground({**own, **dict(list(faster.items())[:7])})).outcome is SUPPORTS


@pytest.mark.parametrize(("ahead", "outcome"), [(0, SUPPORTS), (1, UNCLEAR), (2, UNCLEAR), (3, AGAINST), (8, AGAINST)])
def test_to_lead_is_a_rank(ahead: int, outcome: Outcome, ground: Callable[..., CheckInputs]) -> None:
    series = {code: {2020: float(place + 1)} for place, code in enumerate(OTHERS)}
    series["CHN"] = {2020: 8.5 - ahead}
    found = find(check(kind="level", measure="rank", supports=1, against=4), ground(series))
    assert (found.outcome, found.value) == (outcome, ahead + 1)


def test_economies_that_few_live_in_are_not_compared(ground: Callable[..., CheckInputs]) -> None:
    people = {code: {2020: 5e6} for code in ("CHN", *OTHERS)} | {"ITA": {2020: 30_000.0}}
    series = {code: {2020: float(place)} for place, code in enumerate(("CHN", *OTHERS))}
    asked = check(kind="level", measure="standing", supports=0.25, against=0.5)
    assert find(asked, ground(series)).value == 1.0
    found = find(asked, ground(series, population=people))
    assert isinstance(found.detail, Level)
    assert found.detail.standing is not None
    assert found.detail.standing.economies == 8


@pytest.mark.parametrize(
    ("ahead", "told"), [(0, "lowest of 9 economies in 2020."), (2, "3rd-lowest of 9 economies in 2020, above ")]
)
def test_a_standing_from_below_is_told_as_the_lowest(ahead: int, told: str, ground: Callable[..., CheckInputs]) -> None:
    series = {code: {2020: float(place + 1)} for place, code in enumerate(OTHERS)}
    held = ground({**series, "CHN": {2020: ahead + 0.5}})
    found = find(check(**STANDING, direction="down"), held)
    described = describe(found, held)
    assert told in described.sentence
    assert described.would_change.startswith("if the share of other economies lower in ")


def test_a_target_to_be_reached_in_time_is_told_by_its_deadline(ground: Callable[..., CheckInputs]) -> None:
    asked = target_check(measure="years-early", targets=["growth-2030"], supports=0, against=-1)
    held = ground({"CHN": {2030: 4.0}}, "gdp-growth", Kind.GROWTH)
    described = describe(find(asked, held), held)
    assert described.would_change == "if the target for 2030 had been reached after its deadline"
    assert described.notes == (
        "Counts in favour if reached on time or earlier, against if reached one year late or later: so.",
    )
