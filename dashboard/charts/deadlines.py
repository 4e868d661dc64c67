"""Build the chart of targets by economy and deadline: which were met, missed, are not due or cannot be judged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetState
from dashboard.charts.evidence_views import TARGETS as TARGETS_VIEW
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.scoreboard import Scoreboard
from dashboard.charts.scoreboard import build as scoreboard
from dashboard.export import tables
from dashboard.export.scoreboard import Line, Share
from dashboard.figures.charts.deadlines import Lane, Promise, deadlines_figure
from dashboard.figures.parts.captions import SIGNED
from dashboard.store.as_of import day_of
from dashboard.views.scoreboard import Scored


def build(request: ChartRequest) -> Built | Nothing:
    """Return the chart of the targets that a selection asks for."""
    return deadlines(request, scoreboard(request.loader, request.selection))


def deadlines(request: ChartRequest, board: Scoreboard) -> Built | Nothing:
    """Return the chart of a scoreboard's targets."""
    if not board.scored:
        return Nothing("No target is of this indicator, economy and decade together.")
    as_of = request.selection.as_of
    now = (request.today if as_of is None else day_of(as_of)).year
    lanes = [_lane(share, scored) for share, scored in zip(board.shares, board.by_economy.values(), strict=True)]
    return Built(
        draw=lambda mode, sheet: deadlines_figure(board.title, lanes, now, _note(board), mode=mode, sheet=sheet),
        alt=_alt(board),
        table=board.table,
        rows=lambda: tables.flat(board.records()),
        views=(),
        name=board.name,
        permalink=replace(request.selection, view=TARGETS_VIEW),
        title=board.title,
        rests_on=board.vintages,
    )


def _lane(share: Share, scored: Sequence[Scored]) -> Lane:
    lines = [line for group in share.groups for line in group.lines]
    measures = [group.measure for group in share.groups for _ in group.lines]
    # the lines stand by measure, and so do these
    by_measure = sorted(scored, key=lambda entry: measures.index(entry.target.measure))
    promises = [
        Promise(entry.target.last_year, entry.outcome.state, _said(entry.target.measure, line))
        for entry, line in zip(by_measure, lines, strict=True)
    ]
    return Lane(share.economy, _counts(scored), tuple(promises))


def _said(measure: str, line: Line) -> tuple[str, ...]:
    delivered = ", ".join(part for part in (line.delivered, line.margin) if part)
    return measure, f"{line.promised} {line.when}", f"{line.outcome}{': ' if delivered else ''}{delivered}", line.set


def _counts(scored: Sequence[Scored]) -> tuple[str, ...]:
    """Return how many targets could be judged and how, from the longest wording to the shortest."""
    counted = Counter(entry.outcome.met for entry in scored)
    not_due = sum(entry.outcome.state is TargetState.NOT_DUE for entry in scored)
    met, missed, rest = counted[True], counted[False], counted[None] - not_due
    judged = f"{formatting.count(met + missed, 'target')} judged: {met} met, {missed} missed"
    if not met + missed:
        judged = "no target judged"
    others = (not_due, "not due"), (rest, "cannot be judged")
    told = ", ".join(f"{number} {text}" for number, text in others if number)
    return (f"{judged}; {told}" if told else judged, judged, f"{met} met, {missed} missed")


def _alt(board: Scoreboard) -> str:
    deadlines = [entry.target.last_year for entry in board.scored]
    years = formatting.spell(min(deadlines), max(deadlines), " to ")
    told = [f"{share.economy}: {share.summary}" for share in board.shares]
    return f"Targets by economy and deadline, {years}. {' '.join(told)}"


def _note(board: Scoreboard) -> str:
    number = formatting.count(len(board.scored), "target")
    known = f" Judged by the figures of {board.day}." if board.day else ""
    return f"{number} from Eraline's policy histories, which name the sources of each.{known} {SIGNED}"


TARGETS: Final = ChartKind(
    TARGETS_VIEW,
    "Targets",
    ":material/flag:",
    "evidence",
    build,
    has_scale=False,
    endpoint="targets",
)
