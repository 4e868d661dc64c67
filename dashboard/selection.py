"""What does a request ask for? Query words, the same on every page, route and command, into a frozen Selection."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from dashboard.catalogue import Catalogue
from dashboard.errors import SelectionError
from dashboard.model import SUBJECT, Indicator, MilestoneKind, Scale, Transform

DEFAULT_INDICATOR: Final = "gdp-growth"
DEFAULT_ECONOMIES: Final = (SUBJECT, "USA", "JPN", "IND", "WLD")
FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2100
NONE: Final = "none"
KEYS: Final = ("indicator", "economy", "era", "from", "to", "transform", "scale", "events", "view", "as_of")
_MANY: Final = ("economy", "era", "events")
_LONGEST: Final = 2_000
_SCALES: Final[tuple[Scale, ...]] = ("linear", "log")

T = TypeVar("T")


@dataclass(frozen=True)
class Selection:
    """What is asked for; None means "nothing said", so that the indicator's own default applies."""

    indicator: str = DEFAULT_INDICATOR
    economies: tuple[str, ...] | None = None
    eras: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    transform: Transform = Transform.LEVEL
    scale: Scale | None = None
    events: tuple[MilestoneKind, ...] = tuple(MilestoneKind)
    view: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Reading:
    """A selection with defaults where the request could not be followed, and why it could not."""

    selection: Selection
    problems: tuple[SelectionError, ...]


def read_selection(query: Mapping[str, Sequence[str]], catalogue: Catalogue, *, views: Sequence[str] = ()) -> Reading:
    """Return what a query asks for; whatever is unknown, malformed or repeated falls back and is listed."""
    words = _Words(query)
    indicator = words.one("indicator", lambda text: _named(text, "indicator", catalogue.indicators), DEFAULT_INDICATOR)
    first, last = words.one("from", _year("from"), None), words.one("to", _year("to"), None)
    if first is not None and last is not None and first > last:
        words.problems.append(
            SelectionError("reversed-range", f"The range runs backwards: from {first} to {last}.", field="from")
        )
        first = last = None
    selection = Selection(
        indicator=indicator,
        economies=words.many("economy", lambda text: _named(text.upper(), "economy", catalogue.economies), None),
        eras=words.many("era", lambda text: _named(text, "era", catalogue.eras), ()) or (),
        first_year=first,
        last_year=last,
        transform=words.one("transform", _transform(catalogue.indicator(indicator)), Transform.LEVEL),
        scale=words.one("scale", lambda text: _choice(text, "scale", _SCALES), None),
        events=_events(words),
        view=words.one("view", lambda text: _choice(text, "view", views), "") if views else "",
        as_of=words.one("as_of", _day, None),
    )
    return Reading(selection, tuple(words.problems))


def query_of(selection: Selection) -> dict[str, str | list[str]]:
    """Return the query words that read back as this selection; what was not said stays unsaid."""
    words: dict[str, str | list[str]] = {"indicator": selection.indicator}
    if selection.economies is not None:
        words["economy"] = ",".join(selection.economies)
    if selection.eras:
        words["era"] = list(selection.eras)
    for key, year in (("from", selection.first_year), ("to", selection.last_year)):
        if year is not None:
            words[key] = str(year)
    words["transform"] = selection.transform.value
    if selection.scale is not None:
        words["scale"] = selection.scale
    if set(selection.events) != set(MilestoneKind):
        words["events"] = [kind.value for kind in selection.events] or NONE
    if selection.view:
        words["view"] = selection.view
    if selection.as_of is not None:
        words["as_of"] = selection.as_of.isoformat()
    return words


def quoted(text: str) -> str:
    """Return a reader's own words fit for a message: printable, on one line, short."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text[:80])
    return f'"{clean[:60]}{"…" if len(text) > 60 else ""}"'


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
        return self._read(read, given[0], default) if given else default

    def many(self, key: str, read: Callable[[str], T], default: tuple[T, ...] | None) -> tuple[T, ...] | None:
        """Return a key's values, repeated or separated by commas, without repeats; the default where none is left."""
        if not self._query.get(key):
            return default
        texts = [text.strip() for given in self._query[key] for text in given.split(",") if text.strip()]
        found = [value for value in (self._read(read, text, None) for text in texts) if value is not None]
        return tuple(dict.fromkeys(found)) if found or not texts else default

    def _read(self, read: Callable[[str], T], text: str, default: T | None) -> T | None:
        try:
            return read(text)
        except SelectionError as problem:
            self.problems.append(problem)
            return default


def _events(words: _Words) -> tuple[MilestoneKind, ...]:
    everything = tuple(MilestoneKind)
    kinds = (*(kind.value for kind in everything), NONE)
    found = words.many("events", lambda text: _choice(text, "events", kinds), None)
    if found is None:
        return everything
    return tuple(kind for kind in everything if kind.value in found)


def _named(text: str, field: str, known: Mapping[str, object]) -> str:
    if text in known:
        return text
    raise SelectionError(f"unknown-{field}", f"No {field} is called {quoted(text)}.", field=field, allowed=tuple(known))


def _choice(text: str, field: str, allowed: Sequence[str]) -> str:
    if text in allowed:
        return text
    raise SelectionError(f"unknown-{field}", f"{field} cannot be {quoted(text)}.", field=field, allowed=allowed)


def _transform(indicator: Indicator) -> Callable[[str], Transform]:
    def read(text: str) -> Transform:
        transform = Transform(_choice(text, "transform", [known.value for known in Transform]))
        if transform not in indicator.transforms:
            raise SelectionError(
                "transform-does-not-fit",
                f"{indicator.name} is a {indicator.kind.value}: {transform.value} makes no sense of it.",
                field="transform",
                allowed=[fitting.value for fitting in indicator.transforms],
            )
        return transform

    return read


def _year(field: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        # isdigit alone lets other scripts' digits through
        if text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        raise SelectionError(
            "bad-year", f"{field} must be a year from {FIRST_YEAR} to {LAST_YEAR}, not {quoted(text)}.", field=field
        )

    return read


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as exc:
        raise SelectionError(
            "bad-date", f"as_of must be a day such as 2026-04-08, not {quoted(text)}.", field="as_of"
        ) from exc
