"""Tell which economy a text means: its code, or any of its names however it is spelt."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.folding import folded

# as the World Bank, the IMF and maps shorten them
_LONG: Final[Mapping[str, str]] = {
    "st": "saint",
    "rep": "republic",
    "dem": "democratic",
    "is": "islands",
    "fed": "federated",
}
_IDLE: Final = frozenset({"the", "of", "and"})
_APOSTROPHES: Final = str.maketrans("", "", "'.")


def economy_named(text: str, economies: Mapping[str, Economy]) -> str | None:
    """Return the code of the economy that a text names, by code or by any name; None if there is none.

    Case, accents, punctuation, small words and the order of words do not matter: "Korea, Rep." is Republic of Korea.
    """
    return economies_by_name(economies).get(folded_name(text))


def economies_meant(text: str, economies: Mapping[str, Economy]) -> tuple[str, ...]:
    """Return the codes of the economies that a text may mean: the one named so, else all with its words in a name."""
    known, wanted = economies_by_name(economies), set(folded_name(text).split())
    if not wanted:
        return ()
    named = known.get(folded_name(text))
    within = (code for name, code in known.items() if wanted <= set(name.split()))
    return (named,) if named else tuple(dict.fromkeys(within))


def described(codes: Iterable[str], economies: Mapping[str, Economy]) -> str:
    """Return economies to choose from, by name and code: Congo Republic (COG) or DR Congo (COD)."""
    *others, last = [f"{economies[code].named} ({code})" for code in codes]
    return f"{', '.join(others)} or {last}" if others else last


def economies_by_name(economies: Mapping[str, Economy]) -> Mapping[str, str]:
    """Return the codes of economies by what they are called, folded as `folded_name` does."""
    return _by_name(tuple(economies.values()))


@lru_cache(maxsize=4096)
def folded_name(text: str) -> str:
    """Return a name without what differs between two spellings of it."""
    found: list[str] = re.findall(r"\w+", folded(text).translate(_APOSTROPHES))
    words = [_LONG.get(word, word) for word in found]
    return " ".join(sorted(word for word in words if word not in _IDLE) or words)


@lru_cache(maxsize=4)
def _by_name(economies: tuple[Economy, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    # what is surer goes first: a code, then a name in full, a synonym only where nothing else is called so
    for turn in zip(*map(_names, economies), strict=True):
        for economy, names in zip(economies, turn, strict=True):
            for name in names:
                found.setdefault(folded_name(name), economy.id)
    return {name: code for name, code in found.items() if name}


def _names(economy: Economy) -> Iterator[Iterable[str]]:
    yield [economy.id]
    yield [economy.name, economy.short_name]
    yield economy.synonyms
    yield [economy.iso2]
