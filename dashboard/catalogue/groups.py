"""Groups of economies that are chosen as one: declared ones, regions, income groups, a history's usual comparators."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final, NamedTuple, Self

from pydantic import Field, StringConstraints, model_validator

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.records import Day, EconomyCode, Named, Source, Sources, Text

COMPARATORS: Final = "comparators"
# before the id of a group where economies are named too
GROUP_SIGN: Final = "@"
# what `among` says besides a group
MILLION: Final = "million"
EVERY: Final = "all"


class PeerRule(NamedTuple):
    """How peers are found: by which indicator, and what that is in a sentence."""

    label: str
    indicator: str
    measure: str


PEERS: Final = {
    "peers-income": PeerRule(
        "Peers: nearest in income per capita", "gdp-per-capita-ppp", "GDP per capita at purchasing power"
    ),
    "peers-size": PeerRule("Peers: nearest in population", "population", "population"),
}
RESERVED: Final = frozenset({COMPARATORS, MILLION, EVERY, *PEERS})

_LONGEST: Final = 60
GroupId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=_LONGEST)]


class Group(Named):
    """Economies that are chosen as one, with the source of their membership."""

    id: GroupId = Field(description="Name of the group in a URL, in any case: `economy=G7`.")
    name: Text = Field(description="Name in full, as lists have it.")
    members: tuple[EconomyCode, ...] = Field(min_length=1, description="Its members, each once.")
    aggregate: EconomyCode | None = Field(
        default=None,
        description="Aggregate of economies.csv that these members make up, which is not compared with them.",
    )
    as_of: Day | None = Field(default=None, description="Day on which the membership is known to be this one.")
    note: str = Field(default="", description="What a user of the group should know.")
    sources: Sources = Field(description="Where the membership was read.")

    @property
    def label(self) -> str:
        """Return how lists name it: with its abbreviation where the id is one."""
        return self.name if self.id.islower() or self.id == self.name else f"{self.id}: {self.name}"

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = sorted({code for code in self.members if self.members.count(code) > 1})
        if twice:
            raise ValueError(f"members names {', '.join(twice)} twice")
        return self


def made_groups(economies: Iterable[Economy]) -> dict[str, Group]:
    """Return the World Bank's regions and income groups, of the individual economies that are in them."""
    single = [entry for entry in economies if not entry.aggregate]
    regions: dict[str, list[Economy]] = {}
    incomes: dict[str, list[Economy]] = {}
    for entry in single:
        regions.setdefault(entry.region, []).append(entry)
        if entry.income_group:
            incomes.setdefault(entry.income_group, []).append(entry)
    named = [(_slug(name), name, members) for table in (regions, incomes) for name, members in sorted(table.items())]
    return {slug: _made(slug, name, members) for slug, name, members in named if slug}


def comparators_group(title: str, codes: Sequence[str]) -> dict[str, Group]:
    """Return the usual comparators of a policy history as a group by its id; none where there are no comparators."""
    if not codes:
        return {}
    source = Source(title=f"{title}: usual comparators", publisher="Eraline")
    return {COMPARATORS: Group(id=COMPARATORS, name="Usual comparators", members=tuple(codes), sources=(source,))}


def group_named(text: str, groups: Mapping[str, Group]) -> Group | None:
    """Return the group that a text names by its id, in any case and with or without an @; None where there is none."""
    wanted = text.removeprefix(GROUP_SIGN).casefold()
    return next((group for name, group in groups.items() if name.casefold() == wanted), None)


def unfit(group: Group, economies: Mapping[str, Economy]) -> Iterator[str]:
    """Yield why a declared group cannot have its id."""
    if group.id.upper() in economies:
        yield f"'{group.id}' is the code of {economies[group.id.upper()].named}"
    if group.id.casefold() in RESERVED | made_groups(economies.values()).keys():
        yield f"'{group.id}' is the name of a group that is made from economies.csv or history.toml"


def _made(slug: str, name: str, listed: Sequence[Economy]) -> Group:
    years = sorted({entry.income_year for entry in listed if entry.income_year and entry.income_group == name})
    title = f"Country and Lending Groups{', ' + ', '.join(years) if years else ''}"
    source = Source(title=title, publisher="World Bank")
    return Group(id=slug, name=name, members=tuple(entry.id for entry in listed), sources=(source,))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:_LONGEST].strip("-")
