"""Build the scoreboard of a policy history: what was promised, what was delivered, and when that was first known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.target_outcomes import TargetState
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Target
from dashboard.evidence import target_sentences
from dashboard.export.scoreboard import Group, Line, TargetsSection
from dashboard.store.as_of import AsOf
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader
from dashboard.views.scoreboard import Scored, scoreboard

# words say it; the sign only repeats it
_SIGNS: Final = {
    TargetState.MET: "✓",
    TargetState.MET_EARLY: "✓",
    TargetState.MISSED: "✗",
    TargetState.NOT_DUE: "○",
    TargetState.DIFFERS: "≠",
}
_TONES: Final = {TargetState.MET: "good", TargetState.MET_EARLY: "good", TargetState.MISSED: "bad"}


@dataclass(frozen=True, eq=False)
class Scoreboard:
    """Every target of a policy history with what became of it, for page, report, routes and command alike."""

    catalogue: Catalogue
    scored: tuple[Scored, ...]

    @property
    def title(self) -> str:
        """Return what it is called: Targets of China's policy."""
        return f"Targets of {wording.possessive(self.catalogue.subject)} policy"

    @property
    def name(self) -> str:
        """Return what files of it are called, without the ending."""
        return f"eraline_targets_{'_'.join(self.catalogue.policies)}{f'_{self.day}' if self.day else ''}"

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Return the vintages that outcomes rest on, each once."""
        return tuple({vintage.id: vintage for entry in self.scored for vintage in entry.vintages}.values())

    @property
    def day(self) -> str:
        """Return the day of the newest vintage; "" where there are no observations at all."""
        return max((vintage.date.isoformat() for vintage in self.vintages), default="")

    @cached_property
    def summary(self) -> str:
        """Return what became of all targets, in a sentence or two."""
        return target_sentences.summary([entry.outcome for entry in self.scored])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the targets in words, by what they are of."""
        grouped: dict[str, list[Line]] = {}
        for entry in self.scored:
            grouped.setdefault(entry.target.measure, []).append(_line(entry))
        return tuple(Group(measure, tuple(lines)) for measure, lines in grouped.items())

    @property
    def section(self) -> TargetsSection:
        """Return it as a section of a report."""
        return TargetsSection(self.title, self.summary, self.groups)

    def table(self) -> pd.DataFrame:
        """Return one row per target, as text."""
        return pd.DataFrame(
            [
                {
                    "Target": group.measure,
                    "Promised": f"{line.promised} {line.when}",
                    "Set": line.set,
                    "Delivered": line.delivered,
                    "Outcome": line.outcome,
                    "First known": line.known,
                }
                for group in self.groups
                for line in group.lines
            ]
        )

    def records(self) -> list[dict[str, Any]]:
        """Return one JSON object per target: the record as it stands in the catalogue, then what became of it."""
        return [{**entry.target.model_dump(mode="json"), **_outcome_fields(entry)} for entry in self.scored]


def build(loader: Loader, as_of: AsOf | None = None) -> Scoreboard:
    """Return the scoreboard of the history in focus, as of a day, an instant or now."""
    return Scoreboard(loader.catalogue, scoreboard(loader, as_of))


def _line(entry: Scored) -> Line:
    target, outcome = entry.target, entry.outcome
    return Line(
        promised=wording.bound(target) if target.is_set else target.wording,
        when=wording.deadline(target),
        set=_set(target),
        delivered=_delivered(entry),
        outcome=target_sentences.label(outcome),
        sign=_SIGNS.get(outcome.state, "–"),
        tone=_TONES.get(outcome.state, ""),
        known=target_sentences.known_text(entry.known),
        notes=tuple(note for note in (_scope(target), target.differs) if note),
        sources=tuple((source.title, str(source.url or "")) for source in target.sources),
    )


def _set(target: Target) -> str:
    return f"{formatting.day(target.set_on, target.set_precision)}, {target.set_by}"


def _scope(target: Target) -> str:
    return f"Scope: {target.scope}." if target.scope else ""


def _delivered(entry: Scored) -> str:
    return "" if entry.indicator is None else target_sentences.delivered(entry.target, entry.outcome, entry.indicator)


def _outcome_fields(entry: Scored) -> Mapping[str, Any]:
    outcome, known = entry.outcome, entry.known
    return {
        "promised": f"{wording.bound(entry.target)} {wording.deadline(entry.target)}",
        "outcome": outcome.state.value,
        "outcome_text": target_sentences.label(outcome),
        "delivered": outcome.value,
        "delivered_year": outcome.year,
        "delivered_text": _delivered(entry),
        "reached": outcome.reached,
        "years_early": outcome.early,
        "distance": outcome.distance,
        "figures_end": outcome.last,
        "first_known": known.first.isoformat() if known.first else None,
        "first_known_is_earliest_release": known.is_earliest,
        "revision": known.change.value,
        "revised_on": known.changed.isoformat() if known.changed else None,
        "releases": known.releases,
        "vintage": _newest(entry.vintages),
    }


def _newest(vintages: Sequence[Vintage]) -> str | None:
    return max((vintage.date.isoformat() for vintage in vintages), default=None)
