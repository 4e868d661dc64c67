"""Does the report hold every claim, check and source, escaped, and in a table that a script can read?"""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from html import unescape

import pytest
from pydantic import HttpUrl

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.records import Source
from dashboard.evidence import labels
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.export import report, tables
from dashboard.store.csv_text import csv_bytes

DAY = dt.date(2026, 11, 24)
LINK = "http://127.0.0.1/evidence?as_of=2026-07-13"


@pytest.fixture(scope="session")
def made(shipped_results: tuple[ClaimResult, ...], shipped_catalogue: Catalogue) -> report.Report:
    return report.Report(shipped_catalogue, shipped_results, DAY, LINK)


def test_the_table_has_a_row_for_every_check_with_vintage_day_and_link(made: report.Report) -> None:
    rows = report.rows(made)
    assert [(row["claim"], row["check"]) for row in rows] == [
        (result.claim.id, entry.id) for result in made.results for entry in result.checks
    ]
    assert len(rows) > 40
    assert all(dt.date.fromisoformat(row["vintage"]) <= made.day for row in rows if made.day)
    assert {(row["accessed"], row["link"]) for row in rows} == {("2026-11-24", LINK)}


def test_the_table_keeps_numbers_unrounded_through_csv(made: report.Report) -> None:
    text = csv_bytes(tables.flat(report.rows(made))).decode()
    read = {(row["claim"], row["check"]): row for row in csv.DictReader(io.StringIO(text))}
    for result in made.results:
        for entry in result.checks:
            written = read[result.claim.id, entry.id]["value"]
            assert (float(written) if written else None) == entry.finding.value


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_every_claim_stands_in_it_with_its_verdict_and_what_that_does_not_mean(made: report.Report, form: str) -> None:
    text = report.markdown(made) if form == "markdown" else report.html(made, {}, "")
    bare = unescape(text).replace("\\", "")
    assert CONSISTENT_MEANS in bare
    for result in made.results:
        assert result.claim.title in bare
        assert result.verdict.value in bare
        for reference in result.claim.literature:
            assert reference.venue in bare
    assert report.citation(made) in bare


def test_sources_name_the_release_of_every_series_that_was_read(made: report.Report) -> None:
    cited = list(report.sources(made))
    assert len(cited) == len(made.vintages) > 10
    assert all(vintage.release in text for vintage, text in zip(made.vintages, cited, strict=True))


def hostile(made: report.Report) -> report.Report:
    result = made.results[0]
    claim = result.claim.model_copy(
        update={"title": "<script>alert(1)</script>", "statement": "*a* [b](http://c) | `d`"}
    )
    return replace(made, results=(replace(result, claim=claim, sentence="</script><b>&"),))


def test_no_text_runs_in_the_page(made: report.Report) -> None:
    page = report.html(hostile(made), {}, "")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;/script&gt;&lt;b&gt;&amp;" in page


def test_no_text_formats_the_markdown(made: report.Report) -> None:
    text = report.markdown(hostile(made))
    assert "\\<script\\>alert\\(1\\)" in text
    assert "\\*a\\* \\[b\\]\\(http://c\\) \\| \\`d\\`" in text


def test_the_page_forbids_itself_every_request_and_holds_each_figure_once(made: report.Report) -> None:
    name = report.chart_name("growth-orientation", "era-means")
    chart = json.dumps({"data": [], "layout": {}})
    page = report.html(made, {name: [chart, "{}"]}, "/* library */")
    assert "default-src 'none'" in page
    assert page.count(chart) == 1
    assert page.count('class="chart"') == 2
    assert page.count("/* library */") == 1
    assert 'src="' not in page


def test_a_report_without_figures_says_so(made: report.Report) -> None:
    empty = replace(made, results=())
    assert empty.day is None
    assert report.file_name(empty, "md") == "eraline_evidence_no-figures.md"
    assert "no figures" in report.citation(empty)


def test_files_are_named_by_their_vintage(made: report.Report) -> None:
    assert report.file_name(made, "html") == f"eraline_evidence_{made.day}.html"


def test_every_check_has_a_title_of_its_own_within_its_claim(made: report.Report) -> None:
    for result in made.results:
        titles = [entry.description.title for entry in result.checks]
        assert len(set(titles)) == len(titles)


def test_a_caveat_is_said_once_a_claim(made: report.Report) -> None:
    for result in made.results:
        said = [line for lines in labels.notes_by_check(result).values() for line in lines]
        caveats = {caveat for entry in result.checks for caveat in entry.caveats}
        assert all(said.count(caveat) == 1 for caveat in caveats)


def test_what_speaks_against_a_claim_is_read_first(made: report.Report) -> None:
    stances = [name for name, _ in labels.by_stance(made.results[1].claim.literature)]
    assert stances == ["Against it", "For it"]
    assert sum(len(found) for _, found in labels.by_stance(made.results[1].claim.literature)) == len(
        made.results[1].claim.literature
    )


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_claim_says_where_it_is_made_and_has_no_heading_over_literature_that_is_not_there(
    made: report.Report, form: str
) -> None:
    source = Source(title="A speech", publisher="A ministry", url=HttpUrl("https://example.org/speech"))
    bare = made.results[0]
    claim = bare.claim.model_copy(update={"literature": (), "sources": (source,)})
    one = replace(made, results=(replace(bare, claim=claim),))
    text = report.markdown(one) if form == "markdown" else report.html(one, {}, "")
    told = unescape(text).replace("\\", "")
    assert "Claimed in: A speech, A ministry, https://example.org/speech." in told
    assert "iterature" not in told
    assert ("checks and caveats" in told) == (form == "html")


def test_a_report_on_claims_of_many_texts_is_called_by_whom_they_are_about(made: report.Report) -> None:
    history = made.catalogue.history.model_copy(update={"article": None})
    catalogue = replace(made.catalogue, histories={**made.catalogue.histories, history.id: history})
    many = replace(made, catalogue=catalogue)
    assert report.citation(many).startswith("What the figures say of claims about China. ")
    assert labels.NO_ARTICLE in report.html(many, {}, "")
