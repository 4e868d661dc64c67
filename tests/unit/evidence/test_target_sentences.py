"""Does every target say truly what became of it: met, early or not, missed, not due, or not to be told?"""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from dashboard.analysis.panel import panel_of
from dashboard.analysis.target_outcomes import TargetOutcome, TargetState, target_outcome
from dashboard.analysis.target_releases import Change, Knowledge
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Target
from dashboard.evidence.target_sentences import known_text, label, margin_of, outcome_text, summary
from tests.unit.conftest import Frames

Said = Callable[..., str]


@pytest.fixture
def said(frame: Frames, catalogue: Catalogue, make_target: Callable[..., Target]) -> Said:
    """Return what became of one target, given the figures of the subject."""

    def say(figures: Mapping[int, float], *, now: int = 2026, **target: object) -> str:
        panel = panel_of(frame({"CHN": figures} if figures else {"USA": {2020: 1.0}}), Kind.SHARE)
        goal = make_target("goal", **target)
        return outcome_text(goal, {"goal": target_outcome(panel, goal, now)}, catalogue.indicators["rd-spending"])

    return say


BY_2020 = {"basis": "by-end", "first_year": 2020, "last_year": 2020, "low": 2.5}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({2017: 2.4, 2018: 2.6, 2020: 2.9}, "Met in 2018, two years early: 2.90 % in 2020"),
        ({2019: 2.4, 2020: 2.5}, "Met: 2.50 % in 2020"),
        ({2020: 2.4, 2021: 2.6}, "Missed; reached in 2021, one year late: 2.40 % in 2020"),
        ({2020: 2.4}, "Missed: 2.40 % in 2020"),
        ({2020: 2.4, 2021: 2.3}, "Missed: 2.40 % in 2020"),
        ({2018: 2.2, 2019: 2.3}, "Figures stop in 2019: 2.30 % in 2019"),
        ({}, "No figure for 2020"),
    ],
)
def test_a_target_with_a_deadline_is_met_missed_or_cannot_be_told(
    said: Said, figures: dict[int, float], words: str
) -> None:
    assert said(figures, **BY_2020) == words


def test_before_its_year_is_over_a_target_is_not_due(said: Said) -> None:
    assert said({2018: 2.2, 2019: 2.3}, now=2020, **BY_2020) == "Not due until 2020; figures end in 2019"
    assert said({}, now=2020, **BY_2020) == "Not due until 2020"


def test_a_missed_target_is_measured_at_its_deadline_and_not_at_the_newest_figure(said: Said) -> None:
    assert said({2019: 1.8, 2020: 2.0, 2021: 1.0, 2022: 1.1}, **BY_2020) == "Missed: 2.00 % in 2020"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({2015: 7.04}, "Met: 7.04 % in 2015"),
        ({2015: 6.9, 2016: 7.5}, "Missed: 6.90 % in 2015"),
        ({2014: 7.5}, "Figures stop in 2014: 7.50 % in 2014"),
        ({2016: 7.5}, "No figure for 2015"),
        ({}, "No figure for 2015"),
    ],
)
def test_a_year_s_target_is_met_or_missed_in_that_year_alone(said: Said, figures: dict[int, float], words: str) -> None:
    assert said(figures, low=7.0, high=7.0) == words


def test_a_missed_target_is_never_written_like_one_that_was_met(said: Said) -> None:
    assert said({2015: 6.9996}, low=7, high=7) == "Missed: 6.9996 % in 2015"


def test_a_target_of_something_else_than_the_series_is_shown_and_not_judged(said: Said) -> None:
    other = {**BY_2020, "differs": "The target is of consumption."}
    assert said({2020: 2.9}, **other) == "Definition differs: 2.90 % in 2020"
    assert said({2019: 2.9}, now=2020, **other) == "Not due until 2020; figures end in 2019"


