"""Cut what somebody typed into words to look for, and write them as expressions of the index."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.catalogue.folding import folded, singular, words
from dashboard.formatting import printable

LONGEST: Final = 400
_MOST_UNITS: Final = 12
# what stands in every sentence tells nothing apart
_IDLE: Final = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "vs", "with")
)
# a shorter beginning has too many words
_SHORTEST_PREFIX: Final = 3


@dataclass(frozen=True)
class Unit:
    """What stands between two spaces: as it was typed, its words, and whether more of it may come.

    `meant` are the words that a slip may have hidden, each to be found in place of it.
    """

    typed: str
    words: tuple[str, ...]
    unfinished: bool = False
    meant: tuple[str, ...] = ()

    def clause(self, *, prefix: bool = False) -> str:
        """Return it as an FTS5 expression; a prefix where it is unfinished or where that is asked for."""
        star = " *" if self.unfinished or (prefix and len(self.words[-1]) >= _SHORTEST_PREFIX) else ""
        phrases = [f'"{" ".join(self.words)}"', *(f'"{word}"' for word in self.meant)]
        return f"({' OR '.join(phrase + star for phrase in phrases)})"


def units_of(text: str) -> tuple[Unit, ...]:
    """Return the units of a text, idle words left out unless there are no others; the last may be unfinished."""
    typed = printable(text).split()
    bare = [one.removesuffix("'s").removesuffix("’s") for one in typed]
    found = [Unit(one, tuple(_told(words(one)))) for one in bare]
    told = [unit for unit in found if unit.words]
    busy = [unit for unit in told if not _IDLE.issuperset(unit.words)] or told
    kept = busy[:_MOST_UNITS]
    if kept and kept[-1] is told[-1] and text[-1:].strip():
        last = kept[-1]
        kept[-1] = Unit(last.typed, last.words, unfinished=True)
    return tuple(kept)


def key_of(text: str) -> str:
    """Return the words of a name as one text, to be compared with what is asked for."""
    return " ".join(_told(words(text)))


def asked_of(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return what units ask for, to be compared with the keys of names: as typed, else with each slip mended."""
    for unit in units:
        if unit.meant:
            mended = [replace(unit, words=(*unit.words[:-1], word), meant=()) for word in unit.meant]
            return tuple(text for one in mended for text in asked_of([one if old is unit else old for old in units]))
    return (" ".join(word for unit in units for word in unit.words),)


def all_of(units: Sequence[Unit], *, prefix: bool = False) -> str:
    """Return the expression of rows that have every unit."""
    return " AND ".join(unit.clause(prefix=prefix) for unit in units)


def phrase(text: str) -> str:
    """Return the expression of rows that have the words of a text in a row; "" where it has none."""
    found = words(text)
    return f'"{" ".join(found)}"' if found else ""


def indexable(text: str) -> str:
    """Return a text as the index takes it, which cuts it into words itself."""
    plain = singular(folded(text))
    return plain if plain.isascii() else " ".join(words(plain))


def _told(found: Sequence[str]) -> Sequence[str]:
    return [word for word in found if word not in _IDLE] or found
