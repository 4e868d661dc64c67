"""Say what a request asks for: query words, the same on every page, route and command, into a frozen Selection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from dashboard.analysis.transforms import LEVEL, TRANSFORMS, transforms_of
from dashboard.catalogue import user_events
from dashboard.catalogue.history import DEFAULT_POLICY
from dashboard.catalogue.indicators import Indicator, Scale
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.errors import SelectionError
from dashboard.store.as_of import AsOf, read_as_of, write_as_of

DEFAULT_INDICATOR: Final = "gdp-growth"
NONE: Final = "none"
DATA_KEYS: Final = ("indicator", "economy", "era", "from", "to", "transform", "as_of", "policy")
# they settle how a chart looks, never which figures it shows
LOOK_KEYS: Final = ("scale", "events", "view", "milestone", "against", "year", "search", "own")
KEYS: Final = (*DATA_KEYS, *LOOK_KEYS)
_LONGEST: Final = 2_000
_QUOTED: Final = 60
_YEAR_DIGITS: Final = 4
# a list of a thousand wrong words is one mistake to its reader, not a thousand
_PROBLEMS_A_KEY: Final = 3
_SCALES: Final[tuple[Scale, ...]] = ("linear", "log")

T = TypeVar("T")
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class Selection:
    """What is asked for; None means "nothing said", so that the indicator's own default applies.

    `milestone` is the one looked at, `against` the indicator across a scatter, `year` the one ranked, mapped or met,
    `search` what milestones must mention, `own` the events that the reader added, `policy` the policy history.
    """

    indicator: str = DEFAULT_INDICATOR
    economies: tuple[str, ...] | None = None
    eras: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    transform: str = LEVEL
    scale: Scale | None = None
    events: tuple[MilestoneKind, ...] = tuple(MilestoneKind)
    view: str = ""
    as_of: AsOf | None = None
    milestone: str = ""
    against: str = ""
    year: int | None = None
    search: str = ""
    own: tuple[Milestone, ...] = ()
    policy: str = DEFAULT_POLICY


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

    `own` are events that the reader has added already, before those that the query names.
    """
    words = _Words(query)
    # first of all: the other words name eras and milestones of its own
    policy = words.one("policy", lambda text: _named(text, "policy", catalogue.histories), catalogue.policy)
    catalogue = catalogue.focused(policy)
    added = user_events.joined(own, words.own_events())
    milestones = {**catalogue.milestones, **{event.id: event for event in added}}
    indicator = words.one("indicator", lambda text: _named(text, "indicator", catalogue.indicators), DEFAULT_INDICATOR)
    first, last = words.one("from", _year("from"), None), words.one("to", _year("to"), None)
    if first is not None and last is not None and first > last:
        words.problems.append(
            SelectionError("reversed-range", f"The range runs backwards: from {first} to {last}.", field="from")
        )
        first = last = None
    selection = Selection(
        indicator=indicator,
        economies=words.many("economy", lambda text: _named(text.upper(), "economy", catalogue.economies)),
        eras=words.many("era", lambda text: _named(text, "era", catalogue.eras)) or (),
        first_year=first,
        last_year=last,
        transform=words.one("transform", _transform(catalogue.indicator(indicator)), LEVEL),
        scale=words.one("scale", lambda text: _choice(text, "scale", _SCALES), None),
        events=_events(words),
        view=words.one("view", lambda text: _choice(text, "view", views), "") if views else "",
        as_of=words.one("as_of", _as_of, None),
        milestone=words.one("milestone", lambda text: _named(text, "milestone", milestones), ""),
        against=words.one("against", lambda text: _named(text, "against", catalogue.indicators), ""),
        year=words.one("year", _year("year"), None),
        search=words.one("search", lambda text: _printable(text).strip(), ""),
        own=added,
        policy=policy,
    )
    return Reading(selection, tuple(words.problems))


def read_policy(catalogue: Catalogue, named: Sequence[str]) -> Catalogue:
    """Return a catalogue focused on the policy history that a request names; SelectionError where there is none."""
    reading = read_selection({"policy": named}, catalogue)
    for problem in reading.problems:
        raise problem
    return catalogue.focused(reading.selection.policy)


def focused(catalogue: Catalogue, named: Sequence[str]) -> Catalogue:
    """Return a catalogue focused on the policy history that a query names, as it stands where the name is no good."""
    return catalogue.focused(read_selection({"policy": named}, catalogue).selection.policy)


def query_of(selection: Selection) -> dict[str, str | list[str]]:
    """Return the query words that read back as this selection; what was not said stays unsaid.

    The reader's own events are left out where they are too long for a link.
    """
    everything = set(selection.events) == set(MilestoneKind)
    words: dict[str, str | list[str] | None] = {
        "indicator": selection.indicator,
        "economy": None if selection.economies is None else ",".join(selection.economies),
        "era": list(selection.eras) or None,
        "from": _text(selection.first_year),
        "to": _text(selection.last_year),
        "transform": selection.transform,
        "scale": selection.scale,
        "events": None if everything else [kind.value for kind in selection.events] or NONE,
        "view": selection.view or None,
        "as_of": None if selection.as_of is None else write_as_of(selection.as_of),
        "policy": None if selection.policy == DEFAULT_POLICY else selection.policy,
        "milestone": selection.milestone or None,
        "against": selection.against or None,
        "year": _text(selection.year),
        "search": selection.search or None,
        "own": (list(user_events.in_words(selection.own)) or None) if user_events.fit_link(selection.own) else None,
    }
    return {key: value for key, value in words.items() if value is not None}


