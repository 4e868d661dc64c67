"""The registry of policy histories as a whole: version, licence, what changed, and histories side by side."""

from typing import Annotated, Self

from pydantic import Field, HttpUrl, StringConstraints, model_validator

from dashboard.catalogue.records import Day, Named, Record, Slug, Text

# files are called by it
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]


class Change(Record):
    """What one version of the registry changed."""

    version: Version = Field(description="Version that brought it.")
    date: Day = Field(description="Day of that version (YYYY-MM-DD).")
    text: Text = Field(description="What changed, in a sentence.")


class Comparison(Record):
    """A ready link to milestones of several histories, side by side in event time."""

    label: Text = Field(description="What the link says.")
    indicator: Slug = Field(description="Indicator that is shown.")
    milestones: tuple[Slug, ...] = Field(min_length=2, description="Milestones, the first leading.")


class Registry(Named):
    """What registry.toml says of all policy histories together."""

    name: Text = Field(description="What the registry is called.")
    publisher: Text = Field(description="Who publishes it.")
    version: Version = Field(description="Its version: that of the newest change.")
    released: Day = Field(description="Day of this version (YYYY-MM-DD).")
    licence: Text = Field(description="Licence under which others may use it.")
    licence_url: HttpUrl = Field(description="Page with the licence.")
    changes: tuple[Change, ...] = Field(min_length=1, description="What each version changed, the newest first.")
    comparisons: tuple[Comparison, ...] = Field(default=(), description="Ready links, in order.")

    @model_validator(mode="after")
    def _is_of_its_newest_change(self) -> Self:
        newest = self.changes[0]
        if (newest.version, newest.date) != (self.version, self.released):
            raise ValueError(f"version {self.version} of {self.released} is not that of the newest change")
        return self
