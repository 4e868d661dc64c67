"""Base of the catalogue's records: frozen, strict tables and the field types they share."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, field_validator

# no observation is older than the first, no target later than the last
FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2100
# of one text; the longest that is shipped has a quarter of it
MOST_LETTERS: Final = 3_000
# they make one emoji of three, and keep letters apart that would run together
JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# the last two places of each plane of Unicode
_NEVER: Final = 0xFFFE


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


# of a series that nobody has curated: whose it is, and what they call it, as in wb:SP.DYN.LE00.IN
SeriesId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}:[A-Za-z0-9._:-]{1,150}$")]


IndicatorId = Slug | SeriesId


EconomyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


# as HTML's lang attribute names it
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


# strict: TOML has types of its own, so a "2010" or a yes in quotation marks is a slip and not a number or a flag
Whole = Annotated[int, Field(strict=True)]


Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]


Flag = Annotated[bool, Field(strict=True)]


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


Day = Annotated[dt.date, Field(strict=True)]


def _readable(text: str) -> str:
    """Return a text on one line; ValueError for one that is too long, or holds what nobody sees or what turns text."""
    if len(text) > MOST_LETTERS:
        raise ValueError(f"is longer than {MOST_LETTERS:,} characters")
    if text.isprintable():
        return text
    line = " ".join(text.split())
    if hidden := next(filter(_is_hidden, line), ""):
        raise ValueError(f"holds a character that cannot be shown: U+{ord(hidden):04X}")
    return line


def shown(text: str) -> str:
    """Return a text on one line without what nobody sees or what turns text."""
    return text if text.isprintable() else " ".join("".join(" " if _is_hidden(one) else one for one in text).split())


def _is_hidden(letter: str) -> bool:
    """Tell whether a letter is a control, a mark of direction, half a pair or no character at all."""
    is_joiner = letter in JOINERS
    return not is_joiner and (unicodedata.category(letter) in ("Cc", "Cf", "Cs") or ord(letter) & 0xFFFE == _NEVER)


class Record(BaseModel):
    """A frozen table of the catalogue that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _readable(cls, value: object) -> object:
        """Return texts on one line; ValueError for one that cannot be shown as it is."""
        if isinstance(value, str):
            return _readable(value)
        if isinstance(value, tuple):
            return tuple(_readable(part) if isinstance(part, str) else part for part in cast("tuple[object]", value))
        return value


class Named(Record):
    """A record with an id, unique within its table."""

    id: str = Field(description="Name of the record, unique within its table.")


class SourceKind(StrEnum):
    """How near a source is to the fact: the document itself, a work about it, or an encyclopaedia."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    ENCYCLOPAEDIA = "encyclopaedia"


class Source(Record):
    """Where a fact was read: a title at least, the publisher and the URL when they are certain."""

    title: Text = Field(description="Title of the document.")
    publisher: str = Field(default="", description="Who published it, and when where that is known.")
    url: HttpUrl | None = Field(default=None, description="Its URL, given only where it is certain.")
    kind: SourceKind = Field(
        default=SourceKind.SECONDARY,
        description="`primary` for the document itself (on its issuer's site, in a gazette, reprinted or translated in "
        "full) and for the official read-out of a meeting, `secondary` for a report or a scholarly work, "
        "`encyclopaedia` for what only sums others up.",
    )


def _not_encyclopaedias_alone(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    if sources and all(source.kind is SourceKind.ENCYCLOPAEDIA for source in sources):
        raise ValueError("rests on an encyclopaedia alone: name a document, a report or a scholarly work")
    return sources


Sources = Annotated[tuple[Source, ...], Field(min_length=1), AfterValidator(_not_encyclopaedias_alone)]


def confidence_in(sources: Sequence[Source]) -> str:
    """Return on how many sources a record rests, and how many of them are primary: "3 sources, 1 primary"."""
    primary = sum(source.kind is SourceKind.PRIMARY for source in sources)
    if len(sources) == 1:
        return "1 source, primary" if primary else "1 source"
    return f"{len(sources)} sources{f', {primary} primary' if primary else ''}"
