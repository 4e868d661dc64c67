"""Tell by which release a target was first known to be met, and whether a later release changed that."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What later releases made of a target's outcome."""

    # nothing
    NONE = ""
    # it was met by an earlier release, and is missed by those since `changed`
    TO_MISSED = "to-missed"
    # it was missed by an earlier release, and is met by those since `changed`
    TO_MET = "to-met"


@dataclass(frozen=True)
class Told:
    """What one release tells of a target: whether it was met, None where that cannot be told from it."""

    day: dt.date
    met: bool | None


@dataclass(frozen=True)
class Knowledge:
    """What releases in their order tell of a target.

    `first` is the day of the first of `releases` by which it was met, None where there is none. It `is_earliest` where
    no stored release is older: it may have been known before.
    """

    releases: int
    first: dt.date | None = None
    is_earliest: bool = False
    change: Change = Change.NONE
    changed: dt.date | None = None


def knowledge(told: Sequence[Told]) -> Knowledge:
    """Return what releases, oldest first, tell of a target."""
    outcomes = [entry for entry in told if entry.met is not None]
    met = [entry for entry in outcomes if entry.met]
    if not met:
        return Knowledge(len(told))
    is_earliest = met[0] is told[0]
    turned = _since(outcomes)
    if turned is None:
        return Knowledge(len(told), met[0].day, is_earliest)
    change = Change.TO_MET if turned.met else Change.TO_MISSED
    return Knowledge(len(told), met[0].day, is_earliest, change, turned.day)


def _since(outcomes: Sequence[Told]) -> Told | None:
    """Return the release since which all tell the same as the newest; None where all of them do."""
    last = len(outcomes) - 1
    while last > 0 and outcomes[last - 1].met == outcomes[-1].met:
        last -= 1
    return outcomes[last] if last > 0 else None
