"""Does `evidence` say on a terminal and to a script what the figures say?"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.claims import Verdict
from dashboard.charts.evidence_report import FORMATS, ReportFormat
from dashboard.cli import main
from dashboard.evidence.results import ClaimResult
from dashboard.export.report import Report
from dashboard.store.observations import Store
from tests.recorded import cli
from tests.recorded.environment import environment

VERDICTS = {verdict.value for verdict in Verdict}
OUTCOMES = {"supports", "against", "unclear", "untested"}
PARTS = {"supported", "contradicted", "divided", "open", "untested"}


@pytest.fixture(scope="session")
def told(opened: Store, read_only: str) -> list[dict[str, Any]]:
    assert opened.vintages()
    with environment(ERALINE_DATABASE_URL=read_only):
        ended = cli.run(["evidence", "--json"])
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_json_is_one_array_of_the_agreed_objects(told: list[dict[str, Any]], shipped_catalogue: Catalogue) -> None:
    assert [claim["id"] for claim in told] == list(shipped_catalogue.claims)
    for claim in told:
        assert {"id", "verdict", "sentence", "parts", "hinges_on", "sensitivity", "checks"} <= claim.keys()
        assert {claim["sensitivity"]["narrow"], claim["sensitivity"]["wide"]} <= VERDICTS
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
    told: list[dict[str, Any]], shipped_results: tuple[ClaimResult, ...]
) -> None:
    expected = [result.to_json() for result in shipped_results]
    assert told == json.loads(json.dumps(expected))
    values = [check["value"] for claim in told for check in claim["checks"] if check["value"] is not None]
    assert any(round(value, 6) != value for value in values)


def test_text_names_every_claim_part_and_check(
    store: Store,
    shipped_results: tuple[ClaimResult, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert store.vintages()
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["evidence"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    for result in shipped_results:
        assert f"{result.claim.id}: {result.verdict.value}" in lines
        for part, outcome in result.parts.items():
            assert f"  {part}: {outcome.value}" in lines
        for entry in result.checks:
            judged = f": {entry.outcome.value}" if entry.check.role == "core" else ""
            assert f"    {entry.id}{judged} (n {entry.finding.n})" in lines
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


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.option)
def test_each_form_of_the_report_is_what_the_page_offers(
    form: ReportFormat,
    store: Store,
    shipped_results: tuple[ClaimResult, ...],
    shipped_catalogue: Catalogue,
    tmp_path: Path,
) -> None:
    file = tmp_path / f"report.{form.ending}"
    assert main(["evidence", f"--{form.option}", "-o", str(file)]) == 0
    made = Report(shipped_catalogue, shipped_results, dt.datetime.now(dt.UTC).date())
    content = file.read_bytes()
    assert content == form.render(store, made)
    if form.option == "html":
        checks = sum(len(result.checks) for result in shipped_results)
        assert content.count(b'<div class="chart" role="region" aria-label="Chart 1') == checks


def test_a_report_goes_to_standard_output_unless_a_file_is_named(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store.vintages()
    assert main(["evidence", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("# What the figures say of the article's claims\n")


def test_only_one_form_can_be_asked_for(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.vintages()
    with pytest.raises(SystemExit, match="2"):
        main(["evidence", "--html", "--json"])
    assert "not allowed with" in capsys.readouterr().err
