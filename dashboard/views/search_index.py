"""Index all that can be found, and rank what has the words asked for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Tier
from dashboard.catalogue.provider_series import WDI, databases, newest_lines, series_of
from dashboard.catalogue.slips import words_meant
from dashboard.store.word_index import CALLED, WordIndex
from dashboard.views.findable import KINDS, Findable, Found, findables, offered
from dashboard.views.search_words import Unit, all_of, asked_of, indexable, key_of, phrase

# of a provider's series only the first are looked at closely: they come best known first
_CLOSELY: Final = 60
_SHORTEST_SLIPPED: Final = 4
_MOST_MEANT: Final = 8
_MOST_ROWS: Final = 4_000
# of sorts of things: curated indicators are 0
_CALLED_SO: Final = 1
_LISTED: Final = 2
# what no name has: a phrase must not run from one name into the next
_BETWEEN: Final = " xqx "


class Rank(NamedTuple):
    """How well something fits: less is better. Below a name that is the same, the sort of thing goes first."""

    part: int
    partial: bool
    sort: int
    aside: int
    later: bool
    longer: int
    place: int


class SearchIndex:
    """What one catalogue holds, then every series that the World Bank lists and nobody has curated."""

    def __init__(self, catalogue: Catalogue, further: Sequence[Findable]) -> None:
        lines = newest_lines()
        codes = {entry.code for entry in catalogue.indicators.values() if entry.code}
        curated = {code: line for line in lines if (code := _wdi_code(line)) in codes}
        self._own = findables(catalogue, further, {code: series_of(line).name for code, line in curated.items()})
        self._lines = [line for line in lines if _wdi_code(line) not in codes]
        self._databases = databases()
        self._words = WordIndex(self._rows())

    def ranked(self, units: Sequence[Unit], kinds: Collection[Found], *, prefix: bool = False) -> list[Findable]:
        """Return what has every unit, best first."""
        return self._ranked(all_of(units, prefix=prefix), asked_of(units), kinds)

    def all_of(self, kind: Found) -> list[Findable]:
        """Return everything of a kind that the catalogue holds, in its own order."""
        return [one for one in self._own if one.kind is kind]

    def curated(self, units: Sequence[Unit]) -> list[Findable]:
        """Return the curated indicators whose names have every unit, best first."""
        numbers = self._words.rows(f"{CALLED} : ({all_of(units)})", len(self._own))
        found = self._sorted(dict.fromkeys(numbers, 1), asked_of(units), (Found.INDICATOR,))
        return [one for one in found if one.tier is Tier.CURATED]

    def with_most(self, units: Sequence[Unit], kinds: Collection[Found]) -> list[Findable]:
        """Return what has in its names the units that tell most, a rare one more than a common one, best first."""
        weights: dict[int, list[float]] = {}
        for unit in units:
            numbers = self._words.rows(f"{CALLED} : {replace(unit, unfinished=False).clause()}", _MOST_ROWS)
            for number in numbers:
                weights.setdefault(number, []).append(1 / len(numbers))
        # one word of many says too little
        told = {number: sum(found) for number, found in weights.items() if 2 * len(found) >= len(units)}
        most = max(told.values(), default=0)
        best = sorted(number for number, weight in told.items() if weight == most)
        return self._sorted(dict.fromkeys(best, 1), asked_of(units), kinds)

    def mended(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        """Return units with the words that a slip in them may have hidden, where nothing has them as they are."""
        return tuple(mended for unit in units for mended in self._mended(unit))

    def of_code(self, series: str) -> list[Findable]:
        """Return the curated indicators and the listed series of an id such as wb:SP.DYN.LE00.IN."""
        code = series.rpartition(":")[2]
        key = key_of(code)
        numbers = self._words.rows(f"{CALLED} : {phrase(code)}", _MOST_ROWS)
        own = [self._own[number] for number in numbers if number < len(self._own)]
        curated = [one for one in own if one.kind is Found.INDICATOR and key in one.keys]
        listed = (self._at(number) for number in numbers if number >= len(self._own))
        return [*curated, *(one for one in listed if one.id == series)]

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        yield from ((_BETWEEN.join(one.keys), "", indexable(one.text)) for one in self._own)
        databases = {number: indexable(entry.name) for number, entry in self._databases.items()}
        for line in self._lines:
            code, name, _, topics, database = line.split("\t")
            yield indexable(name), code.casefold(), f"{topics.casefold()} {databases[database]}"

    def _ranked(self, expression: str, asked: Sequence[str], kinds: Collection[Found]) -> list[Findable]:
        most = len(self._own) + _CLOSELY
        called = self._words.rows(f"{CALLED} : ({expression})", most)
        # a series that only its database's name speaks for helps nobody while others are called so
        parts = dict.fromkeys(self._words.rows(expression, most if len(called) < _CLOSELY else len(self._own)), 2)
        return self._sorted({**parts, **dict.fromkeys(called, 1)}, asked, kinds)

    def _sorted(self, parts: dict[int, int], asked: Sequence[str], kinds: Collection[Found]) -> list[Findable]:
        """Return rows best first; `parts` says of each whether its names have what is asked, 1, or its text, 2."""
        own = [number for number in parts if number < len(self._own) and self._own[number].kind in kinds]
        listed = sorted((part, number) for number, part in parts.items() if number >= len(self._own))
        closely = [number for _, number in listed[:_CLOSELY]] if Found.INDICATOR in kinds else []
        ranks = [(_rank(one := self._at(number), parts[number], number, asked), one) for number in (*own, *closely)]
        return [one for _, one in sorted(_promoted(ranks), key=lambda item: item[0])]

    def _at(self, number: int) -> Findable:
        if number < len(self._own):
            return self._own[number]
        return offered(series_of(self._lines[number - len(self._own)]), self._databases)

    def _mended(self, unit: Unit) -> Sequence[Unit]:
        [*others, word] = unit.words
        if self._words.rows(unit.clause(prefix=True), 1):
            return (unit,)
        if others:
            # Chinese names are shortened to a sign of each word
            return tuple(replace(unit, words=(sign,), unfinished=False) for sign in unit.words)
        if len(word) < _SHORTEST_SLIPPED:
            return (unit,)
        meant = words_meant(word, self._words.vocabulary, unfinished=unit.unfinished)
        return (replace(unit, meant=tuple(meant[:_MOST_MEANT])),)


def _wdi_code(line: str) -> str:
    """Return the code of a series of the World Development Indicators; "" of another database."""
    return line.partition("\t")[0] if line.endswith(f"\t{WDI}") else ""


def _rank(one: Findable, part: int, number: int, asked: Sequence[str]) -> Rank:
    keys, is_listed = one.keys, one.tier is Tier.CATALOGUED
    same = any(text in keys for text in asked)
    begins = [len(key) for key in keys if key.startswith(tuple(asked))]
    words = set(" ".join(keys).split())
    whole = any(words.issuperset(text.split()) for text in asked)
    sort = _LISTED if is_listed else 0 if one.kind is Found.INDICATOR else KINDS.index(one.kind) + _LISTED
    # of a provider's series the best known come first, whatever their names' lengths
    longer = 0 if is_listed else min(begins, default=0)
    aside = _aside(one) if is_listed else 0
    return Rank(0 if same else part, not whole, sort, aside, not begins, longer, number)


def _promoted(ranks: Sequence[tuple[Rank, Findable]]) -> list[tuple[Rank, Findable]]:
    """Return ranks in which records called so come before a provider's series where the best of these are not.

    "WTO" is the accession to it, and not a flow of aid that names WTO-ITC somewhere.
    """
    listed = min((rank for rank, one in ranks if one.tier is Tier.CATALOGUED), default=None)
    if listed is None or not listed.later:
        return list(ranks)
    return [(rank if rank.later or one.tier else rank._replace(sort=_CALLED_SO), one) for rank, one in ranks]


def _aside(one: Findable) -> int:
    """Return how far a provider's series lies from those that everybody uses, and which go on."""
    return 2 if one.ended else 0 if one.id.count(":") == 1 else 1
