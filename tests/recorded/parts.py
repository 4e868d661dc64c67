"""Turn answers into lines that can be kept, read and compared, whatever the machine."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_DIGITS: Final = 9
_FRACTION: Final = re.compile(r"(?<![\w.])-?(?=[\d.]{12})\d+\.\d+(?:e[-+]?\d+)?(?![\w.])")
_FINGERPRINT: Final = 8
WORDS: Final = "words#"
_LONG_WORDS: Final = 200
_EXCERPT: Final = 80


@dataclass(frozen=True)
class Part:
    """One line of an answer: what it is, what can be read of it, and by name what is too long to be kept in full.

    Words are always kept in full: long ones once for all answers, and the line says where.
    """

    name: str
    words: str = ""
    bulk: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def line(self) -> str:
        """Return what is kept of it."""
        words = one_line(self.words)
        if len(words) > _LONG_WORDS:
            words = f"{words[:_EXCERPT]}… {WORDS}{fingerprint(words)}"
        prints = [f"{name}#{fingerprint(text)}" for name, text in self.bulk.items()]
        return " ".join([f"{self.name}:", *([words] if words else []), *prints])

    @property
    def long_words(self) -> str:
        """Return the words that the line has no room for."""
        words = one_line(self.words)
        return words if len(words) > _LONG_WORDS else ""

    @property
    def full(self) -> str:
        """Return all of it, for two checkouts to be compared."""
        return "\n".join([f"{self.name}: {self.words}", *(f"--- {name}\n{text}" for name, text in self.bulk.items())])


def fingerprint(text: str) -> str:
    """Return the start of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:_FINGERPRINT]


def excerpt(text: str, most: int = _EXCERPT) -> str:
    """Return the beginning of a text on one line."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[:most]}…"


def steady(text: str) -> str:
    """Return a text with its long fractions rounded."""
    return _FRACTION.sub(lambda found: f"{float(found[0]):.{_DIGITS}g}", text)


def steady_value(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a value out of JSON with its numbers rounded and its texts steady."""
    if isinstance(value, float):
        rounded = float(f"{value:.{_DIGITS}g}")
        # a whole number is one, however it is written, and whichever processor has missed it in its last digit
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, str):
        return steady(value)
    if isinstance(value, Mapping):
        return {str(key): steady_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [steady_value(inner) for inner in value]
    return value


def written(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value as JSON, keys in order; a list takes one line per entry."""
    steadied = steady_value(value)
    if isinstance(steadied, list) and len(steadied) > 1:
        return "\n".join(_json(entry) for entry in steadied)
    return _json(steadied)


def brief(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value on one line: a text as it is, a list by its entries, anything else as JSON."""
    if isinstance(value, str):
        return steady(value)
    if isinstance(value, list):
        return ", ".join(brief(entry) for entry in value)
    if isinstance(value, Mapping) and set(value) == {"content"}:
        return brief(value["content"])
    return _json(steady_value(value))


def one_line(text: str) -> str:
    """Return a text with its line ends as signs."""
    return text.replace("\r", "␍").replace("\n", "⏎")


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
