"""Query parameters: one table of what pages, routes and commands can be asked, and how each is read and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue import user_events
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import group_named
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Kind, Scale, Tier
from dashboard.catalogue.policy import Milestone
from dashboard.catalogue.user_wording import reason
from dashboard.errors import SelectionError
from dashboard.formatting import printable
from dashboard.store.as_of import AsOf
from dashboard.views.economies import read_economies
from dashboard.views.query import Query, choice, named
from dashboard.views.series import KIND, NAMES, indicator_named
from dashboard.views.shown import Shown, read_shown, written_shown
from dashboard.views.times import read_day, read_year, written_as_of

DEFAULT_INDICATOR: Final = "gdp-growth"
LAYOUTS: Final = ("tidy", "wide")
_SCALES: Final[tuple[Scale, ...]] = ("linear", "log")


@dataclass(frozen=True, eq=False)
class Context:
    """What a parameter is read against: the catalogue, what `view` may say, and the values read before it."""

    catalogue: Catalogue
    views: Sequence[str]
    own: Sequence[Milestone]
    values: Mapping[str, Any]


def _text(value: object) -> str | None:
    return str(value) if value else None


@dataclass(frozen=True, eq=False)
class Parameter:
    """One query parameter: its key, the field of a Selection that it fills, and how it is read and written.

    `read` takes the query and what it is read against; `write` returns a value's text, None where it says nothing.
    `is_data` settles which observations are shown and not only how. `of_scripts` means nothing to a page, `of_view`
    nothing without a view. `help` says what it is for; the command line has those with a `metavar` as options.
    `turn` is when it is read: what others depend on comes first.
    """

    key: str
    attribute: str
    read: Callable[[Query, Context], Any]
    write: Callable[[Any], str | list[str] | None] = _text
    is_data: bool = False
    of_scripts: bool = False
    of_view: bool = False
    metavar: str = ""
    help: str = ""
    turn: int = 9


def _policy(query: Query, at: Context) -> str:
    return query.one("policy", lambda text: named(text, "policy", at.catalogue.histories), at.catalogue.policy)


def _own(query: Query, at: Context) -> tuple[Milestone, ...]:
    # titles may hold commas
    events, problems = user_events.read_words(query.texts("own"))
    said = [f"An event of your own cannot be read: {reason(problem)}." for problem in problems]
    query.note("own", [SelectionError("bad-event", text, field="own") for text in said])
    return user_events.joined(at.own, events)


def _indicator(query: Query, at: Context) -> str:
    return query.one("indicator", lambda text: _known(text, "indicator", at.catalogue), DEFAULT_INDICATOR)


def _known(text: str, key: str, catalogue: Catalogue) -> str:
    return named(indicator_named(text, catalogue), key, catalogue.indicators, "indicator")


def _kind(query: Query, at: Context) -> Kind | None:
    indicator = at.catalogue.indicator(at.values["indicator"])

    def read(text: str) -> Kind:
        if indicator.tier is not Tier.CATALOGUED:
            message = f"The kind of {indicator.name} is settled: it is curated."
            raise SelectionError("kind-does-not-fit", message, field=KIND)
        return Kind(choice(text, KIND, tuple(Kind)))

    return query.one(KIND, read, None)


def _eras(query: Query, at: Context) -> tuple[str, ...]:
    return query.many("era", lambda text: named(text, "era", at.catalogue.eras)) or ()


def _year(key: str) -> Callable[[Query, Context], int | None]:
    return lambda query, _at: read_year(query, key)


def _as_of(query: Query, _at: Context) -> AsOf | None:
    return read_day(query)


def _transform(query: Query, at: Context) -> str:
    indicator = at.catalogue.indicator(at.values["indicator"])

    def read(text: str) -> str:
        transform = choice(text, "transform", tuple(TRANSFORMS))
        fitting = [spec.id for spec in transforms_of(indicator)]
        if transform not in fitting:
            message = f'The transform "{transform}" makes no sense of "{indicator.name}".'
            raise SelectionError("transform-does-not-fit", message, field="transform", allowed=fitting)
        return transform

    return query.one("transform", read, LEVEL)


def _scale(query: Query, _at: Context) -> Scale | None:
    return query.one("scale", lambda text: choice(text, "scale", _SCALES), None)


def _events(query: Query, _at: Context) -> tuple[Shown, ...]:
    return read_shown(query)


def _view(query: Query, at: Context) -> str:
    return query.one("view", lambda text: choice(text, "view", at.views), "") if at.views else ""


def _milestone(query: Query, at: Context) -> str:
    known = {**at.catalogue.milestones, **{event.id: event for event in at.values["own"]}}
    return query.one("milestone", lambda text: named(text, "milestone", known), "")


def _against(query: Query, at: Context) -> str:
    return query.one("against", lambda text: _known(text, "against", at.catalogue), "")


def _among(query: Query, at: Context) -> str:
    def read(text: str) -> str:
        group = group_named(text, at.catalogue.groups)
        return group.id if group else choice(text.casefold(), "among", tuple(at.catalogue.comparisons))

    return query.one("among", read, "")


def _search(query: Query, _at: Context) -> str:
    return query.one("search", lambda text: printable(text).strip(), "")


def _layout(query: Query, _at: Context) -> str:
    return query.one("layout", lambda text: choice(text, "layout", LAYOUTS), LAYOUTS[0])


def _written_eras(eras: Sequence[str]) -> list[str] | None:
    return list(eras) or None


def _written_policy(policy: str) -> str | None:
    return None if policy == DEFAULT_POLICY else policy


def _written_own(events: Sequence[Milestone]) -> list[str] | None:
    # a list too long for a link is left out
    return (list(user_events.in_words(events)) or None) if user_events.fit_link(events) else None


# in the order in which a link names them
_ALL: Final = (
    Parameter("indicator", "indicator", _indicator, is_data=True, metavar="ID", help=NAMES, turn=2),
    Parameter(
        "economy",
        "economies",
        lambda query, at: read_economies(query, at.catalogue),
        lambda codes: None if codes is None else ",".join(codes),
        is_data=True,
        metavar="CODES",
        help="which economies by code or name, or groups as @G7 or @peers-income, separated by commas (default: all)",
    ),
    Parameter(
        *("era", "eras", _eras, _written_eras),
        is_data=True,
        metavar="ID",
        help="only the years of an era; may be repeated",
    ),
    Parameter("from", "first_year", _year("from"), is_data=True, metavar="YEAR", help="the first year", turn=3),
    Parameter("to", "last_year", _year("to"), is_data=True, metavar="YEAR", help="the last year", turn=4),
    Parameter(
        *("transform", "transform", _transform),
        is_data=True,
        metavar="NAME",
        help="what is done to the figures (default: level)",
    ),
    Parameter(
        "base", "base_year", _year("base"), is_data=True, metavar="YEAR", help="the year at which an index is 100"
    ),
    Parameter(
        *(KIND, "kind", _kind),
        is_data=True,
        metavar="NAME",
        help="what sort of quantity a series is that nobody has curated: level, share, growth, index or price "
        "(default: a guess from its unit)",
    ),
    Parameter(
        *("scale", "scale", _scale),
        of_view=True,
        metavar="NAME",
        help="linear or log: a logarithmic scatter has no figures at or below zero",
    ),
    Parameter(
        *("events", "events", _events, written_shown),
        help="kinds of milestone that are drawn, `concerned` for those that concern the indicator, or `none`",
    ),
    Parameter(
        *("view", "view", _view),
        metavar="NAME",
        help="the rows of a comparison: {views} (default: the figures themselves)",
    ),
    Parameter(
        *("as_of", "as_of", _as_of, written_as_of),
        is_data=True,
        metavar="DAY",
        help="what was known on a day, or at an instant such as 2026-04-08T09:30:00Z (default: now)",
    ),
    Parameter(
        *("policy", "policy", _policy, _written_policy),
        is_data=True,
        metavar="ID",
        help="which policy history eras, milestones and targets are of (default: china)",
        turn=0,
    ),
    Parameter(
        *("milestone", "milestone", _milestone),
        of_view=True,
        metavar="ID",
        help="the milestone that event time counts from",
    ),
    Parameter(*("against", "against", _against), of_view=True, metavar="ID", help="the indicator across a scatter"),
    Parameter(
        *("year", "year", _year("year")),
        of_view=True,
        metavar="YEAR",
        help="the year that a comparison looks at (default: the newest full one)",
    ),
    Parameter(
        *("among", "among", _among),
        of_view=True,
        metavar="NAME",
        help="whom a comparison is made with: million (economies of a million people or more), all, peers-income, "
        "peers-size, or a group such as G20 (default: all on a map, million elsewhere)",
    ),
    Parameter("search", "search", _search, help="words that the timeline's milestones hold"),
    Parameter("own", "own", _own, _written_own, help="a custom event: its date and its title; may be repeated", turn=1),
    Parameter(
        *("layout", "", _layout),
        of_scripts=True,
        metavar="NAME",
        help="tidy: one row per value; wide: one column per economy (default: tidy)",
    ),
)
PARAMETERS: Final[dict[str, Parameter]] = {parameter.key: parameter for parameter in _ALL}


def page_keys() -> tuple[str, ...]:
    """Return the keys that pages read: first those that settle which observations are shown."""
    known = [parameter for parameter in PARAMETERS.values() if not parameter.of_scripts]
    return tuple(entry.key for entry in sorted(known, key=lambda entry: not entry.is_data))


def script_keys() -> tuple[str, ...]:
    """Return the keys that the data routes read: those of a page's link, and their own."""
    return (*page_keys(), *(parameter.key for parameter in PARAMETERS.values() if parameter.of_scripts))
