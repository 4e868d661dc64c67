"""Read what a request asks for into a frozen Selection, and write it back: the same on pages, routes and commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.analysis.transforms import LEVEL
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Kind, Scale
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.errors import SelectionError
from dashboard.store.as_of import AsOf, last_moment, write_as_of
from dashboard.views.parameter_readers import DEFAULT_INDICATOR, Context
from dashboard.views.parameters import PARAMETERS, page_keys
from dashboard.views.query import Query
from dashboard.views.shown import Shown


@dataclass(frozen=True)
class Selection:
    """What is asked for; None means "nothing said", so that the indicator's own default applies.

    `events` are the kinds of milestone shown, and `CONCERNED` where only those that concern the indicator are.
    `milestone` is the one looked at, `further` those that event time shows with it, `against` the indicator across a
    scatter, `about` the one whose targets are listed alone, `second` the one shown beside the first, `year` the one
    ranked, mapped or met, `among` whom a comparison is made with, `search` what milestones must mention, `own` the
    events that the user added, `policies` the policy histories, the one in focus first, `kind` what a series is taken
    for that nobody has curated, `base_year` the year at which an index is 100, `cited` the day or instant whose values
    are drawn beside those of `as_of`. `events_of` are the histories whose milestones are drawn, all where it is empty,
    `strips` says whose eras have a strip.
    """

    indicator: str = DEFAULT_INDICATOR
    economies: tuple[str, ...] | None = None
    eras: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    transform: str = LEVEL
    scale: Scale | None = None
    events: tuple[Shown, ...] = tuple(MilestoneKind)
    view: str = ""
    as_of: AsOf | None = None
    milestone: str = ""
    further: tuple[str, ...] = ()
    against: str = ""
    about: str = ""
    year: int | None = None
    among: str = ""
    search: str = ""
    own: tuple[Milestone, ...] = ()
    policies: tuple[str, ...] = (DEFAULT_POLICY,)
    kind: Kind | None = None
    base_year: int | None = None
    second: str = ""
    cited: AsOf | None = None
    bands: str = ""
    events_of: tuple[str, ...] = ()
    strips: str = ""

    @property
    def milestones(self) -> tuple[str, ...]:
        """Return the milestones looked at, the first of them first."""
        return (self.milestone, *self.further) if self.milestone else ()

    @property
    def policy(self) -> str:
        """Return the policy history in focus."""
        return self.policies[0]


@dataclass(frozen=True)
class Reading:
    """A selection with defaults where the request could not be followed, and why it could not."""

    selection: Selection
    problems: tuple[SelectionError, ...]


def read_selection(
    query: Mapping[str, Sequence[str]],
    catalogue: Catalogue,
    *,
    views: Sequence[str] = (),
    own: Sequence[Milestone] = (),
) -> Reading:
    """Return what a query asks for; whatever is unknown, malformed or repeated falls back and is listed.

    `own` are events that the user has added already, before those that the query names.
    """
    return _read(Query(query, page_keys()), catalogue, views, own)


def _read(asked: Query, catalogue: Catalogue, views: Sequence[str], own: Sequence[Milestone]) -> Reading:
    values: dict[str, Any] = {}
    known = [parameter for parameter in PARAMETERS.values() if not parameter.of_scripts]
    for parameter in sorted(known, key=lambda parameter: parameter.turn):
        values[parameter.attribute] = parameter.read(asked, Context(catalogue, views, own, values))
        if parameter.attribute == "policies":
            # the others name eras and milestones of their own
            catalogue = catalogue.focused(*values["policies"])
        if parameter.attribute == "last_year":
            _turn_forwards(asked, values)
    _cite_earlier(asked, values)
    first, *further = values.pop("milestones") or ("",)
    return Reading(Selection(**values, milestone=first, further=tuple(further)), tuple(asked.problems))


def _turn_forwards(asked: Query, values: dict[str, Any]) -> None:
    first, last = values["first_year"], values["last_year"]
    if first is not None and last is not None and first > last:
        message = f"The range runs backwards: from {first} to {last}."
        asked.problems.append(SelectionError("reversed-range", message, field="from"))
        values.update(first_year=None, last_year=None)


def _cite_earlier(asked: Query, values: dict[str, Any]) -> None:
    cited, as_of = values["cited"], values["as_of"]
    if cited is not None and as_of is not None and last_moment(cited) > last_moment(as_of):
        message = f"What was cited must be earlier than as_of: {write_as_of(cited)} is after {write_as_of(as_of)}."
        asked.problems.append(SelectionError("reversed-range", message, field="cited"))
        values.update(cited=None)


def read_policy(catalogue: Catalogue, named: Sequence[str]) -> Catalogue:
    """Return a catalogue with the policy histories that a request names; SelectionError where there is none."""
    reading = read_selection({"policy": named}, catalogue)
    for problem in reading.problems:
        raise problem
    return catalogue.focused(*reading.selection.policies)


def policies_in(query: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what a query says of policy histories, however it spells the key."""
    return tuple(Query(query, page_keys()).texts("policy"))


def focused(catalogue: Catalogue, named: Sequence[str]) -> Catalogue:
    """Return a catalogue with the policy histories that a query names, as it stands where the names are no good."""
    return catalogue.focused(*read_selection({"policy": named}, catalogue).selection.policies)


def query_of(selection: Selection) -> dict[str, str | list[str]]:
    """Return the query parameters that read back as this selection; what was not said stays unsaid.

    The user's own events are left out where they are too long for a link.
    """
    known = {key: parameter for key, parameter in PARAMETERS.items() if not parameter.of_scripts}
    words = {key: parameter.write(getattr(selection, parameter.attribute)) for key, parameter in known.items()}
    return {key: value for key, value in words.items() if value is not None}


def short_query_of(selection: Selection) -> dict[str, str | list[str]]:
    """Return the query parameters of a short link to the newest figures: the indicator, and what is not as usual."""
    usual = query_of(Selection())
    words = query_of(replace(selection, as_of=None, cited=None))
    return {key: value for key, value in words.items() if key == "indicator" or value != usual.get(key)}
