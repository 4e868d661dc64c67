"""Events of a refresh while it runs, and its outcome."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from dashboard.catalogue.indicators import Indicator
from dashboard.formatting import one_line
from dashboard.store.doubt_words import in_words
from dashboard.store.records import Pending, Vintage

_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True)
class Event:
    """One thing that happened in a refresh; what does not apply is None.

    `start` has the indicators' number as `total`, `progress` the bytes that its source has sent so far, `fresh` and
    `unchanged` what was written, with a `note` of corrections that no longer stand, or of the release that was refused
    before, `pending` in its `note` why a release is held back, `failed` and `cancelled` why, `done` how many ended how.
    """

    event: Literal["start", "fetching", "progress", "fresh", "unchanged", "pending", "failed", "cancelled", "done"]
    indicator: str = ""
    source: str = ""
    total: int | None = None
    bytes: int | None = None
    vintage: int | None = None
    release: str | None = None
    rows: int | None = None
    added: int | None = None
    revised: int | None = None
    withdrawn: int | None = None
    error: str | None = None
    note: str | None = None
    fresh: int | None = None
    unchanged: int | None = None
    pending: int | None = None
    failed: int | None = None
    cancelled: int | None = None
    seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the event as plain values for one line of JSON, without what does not apply."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value not in (None, "")}


@dataclass(frozen=True)
class Outcome:
    """What a refresh came to.

    Vintages with changes, indicators without any, failures by reason, those left out, and those held back by doubt.
    """

    fresh: tuple[Vintage, ...]
    unchanged: tuple[str, ...]
    failed: Mapping[str, str]
    seconds: float
    cancelled: tuple[str, ...] = ()
    pending: Mapping[str, str] = field(default_factory=dict)


def written(vintage: Vintage, indicator: Indicator) -> Event:
    """Return the event of a vintage that was written: fresh, or unchanged where it brought nothing new."""
    return Event(
        "fresh" if vintage.is_changed else "unchanged",
        indicator.id,
        indicator.source,
        vintage=vintage.id,
        release=vintage.release,
        rows=vintage.rows,
        added=vintage.added,
        revised=vintage.revised,
        withdrawn=vintage.withdrawn,
    )


def held(pending: Pending, indicator: Indicator) -> Event:
    """Return the event of a release that is held back, or unchanged where that very one was refused."""
    if pending.decided is not None:
        note = f"The newest release is still the one that was refused on {pending.decided:%Y-%m-%d}."
        return Event("unchanged", indicator.id, indicator.source, release=pending.release, note=note)
    return Event(
        "pending",
        indicator.id,
        indicator.source,
        release=pending.release,
        rows=pending.rows,
        note=recorded(in_words(pending.doubts)),
    )


def ended(outcome: Outcome) -> Event:
    """Return the last event: how many ended how."""
    return Event(
        "done",
        fresh=len(outcome.fresh),
        unchanged=len(outcome.unchanged),
        pending=len(outcome.pending) or None,
        failed=len(outcome.failed),
        cancelled=len(outcome.cancelled) or None,
        seconds=round(outcome.seconds, 3),
    )


def recorded(text: str) -> str:
    """Return a provider's text without what a database or a terminal might trip over, and no longer than a record's."""
    return one_line(text, _LONGEST_TEXT)
