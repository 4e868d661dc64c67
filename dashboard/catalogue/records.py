"""Base of the catalogue's records: frozen, strict tables and the field types they share."""

import datetime as dt
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

# no observation is older than the first, no target later than the last
FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2100


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


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


class Record(BaseModel):
    """A frozen table of the catalogue that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Named(Record):
    """A record with an id, unique within its table."""

    id: str = Field(description="Name of the record, unique within its table.")


class Source(Record):
    """Where a fact was read: a title at least, the publisher and the address when they are certain."""

    title: Text = Field(description="Title of the document.")
    publisher: str = Field(default="", description="Who published it, and when where that is known.")
    url: HttpUrl | None = Field(default=None, description="Its URL, given only where it is certain.")
