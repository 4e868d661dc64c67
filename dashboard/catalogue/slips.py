"""Forgive one typing slip: the words of a vocabulary that one letter left out, doubled, swapped or changed leads to."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from string import ascii_lowercase, digits

_LETTERS = ascii_lowercase + digits


def words_meant(word: str, vocabulary: Sequence[str], *, unfinished: bool = False) -> list[str]:
    """Return the words of a sorted vocabulary that are one slip away, and where unfinished also those that go on so.

    The way of P. Norvig, How to Write a Spelling Corrector (2007): all that one slip could have made of a word are few.
    """
    meant = dict.fromkeys(one for one in _variants(word) if _is_in(one, vocabulary, unfinished=unfinished))
    return list(meant)


def _variants(word: str) -> Iterator[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    # two letters swapped are the commonest slip, a letter left out or too many the next
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + letter + right for left, right in cuts for letter in _LETTERS)
    yield from (left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS)


def _is_in(word: str, vocabulary: Sequence[str], *, unfinished: bool) -> bool:
    place = bisect_left(vocabulary, word)
    if place == len(vocabulary):
        return False
    return vocabulary[place].startswith(word) if unfinished else vocabulary[place] == word
