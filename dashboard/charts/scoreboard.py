"""Build the scoreboard of policy histories: what was promised, what was delivered, and when that was first known."""

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
from dashboard.export.scoreboard import Group, Line, Share, TargetsSection
from dashboard.store.records import Vintage
from dashboard.views.loading import Loader
from dashboard.views.scoreboard import EVERYTHING, Scored, scoreboard
from dashboard.views.selection import Selection

# of several histories at once
TITLE: Final = "Who met what they promised?"
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
    """The targets asked for with what became of them, for page, report, routes and command alike."""

    catalogue: Catalogue
    scored: tuple[Scored, ...]

    @property
    def title(self) -> str:
        """Return what it is called: Targets of China's policy, and a question where there are several histories."""
        return TITLE if len(self.catalogue.policies) > 1 else own_title(self.catalogue)

    @property
    def name(self) -> str:
        """Return what files of it are called, without the ending."""
        policies = self.catalogue.policies
        whose = "all" if len(policies) == len(self.catalogue.histories) > 1 else "_".join(policies)
        return f"eraline_targets_{whose}{f'_{self.day}' if self.day else ''}"

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
    def by_economy(self) -> Mapping[str, tuple[Scored, ...]]:
        """Return the targets by the economy that they were set for, in the order of the histories chosen."""
        grouped: dict[str, list[Scored]] = {}
        for entry in self.scored:
            grouped.setdefault(entry.target.economy, []).append(entry)
        return {code: tuple(scored) for code, scored in grouped.items()}

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Return the targets in words, by economy and by what they are of."""
        return tuple(
            Share(
                self.catalogue.economies[code].name,
                target_sentences.summary([entry.outcome for entry in scored]),
                _groups(scored),
            )
            for code, scored in self.by_economy.items()
        )

    @property
    def section(self) -> TargetsSection:
        """Return it as a section of a report."""
        return TargetsSection(self.title, self.summary, self.shares)

    def table(self) -> pd.DataFrame:
        """Return one row per target, as text."""
        return pd.DataFrame(
            [
                {
                    "Economy": share.economy,
                    "Target": group.measure,
                    "Promised": f"{line.promised} {line.when}",
                    "Set": line.set,
                    "Delivered": line.delivered,
                    "Margin": line.margin,
                    "Outcome": line.outcome,
                    "Early or late": line.timing,
                    "First known": line.known,
                    "Definition differs": line.differs,
                }
                for share in self.shares
                for group in share.groups
                for line in group.lines
            ]
        )

    def records(self) -> list[dict[str, Any]]:
        """Return one JSON object per target: the record as it stands in the catalogue, then what became of it."""
        return [{**entry.target.model_dump(mode="json"), **_outcome_fields(entry)} for entry in self.scored]


def build(loader: Loader, selection: Selection = EVERYTHING) -> Scoreboard:
    """Return the scoreboard of the targets that a selection asks for, of the histories that the loader reads by."""
    return Scoreboard(loader.catalogue, scoreboard(loader, selection))


def own_title(catalogue: Catalogue) -> str:
    """Return what the targets of the history in focus are called: Targets of China's policy."""
    return f"Targets of {wording.possessive(catalogue.subject)} policy"


def _groups(scored: Sequence[Scored]) -> tuple[Group, ...]:
    grouped: dict[str, list[Line]] = {}
    for entry in scored:
        grouped.setdefault(entry.target.measure, []).append(_line(entry))
    return tuple(Group(measure, tuple(lines)) for measure, lines in grouped.items())


def _line(entry: Scored) -> Line:
    target, outcome = entry.target, entry.outcome
    return Line(
        promised=wording.bound(target) if target.is_set else target.wording,
        when=wording.deadline(target),
        set=_set(target),
        delivered=_delivered(entry),
        margin=_margin(entry),
        outcome=target_sentences.label(outcome),
        timing=target_sentences.timing(outcome),
        sign=_SIGNS.get(outcome.state, "–"),
        tone=_TONES.get(outcome.state, ""),
        known=target_sentences.known_text(entry.known),
        differs=target.differs,
        notes=tuple(note for note in (_scope(target), target.differs) if note),
        sources=tuple((source.title, str(source.url or "")) for source in target.sources),
    )


def _set(target: Target) -> str:
    return f"{formatting.day(target.set_on, target.set_precision)}, {target.set_by}"


def _scope(target: Target) -> str:
    return f"Scope: {target.scope}." if target.scope else ""


def _delivered(entry: Scored) -> str:
    return "" if entry.indicator is None else target_sentences.delivered(entry.target, entry.outcome, entry.indicator)


def _margin(entry: Scored) -> str:
    return "" if entry.indicator is None else target_sentences.margin_of(entry.target, entry.outcome, entry.indicator)


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
        "margin": _margin(entry),
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
