"""Write the evaluated claims as a report: one offline page, Markdown, or rows of a table."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.evidence.labels import (
    LEGEND,
    article_sentence,
    by_part,
    by_stance,
    cited,
    notes_by_check,
    opener,
    sentences_of,
    signed,
    source_of,
    title,
    untestable_lines,
)
from dashboard.evidence.results import CONSISTENT_MEANS, CheckResult, ClaimResult
from dashboard.export.scoreboard import TargetsSection
from dashboard.export.table import Table
from dashboard.export.tables import records_table
from dashboard.store.as_of import in_words
from dashboard.store.records import Vintage, distinct

_MARKS: Final = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]()<>#+-!|~"})


@dataclass(frozen=True)
class Report:
    """Claims as evaluated, the day on which that was done, and the URL that shows the same again."""

    catalogue: Catalogue
    results: tuple[ClaimResult, ...]
    accessed: dt.date
    link: str = ""
    as_of: dt.date | None = None

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Return the vintages that any claim rests on, each once."""
        return distinct(vintage for result in self.results for vintage in result.vintages)

    @property
    def day(self) -> dt.date | None:
        """Return the day of the newest vintage; None where there are no observations at all."""
        return max((vintage.date for vintage in self.vintages), default=None)


def chart_name(claim: str, check: str) -> str:
    """Return the name under which the report looks for the charts of a check."""
    return f"{claim}/{check}"


def file_name(report: Report, ending: str) -> str:
    """Return what the report's file is called, made of plain ASCII."""
    return f"eraline_evidence_{report.day or 'no-figures'}.{ending}"


def citation(report: Report) -> str:
    """Return how to cite the report: what it is, Eraline, vintage, day, link."""
    vintage = f"vintage {report.day}" if report.day else "no figures"
    return f"{title(report.catalogue)}. Eraline, {vintage}, accessed {report.accessed}. {report.link}".rstrip()


def rows(report: Report) -> list[dict[str, Any]]:
    """Return one record per check, numbers unrounded, with what it belongs to and the vintage that it rests on."""
    return [_row(report, result, entry) for result in report.results for entry in result.checks]


def checks_table(report: Report) -> Table:
    """Return the checks ready for a file, with where they are from."""
    name = file_name(report, "").rstrip(".")
    return records_table(rows(report), name, title=title(report.catalogue), about=list(_facts(report)))


def markdown(report: Report, targets: TargetsSection | None = None) -> str:
    """Return the report as Markdown, every text of it escaped."""
    return _rendered("report.md", report, finalize=_escaped_for_markdown, targets=targets)


def html(
    report: Report, charts: Mapping[str, Sequence[str]], script: str, targets: TargetsSection | None = None
) -> str:
    """Return the report as one page that asks for nothing else; `charts` are a check's figures as JSON by `chart_name`.

    `script` is the drawing library, trusted as it is; every other text is escaped.
    """
    return _rendered("report.html", report, charts=charts, script=script, targets=targets)


def _rendered(template: str, report: Report, finalize: Callable[[object], object] | None = None, **more: object) -> str:
    templates = Environment(
        loader=PackageLoader("dashboard.export"),
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=finalize,
    )
    # Jinja's own lowers the rest of the text
    templates.filters["capitalised"] = formatting.sentence
    return templates.get_template(template).render(
        report=report,
        title=title(report.catalogue),
        meaning=CONSISTENT_MEANS,
        facts=list(_facts(report)),
        sources=list(sources(report)),
        by_part=by_part,
        by_stance=by_stance,
        chart_name=chart_name,
        cited=cited,
        signed=signed,
        notes_by_check=notes_by_check,
        opener=opener,
        sentences_of=sentences_of,
        source_of=source_of,
        article=article_sentence(report.catalogue.history),
        untestable=list(untestable_lines(report.catalogue.history.untestable)),
        legend=LEGEND,
        **more,
    )


def sources(report: Report) -> Iterator[str]:
    """Yield how the source of each indicator that the claims read is cited, with the release that was read."""
    for vintage in report.vintages:
        entry = report.catalogue.indicator(vintage.indicator)
        yield f"{entry.name}: {entry.citation.rstrip('. ')}. Release {vintage.day}: {vintage.release}."


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "Newest vintage", str(report.day or "no figures")
    if report.as_of:
        yield "As known on", in_words(report.as_of)
    yield "Accessed", str(report.accessed)
    if report.link:
        yield "Link", report.link
    yield "How to cite", citation(report)


def _row(report: Report, result: ClaimResult, entry: CheckResult) -> dict[str, Any]:
    plain = entry.to_json()
    kept = ("id", "part", "role", "kind", "indicator", "economy", "direction", "outcome", "value", "unit")
    more = ("supports", "against", "n", "reason", "sentence", "would_change")
    inputs = report.catalogue.base_inputs(entry.check.indicator)
    read = [vintage.date for vintage in result.vintages if vintage.indicator in inputs]
    return {
        "claim": result.claim.id,
        "verdict": result.verdict.value,
        "part_outcome": result.parts[entry.check.part].value if entry.check.part in result.parts else "",
        **{("check" if name == "id" else name): plain[name] for name in (*kept, *more)},
        "method": entry.description.method,
        "vintage": max(read).isoformat() if read else "",
        "accessed": report.accessed.isoformat(),
        "link": report.link,
    }


def _escaped_for_markdown(text: object) -> str:
    return " ".join(str(text).split()).translate(_MARKS)