def quoted(text: str) -> str:
    """Return a reader's own words fit for a message: printable, on one line, short."""
    return f'"{_printable(text[:_QUOTED])}{"…" if len(text) > _QUOTED else ""}"'


class _Words:
    """The words of one query, read key by key; collects what could not be followed."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.problems: list[SelectionError] = []
        self._query: dict[str, Sequence[str]] = {}
        for key in KEYS:
            given = query.get(key, ())
            if sum(len(text) for text in given) > _LONGEST:
                self.problems.append(
                    SelectionError("too-long", f"The value of {key} is too long to be read.", field=key)
                )
            else:
                self._query[key] = given

    def one(self, key: str, read: Callable[[str], T], default: T) -> T:
        """Return a key's single value."""
        given = [text.strip() for text in self._query.get(key, ()) if text.strip()]
        if len(given) > 1:
            self.problems.append(
                SelectionError("repeated-key", f"{key} is given {len(given)} times; once is enough.", field=key)
            )
            return default
        try:
            return read(given[0]) if given else default
        except SelectionError as problem:
            self.problems.append(problem)
            return default

    def many(self, key: str, read: Callable[[str], T]) -> tuple[T, ...] | None:
        """Return a key's values, repeated or separated by commas, without repeats; None where it says nothing usable.

        A key that is there with nothing in it names nothing: that is an answer, and not the same as silence.
        """
        given = self._query.get(key, ())
        texts = dict.fromkeys(text.strip() for value in given for text in value.split(",") if text.strip())
        found: list[T] = []
        problems: list[SelectionError] = []
        for text in texts:
            try:
                found.append(read(text))
            except SelectionError as problem:
                problems.append(problem)
        self._note(key, problems)
        return tuple(dict.fromkeys(found)) if found or (given and not texts) else None

    def own_events(self) -> tuple[Milestone, ...]:
        """Return the events that the query itself brings along; their titles may hold commas."""
        reading = user_events.read_words([text for text in self._query.get("own", ()) if text.strip()])
        self._note("own", [SelectionError("bad-event", problem, field="own") for problem in reading.problems])
        return reading.events

    def _note(self, key: str, problems: Sequence[SelectionError]) -> None:
        self.problems.extend(problems[:_PROBLEMS_A_KEY])
        if len(problems) > _PROBLEMS_A_KEY:
            more = f"{len(problems) - _PROBLEMS_A_KEY} more values of {key} cannot be followed."
            self.problems.append(SelectionError("more-problems", more, field=key))


def _events(words: _Words) -> tuple[MilestoneKind, ...]:
    everything = tuple(MilestoneKind)
    found = words.many("events", lambda text: _choice(text, "events", (*everything, NONE)))
    return everything if found is None else tuple(kind for kind in everything if kind in found)


def _named(text: str, field: str, known: Mapping[str, object]) -> str:
    if text in known:
        return text
    sort = "indicator" if field == "against" else field
    raise SelectionError(f"unknown-{sort}", f"No {sort} is called {quoted(text)}.", field=field, allowed=tuple(known))


def _choice(text: str, field: str, allowed: Sequence[Word]) -> Word:
    for word in allowed:
        if word == text:
            return word
    names = tuple(str(word) for word in allowed)
    raise SelectionError(f"unknown-{field}", f"{field} cannot be {quoted(text)}.", field=field, allowed=names)


def _transform(indicator: Indicator) -> Callable[[str], str]:
    def read(text: str) -> str:
        transform = _choice(text, "transform", tuple(TRANSFORMS))
        fitting = [spec.id for spec in transforms_of(indicator)]
        if transform not in fitting:
            raise SelectionError(
                "transform-does-not-fit",
                f'The transform "{transform}" makes no sense of "{indicator.name}".',
                field="transform",
                allowed=fitting,
            )
        return transform

    return read


def _year(field: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        # isdigit alone lets other scripts' digits through
        digits = text.isascii() and text.isdigit() and len(text) == _YEAR_DIGITS
        if digits and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        raise SelectionError(
            "bad-year", f"{field} must be a year from {FIRST_YEAR} to {LAST_YEAR}, not {quoted(text)}.", field=field
        )

    return read


def _as_of(text: str) -> AsOf:
    try:
        as_of = read_as_of(text)
    except ValueError:
        as_of = None
    # the end of time has no day after it to look back from
    if as_of is None or not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise SelectionError(
            "bad-date",
            f"as_of must be a day such as 2026-04-08 or an instant such as 2026-04-08T09:30:00Z, not {quoted(text)}.",
            field="as_of",
        )
    return as_of


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