def test_a_change_and_an_average_say_their_years(said: Said) -> None:
    fall = {"basis": "change", "first_year": 2010, "last_year": 2015, "high": -17}
    assert said({2010: 100.0, 2015: 80.0}, **fall) == "Met: −20.0 % from 2010 to 2015"
    mean = {"basis": "average", "first_year": 2014, "last_year": 2015, "low": 7, "high": 7}
    assert said({2014: 8.0, 2015: 7.0}, **mean) == "Met: 7.50 % on average from 2014 to 2015"


def test_every_state_has_words() -> None:
    words = [label(TargetOutcome("goal", 2020, state, reached=2019, early=1, last=2019)) for state in TargetState]
    assert all(words)
    assert len(set(words)) == len(TargetState)


def test_of_a_target_without_an_outcome_nothing_is_said(
    catalogue: Catalogue, make_target: Callable[..., Target]
) -> None:
    assert outcome_text(make_target("unset"), {}, catalogue.indicators["gdp-growth"]) == ""


DAY, LATER = dt.date(2018, 7, 1), dt.date(2021, 7, 1)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Knowledge(3), ""),
        (Knowledge(1, DAY, is_earliest=True), "Only release stored (1 July 2018)"),
        (Knowledge(3, DAY, is_earliest=True), "Earliest release stored (1 July 2018)"),
        (Knowledge(3, DAY), "Release of 1 July 2018"),
        (
            Knowledge(3, DAY, change=Change.TO_MISSED, changed=LATER),
            "Met by the release of 1 July 2018; missed since that of 1 July 2021",
        ),
        (
            Knowledge(3, LATER, change=Change.TO_MET, changed=LATER),
            "Missed at first; met since the release of 1 July 2021",
        ),
        (
            Knowledge(4, DAY, change=Change.TO_MET, changed=LATER),
            "Met by the release of 1 July 2018, then missed; met again since that of 1 July 2021",
        ),
    ],
)
def test_it_is_said_by_which_release_a_target_was_known_to_be_met(known: Knowledge, words: str) -> None:
    assert known_text(known) == words


def test_all_targets_are_summed_up() -> None:
    states = [TargetState.MET, TargetState.MET_EARLY, TargetState.MISSED, TargetState.NOT_DUE, TargetState.NOT_DUE]
    found = [TargetOutcome("goal", 2020, state) for state in (*states, TargetState.NO_SERIES)]
    assert summary(found) == (
        "Of 6 targets on record, 3 can be judged: 2 were met (1 of them early) and 1 was missed. "
        "Of the others, 2 are not due yet and 1 has no series that measures it."
    )
    assert summary(found[:1]) == "Of 1 target on record, 1 can be judged: 1 was met and none was missed."
    assert summary(found[1:2]) == "Of 1 target on record, 1 can be judged: 1 was met (early) and none was missed."
    assert summary(found[3:5]) == "Of 2 targets on record, none can be judged: 2 are not due yet."
    assert summary([]) == "No targets are on record for this choice."


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (None, ""),
        (0.0, "on target"),
        (0.1 + 0.2 - 0.3, "on target"),
        (-0.04, "0.04 points below target"),
        (2.51, "2.5 points above target"),
    ],
)
def test_a_margin_is_in_points_and_never_rounded_to_nothing(
    distance: float | None, said: str, catalogue: Catalogue, make_target: Callable[..., Target]
) -> None:
    outcome = TargetOutcome("goal", 2020, TargetState.MISSED, distance=distance)
    assert margin_of(make_target("goal", low=7.0), outcome, catalogue.indicators["gdp-growth"]) == said


def test_a_margin_is_in_the_unit_of_the_target_and_of_a_change_in_points(
    catalogue: Catalogue, make_target: Callable[..., Target]
) -> None:
    outcome, solar = (
        TargetOutcome("goal", 2020, TargetState.MET, distance=-12.4),
        catalogue.indicators["solar-capacity"],
    )
    assert margin_of(make_target("goal", low=7.0), outcome, solar) == "12.4 GW below target"
    change = make_target("goal", high=-7.0, basis="change", first_year=2015, last_year=2020)
    assert margin_of(change, outcome, solar) == "12.4 points below target"
