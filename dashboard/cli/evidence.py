"""`evidence`: say what the stored observations say of the article's claims, as text, JSON or a report."""

import argparse
import datetime as dt
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import formatting
from dashboard.catalogue.checks import CONTEXT
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.evidence_report import FORMATS, ReportFormat
from dashboard.cli.history import add_history, asked_history
from dashboard.cli.terminal import Command, Exit, add_output, write_file
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.labels import article_sentence, sentences_of, source_of, untestable_lines
from dashboard.evidence.results import CONSISTENT_MEANS, CheckResult, ClaimResult
from dashboard.export.json_text import json_bytes
from dashboard.export.report import Report
from dashboard.store.observations import Store
from dashboard.store.opening import open_configured
from dashboard.views.loading import Loader

_WIDEST: Final = 110
_INDENT: Final = "  "


def report(results: Sequence[ClaimResult], width: int = _WIDEST, history: PolicyHistory | None = None) -> str:
    """Return claims with their verdicts, parts and checks as text for a terminal; `history` names their article."""
    blocks = ["\n".join(_claim(result, width)) for result in results]
    about = [] if history is None else [article_sentence(history), *_untestable(history)]
    ends = [*(line for line in about if line), CONSISTENT_MEANS]
    return "\n\n".join([*blocks, *("\n".join(_wrapped(line, width)) for line in ends)])


def _untestable(history: PolicyHistory) -> Iterator[str]:
    lines = " ".join(untestable_lines(history.untestable))
    if lines:
        yield f"What cannot be tested, and why: {lines}"


def _claim(result: ClaimResult, width: int) -> Iterator[str]:
    yield f"{result.claim.id}: {result.verdict.value}"
    told = f" ({sentences_of(result.claim.sentences)})" if result.claim.sentences else ""
    yield from _wrapped(f"{result.claim.statement}{told}", width, 1)
    if result.claim.sources:
        yield from _wrapped(f"Claimed in: {'; '.join(map(source_of, result.claim.sources))}.", width, 1)
    yield from _wrapped(result.sentence, width, 1)
    for part in (*result.claim.parts, CONTEXT):
        checks = [entry for entry in result.checks if entry.check.part == part]
        if part in result.parts:
            yield f"{_INDENT}{part}: {result.parts[part].value}"
        elif checks:
            yield f"{_INDENT}{part}:"
        why = result.claim.why_untested(part)
        if why:
            yield from _wrapped(f"{formatting.sentence(why)}.", width, 2)
        for entry in checks:
            yield from _check(entry, width)
    yield from _wrapped(result.sensitive_to, width, 1)
    yield f"{_INDENT}hinges on: {', '.join(result.hinges_on) or 'no single check'}"


def _check(entry: CheckResult, width: int) -> Iterator[str]:
    # context is shown and judges nothing
    judged = "" if entry.check.role == CONTEXT else f": {entry.outcome.value}"
    yield f"{_INDENT * 2}{entry.id}{judged} (n {entry.finding.n})"
    yield from _wrapped(entry.description.sentence, width, 3)
    if entry.would_change:
        yield from _wrapped(entry.would_change, width, 3)


def _wrapped(text: str, width: int, depth: int = 0) -> list[str]:
    indent = _INDENT * depth
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _arguments(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="an array of objects for scripts, numbers unrounded")
    for form in FORMATS:
        forms.add_argument(f"--{form.option}", dest="form", action="store_const", const=form, help=form.help)
    add_output(parser)
    add_history(parser)


def _run(options: argparse.Namespace) -> int:
    catalogue = configured_catalogue()
    selection = asked_history(options, catalogue)
    store = open_configured(catalogue.corrections.values()).store
    catalogue = catalogue.focused(*selection.policies)
    results = evaluate(Loader(store, catalogue), as_of=selection.as_of)
    made = Report(catalogue, results, dt.datetime.now(dt.UTC).date(), as_of=selection.as_of)
    content = _content(options, store, made)
    if options.output is not None:
        write_file(options.output, content)
    elif options.form is None and not options.json:
        # text in the terminal's own encoding
        print(content.decode(), end="")
    else:
        sys.stdout.buffer.write(content)
    return Exit.DONE


def _content(options: argparse.Namespace, store: Store, made: Report) -> bytes:
    form: ReportFormat | None = options.form
    if form is not None:
        return form.render(store, made)
    if options.json:
        return json_bytes([result.to_json() for result in made.results]) + b"\n"
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
    return f"{report(made.results, width, made.catalogue.history)}\n".encode()


COMMAND: Final = Command(_arguments, _run)
