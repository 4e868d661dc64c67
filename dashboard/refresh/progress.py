"""Events of a refresh while it runs, and its outcome."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from dashboard.catalogue.indicators import Indicator
from dashboard.formatting import one_line
from dashboard.store.records import Vintage

_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True)
class Event:
    """One thing that happened in a refresh; what does not apply is None.

    `start` has the indicators' number as `total`, `progress` the bytes that its source has sent so far, `fresh` and
    `unchanged` what was written, with a `note` of corrections that no longer stand, `failed` and `cancelled` why,
    `done` how many ended how.
    """

    event: Literal["start", "fetching", "progress", "fresh", "unchanged", "failed", "cancelled", "done"]
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
    failed: int | None = None
    cancelled: int | None = None
    seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the event as plain values for one line of JSON, without what does not apply."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value not in (None, "")}


@dataclass(frozen=True)
class Outcome:
    """What a refresh came to: vintages with changes, indicators without any, failures by reason, and those left out."""

    fresh: tuple[Vintage, ...]
    unchanged: tuple[str, ...]
    failed: Mapping[str, str]
    seconds: float
    cancelled: tuple[str, ...] = ()


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


def recorded(text: str) -> str:
    """Return a provider's text without what a database or a terminal might trip over, and no longer than a record's."""
    return one_line(text, _LONGEST_TEXT)
