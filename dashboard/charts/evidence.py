"""Build what Evidence shows as charts: every claim with its verdict, the series of an open one, and the lab's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.windows import Windows
from dashboard.catalogue.claims import Verdict
from dashboard.charts.checks import check_charts
from dashboard.charts.claims import deciding_check, judged
from dashboard.charts.evidence_views import LAB as LAB_VIEW
from dashboard.charts.evidence_views import METHOD, lab_views, windows_of
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.lab import lab_answer, lab_question
from dashboard.evidence.results import CONSISTENT_MEANS, ClaimResult
from dashboard.figures.charts.verdicts import Row, Tone, verdicts_figure
from dashboard.figures.parts.captions import SIGNED
from dashboard.store.records import Vintage, distinct
from dashboard.views.loading import Loader, comparable

_TONES: Final[Mapping[Verdict, Tone]] = {
    Verdict.CONSISTENT: "for",
    Verdict.AS_FAR_AS_TESTED: "for",
    Verdict.MIXED: "between",
    Verdict.NOT_CONSISTENT: "against",
}


def build(request: ChartRequest) -> Built | Nothing:
    """Return the claims of the history in focus with their verdicts, or the series that settles the one named."""
    results = judged(request.loader, request.selection.as_of)
    opened = next((result for result in results if result.claim.id == request.selection.view), None)
    if opened is not None:
        return _settling(request, opened)
    vintages = distinct(vintage for result in results for vintage in result.vintages)
    if not vintages:
        return Nothing("No claim of this policy history can be tested by figures of this day.")
    return _verdicts(request, results, vintages)


def lab(request: ChartRequest) -> Built | Nothing:
    """Return the series that the lab is asked about, with the windows before and after the milestone."""
    loader = Loader(request.store, request.catalogue, least=comparable(request.catalogue))
    asked = lab_question(loader, request.selection, windows_of(request.selection.view) or Windows())
    if asked.view is None or asked.view.points.empty:
        return Nothing(str(asked.problem))
    return lab_answer(loader, asked, asked.view).charts["windows"]


def _verdicts(request: ChartRequest, results: Sequence[ClaimResult], vintages: tuple[Vintage, ...]) -> Built:
    catalogue, day = request.catalogue, max(vintage.date for vintage in vintages)
    number = f"{formatting.in_words(len(results))} {'claim' if len(results) == 1 else 'claims'}"
    title = f"What the figures say of {number} about {catalogue.subject.told}"
    rows = [_row(result) for result in results]
    note = f"Judged by the figures of {day}. {SIGNED}"
    return Built(
        draw=lambda mode, sheet: verdicts_figure(title, CONSISTENT_MEANS, rows, note, mode=mode, sheet=sheet),
        alt=" ".join([f"{title}.", *(f"{row.title}: {row.verdict}." for row in rows), CONSISTENT_MEANS]),
        table=lambda: _table(results),
        rows=lambda: _table(results),
        views=(),
        name=f"eraline_claims_{catalogue.policy}_{day}",
        permalink=replace(request.selection, view=""),
        title=title,
        rests_on=vintages,
    )


def _row(result: ClaimResult) -> Row:
    parts = "; ".join(f"{part}: {outcome.value}" for part, outcome in result.parts.items())
    return Row(
        result.claim.title,
        result.verdict.value,
        _TONES.get(result.verdict, "open"),
        f"{parts[:1].upper()}{parts[1:]}",
        result.sentence,
    )


def _table(results: Sequence[ClaimResult]) -> pd.DataFrame:
    """Return one row per part of a claim."""
    return pd.DataFrame(
        [
            {
                "claim": result.claim.id,
                "title": result.claim.title,
                "verdict": result.verdict.value,
                "part": part,
                "outcome": outcome.value,
                "sentence": result.sentence,
            }
            for result in results
            for part, outcome in result.parts.items()
        ]
    )


def _settling(request: ChartRequest, result: ClaimResult) -> Built | Nothing:
    """Return the chart of the check that settles most of a claim."""
    entry = deciding_check(result)
    found = () if entry is None else check_charts(request.loader, entry, request.selection.as_of)
    if not found:
        return Nothing(f"{result.claim.title}: {result.verdict.value}. {result.sentence}")
    return replace(
        found[0],
        title=f"{result.claim.title}: {result.verdict.value}",
        alt=f"{result.claim.title}: {result.verdict.value}. {result.sentence} {found[0].alt}",
        permalink=request.selection,
        rests_on=result.vintages,
    )


EVIDENCE: Final = ChartKind(
    *("evidence", "Claims", ":material/balance:", "evidence", build),
    has_scale=False,
    endpoint="claims",
    also=lambda catalogue: (*catalogue.claims, METHOD),
)
LAB: Final = ChartKind(
    *(LAB_VIEW, "Milestone lab", ":material/science:", "evidence", lab),
    has_scale=False,
    also=lambda _catalogue: lab_views(),
)
