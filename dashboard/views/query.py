"""Read a query key by key: odd spellings of keys, lists, repeats, and what could not be followed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from dashboard.errors import SelectionError
from dashboard.formatting import count, quoted

_LONGEST: Final = 2_000
# a list of a thousand wrong values is one mistake to its user, not a thousand
_PROBLEMS_A_KEY: Final = 3
# no name has more
_MOST_COMMAS: Final = 3
# what a link carries that was copied out of HTML
_ESCAPED: Final = "amp;"
# what other sites call the same
_SYNONYMS: Final = {
    **dict.fromkeys(("country", "countries", "economies"), "economy"),
    **dict.fromkeys(("start", "start_year", "since", "first_year"), "from"),
    **dict.fromkeys(("end", "end_year", "until", "last_year"), "to"),
    **dict.fromkeys(("series", "indicators"), "indicator"),
    **dict.fromkeys(("eras",), "era"),
    **dict.fromkeys(("asof", "as-of"), "as_of"),
}

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)


def understood(key: str, keys: Collection[str]) -> str:
    """Return the key that a key stands for: in another case, after an escaped "&", or by a well-known synonym."""
    plain = key
    while plain.startswith(_ESCAPED):
        plain = plain.removeprefix(_ESCAPED)
    for candidate in (plain, plain.casefold(), _SYNONYMS.get(plain.casefold(), "")):
        if candidate in keys:
            return candidate
    return key


def by_key(words: Iterable[tuple[str, str]], accepted: Sequence[str]) -> dict[str, list[str]]:
    """Return every value of every key; SelectionError names the first key that is not accepted."""
    found: dict[str, list[str]] = {}
    for given, value in words:
        key = understood(given, accepted)
        if key not in accepted:
            name = quoted(key)
            raise SelectionError("unknown-key", f"No key is called {name}.", field=name[1:-1], allowed=accepted)
        found.setdefault(key, []).append(value)
    return found


class Query:
    """The values of one query, read key by key; collects what could not be followed."""

    def __init__(self, given: Mapping[str, Sequence[str]], keys: Collection[str], *, longest: float = _LONGEST) -> None:
        self.problems: list[SelectionError] = []
        self._values: dict[str, Sequence[str]] = {}
        for key, values in self._respelled(given, keys).items():
            if sum(len(text) for text in values) > longest:
                message = f"The value of {key} is too long to be read."
                self.problems.append(SelectionError("too-long", message, field=key))
            else:
                self._values[key] = values

    def _respelled(self, given: Mapping[str, Sequence[str]], keys: Collection[str]) -> dict[str, Sequence[str]]:
        values = {key: given[key] for key in keys if key in given}
        for key in given:
            meant = understood(key, keys)
            if meant == key or meant not in keys:
                continue
            if meant in values:
                message = f"{quoted(key)} says {meant} once more; once is enough."
                self.problems.append(SelectionError("repeated-key", message, field=meant))
            else:
                values[meant] = given[key]
        return values

    def has(self, key: str) -> bool:
        """Tell whether a key is there, if only with nothing in it."""
        return bool(self._values.get(key))

    def texts(self, key: str) -> list[str]:
        """Return the values of a key that say something."""
        return [text.strip() for text in self._values.get(key, ()) if text.strip()]

    def one(self, key: str, read: Callable[[str], T], default: T, *, texts: Sequence[str] | None = None) -> T:
        """Return a key's single value; `texts` are its values where they are not simply those given."""
        given = self.texts(key) if texts is None else texts
        if len(given) > 1:
            message = f"{key} is given {len(given)} times; once is enough."
            self.problems.append(SelectionError("repeated-key", message, field=key))
            return default
        try:
            return read(given[0]) if given else default
        except SelectionError as problem:
            self.problems.append(problem)
            return default

    def many(
        self, key: str, read: Callable[[str], T], *, is_name: Callable[[str], bool] = lambda _: False
    ) -> tuple[T, ...] | None:
        """Return a key's values, repeated or separated by commas, without repeats; None where it says nothing usable.

        A key that is there with nothing in it names nothing: that is an answer, and not the same as silence.
        A comma within what `is_name` knows separates nothing.
        """
        texts = dict.fromkeys(
            text.strip() for value in self._values.get(key, ()) for text in _listed(value, is_name) if text.strip()
        )
        found: list[T] = []
        problems: list[SelectionError] = []
        for text in texts:
            try:
                found.append(read(text))
            except SelectionError as problem:
                problems.append(problem)
        self.note(key, problems)
        return tuple(dict.fromkeys(found)) if found or (self.has(key) and not texts) else None

    def note(self, key: str, problems: Sequence[SelectionError]) -> None:
        """Note what could not be followed of a key, not all of it where it is much."""
        self.problems.extend(problems[:_PROBLEMS_A_KEY])
        if len(problems) > _PROBLEMS_A_KEY:
            more = f"{count(len(problems) - _PROBLEMS_A_KEY, 'more value')} of {key} cannot be followed."
            self.problems.append(SelectionError("more-problems", more, field=key))


def _listed(value: str, is_name: Callable[[str], bool]) -> Iterator[str]:
    """Yield what a text lists between commas, the longest names first."""
    parts = value.split(",")
    while parts:
        ends = range(min(len(parts), _MOST_COMMAS + 1), 1, -1)
        end = next((end for end in ends if is_name(",".join(parts[:end]))), 1)
        yield ",".join(parts[:end])
        parts = parts[end:]


def spelled(text: str, known: Collection[str]) -> str:
    """Return the one of some names that a text is in whatever case; any other text as it is."""
    if text in known:
        return text
    alike = [name for name in known if name.casefold() == text.casefold()]
    return alike[0] if len(alike) == 1 else text


def named(text: str, field: str, known: Mapping[str, object], sort: str = "") -> str:
    """Return an id that is known, whatever its case; `sort` is what it is the id of, the field itself unless given."""
    found = spelled(text, known)
    if found in known:
        return found
    sort = sort or field
    message = f"No {sort} is called {quoted(text)}."
    raise SelectionError(f"unknown-{sort}", message, field=field, allowed=tuple(known), asked=text)


def choice(text: str, field: str, allowed: Sequence[Choice]) -> Choice:
    """Return the one of a few values that a text is, whatever its case."""
    meant = spelled(text, allowed)
    for value in allowed:
        if value == meant:
            return value
    names = tuple(str(value) for value in allowed)
    raise SelectionError(f"unknown-{field}", f"{field} cannot be {quoted(text)}.", field=field, allowed=names)
