"""Sanitise provider text for messages."""

import datetime as dt
import re
import unicodedata
from html import unescape
from typing import Final

from dashboard.errors import SourceMalformed

_STAY: Final = "What is stored stays as it is"
LATER: Final = f"{_STAY}; try again later."
CHECK: Final = "Check the code of the series."

# whoever keeps robots away may send a script and nothing else
_PAGE_TAGS: Final = (b"<html", b"<!doctype html", b"<head", b"<body", b"<script", b"<meta", b"<noscript")
_CONTAINERS = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")


def plain(text: str | bytes, limit: int = 200) -> str:
    """Return the words of a provider's text on one line, without markup and control characters, cut at a limit."""
    # only the beginning is looked at: a message is short, and a hostile one must not cost time
    start = text[: 20 * limit]
    words = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    words = _TAGS.sub(" ", unescape(_TAGS.sub(" ", _CONTAINERS.sub(" ", words))))
    kept = " ".join("".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in words).split())
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def strip_full_stop(words: str) -> str:
    """Return words without the full stop at their end, for a sentence of ours that goes on or has its own."""
    return words.rstrip(". ")


def malformed(provider: str, detail: str) -> SourceMalformed:
    """Return the error for an answer that makes no sense, with what to do about it."""
    return SourceMalformed(provider, f"{strip_full_stop(detail)}. {_STAY}; if it lasts, the form has changed.")


def is_web_page(body: bytes) -> bool:
    """Tell whether an answer is a page for people, such as the notice of an outage, and not the provider's own form."""
    start = body[:2000].lstrip().lower()
    return start.startswith(b"<") and any(tag in start for tag in _PAGE_TAGS)


def day(said: object) -> dt.date | None:
    """Return the day that a provider wrote by ISO 8601; None for anything else."""
    try:
        return dt.date.fromisoformat(str(said))
    except ValueError:
        return None
