"""What does a reader of the evidence take away? The verdicts as one offline page, as Markdown, and as a table."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from dashboard.catalogue.loading import Catalogue
from dashboard.evidence.labels import TITLE, by_part, by_stance, cited, hinges, signed, title, told
from dashboard.evidence.results import CONSISTENT_MEANS, CheckResult, ClaimResult
from dashboard.store.records import Vintage

_MARKS: Final = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]()<>#+-!|~"})
# nothing is fetched from anywhere, whatever a text should hold
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)
_STYLE: Final = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 920px; padding: 24px 16px 60px; color: #1d2733; background: #fff;
       font: 16px/1.5 'Source Sans 3', 'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { margin: 2.4rem 0 .3rem; font-size: 1.3rem; }
h3 { margin: 1.6rem 0 .2rem; font-size: 1.05rem; } h4 { margin: 1.2rem 0 .2rem; font-size: 1rem; }
.verdict, .outcome { display: inline-block; padding: 1px 9px; border: 1.5px solid #5a6675; border-radius: 99px;
                     font-weight: 600; white-space: nowrap; }
.outcome { font-size: .85rem; } .small, footer { color: #4d5866; font-size: .88rem; }
blockquote { margin: .5rem 0; padding-left: 12px; border-left: 3px solid #9aa4b0; }
details { margin: .6rem 0; border: 1px solid #d5dae0; border-radius: 6px; padding: 6px 12px; }
summary { cursor: pointer; font-weight: 600; } .chart { overflow-x: auto; margin: 8px 0; }
.check { border-top: 1px solid #e4e8ed; } ul { padding-left: 1.2rem; } code { overflow-wrap: anywhere; }
"""
# figures are drawn when their claim is opened: all at once would keep a reader waiting
_SCRIPT: Final = """
const draw = (claim) => claim.querySelectorAll('.chart:not([data-drawn])').forEach((chart) => {
    chart.dataset.drawn = 'yes';
    const spec = JSON.parse(chart.querySelector('script').textContent);
    Plotly.newPlot(chart.querySelector('div'), spec.data, spec.layout, {displaylogo: false});
});
document.querySelectorAll('details').forEach((claim) =>
    claim.addEventListener('toggle', () => { if (claim.open) draw(claim); }));
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((claim) => {
    claim.open = true; draw(claim);
}));
"""


@dataclass(frozen=True)
class Report:
    """What is taken away: claims as evaluated, the day it was done, and the address that shows the same again."""

    catalogue: Catalogue
    results: tuple[ClaimResult, ...]
    accessed: dt.date
    link: str = ""
    as_of: dt.date | None = None

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Return the vintages of all figures that any claim rests on, each once."""
        return tuple({vintage.id: vintage for result in self.results for vintage in result.vintages}.values())

    @property
    def day(self) -> dt.date | None:
        """Return the day of the newest vintage; None where there are no figures at all."""
        return max((vintage.date for vintage in self.vintages), default=None)


def chart_name(claim: str, check: str) -> str:
    """Return under which name the report looks for the figure of a check."""
    return f"{claim}/{check}"


def file_name(report: Report, ending: str) -> str:
    """Return what the report's file is called, made of plain ASCII."""
    return f"eraline_evidence_{report.day or 'no-figures'}.{ending}"


def citation(report: Report) -> str:
    """Return how to cite the report: what it is, Eraline, vintage, day, link."""
    vintage = f"vintage {report.day}" if report.day else "no figures"
    return f"{TITLE}. Eraline, {vintage}, accessed {report.accessed}. {report.link}".rstrip()


def rows(report: Report) -> list[dict[str, Any]]:
    """Return one record a check, numbers unrounded, with what it belongs to and the vintage that it rests on."""
    return [_row(report, result, entry) for result in report.results for entry in result.checks]


def markdown(report: Report) -> str:
    """Return the report as Markdown, every text of it escaped."""
    lines = [f"# {_md(TITLE)}", "", f"**{_md(CONSISTENT_MEANS)}**", ""]
    for result in report.results:
        lines += [*_claim_lines(result, report.catalogue), ""]
    lines += ["## Sources and vintage", ""]
    lines += [f"- {_md(name)}: {_md(text)}" for name, text in _facts(report)]
    lines += [f"- {_md(text)}" for text in sources(report)]
    return "\n".join(lines) + "\n"


