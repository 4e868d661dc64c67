"""Is a check that says too much, too little or the wrong thing refused?"""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import CHECK_RECORDS, AnyCheck, Check, LevelCheck, MilestoneCheck
from dashboard.catalogue.claims import Claim, Reference
from dashboard.catalogue.records import Record

SAID = {"id": "check", "part": "part", "indicator": "gdp", "economy": "CHN", "direction": "up"}
BOUNDS = {"supports": 2, "against": 1, "reason": "so"}
ERAS = {"kind": "era-means", "eras": ["planned-economy", "reform-and-opening"]}
CHANGE = {"kind": "milestone-change", "milestone": "plan-2015", "statistic": "mean"}
LATEST = {"kind": "level", "measure": "latest"}
EARLY = {"kind": "target", "measure": "years-early", "targets": ["one"]}


def check(**fields: Any) -> Check:  # noqa: ANN401 - as TOML has them
    return TypeAdapter[Check](AnyCheck).validate_python({**SAID, **fields})


@pytest.mark.parametrize("fields", [{**ERAS, **BOUNDS}, CHANGE, {**LATEST, **BOUNDS}, {**EARLY, **BOUNDS}])
def test_each_kind_is_read_by_its_kind(fields: dict[str, Any]) -> None:
    found = check(**fields)
    assert found.kind == fields["kind"]
    assert (found.economy, found.role) == ("CHN", "core")


def test_defaults_are_those_of_the_method() -> None:
    found = check(**CHANGE)
    assert isinstance(found, MilestoneCheck)
    assert (found.k, found.lag) == (5, 0)


def test_a_span_is_written_from_and_to() -> None:
    found = check(**ERAS, **BOUNDS, **{"from": 1996, "to": 2012})
    assert (found.first_year, found.last_year) == (1996, 2012)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({**CHANGE, "supports": 1}, "Extra inputs are not permitted"),
        ({**CHANGE, "colour": "red"}, "Extra inputs are not permitted"),
        ({**CHANGE, "kind": "regression"}, "does not match any of the expected tags"),
        ({**CHANGE, "k": 2}, "a mean takes at least 3 years, not 2"),
        ({**CHANGE, "statistic": "slope", "k": 4}, "a slope takes at least 5 years, not 4"),
        ({**CHANGE, "k": 11}, "less than or equal to 10"),
        ({**CHANGE, "direction": "sideways"}, "Input should be 'up' or 'down'"),
        ({**CHANGE, "from": 2012, "to": 1996}, "to 1996 is before from 2012"),
        ({**CHANGE, "first_year": 1996}, "Extra inputs are not permitted"),
        ({**CHANGE, "role": "context"}, "has the role 'context', and no other has"),
        ({**CHANGE, "part": "context"}, "has the role 'context', and no other has"),
        ({**ERAS}, "give supports and against; only context may leave out both"),
        ({**ERAS, "supports": 1, "reason": "so"}, "give supports and against"),
        ({**ERAS, "supports": 2, "against": 1}, "say the reason"),
        ({**ERAS, "supports": 1, "against": 2, "reason": "so"}, "must lie beyond against 2.0, upwards"),
        ({**ERAS, "supports": 1, "against": 1, "reason": "so"}, "must lie beyond"),
        ({**ERAS, **BOUNDS, "direction": "down"}, "must lie beyond against 1.0, downwards"),
        ({**ERAS, **BOUNDS, "eras": ["one"]}, "Field required"),
        ({**LATEST, **BOUNDS, "from": 2000}, "the latest figure has no span"),
        ({**LATEST, **BOUNDS, "above": 0}, "above belongs to the measure share-above"),
        ({**LATEST, **BOUNDS, "measure": "share-above"}, "above belongs to the measure share-above"),
        ({**LATEST, **BOUNDS, "measure": "mean", "last": 3, "era": "one"}, "a span is given by last, or by era"),
        ({**LATEST, **BOUNDS, "measure": "standing"}, "must lie beyond against 1.0, downwards"),
        ({**EARLY, **BOUNDS, "targets": []}, "years-early takes exactly one target"),
        ({**EARLY, **BOUNDS, "targets": ["one", "two"]}, "years-early takes exactly one target"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        check(**fields)


def test_of_a_standing_the_smaller_is_the_better_whichever_way_it_is_ranked() -> None:
    for direction in ("up", "down"):
        found = check(
            **{**LATEST, "measure": "standing", "supports": 0.25, "against": 0.5, "reason": "so"}, direction=direction
        )
        assert isinstance(found, LevelCheck)
        assert found.better == "down"


def test_context_may_stand_without_thresholds() -> None:
    found = check(**{**LATEST, "part": "context", "role": "context"})
    assert isinstance(found, LevelCheck)
    assert found.supports is None


def claim(**fields: Any) -> Claim:  # noqa: ANN401 - as TOML has them
    usual = {
        "id": "claim",
        "title": "A claim",
        "statement": "It is so.",
        "sources": [{"title": "An article"}],
        "parts": ["part"],
        "checks": [{**SAID, **CHANGE}],
        "caveats": ["Perhaps."],
        "literature": [{"authors": "X", "year": 2000, "venue": "Y", "stance": "for", "point": "Z."}],
    }
    return Claim.model_validate({**usual, **fields})


def test_a_claim_knows_which_checks_settle_a_part() -> None:
    other = {**SAID, **CHANGE, "id": "other"}
    beside = {**SAID, **CHANGE, "id": "beside", "part": "context", "role": "context"}
    assert claim(checks=[{**SAID, **CHANGE}, other, beside]).core("part") == ("check", "other")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"parts": ["part", "part"]}, "the part 'part' stands more than once"),
        ({"checks": [{**SAID, **CHANGE}] * 2}, "the check 'check' stands more than once"),
        ({"parts": ["part", "other"]}, "the part 'other' has no check"),
        ({"parts": ["other"]}, "names the part 'part', which the claim does not have"),
        ({"parts": ["part", "context"]}, "'context' is no part"),
        ({"parts": []}, "at least 1 item"),
        ({"caveats": []}, "at least 1 item"),
        ({"verdict": "consistent"}, "Extra inputs are not permitted"),
    ],
)
def test_a_claim_whose_parts_and_checks_do_not_meet_is_refused(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        claim(**fields)


@pytest.mark.parametrize("record", [*CHECK_RECORDS.values(), Claim, Reference], ids=lambda record: record.__name__)
def test_every_field_says_what_it_is_for(record: type[Record]) -> None:
    assert [name for name, field in record.model_fields.items() if not field.description] == []


def test_a_claim_is_published_with_all_that_its_checks_say() -> None:
    [published] = claim().model_dump(mode="json")["checks"]
    assert (published["milestone"], published["k"]) == ("plan-2015", 5)


def test_a_part_states_what_is_said_of_it_or_its_name(shipped_catalogue: Catalogue) -> None:
    claim = next(iter(shipped_catalogue.claims.values()))
    first, *others = claim.parts
    told = claim.model_copy(update={"said": {first: "it came first"}})
    assert [told.stated(part) for part in told.parts] == ["it came first", *others]
    with pytest.raises(ValidationError, match="words the part 'none of them'"):
        Claim.model_validate({**claim.model_dump(by_alias=True), "said": {"none of them": "so"}})
