"""Does every target say truly what became of it: met or missed, early or late, or still open?"""

from collections.abc import Callable, Mapping

import pytest

from dashboard.analysis.panel import panel_of
from dashboard.analysis.target_outcomes import target_outcome
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Target
from dashboard.evidence.target_sentences import outcome_text
from tests.unit.conftest import Frames

Said = Callable[..., str]


@pytest.fixture
def said(frame: Frames, catalogue: Catalogue, make_target: Callable[..., Target]) -> Said:
    """Return what became of one target, given the figures of the subject."""

    def say(figures: Mapping[int, float], **target: object) -> str:
        panel = panel_of(frame({"CHN": figures} if figures else {"USA": {2020: 1.0}}), Kind.SHARE)
        goal = make_target("goal", **target)
        return outcome_text(goal, {"goal": target_outcome(panel, goal)}, catalogue.indicators["rd-spending"])

    return say


BY_2020 = {"basis": "by-end", "first_year": 2020, "last_year": 2020, "low": 2.5}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({2017: 2.4, 2018: 2.6, 2020: 2.9}, "reached in 2018, 2 years early"),
        ({2019: 2.4, 2020: 2.5}, "reached in 2020, on time"),
        ({2020: 2.4, 2021: 2.6}, "missed: reached in 2021, 1 year late"),
        ({2020: 2.4}, "missed: 2.4 % in 2020"),
        ({2020: 2.4, 2021: 2.3}, "missed: 2.4 % in 2020"),
        ({2018: 2.2, 2019: 2.3}, "still open: 2.3 % in 2019"),
        ({}, ""),
    ],
)
def test_a_target_with_a_deadline_is_reached_missed_or_open(said: Said, figures: dict[int, float], words: str) -> None:
    assert said(figures, **BY_2020) == words


def test_a_missed_target_is_measured_at_its_deadline_and_not_at_the_newest_figure(said: Said) -> None:
    assert said({2019: 1.8, 2020: 2.0, 2021: 1.0, 2022: 1.1}, **BY_2020) == "missed: 2.0 % in 2020"


@pytest.mark.parametrize(
    ("figures", "words"),
    [({2015: 7.04}, "met: 7.0 %"), ({2015: 6.9, 2016: 7.5}, "missed: 6.9 %"), ({2014: 7.5}, ""), ({}, "")],
)
def test_a_year_s_target_is_met_or_missed_in_that_year_alone(said: Said, figures: dict[int, float], words: str) -> None:
    assert said(figures, low=7.0, high=7.0) == words


def test_of_a_target_without_an_outcome_nothing_is_said(
    catalogue: Catalogue, make_target: Callable[..., Target]
) -> None:
    assert outcome_text(make_target("unset"), {}, catalogue.indicators["gdp-growth"]) == ""
