"""Read one query parameter each, against the catalogue and what was read before it; what is wrong is noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue import user_events
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import group_named
from dashboard.catalogue.history import ALL_POLICIES, DEFAULT_POLICY
from dashboard.catalogue.indicators import Kind, Scale, Tier
from dashboard.catalogue.policy import Milestone
from dashboard.catalogue.user_wording import reason
from dashboard.errors import SelectionError
from dashboard.formatting import printable
from dashboard.store.as_of import AsOf
from dashboard.views.economies import read_economies
from dashboard.views.query import Query, choice, named
from dashboard.views.series import KIND, SECOND, indicator_named, listed
from dashboard.views.shown import Shown, read_shown
from dashboard.views.times import read_day, read_year

DEFAULT_INDICATOR: Final = "gdp-growth"
LAYOUTS: Final = ("tidy", "wide")
RECESSIONS: Final = "recessions"
BANDS: Final = (RECESSIONS,)
# a strip for the eras of each history chosen, and not for those of the first alone
ALL_STRIPS: Final = "all"
STRIPS: Final = ("first", ALL_STRIPS)
SCALES: Final[tuple[Scale, ...]] = ("linear", "log")


@dataclass(frozen=True, eq=False)
class Context:
    """What a parameter is read against: the catalogue, what `view` may say, and the values read before it."""

    catalogue: Catalogue
    views: Sequence[str]
    own: Sequence[Milestone]
    values: Mapping[str, Any]


def read_policies(query: Query, at: Context) -> tuple[str, ...]:
    """Return the policy histories chosen, the one in focus first; `all` stands for every one not named before it."""
    histories = at.catalogue.histories
    known = {**histories, ALL_POLICIES: None}
    found = query.many("policy", lambda text: named(text, "policy", known)) or at.catalogue.policies
    usual_first = sorted(histories, key=lambda name: name != DEFAULT_POLICY)
    every = [name for text in found for name in ([text] if text in histories else usual_first)]
    return tuple(dict.fromkeys(every))


def read_own(query: Query, at: Context) -> tuple[Milestone, ...]:
    """Return the custom events, those of the session with those of the link."""
    # titles may hold commas
    events, problems = user_events.read_words(query.texts("own"))
    said = [f"An event of your own cannot be read: {reason(problem)}." for problem in problems]
    query.note("own", [SelectionError("bad-event", text, field="own") for text in said])
    return user_events.joined(at.own, events)


def read_indicator(query: Query, at: Context) -> str:
    """Return the indicator; a list that comes down to one is that one."""
    given = query.texts("indicator")
    alone = listed({"indicator": given})
    texts = alone if len(alone) == 1 else given
    return query.one("indicator", lambda text: _known(text, "indicator", at.catalogue), DEFAULT_INDICATOR, texts=texts)


def read_second(query: Query, at: Context) -> str:
    """Return the indicator that is shown beside the first; "" for none."""
    first = at.values["indicator"]

    def read(text: str) -> str:
        found = _known(text, SECOND, at.catalogue)
        if found == first:
            message = f"{at.catalogue.indicator(first).name} is shown already: a second indicator must be another one."
            raise SelectionError("repeated-indicator", message, field=SECOND)
        return found

    return query.one(SECOND, read, "")


def _known(text: str, key: str, catalogue: Catalogue) -> str:
    return named(indicator_named(text, catalogue), key, catalogue.indicators, "indicator")


def read_kind(query: Query, at: Context) -> Kind | None:
    """Return what sort of quantity a series is that nobody has curated."""
    indicator = at.catalogue.indicator(at.values["indicator"])

    def read(text: str) -> Kind:
        if indicator.tier is not Tier.CATALOGUED:
            message = f"The kind of {indicator.name} is settled: it is curated."
            raise SelectionError("kind-does-not-fit", message, field=KIND)
        return Kind(choice(text, KIND, tuple(Kind)))

    return query.one(KIND, read, None)


def read_named_economies(query: Query, at: Context) -> tuple[str, ...] | None:
    """Return the economies that are shown; None where it is left to the page."""
    return read_economies(query, at.catalogue)


def read_eras(query: Query, at: Context) -> tuple[str, ...]:
    """Return the eras whose years are shown."""
    return query.many("era", lambda text: named(text, "era", at.catalogue.eras)) or ()


def read_year_of(key: str) -> Callable[[Query, Context], int | None]:
    """Return what reads the year of a key."""
    return lambda query, _at: read_year(query, key)


def read_cited(query: Query, _at: Context) -> AsOf | None:
    """Return the day or instant whose values are drawn beside the others."""
    return read_day(query, "cited")


def read_as_of(query: Query, _at: Context) -> AsOf | None:
    """Return the day or instant whose knowledge is shown."""
    return read_day(query, "as_of")


def read_transform(query: Query, at: Context) -> str:
    """Return what is done to the values."""
    indicator = at.catalogue.indicator(at.values["indicator"])

    def read(text: str) -> str:
        transform = choice(text, "transform", tuple(TRANSFORMS))
        fitting = [spec.id for spec in transforms_of(indicator)]
        if transform not in fitting:
            message = f'The transform "{transform}" makes no sense of "{indicator.name}".'
            raise SelectionError("transform-does-not-fit", message, field="transform", allowed=fitting)
        return transform

    return query.one("transform", read, LEVEL)


def read_scale(query: Query, _at: Context) -> Scale | None:
    """Return the scale of the value axis."""
    return query.one("scale", lambda text: choice(text, "scale", SCALES), None)


def read_events(query: Query, _at: Context) -> tuple[Shown, ...]:
    """Return the kinds of milestone that are drawn."""
    return read_shown(query)


def read_bands(query: Query, _at: Context) -> str:
    """Return what is shaded besides the eras; "" for nothing."""
    return query.one("bands", lambda text: choice(text, "bands", BANDS), "")


def read_events_of(query: Query, at: Context) -> tuple[str, ...]:
    """Return the policy histories whose milestones are drawn, of those chosen; none means all of them."""
    found = query.many("events_of", lambda text: named(text, "events_of", at.catalogue.histories, "policy")) or ()
    # one that is no longer chosen filters nothing
    kept = tuple(policy for policy in at.catalogue.policies if policy in found)
    return () if kept == at.catalogue.policies else kept


def read_strips(query: Query, _at: Context) -> str:
    """Return whose eras have a strip: "" where those of the first history alone."""
    found = query.one("strips", lambda text: choice(text, "strips", STRIPS), "")
    return "" if found == STRIPS[0] else found


def read_view(query: Query, at: Context) -> str:
    """Return the kind of chart or part of a page."""
    return query.one("view", lambda text: choice(text, "view", at.views), "") if at.views else ""


def read_milestones(query: Query, at: Context) -> tuple[str, ...]:
    """Return the milestone looked at, and those of any history that event time shows beside it."""
    known: dict[str, object] = {**at.catalogue.milestones, **{event.id: event for event in at.values["own"]}}
    if "," in ",".join(query.texts("milestone")):
        histories = at.catalogue.histories.values()
        known |= {name: found for history in histories for name, found in history.milestones.items()}
    return query.many("milestone", lambda text: named(text, "milestone", known)) or ()


def read_against(query: Query, at: Context) -> str:
    """Return the indicator across a scatter."""
    return query.one("against", lambda text: _known(text, "against", at.catalogue), "")


def read_about(query: Query, at: Context) -> str:
    """Return the indicator whose targets are listed; "" for those of all."""
    return query.one("about", lambda text: _known(text, "about", at.catalogue), "")


def read_among(query: Query, at: Context) -> str:
    """Return whom a comparison is made with."""

    def read(text: str) -> str:
        group = group_named(text, at.catalogue.groups)
        return group.id if group else choice(text.casefold(), "among", tuple(at.catalogue.comparisons))

    return query.one("among", read, "")


def read_search(query: Query, _at: Context) -> str:
    """Return the words that the timeline's milestones hold."""
    return query.one("search", lambda text: printable(text).strip(), "")


def read_layout(query: Query, _at: Context) -> str:
    """Return how rows are laid out."""
    return query.one("layout", lambda text: choice(text, "layout", LAYOUTS), LAYOUTS[0])
