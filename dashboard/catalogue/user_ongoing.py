"""Read what has begun and goes on, as people write it: since 2016, 2016 to present, 2016–."""

import re
from collections.abc import Sequence
from typing import Final

_SINCE: Final = re.compile(r"\s*(?:since|from)\s+(?=\S)", re.IGNORECASE)
_GOES_ON: Final = re.compile(
    r"\s*(?:(?:[-‐‑‒–—―−~～/]|\b(?:to|until|till|through)\b|[至到])?\s*"
    r"(?:\b(?:the\s+)?(?:present|date|now|today|ongoing|current|onwards?)\b\.?|今)|[-‐‑‒–—―−~～])\s*\Z",
    re.IGNORECASE,
)
_WORDS_THAT_GO_ON: Final = 40


def begun(texts: Sequence[str]) -> list[str]:
    """Return dates without the words that say that something goes on: an event is drawn where it began."""
    return [_begun(text) for text in texts]


def _begun(text: str) -> str:
    since = _SINCE.match(text)
    rest = text[since.end() :] if since else text
    end = _GOES_ON.search(rest, max(0, len(rest) - _WORDS_THAT_GO_ON))
    return rest[: end.start()] if end else rest