def html(report: Report, charts: Mapping[str, Sequence[str]], script: str) -> str:
    """Return the report as one page that asks for nothing else; `charts` are a check's figures as JSON by `chart_name`.

    `script` is the drawing library, trusted as it is; every other text is escaped.
    """
    claims = "".join(_claim_html(result, report.catalogue, charts) for result in report.results)
    facts = "".join(f"<li>{escape(name)}: {_linked(text)}</li>" for name, text in _facts(report))
    cited = "".join(f"<li>{escape(text)}</li>" for text in sources(report))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>{escape(TITLE)} · Eraline</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(TITLE)}</h1><p><strong>{escape(CONSISTENT_MEANS)}</strong></p>{claims}</main>"
        f"<footer><h2>Sources and vintage</h2><ul>{facts}{cited}</ul></footer>"
        f"<script>{script}</script><script>{_SCRIPT}</script></body></html>"
    )


def sources(report: Report) -> Iterator[str]:
    """Yield how the source of each indicator that the claims read is cited, with the release that was read."""
    for vintage in report.vintages:
        entry = report.catalogue.indicator(vintage.indicator)
        yield f"{entry.name}: {entry.citation.rstrip('. ')}. Vintage {vintage.date}: {vintage.release}."


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "Newest vintage", str(report.day or "no figures")
    if report.as_of:
        yield "As known on", str(report.as_of)
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
        "method": entry.telling.method,
        "vintage": max(read).isoformat() if read else "",
        "accessed": report.accessed.isoformat(),
        "link": report.link,
    }


def _claim_lines(result: ClaimResult, catalogue: Catalogue) -> Iterator[str]:
    claim = result.claim
    yield f"## {_md(claim.title)}: {signed(result.verdict)}"
    yield f"\n> {_md(claim.statement)}\n"
    yield f"{_md(result.sentence)}\n"
    yield f"{_md(hinges(result, catalogue))}\n"
    notes = told(result)
    for part, outcome, checks in by_part(result):
        yield f"### {_md(part.capitalize())}{f': {signed(outcome)}' if outcome else ' (never counts)'}\n"
        for entry in checks:
            named = f"{_md(title(entry.check, catalogue))} ({signed(entry.outcome)})"
            yield f"- **{named}.** {_md(entry.telling.sentence)}"
            yield from (f"  - {_md(line)}" for line in notes[entry.id])
        yield ""
    yield "### Caveats\n"
    yield from (f"- {_md(caveat)}" for caveat in claim.caveats)
    yield "\n### Literature\n"
    for name, references in by_stance(claim.literature):
        yield from (f"- {_md(name)}: {_md(cited(reference))}" for reference in references)


def _claim_html(result: ClaimResult, catalogue: Catalogue, charts: Mapping[str, Sequence[str]]) -> str:
    claim, notes = result.claim, told(result)
    parts = "".join(
        f"<h3>{escape(part.capitalize())} ({escape(signed(outcome) if outcome else 'never counts')})</h3>"
        + "".join(
            _check_html(
                title(entry.check, catalogue), entry, notes[entry.id], charts.get(chart_name(claim.id, entry.id), ())
            )
            for entry in checks
        )
        for part, outcome, checks in by_part(result)
    )
    read = "".join(
        f"<li>{escape(name)}: {escape(cited(reference))}</li>"
        for name, references in by_stance(claim.literature)
        for reference in references
    )
    return (
        f'<section id="{escape(claim.id)}"><h2>{escape(claim.title)}</h2>'
        f'<p><span class="verdict">{signed(result.verdict)}</span></p>'
        f"<blockquote>{escape(claim.statement)}</blockquote><p>{escape(result.sentence)}</p>"
        f'<p class="small">{escape(hinges(result, catalogue))}</p>'
        f"<details><summary>All {len(result.checks)} checks, caveats and literature</summary>{parts}"
        f"<h3>Caveats</h3><ul>{_items(claim.caveats)}</ul><h3>Literature</h3><ul>{read}</ul></details></section>"
    )


def _check_html(name: str, entry: CheckResult, notes: tuple[str, ...], charts: Sequence[str]) -> str:
    # the figure scrolls where the page is narrower than it: a reader without a mouse has to reach it
    drawn = "".join(
        f'<div class="chart" role="region" aria-label="Chart {number}: {escape(name)}" tabindex="0"><div></div>'
        f'<script type="application/json">{chart}</script></div>'
        for number, chart in enumerate(charts, start=1)
    )
    return (
        f'<div class="check"><h4>{escape(name)} <span class="outcome">{signed(entry.outcome)}</span></h4>'
        f"<p>{escape(entry.telling.sentence)}</p>{drawn}<ul>{_items(notes)}</ul></div>"
    )


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _linked(text: str) -> str:
    shown = escape(text)
    return f'<a href="{shown}">{shown}</a>' if text.startswith(("http://", "https://")) else shown


def _md(text: str) -> str:
    return " ".join(text.split()).translate(_MARKS)
