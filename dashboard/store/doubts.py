"""Reasons not to believe a release, as values that are stored beside it and worded where they are shown."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter

from dashboard.catalogue.records import Record


class Kind(StrEnum):
    """What is odd about a release beside the one stored."""

    UNIT = "unit"
    ECONOMY_SCALE = "economy-scale"
    STRETCH_SCALE = "stretch-scale"
    NEW_SCALE = "new-scale"
    JUMP = "jump"
    NEGATIVE = "negative"
    FLIPPED = "flipped"
    ZEROED = "zeroed"
    EXCHANGED = "exchanged"
    COPIED = "copied"
    SHIFTED = "shifted"
    CONSTANT = "constant"
    FILLER = "filler"
    ROUNDED = "rounded"
    SHRUNK = "shrunk"
    ECONOMIES_GONE = "economies-gone"
    PERIODS_GONE = "periods-gone"
    REVISED = "revised"


class Doubt(Record):
    """One reason; what does not apply to its kind is None.

    `economies` are those concerned (none: all), in order of how much; for EXCHANGED and COPIED in pairs. `first` and
    `last` are periods, `factor` is how many times what they were the values are, `share` which part of the values is
    concerned (0 to 1), `steps` how many periods they were shifted by or lost, `value` what they all are now.
    """

    kind: Kind
    economies: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    factor: float | None = None
    share: float | None = None
    steps: int | None = None
    value: float | None = None


_DOUBTS: Final[TypeAdapter[tuple[Doubt, ...]]] = TypeAdapter(tuple[Doubt, ...])


def to_text(doubts: Sequence[Doubt]) -> str:
    """Return doubts as JSON."""
    return _DOUBTS.dump_json(tuple(doubts), exclude_defaults=True).decode()


def from_text(text: str) -> tuple[Doubt, ...]:
    """Return the doubts that JSON says."""
    return _DOUBTS.validate_json(text)
