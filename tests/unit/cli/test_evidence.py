"""Does `evidence` say on a terminal and to a script what the figures say?"""

import json
from typing import Any

import pytest

from dashboard.catalogue.loading import Catalogue
from dashboard.cli import main
from dashboard.evidence.evaluation import evaluate
from dashboard.store.observations import Store

VERDICTS = {"consistent", "mixed", "not consistent", "not testable"}
OUTCOMES = {"supports", "against", "unclear", "untested"}
PARTS = {"supported", "contradicted", "divided", "open", "untested"}


@pytest.fixture
def told(store: Store, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert store.vintages()
    assert main(["evidence", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_is_one_array_of_the_agreed_objects(told: list[dict[str, Any]], shipped_catalogue: Catalogue) -> None:
    assert [claim["id"] for claim in told] == list(shipped_catalogue.claims)
    for claim in told:
        assert {"id", "verdict", "sentence", "parts", "hinges_on", "checks"} <= claim.keys()
        assert claim["verdict"] in VERDICTS
        assert set(claim["parts"].values()) <= PARTS
        assert claim["sentence"].lower().startswith(f"{claim['verdict']}: ")
        names = {check["id"] for check in claim["checks"]}
        assert set(claim["hinges_on"]) <= names
        for check in claim["checks"]:
            assert {"id", "part", "role", "outcome", "value"} <= check.keys()
            assert check["outcome"] in OUTCOMES
            assert check["part"] in claim["parts"] or check["role"] == "context"
            assert (check["value"] is None) <= (check["outcome"] in ("untested", "against"))


def test_numbers_are_unrounded_and_those_of_the_evaluation(
    told: list[dict[str, Any]], store: Store, shipped_catalogue: Catalogue
) -> None:
    expected = [result.to_json() for result in evaluate(store, shipped_catalogue)]
    assert told == json.loads(json.dumps(expected))
    values = [check["value"] for claim in told for check in claim["checks"] if check["value"] is not None]
    assert any(round(value, 6) != value for value in values)


def test_text_names_every_claim_part_and_check(
    store: Store, shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["evidence"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    for result in evaluate(store, shipped_catalogue):
        assert f"{result.claim.id}: {result.verdict.value}" in lines
        for part, outcome in result.parts.items():
            assert f"  {part}: {outcome.value}" in lines
        for entry in result.checks:
            assert f"    {entry.id}: {entry.outcome.value} (n {entry.finding.n})" in lines
    assert " ".join(lines).endswith("it does not mean true, and it does not mean caused.")


def test_as_of_a_day_before_all_figures_nothing_is_testable(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.vintages()
    assert main(["evidence", "--json", "--as-of", "2001-01-01"]) == 0
    claims = json.loads(capsys.readouterr().out)
    assert {claim["verdict"] for claim in claims} == {"not testable"}
    assert all(check["value"] is None for claim in claims for check in claim["checks"])


@pytest.mark.parametrize("days", [["2001"], ["yesterday"], ["2001-01-01", "2002-01-01"]])
def test_a_day_that_is_none_is_bad_usage(days: list[str], store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.vintages()
    assert main(["evidence", *(word for day in days for word in ("--as-of", day))]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "as_of" in output.err


def test_check_counts_the_claims_and_what_settles_them(
    shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    checks = sum(len(claim.checks) for claim in shipped_catalogue.claims.values())
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("claims")]
    assert line.split() == ["claims", str(len(shipped_catalogue.claims)), "settled", "by", str(checks), "checks"]
