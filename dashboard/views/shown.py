"""Read which milestones are shown: kinds of them, or those that concern the indicator."""

from collections.abc import Sequence
from typing import Final, Literal

from dashboard.catalogue.policy import MilestoneKind
from dashboard.views.query import Query, choice

NONE: Final = "none"
# beside kinds of milestone: of those, the ones that concern the indicator
CONCERNED: Final = "concerned"
Shown = MilestoneKind | Literal["concerned"]


def read_shown(query: Query) -> tuple[Shown, ...]:
    """Return the kinds that a query names, all where it names none, and `concerned` where it says so."""
    everything = tuple(MilestoneKind)
    found = query.many("events", lambda text: choice(text, "events", (*everything, CONCERNED, NONE)))
    if found is None:
        return everything
    kinds = tuple(kind for kind in everything if kind in found)
    return (*(kinds or everything), CONCERNED) if CONCERNED in found else kinds


def written_shown(shown: Sequence[Shown]) -> str | list[str] | None:
    """Return what a query says of the kinds shown; None where all are."""
    kinds = [str(kind) for kind in shown if kind != CONCERNED]
    concerned = [CONCERNED] if kinds and CONCERNED in shown else []
    if set(kinds) == set(MilestoneKind):
        return concerned or None
    return [*kinds, *concerned] or NONE
