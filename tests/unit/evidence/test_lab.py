"""Does the lab answer any question in plain words, and say in each answer what it is not?"""

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from dashboard.analysis.panel import panel_of
from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Kind
from dashboard.evidence.lab import Lab, milestone_lab
from tests.unit.conftest import Frames

Ask = Callable[..., Lab]


def restless(first: int = 1980, last: int = 2024, step: float = 0.0, at: int = 2015) -> dict[int, float]:
    rng = np.random.default_rng(5)
    return {year: float(rng.normal()) + (step if year >= at else 0.0) for year in range(first, last + 1)}


@pytest.fixture
def ask(catalogue: Catalogue, frame: Frames) -> Ask:
    """Ask the lab about R&D spending and the plan of May 2015, or any other day."""

    def answer(
        series: Mapping[str, Mapping[int, float]],
        day: dt.date | None = None,
        windows: Windows = Windows(),  # noqa: B008 - a frozen value
        economy: str = "CHN",
    ) -> Lab:
        panel = panel_of(frame(series), Kind.SHARE)
        asked = day or catalogue.milestones["plan-2015"]
        return milestone_lab(panel, catalogue, "rd-spending", asked, windows=windows, economy=economy)

    return answer


def test_a_reading_has_the_numbers_the_place_and_what_it_is_not(ask: Ask) -> None:
    lab = ask({"CHN": restless(step=6)})
    assert lab.year == 2015
    assert lab.found.direction == "up"
    first, *rest = lab.reading
    assert first.startswith("China at plan-2015: R&D spending averaged ")
    assert "in 2010–2014 and " in first
    assert "in 2015–2019: +" in first
    assert "Ranked by rise, it is 1st of 36 dates; none of the 27 that do not overlap it show a larger rise." in first
    assert any(sentence.startswith("The earlier trend alone would have brought") for sentence in rest)
    assert any(sentence.startswith("Too few economies: 0 others have figures") for sentence in rest)
    assert any(
        sentence.startswith("Not causal: the date was chosen by people who knew the figures") for sentence in rest
    )


def test_the_direction_is_that_of_the_change(ask: Ask) -> None:
    lab = ask({"CHN": restless(step=-6)})
    assert lab.found.direction == "down"
    assert "Ranked by fall, it is 1st of" in lab.reading[0]


def test_other_milestones_in_the_window_are_named(ask: Ask) -> None:
    lab = ask({"CHN": restless()}, windows=Windows("mean", 8))
    assert [milestone.id for milestone in lab.others] == ["shock-2008"]
    assert any("and the window also holds one other milestone." in sentence for sentence in lab.reading)
    narrow = ask({"CHN": restless()}, windows=Windows("mean", 3))
    assert narrow.others == ()
    assert any(sentence.endswith("and effects may start early or late.") for sentence in narrow.reading)


def test_it_says_how_many_milestones_would_look_unusual_by_luck(ask: Ask) -> None:
    lab = ask({"CHN": restless(1960)})
    # the plenum of 1978, the shock of 2008 and the plan of 2015
    assert lab.candidates == 3
    assert any("fits at 3 milestones; about 0.3 of them" in sentence for sentence in lab.reading)


def test_any_day_and_any_economy_can_be_asked_about(ask: Ask) -> None:
    lab = ask({"USA": restless(step=6, at=2003)}, day=dt.date(2002, 9, 1), economy="USA")
    assert lab.year == 2003
    assert lab.reading[0].startswith("United States at 1 September 2002: ")
    assert "Ranked by rise, it is 1st of" in lab.reading[0]


def test_the_best_break_and_event_time_come_along(ask: Ask) -> None:
    lab = ask({"CHN": restless(step=20)})
    assert lab.best_break.year == 2015
    assert any("the cut that fits best comes before 2015" in sentence for sentence in lab.reading)
    assert lab.event_time.series["t"].tolist() == list(range(-10, 10))


@pytest.mark.parametrize(
    ("series", "windows", "day", "reason"),
    [
        ({}, Windows(), None, "there are no figures of the economy"),
        ({"USA": restless()}, Windows(), None, "there are no figures of the economy"),
        ({"CHN": restless()}, Windows(), dt.date(1861, 1, 1), "lack figures for 1856–1865"),
        ({"CHN": restless()}, Windows(), dt.date(2090, 1, 1), "lack figures for 2085–2094"),
        ({"CHN": restless()}, Windows("mean", 60), None, "lack figures for 1955–1979 and 2025–2074"),
        ({"CHN": dict.fromkeys(range(1980, 2025), 2.0)}, Windows(), None, "the series does not vary"),
        ({"CHN": restless(2008, 2021)}, Windows(), None, "the comparison fits at only 5 dates"),
        ({"CHN": restless()}, Windows("slope", 3), None, "a slope takes windows of at least 5 years, not 3"),
    ],
)
def test_what_cannot_be_said_is_a_sentence_and_no_error(
    series: Mapping[str, Mapping[int, float]], windows: Windows, day: dt.date | None, reason: str, ask: Ask
) -> None:
    lab = ask(series, day, windows)
    assert lab.found.dates.rank is None
    assert "Too short to say: " in lab.reading[0]
    assert reason in lab.reading[0]


def test_the_number_of_figures_and_dates_is_said_where_they_are_too_few(ask: Ask) -> None:
    lab = ask({"CHN": restless(2008, 2021)})
    assert lab.reading[0].endswith("14 annual figures allow 5 dates; at least 10 are needed.")
    assert "averaged" in lab.reading[0]


FORBIDDEN = ("significan", "probabilit", "p-value", "impact", "because of", "caused", "led to")


@pytest.mark.parametrize("windows", [Windows(), Windows("slope", 5), Windows("mean", 3, 2)])
def test_no_word_claims_more_than_the_figures_do(windows: Windows, ask: Ask) -> None:
    account = " ".join(ask({"CHN": restless(step=6), "USA": restless()}, windows=windows).reading)
    assert not [word for word in FORBIDDEN if word in account]
    assert account.count("effect") == 1, "only to say that effects may start early or late"
