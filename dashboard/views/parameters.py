"""Query parameters: one table of what pages, routes and commands can be asked, and how each is read and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from dashboard.analysis.transforms import TRANSFORMS
from dashboard.catalogue import user_events
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Milestone
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.views import parameter_readers as readers
from dashboard.views.query import Query
from dashboard.views.series import KIND, NAMES, SECOND, SEVERAL
from dashboard.views.shown import written_shown
from dashboard.views.times import written_as_of

# JSON schemas of what a parameter may say
_WORDS: Final = {"type": "string"}
_DAYS: Final = _WORDS | {"examples": ["2026-04-08", "2026-04-08T09:30:00Z"]}
_LIST: Final = {"type": "array", "items": _WORDS}
_YEARS: Final = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


def _text(value: object) -> str | None:
    return str(value) if value else None


class Stays(Enum):
    """How far what a user has chosen goes along with the links of the navigation.

    What is looked at goes to every page that can show it. How one page draws it stays there, and so does a day: nobody
    is shown yesterday's values on a page on which they asked for none.
    """

    HERE = 0
    # indicators, economies, time, and what of the policies is drawn beside them
    WITH_A_SELECTION = 1
    # whose policies
    EVERYWHERE = 2


@dataclass(frozen=True, eq=False)
class Parameter:
    """One query parameter: its key, the field of a Selection that it fills, and how it is read and written.

    `read` takes the query and what it is read against; `write` returns a value's text, None where it says nothing.
    `is_data` settles which observations are shown and not only how, `is_look` how any chart of them looks that a file
    has beside its rows. `of_scripts` means nothing to a page, `of_view` nothing without a view. `help` says what it is
    for, and `several` what more where rows are asked for, which can be of several; `schema` what it may say, as a JSON
    schema. The command line has those with a `metavar` as options.
    `turn` is when it is read: what others depend on comes first. `stays` is how far it goes from page to page.
    """

    key: str
    attribute: str
    read: Callable[[Query, readers.Context], Any]
    write: Callable[[Any], str | list[str] | None] = _text
    is_data: bool = False
    is_look: bool = False
    of_scripts: bool = False
    of_view: bool = False
    metavar: str = ""
    help: str = ""
    several: str = ""
    schema: Mapping[str, Any] = field(default_factory=lambda: _WORDS)
    turn: int = 9
    stays: Stays = Stays.HERE


def _written_eras(eras: Sequence[str]) -> list[str] | None:
    return list(eras) or None


def _written_policies(policies: Sequence[str]) -> str | None:
    return None if tuple(policies) == (DEFAULT_POLICY,) else ",".join(policies)


def _written_list(names: Sequence[str]) -> str | None:
    return ",".join(names) or None


def _written_own(events: Sequence[Milestone]) -> list[str] | None:
    # a list too long for a link is left out
    return (list(user_events.in_words(events)) or None) if user_events.fit_link(events) else None


# what a link says of the frame that a chart stands in, and nothing of the chart
EMBED: Final = "embed"
# in the order in which a link names them
_ALL: Final = (
    Parameter(
        "indicator",
        "indicator",
        readers.read_indicator,
        is_data=True,
        metavar="ID",
        stays=Stays.WITH_A_SELECTION,
        help=NAMES,
        several=SEVERAL,
        turn=2,
    ),
    Parameter(
        *(SECOND, "second", readers.read_second),
        is_data=True,
        metavar="ID",
        stays=Stays.WITH_A_SELECTION,
        help="a second indicator beside the first, named in the same ways; a transform holds for it where it can",
    ),
    Parameter(
        "economy",
        "economies",
        readers.read_named_economies,
        lambda codes: None if codes is None else ",".join(codes),
        is_data=True,
        metavar="CODES",
        stays=Stays.WITH_A_SELECTION,
        help="which economies by code or name, or groups as @G7 or @peers-income, separated by commas (default: all)",
    ),
    Parameter(
        *("era", "eras", readers.read_eras, _written_eras),
        is_data=True,
        metavar="ID",
        stays=Stays.WITH_A_SELECTION,
        help="only the years of an era; may be repeated",
        schema=_LIST,
    ),
    Parameter(
        *("from", "first_year", readers.read_year_of("from")),
        is_data=True,
        metavar="YEAR",
        stays=Stays.WITH_A_SELECTION,
        help="the first year",
        schema=_YEARS,
        turn=3,
    ),
    Parameter(
        *("to", "last_year", readers.read_year_of("to")),
        is_data=True,
        metavar="YEAR",
        stays=Stays.WITH_A_SELECTION,
        help="the last year",
        schema=_YEARS,
        turn=4,
    ),
    Parameter(
        *("transform", "transform", readers.read_transform),
        is_data=True,
        metavar="NAME",
        help="what is done to the figures (default: level)",
        schema=_WORDS | {"enum": list(TRANSFORMS)},
    ),
    Parameter(
        *("base", "base_year", readers.read_year_of("base")),
        is_data=True,
        metavar="YEAR",
        help="the year at which an index is 100",
        schema=_YEARS,
    ),
    Parameter(
        *(KIND, "kind", readers.read_kind),
        is_data=True,
        metavar="NAME",
        stays=Stays.WITH_A_SELECTION,
        help="what sort of quantity a series is that nobody has curated: level, share, growth, index or price "
        "(default: a guess from its unit)",
        schema=_WORDS | {"enum": [kind.value for kind in Kind]},
    ),
    Parameter(
        *("scale", "scale", readers.read_scale),
        is_look=True,
        of_view=True,
        metavar="NAME",
        help="linear or log: a logarithmic scatter has no figures at or below zero",
        schema=_WORDS | {"enum": list(readers.SCALES)},
    ),
    Parameter(
        *("events", "events", readers.read_events, written_shown),
        is_look=True,
        stays=Stays.WITH_A_SELECTION,
        help="kinds of milestone that are drawn, `concerned` for those that concern the indicator, or `none`",
        schema=_LIST,
    ),
    Parameter(
        *("bands", "bands", readers.read_bands),
        is_look=True,
        stays=Stays.WITH_A_SELECTION,
        help="`recessions` shades those that a committee dates, where one does so for an economy drawn",
        schema=_WORDS | {"enum": list(readers.BANDS)},
    ),
    Parameter(
        *("events_of", "events_of", readers.read_events_of, _written_list),
        is_look=True,
        stays=Stays.EVERYWHERE,
        help="of several policy histories those whose milestones are drawn (default: all that `policy` names)",
    ),
    Parameter(
        *("strips", "strips", readers.read_strips),
        is_look=True,
        stays=Stays.EVERYWHERE,
        help="all: a strip of eras for each of several policy histories (default: for the first alone)",
        schema=_WORDS | {"enum": list(readers.STRIPS)},
    ),
    Parameter(
        *("view", "view", readers.read_view),
        metavar="NAME",
        help="the rows of a comparison: {views} (default: the figures themselves)",
    ),
    Parameter(
        *("as_of", "as_of", readers.read_as_of, written_as_of),
        is_data=True,
        metavar="DAY",
        help="what was known on a day, or at an instant such as 2026-04-08T09:30:00Z (default: now)",
        schema=_DAYS,
    ),
    Parameter(
        *("cited", "cited", readers.read_cited, written_as_of),
        is_data=True,
        metavar="DAY",
        help="a day or an instant: what was known then stands beside the other values, with what changed since",
        schema=_DAYS,
    ),
    Parameter(
        *("policy", "policies", readers.read_policies, _written_policies),
        is_data=True,
        metavar="IDS",
        stays=Stays.EVERYWHERE,
        help="which policy history eras, milestones and targets are of; of several, between commas, milestones and "
        "targets are those of all, eras and claims those of the first; `all` names every one (default: china)",
        turn=0,
    ),
    Parameter(
        *("milestone", "milestones", readers.read_milestones, _written_list),
        of_view=True,
        metavar="IDS",
        help="the milestone that event time counts from; of several, between commas and of any history, each economy's "
        "series is counted from its own",
    ),
    Parameter(
        *("against", "against", readers.read_against), of_view=True, metavar="ID", help="the indicator across a scatter"
    ),
    Parameter("about", "about", readers.read_about, help="the indicator whose targets are listed (default: all)"),
    Parameter(
        *("year", "year", readers.read_year_of("year")),
        of_view=True,
        metavar="YEAR",
        help="the year that a comparison looks at (default: the newest full one)",
        schema=_YEARS,
    ),
    Parameter(
        *("among", "among", readers.read_among),
        of_view=True,
        metavar="NAME",
        help="whom a comparison is made with: million (economies of a million people or more), all, peers-income, "
        "peers-size, or a group such as G20 (default: all on a map, million elsewhere)",
    ),
    Parameter("search", "search", readers.read_search, help="words that the timeline's milestones hold"),
    Parameter(
        *("own", "own", readers.read_own, _written_own),
        is_look=True,
        help="a custom event: its date and its title; may be repeated",
        schema=_LIST,
        turn=1,
    ),
    Parameter(
        *("layout", "", readers.read_layout),
        of_scripts=True,
        metavar="NAME",
        help="tidy: one row per value; wide: one column per economy (default: tidy)",
        schema=_WORDS | {"enum": list(readers.LAYOUTS)},
    ),
)
PARAMETERS: Final[dict[str, Parameter]] = {parameter.key: parameter for parameter in _ALL}


def page_keys() -> tuple[str, ...]:
    """Return the keys that pages read: first those that settle which observations are shown."""
    known = [parameter for parameter in PARAMETERS.values() if not parameter.of_scripts]
    return tuple(entry.key for entry in sorted(known, key=lambda entry: not entry.is_data))


def link_keys() -> tuple[str, ...]:
    """Return the keys that a page's link may have: those that pages read, and what a frame says."""
    return (*page_keys(), EMBED)


def script_keys() -> tuple[str, ...]:
    """Return the keys that the data routes take: those of a page's link, and their own."""
    return (*link_keys(), *(parameter.key for parameter in PARAMETERS.values() if parameter.of_scripts))


def going_along(*, with_selection: bool) -> tuple[str, ...]:
    """Return the fields of a Selection that go from page to page, to one that shows a selection or to any."""
    least = Stays.WITH_A_SELECTION if with_selection else Stays.EVERYWHERE
    return tuple(parameter.attribute for parameter in PARAMETERS.values() if parameter.stays.value >= least.value)
