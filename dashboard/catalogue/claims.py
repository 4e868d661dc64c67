"""Records of claims: statements cut into parts, the checks that settle them, and what these can come to."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, HttpUrl, model_validator

from dashboard.catalogue.checks import CONTEXT, AnyCheck
from dashboard.catalogue.records import Day, Named, Record, Slug, Source, Text, Whole, Year

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
    AS_FAR_AS_TESTED = "consistent as far as tested"
    MIXED = "mixed"
    NOT_CONSISTENT = "not consistent"
    UNDECIDED = "undecided"
    NOT_TESTABLE = "not testable"


class Reference(Record):
    """What somebody has written on a claim; `stance` says how it bears on it."""

    authors: Text = Field(description="Who wrote it.")
    year: Year = Field(description="Year of publication.")
    title: str = Field(default="", description="Title, where it is certain.")
    venue: Text = Field(description="Where it was published.")
    doi: str = Field(default="", pattern=r"^(10\.\d{4,9}/\S+)?$", description="DOI, given only where it is certain.")
    stance: Stance = Field(description="How it bears on the claim; `figures` speaks of the data.")
    point: Text = Field(description="What it says, in one sentence.")

    @property
    def url(self) -> str:
        """Return where it is to be found, empty without a DOI."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


class Writing(Record):
    """A published text: who wrote it, when, and where it can be read."""

    title: Text = Field(description="Title of the text.")
    publisher: Text = Field(description="Who published it.")
    author: str = Field(default="", description="Who wrote it, where that is known.")
    date: Day | None = Field(default=None, description="Day of publication, where that is known.")
    url: HttpUrl = Field(description="Where it can be read.")


class Article(Writing):
    """A text whose claims are tested, with the text that it rewrites."""

    original: Writing | None = Field(default=None, description="Text that it rewrites.")


class Untestable(Record):
    """What an article says that no values can test, and why."""

    sentences: tuple[Whole, ...] = Field(min_length=1, description="Sentences of the article, counted from 1.")
    what: Text = Field(description="What they speak of.")
    reason: Text = Field(description="Why it cannot be tested, in one sentence.")


class UntestedPart(Record):
    """A part of a claim that has no check."""

    part: Text = Field(description="Part of the claim.")
    reason: Text = Field(description="Why it has no check, in one sentence without a full stop.")


class Claim(Named):
    """A statement of the article, cut into parts that can each be checked."""

    id: Slug = Field(description="Name of the claim; `view=` in a URL opens it.")
    title: Text = Field(description="What the claim is called.")
    statement: Text = Field(description="What is claimed, in one sentence.")
    sentences: tuple[Whole, ...] = Field(
        default=(), description="Sentences of the article that it paraphrases, counted from 1."
    )
    sources: tuple[Source, ...] = Field(default=(), description="Where it is claimed, if not in the article.")
    parts: tuple[Text, ...] = Field(min_length=1, description="Statements that together make the claim.")
    said: Mapping[Text, Text] = Field(
        default_factory=dict, description="What a part states, as a sentence has it, where its name does not say it."
    )
    checks: tuple[AnyCheck, ...] = Field(
        min_length=1, description="Checks that settle the parts, or stand beside them."
    )
    untested: tuple[UntestedPart, ...] = Field(default=(), description="Parts without a check, and why.")
    caveats: tuple[Text, ...] = Field(min_length=1, description="What the observations cannot show.")
    literature: tuple[Reference, ...] = Field(default=(), description="What has been written on it.")

    @model_validator(mode="after")
    def _checks_belong_to_parts(self) -> Self:
        for what, names in (("part", self.parts), ("check", [check.id for check in self.checks])):
            repeated = [name for name, count in Counter(names).items() if count > 1]
            if repeated:
                raise ValueError(f"the {what} '{repeated[0]}' stands more than once")
        if CONTEXT in self.parts:
            raise ValueError(f"'{CONTEXT}' is no part: what stands there never counts")
        checked = {check.part for check in self.checks} - {CONTEXT}
        without = {entry.part for entry in self.untested}
        for name in sorted(set(self.said) - set(self.parts)):
            raise ValueError(f"`said` words the part '{name}', which the claim does not have")
        for name in sorted((checked | without) - set(self.parts)):
            raise ValueError(f"a check names the part '{name}', which the claim does not have")
        for name in sorted(checked & without):
            raise ValueError(f"the part '{name}' is said to have no check, and has one")
        for name in sorted(set(self.parts) - checked - without):
            raise ValueError(f"the part '{name}' has no check, and `untested` does not say why")
        return self

    @model_validator(mode="after")
    def _is_claimed_somewhere(self) -> Self:
        if not (self.sentences or self.sources):
            raise ValueError("say where it is claimed: sentences of the article, or sources")
        return self

    def stated(self, part: str) -> str:
        """Return what a part states, as it stands in a sentence behind "that": exports came to matter more."""
        return self.said.get(part, part)

    def why_untested(self, part: str) -> str:
        """Return why a part has no check; "" of one that has."""
        return next((entry.reason for entry in self.untested if entry.part == part), "")

    def core(self, part: str) -> tuple[str, ...]:
        """Return the ids of the checks that settle a part."""
        return tuple(check.id for check in self.checks if check.part == part)
