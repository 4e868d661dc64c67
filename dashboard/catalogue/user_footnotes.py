"""Take the marks of footnotes off what a user's cell says: 3,1¹ is 3,1 and not 3,11."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = "*†‡§¶"
# raised, lowered and circled digits and letters, which plain text has as if they stood in line
_APART: Final = frozenset({"<super", "<sub", "<circle"})
_BRACKETED: Final = re.compile(r"(?<=\S) ?(?:\((?:\d\d?|[a-z])\)|\[(?:\d\d?|[a-z])\])$")
_BETWEEN: Final = " ,"
# what is longer is neither a number, nor a date, nor a name
_LONGEST: Final = 200
# what no number, date or name has
_STRANGE: Final = "\ufffd"


def without_footnotes(text: str) -> str:
    """Return a text without the marks of footnotes before and behind it; one inside of it becomes a strange letter.

    A text that is nothing but marks is all strange letters, and its asterisks stay.
    """
    if len(text) > _LONGEST or (text.isascii() and not _may_be_marked(text)):
        return text
    bare = _without_last(text.strip())
    while bare and _is_mark(bare[0]):
        bare = bare[1:].lstrip()
    return "".join(_STRANGE if _is_mark(letter) and letter not in _SIGNS else letter for letter in bare or text)


def first_footnoted(texts: Iterable[str]) -> str:
    """Return the first text that has the mark of a footnote; "" for none."""
    return next((text for text in texts if without_footnotes(text) != text), "")


def _may_be_marked(text: str) -> bool:
    return "*" in text or text.rstrip().endswith((")", "]"))


def _without_last(text: str) -> str:
    bare, before = text, ""
    while bare != before:
        before, bare = bare, _BRACKETED.sub("", bare)
        if bare and _is_mark(bare[-1]):
            bare = bare[:-1].rstrip(_BETWEEN)
    return bare


def _is_mark(letter: str) -> bool:
    written_as = unicodedata.decomposition(letter).partition(">")[0]
    # numbers that are no digits: ⑴ and ⒈, but not ½
    is_numbered = unicodedata.category(letter) == "No" and written_as != "<fraction"
    return letter in _SIGNS or is_numbered or written_as in _APART
