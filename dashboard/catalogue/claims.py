"""Records of claims: statements cut into parts, the checks that settle them, and what these can come to."""

from collections import Counter
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.catalogue.checks import CONTEXT, AnyCheck
from dashboard.catalogue.records import Named, Record, Slug, Source, Text, Year

Stance = Literal["for", "against", "figures", "other"]


class Outcome(StrEnum):
    """What one check comes to."""

    SUPPORTS = "supports"
    AGAINST = "against"
    UNCLEAR = "unclear"
    UNTESTED = "untested"


class PartOutcome(StrEnum):
    """What the checks of one part come to together."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DIVIDED = "divided"
    OPEN = "open"
    UNTESTED = "untested"


class Verdict(StrEnum):
    """What the parts of a claim come to together."""

    CONSISTENT = "consistent"
    MIXED = "mixed"
    NOT_CONSISTENT = "not consistent"
    NOT_TESTABLE = "not testable"


class Reference(Record):
    """What somebody has written on a claim; `stance` says how it bears on it."""

    authors: Text = Field(description="Who wrote it.")
    year: Year = Field(description="Year of publication.")
    venue: Text = Field(description="Where it was published.")
    stance: Stance = Field(description="How it bears on the claim; `figures` speaks of the data.")
    point: Text = Field(description="What it says, in one sentence.")


class Claim(Named):
    """A statement of the article, cut into parts that can each be checked."""

    id: Slug = Field(description="Name of the claim; `view=` in a URL opens it.")
    title: Text = Field(description="What the claim is called.")
    statement: Text = Field(description="What is claimed, in one sentence.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where it is claimed.")
    parts: tuple[Text, ...] = Field(min_length=1, description="Statements that together make the claim.")
    checks: tuple[AnyCheck, ...] = Field(
        min_length=1, description="Checks that settle the parts, or stand beside them."
    )
    caveats: tuple[Text, ...] = Field(min_length=1, description="What the observations cannot show.")
    literature: tuple[Reference, ...] = Field(min_length=1, description="What has been written on it.")

    @model_validator(mode="after")
    def _checks_belong_to_parts(self) -> Self:
        for what, names in (("part", self.parts), ("check", [check.id for check in self.checks])):
            repeated = [name for name, count in Counter(names).items() if count > 1]
            if repeated:
                raise ValueError(f"the {what} '{repeated[0]}' stands more than once")
        if CONTEXT in self.parts:
            raise ValueError(f"'{CONTEXT}' is no part: what stands there never counts")
        checked = {check.part for check in self.checks} - {CONTEXT}
        for name in sorted(checked - set(self.parts)):
            raise ValueError(f"a check names the part '{name}', which the claim does not have")
        for name in sorted(set(self.parts) - checked):
            raise ValueError(f"the part '{name}' has no check")
        return self

    def core(self, part: str) -> tuple[str, ...]:
        """Return the ids of the checks that settle a part."""
        return tuple(check.id for check in self.checks if check.part == part)
