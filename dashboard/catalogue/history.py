"""Policy histories: one subject's eras, milestones, targets and claims, and what its pages say first."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from dashboard.catalogue.claims import Article, Claim, Untestable
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.records import EconomyCode, Language, Named, Record, Slug, Text, Whole, Year

# old links name no history
DEFAULT_POLICY: Final = "china"
# what stands for every history in their place
ALL_POLICIES: Final = "all"
# begins the ids of histories that a session alone has
BROUGHT: Final = "own-"


class GrowthSentence(Record):
    """A sentence on how the economy grew in two eras, and in its newest year."""

    kind: Literal["growth"] = Field(description="What sort of sentence it is.")
    indicator: Slug = Field(description="Indicator of growth, % a year.")
    eras: tuple[Slug, Slug] = Field(description="The two eras, the earlier first.")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators that the sentence needs."""
        return (self.indicator,)


class Share(Record):
    """One share told in a sentence: what took or made up how many percent of what."""

    indicator: Slug = Field(description="Indicator of a share, %.")
    text: Text = Field(description="Words before the number: Research and development took.")
    whole: Text = Field(description="What it is a share of: of GDP.")
    decimals: Whole = Field(ge=0, le=8, description="Decimals of the number.")


class SharesSentence(Record):
    """A sentence on shares at the end of an era and now; the first share is needed, others are told where they can."""

    kind: Literal["shares"] = Field(description="What sort of sentence it is.")
    era: Slug = Field(description="Era whose last year is compared with the newest year.")
    shares: tuple[Share, ...] = Field(min_length=1, description="The shares told, in order.")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators that the sentence needs."""
        return tuple(share.indicator for share in self.shares)


class StockSentence(Record):
    """A sentence on an amount at the end of an era and now, its part of the world's, and when a target was reached."""

    kind: Literal["stock"] = Field(description="What sort of sentence it is.")
    indicator: Slug = Field(description="Indicator of an amount.")
    name: Text = Field(description="What the amount is called in the sentence: solar capacity.")
    era: Slug = Field(description="Era whose last year is compared with the newest year.")
    target: Slug | None = Field(default=None, description="Target of the amount, told where there is one.")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the indicators that the sentence needs."""
        return (self.indicator,)


Sentence = Annotated[GrowthSentence | SharesSentence | StockSentence, Field(discriminator="kind")]


class HeadlineLink(Record):
    """A link from Overview into Explore."""

    label: Text = Field(description="What the link says.")
    indicator: Slug = Field(description="Indicator that Explore shows.")
    economies: tuple[EconomyCode, ...] = Field(min_length=1, description="Economies that Explore shows.")
    first_year: Year | None = Field(default=None, alias="from", description="First year that Explore shows.")


class Interval(Record):
    """What the time between two eras that is part of neither is called."""

    name: Text = Field(default="Interval", description="Its name.")
    short_name: Text = Field(default="Interval", description="Its name where there is little room.")
    native_name: str = Field(default="", description="Its name in the history's own language.")


class HistoryHead(Named):
    """What history.toml says of a policy history as a whole; its id is the name of its folder."""

    id: Slug = Field(description="Name of the folder; `policy=` in a URL names it.")
    name: Text = Field(description="Name of the history where several can be chosen from.")
    subject: EconomyCode = Field(description="Economy that the history is about.")
    language: Language = Field(description="Language of native names and titles, as HTML's lang names it: zh, pt-BR.")
    language_name: Text = Field(description="English name of that language.")
    title: Text = Field(description="What Overview says first.")
    introduction: str = Field(
        default="",
        description="What the history tells, who chose its milestones, and what the choice leaves out: a paragraph.",
    )
    timeline_titles: tuple[Text, ...] = Field(
        min_length=1,
        description="Titles of the timeline's picture, the longest first; the first that fits is shown.",
    )
    interval: Interval = Field(
        default_factory=Interval, description="What the time between two eras that is part of neither is called."
    )
    comparators: tuple[EconomyCode, ...] = Field(
        min_length=1, description="Economies shown beside the subject where none are chosen."
    )
    headline_indicators: tuple[Slug, ...] = Field(min_length=1, description="Indicators that Overview shows.")
    scatter_against: tuple[Slug, ...] = Field(
        default=(), description="Indicators that a scatter has on its x axis unless one is chosen, the first that fits."
    )
    sentences: tuple[Sentence, ...] = Field(default=(), description="Sentences that Overview computes.")
    links: tuple[HeadlineLink, ...] = Field(default=(), description="Links that Overview ends with.")
    article: Article | None = Field(default=None, description="Text whose claims are tested, if there is one.")
    untestable: tuple[Untestable, ...] = Field(
        default=(), description="What the article says that no figures can test, and why."
    )

    @property
    def usual_economies(self) -> tuple[str, ...]:
        """Return the economies shown where none are chosen, the subject first."""
        return tuple(dict.fromkeys((self.subject, *self.comparators)))

    @property
    def told_indicators(self) -> tuple[str, ...]:
        """Return the indicators that Overview's sentences need, each once."""
        return tuple(dict.fromkeys(name for sentence in self.sentences for name in sentence.indicators))


class PolicyHistory(HistoryHead):
    """A policy history whole; each mapping keeps the order of its file."""

    eras: Mapping[str, Era] = Field(default_factory=dict)
    milestones: Mapping[str, Milestone] = Field(default_factory=dict)
    targets: Mapping[str, Target] = Field(default_factory=dict)
    claims: Mapping[str, Claim] = Field(default_factory=dict)

    def published(self, record: Era | Milestone) -> dict[str, Any]:
        """Return an era or a milestone as JSON and CSV hold it, its native text with its language."""
        fields = record.model_dump(mode="json")
        if self.language == "zh":
            # scripts written before there was more than one history read the Chinese text under these names
            old = {"native_name": "name_zh", "native_title": "title_zh"}
            native = {key: value for key, value in fields.items() if key in old}
            fields = {old.get(key, key): value for key, value in fields.items()} | native
        return fields | {"language": self.language}
