"""Lay out the milestones and targets of views for files: one row each, in words and dates that a spreadsheet reads."""

from collections.abc import Iterable

import pandas as pd

from dashboard.catalogue import wording
from dashboard.catalogue.policy import Milestone
from dashboard.catalogue.records import Source
from dashboard.evidence.target_sentences import outcome_text
from dashboard.views.view import View


def milestone_rows(views: Iterable[View]) -> pd.DataFrame:
    """Return the milestones that any of the views draws, each once, by date, with the history and economy of each."""
    drawn = tuple(views)
    subjects = {history.policy: history.subject for view in drawn for history in view.histories}
    found = {milestone.id: milestone for view in drawn for milestone in view.milestones}
    ordered = sorted(found.values(), key=lambda entry: entry.date)
    return _frame([_milestone(milestone, subjects.get(milestone.policy, "")) for milestone in ordered])


def target_rows(views: Iterable[View]) -> pd.DataFrame:
    """Return the targets that any of the views draws, each once, with what became of them by the view's vintage."""
    found = {target.id: (target, view) for view in views for target in view.targets}
    return _frame(
        [
            {
                "id": target.id,
                "policy": target.policy,
                "measure": target.measure,
                "economy": target.economy,
                "target": wording.bound(target),
                "deadline": wording.deadline(target),
                "first_year": target.first_year,
                "last_year": target.last_year,
                "low": target.low,
                "high": target.high,
                "unit": target.unit,
                "wording": target.wording,
                "scope": target.scope,
                "set_by": target.set_by,
                "set_on": target.set_on.isoformat(),
                "outcome": outcome_text(target, view.outcomes, view.indicator),
                "differs": target.differs,
                "sources": _sources(target.sources),
            }
            for target, view in found.values()
        ]
    )


def _milestone(milestone: Milestone, economy: str) -> dict[str, object]:
    """Return a milestone's row; what the user added is of no history and no economy."""
    return {
        "id": milestone.id,
        "policy": milestone.policy,
        "economy": economy,
        "date": milestone.date.isoformat(),
        "precision": milestone.precision,
        "end": milestone.end.isoformat() if milestone.end else None,
        "title": milestone.title,
        "native_title": milestone.native_title,
        "kind": milestone.kind.value,
        "issuer": milestone.issuer,
        "document": milestone.document,
        "summary": milestone.summary,
        "note": milestone.note,
        "indicators": "; ".join(milestone.indicators),
        "confidence": milestone.confidence,
        "sources": _sources(milestone.sources),
    }


def _sources(sources: Iterable[Source]) -> str:
    told = (", ".join(part for part in (source.title, source.publisher) if part) for source in sources)
    return "; ".join(
        f"{text} <{source.url}>" if source.url else text for text, source in zip(told, sources, strict=True)
    )


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    # object cells, because a number column with a gap would turn its whole numbers into fractions
    return pd.DataFrame(rows, dtype="object")
