"""Does a claim say its verdict in one sentence with the numbers, and what would change it?"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from dashboard.analysis.panel import panel_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Claim, Outcome, PartOutcome, Verdict
from dashboard.catalogue.indicators import Kind
from dashboard.evidence.findings import CheckInputs
from dashboard.evidence.results import ClaimResult, claim_result
from tests.unit.conftest import Frames

LATEST = {"kind": "level", "measure": "latest", "direction": "up", "supports": 50, "against": 40, "reason": "half"}
RISE = {"kind": "milestone-change", "statistic": "mean", "milestone": "plan-2015", "direction": "up"}


@pytest.fixture
def judged(catalogue: Catalogue, frame: Frames, make_claim: Callable[..., Claim]) -> Callable[..., ClaimResult]:
    """Judge a claim of these checks by figures of China, named by indicator."""

    def judge(*checks: Mapping[str, Any], **series: Mapping[int, float]) -> ClaimResult:
        claim = make_claim(*checks)
        names = {check.indicator for check in claim.checks}
        panels = {name: panel_of(frame({"CHN": series.get(name.replace("-", "_"), {})}), Kind.SHARE) for name in names}
        return claim_result(claim, CheckInputs(catalogue, panels))

    return judge


def restless(first: int, last: int, step: float = 0.0, at: int = 2015) -> dict[int, float]:
    rng = np.random.default_rng(5)
    return {year: float(rng.normal()) + (step if year >= at else 0.0) for year in range(first, last + 1)}


def test_the_sentence_names_every_part_with_what_decides_it(judged: Callable[..., ClaimResult]) -> None:
    checks = (
        {**LATEST, "part": "much is spent", "indicator": "rd-spending"},
        {**RISE, "part": "it rose", "indicator": "broken"},
        {**LATEST, "part": "it grows", "indicator": "gdp-growth"},
        {**LATEST, "part": "nobody knows", "indicator": "gdp"},
    )
    result = judged(*checks, rd_spending={2020: 60.0}, broken=restless(1980, 2024), gdp_growth={2020: 30.0})
    assert result.verdict is Verdict.MIXED
    assert result.sentence == (
        "Mixed: the figures bear out that much is spent (GDP: 60.00 % in 2020)"
        "; the figures speak against the claim that it grows (GDP: 30.0 % in 2020)"
        "; 45 annual figures cannot show whether it rose"
        "; whether nobody knows is untested: there are no figures of the economy."
    )
    assert result.parts == {
        "much is spent": PartOutcome.SUPPORTED,
        "it rose": PartOutcome.OPEN,
        "it grows": PartOutcome.CONTRADICTED,
        "nobody knows": PartOutcome.UNTESTED,
    }
    assert result.untested == 1


def test_a_divided_part_says_what_is_for_it_and_what_against(judged: Callable[..., ClaimResult]) -> None:
    checks = (
        {**LATEST, "part": "both", "indicator": "rd-spending"},
        {**LATEST, "part": "both", "indicator": "gdp-growth"},
    )
    result = judged(*checks, rd_spending={2020: 60.0}, gdp_growth={2020: 30.0})
    assert result.sentence == (
        "Mixed: the figures are divided on the claim that both (for it GDP: 60.00 % in 2020, against it GDP: 30.0 % in "
        "2020)."
    )
    assert result.hinges_on == ("check-0", "check-1")


def test_parts_of_which_the_same_is_to_be_said_stand_together(judged: Callable[..., ClaimResult]) -> None:
    parts = ("one", "two", "three")
    result = judged(*({**LATEST, "part": part, "indicator": "rd-spending"} for part in parts))
    assert result.verdict is Verdict.NOT_TESTABLE
    assert result.sentence == (
        "Not testable: whether one, two and three is untested: there are no figures of the economy."
    )
    assert result.hinges_on == ()


def test_context_is_shown_and_changes_nothing(judged: Callable[..., ClaimResult]) -> None:
    beside = {**LATEST, "part": "context", "role": "context", "indicator": "gdp-growth"}
    much = {**LATEST, "part": "much", "indicator": "rd-spending"}
    result = judged(much, beside, rd_spending={2020: 60.0}, gdp_growth={2020: 30.0})
    assert result.check("check-1").outcome is Outcome.AGAINST
    assert result.verdict is Verdict.CONSISTENT
    assert result.check("check-1").description.would_change == ""
    assert "It is context and never counts." in result.check("check-1").description.notes[0]
    assert len(result.would_change) == 1


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (60.0, "The outcome would change if GDP fell below 50.00 %."),
        (30.0, "The outcome would change if GDP rose above 40.00 %."),
        (45.0, "The outcome would change if GDP rose to 50.00 % or fell to 40.00 %."),
    ],
)
def test_what_would_change_a_number_is_the_threshold_that_it_lies_beside(
    value: float, line: str, judged: Callable[..., ClaimResult]
) -> None:
    result = judged({**LATEST, "part": "much", "indicator": "rd-spending"}, rd_spending={2020: value})
    assert result.would_change == (line,)


@pytest.mark.parametrize(
    ("series", "line"),
    [
        (restless(1980, 2024, 9), "if this rise no longer ranked among the three largest of 36 possible dates"),
        (restless(1980, 2024), "if this change ranked among the three largest rises of 36 possible dates"),
        (restless(1980, 2017), "when figures for GDP reach 2019"),
        (restless(2008, 2021), "when figures for GDP reach 2026"),
        (restless(2013, 2024), "if GDP had figures without a gap or a break for 2010–2019"),
        ({}, "when there are figures for GDP"),
    ],
)
def test_what_would_change_a_place_is_the_first_tenth_or_more_years(
    series: dict[int, float], line: str, judged: Callable[..., ClaimResult]
) -> None:
    result = judged({**RISE, "part": "rose", "indicator": "rd-spending"}, rd_spending=series)
    assert result.would_change == (f"The outcome would change {line}.",)


@pytest.mark.parametrize(
    ("figures", "line"),
    [
        ({2028: 4.0}, "if the target for 2030 had been reached less than one year early"),
        ({2030: 4.0}, "if the target for 2030 had been reached one year early or more"),
        ({2030: 3.0}, "if the target for 2030 had been reached by its deadline"),
        ({2024: 3.0}, "when figures for GDP reach 2030"),
    ],
)
def test_what_would_change_a_target_is_the_year_it_is_reached(
    figures: dict[int, float], line: str, judged: Callable[..., ClaimResult]
) -> None:
    early = {"kind": "target", "measure": "years-early", "targets": ["growth-2030"], "direction": "up"}
    bounds = {"supports": 1, "against": -1, "reason": "on time is neither"}
    check = {**early, **bounds, "part": "early", "indicator": "gdp-growth"}
    assert judged(check, gdp_growth=figures).would_change == (f"The outcome would change {line}.",)


def test_a_result_as_json_has_the_agreed_fields_and_no_numbers_rounded(judged: Callable[..., ClaimResult]) -> None:
    checks = ({**LATEST, "part": "much", "indicator": "rd-spending"}, {**RISE, "part": "rose", "indicator": "broken"})
    told = judged(*checks, rd_spending={2020: 60.123456789}, broken=restless(2013, 2024)).to_json()
    assert list(told)[:5] == ["id", "verdict", "sentence", "parts", "hinges_on"]
    assert told["sensitivity"] | {"ten_million_people_changes": []} == {
        "narrow": "consistent as far as tested",
        "wide": "consistent as far as tested",
        "ten_million_people": "consistent as far as tested",
        "ten_million_people_changes": [],
    }
    assert told["parts"] == {"much": "supported", "rose": "untested"}
    first, second = told["checks"]
    assert list(first)[:3] == ["id", "part", "role"]
    assert (first["outcome"], first["value"], first["unit"]) == ("supports", 60.123456789, "% of GDP")
    assert (second["outcome"], second["value"], second["unit"]) == ("untested", None, "rank / dates")
    assert second["detail"]["change"]["before"] is None


def test_the_figures_that_were_read_come_along(judged: Callable[..., ClaimResult]) -> None:
    check = {**LATEST, "part": "much", "indicator": "rd-spending"}
    result = judged(check, rd_spending={2019: 1.0, 2020: 60.0})
    assert result.check("check-0").series == ((2019, 1.0), (2020, 60.0))
    with pytest.raises(KeyError):
        result.check("no-such-check")


def test_known_breaks_of_the_economy_are_among_the_caveats(judged: Callable[..., ClaimResult]) -> None:
    check = {**RISE, "part": "rose", "indicator": "broken"}
    assert judged(check, broken=restless(1980, 2024)).check("check-0").caveats == (
        "Series break in 2009: A wider definition.",
    )


def test_a_place_that_would_count_says_what_it_lacks(judged: Callable[..., ClaimResult]) -> None:
    check = {**RISE, "part": "rose", "indicator": "rd-spending", "reason": "the plan was large"}
    risen = restless(1980, 2024, 9)
    notes = judged(check, rd_spending=risen).check("check-0").description.notes
    assert "The plan was large." in notes
    assert any(
        "at rank 3 or better of 36 dates" in note and note.endswith("against from the 27th on.") for note in notes
    )
    # so high from 2007 to 2009 that windows of eight years see a fall
    turned = risen | dict.fromkeys((2007, 2008, 2009), 40.0) | dict.fromkeys(range(1980, 2005), 60.0)
    result = judged(check, rd_spending=turned).check("check-0")
    assert result.outcome is Outcome.UNCLEAR
    assert result.description.notes[-1].endswith("The rank would count in favour, but windows of 8 years show no rise.")


def test_a_gap_beyond_its_threshold_says_why_it_does_not_count(
    judged: Callable[..., ClaimResult], make_claim: Callable[..., Claim], catalogue: Catalogue, frame: Frames
) -> None:
    eras = {"kind": "era-means", "eras": ["reform-and-opening", "innovation-driven"], "direction": "up"}
    check = {**eras, "supports": 1, "against": 0, "reason": "so", "part": "rose", "indicator": "gdp-growth"}
    rng = np.random.default_rng(2)
    stormy = {year: float(8 * rng.normal()) + (5 if year > 2012 else 0) for year in range(1979, 2024)}
    growth = panel_of(frame({"CHN": stormy}), Kind.GROWTH)
    lost = claim_result(make_claim(check), CheckInputs(catalogue, {"gdp-growth": growth})).check("check-0")
    assert lost.outcome is Outcome.UNCLEAR
    assert lost.description.notes[-1].startswith("It is beyond its threshold, but not beyond")
    found = judged(check, gdp_growth=stormy).check("check-0")
    assert found.outcome is Outcome.SUPPORTS
    assert not any("beyond its threshold" in note for note in found.description.notes)
