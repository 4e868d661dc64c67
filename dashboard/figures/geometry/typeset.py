"""Measure texts in pixels, choose the wording that fits and break lines: all by estimate."""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_WIDE_EM: Final = 1.02
_NARROW_EM: Final = 0.54
_BOLD_EM: Final = 0.58


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in pixels, rather too wide than too narrow."""
    em = _BOLD_EM if bold else _NARROW_EM
    return sum(_WIDE_EM if unicodedata.east_asian_width(letter) in "WF" else em for letter in text) * size


def widest(texts: Iterable[str], size: float, *, bold: bool = False, default: float = 0) -> float:
    """Return about how wide the widest of texts is in pixels, `default` where there is none."""
    return max((width(text, size, bold=bold) for text in texts), default=default)


def fitting(words: Sequence[str], room: float, size: float) -> str:
    """Return the first of several wordings that fits into a room of so many pixels, "" where none does."""
    return next((text for text in words if width(text, size) <= room), "")


# the hovers of the same few dozen milestones, again with every picture
@lru_cache(maxsize=4_096)
def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return a text in lines that fit into a room of so many pixels."""
    return tuple(textwrap.wrap(text, max(12, int(room / (size * _NARROW_EM)))))
