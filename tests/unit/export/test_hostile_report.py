"""Is every text of the report shown as the text that it is, wherever it stands, and is what would change it said?"""

from dataclasses import replace
from datetime import date

import pytest
from markupsafe import escape

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli.evidence import report as told_on_a_terminal
from dashboard.evidence.results import CheckResult, ClaimResult
from dashboard.export import report

DAY = date(2026, 11, 24)


def hostile(where: str) -> str:
    return f'<i onclick="{where}">{where} & more</i>'


def poisoned_check(entry: CheckResult) -> CheckResult:
    texts = {name: hostile(name) for name in ("title", "sentence", "method")}
    description = replace(entry.description, **texts, notes=(hostile("note"),), would_change=hostile("change"))
    return replace(entry, description=description, caveats=(hostile("caveat"),))


def poisoned(result: ClaimResult) -> ClaimResult:
    claim = result.claim
    texts = {"statement": hostile("statement"), "caveats": (hostile("claim's caveat"),)}
    read = tuple(reference.model_copy(update={"point": hostile("point")}) for reference in claim.literature)
    claim = claim.model_copy(update={**texts, "literature": read})
    return replace(result, claim=claim, checks=tuple(map(poisoned_check, result.checks)))


@pytest.fixture(scope="session")
def made(shipped_results: tuple[ClaimResult, ...], shipped_catalogue: Catalogue) -> report.Report:
    return report.Report(shipped_catalogue, shipped_results, DAY)


WHERE = ("title", "sentence", "note", "method", "change", "caveat", "statement", "claim's caveat", "point")


def test_no_text_of_a_claim_or_check_is_markup_in_the_page(made: report.Report) -> None:
    page = report.html(replace(made, results=tuple(map(poisoned, made.results))), {}, "")
    assert "<i" not in page
    assert all(str(escape(hostile(where))) in page for where in WHERE)


def test_no_text_of_a_claim_or_check_is_markup_in_the_markdown(made: report.Report) -> None:
    text = report.markdown(replace(made, results=tuple(map(poisoned, made.results))))
    assert "<i" not in text.replace("\\<i", "")
    assert all(where in text for where in WHERE)


def test_an_address_cannot_leave_its_link(made: report.Report) -> None:
    page = report.html(replace(made, link='http://127.0.0.1/?a=1&b="><i>'), {}, "")
    assert "<i>" not in page
    assert '<a href="http://127.0.0.1/?a=1&amp;b=&#34;&gt;&lt;i&gt;">' in page


@pytest.mark.parametrize("form", ["html", "markdown", "terminal"])
def test_what_would_change_each_core_check_is_said(made: report.Report, form: str) -> None:
    marked = replace(
        made,
        results=tuple(
            replace(
                result,
                checks=tuple(
                    replace(one, description=replace(one.description, would_change="if pigs flew"))
                    for one in result.checks
                ),
            )
            for result in made.results
        ),
    )
    said = {
        "html": lambda: report.html(marked, {}, ""),
        "markdown": lambda: report.markdown(marked),
        "terminal": lambda: told_on_a_terminal(marked.results),
    }[form]()
    assert said.count("The outcome would change if pigs flew") == sum(len(result.checks) for result in made.results)
