"""Is what users read plain English? Phrases that were mended once stay away from code's texts and from data."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from dashboard.settings import DATA, PROJECT

# what stood there once, and what to write instead
MENDED = {
    r"\bnought\b": "zero",
    r"\breckon": "compute",
    r"\bper head\b": "per capita",
    r"\b(on|than) the year before\b": "year-on-year",
    r"\bat hand\b": "current",
    r"\bheld against\b": "compared with",
    r"\bis no (number|year|period|provider|JSON|CSV|table)\b": "is not a",
    r"\b(a|one) (row|line|column|dot|file|figure|value|mark|object) an? \w+": "one row per economy",
    r"\bgeneral knowledge\b": "a source",
    r"\bthe letters of\b": "the encoding of",
    r"\bcould not be followed\b": "was not recognised",
    r"\bhas not (two|three|a)\b": "has fewer than, has no",
    r"\bwhose middle\b": "with at least half its days after",
    r"\bso left out\b": "no complete figures",
    r"\b(st|nd|rd|th) place\b|\bcomes \d+(st|nd|rd|th)\b": "rank",
    r"\bwhose windows do not touch\b": "that do not overlap",
    r"\bspells? this long\b": "periods this long",
    r"\bthat are no aggregates\b": "individual economies",
    r"\bmean of the last \d\b": "moving average",
    r"\bworkshop\b|\bas the edition prints\b": "nothing: it is a note of the workshop",
    r"\bno later whole series\b": "nothing: it is a note of the workshop",
}


def code_texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the code that is no docstring, with where it stands."""
    for path in [PROJECT / "app.py", *sorted((PROJECT / "dashboard").rglob("*.py"))]:
        tree = ast.parse(path.read_text("utf-8"))
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                yield f"{path.relative_to(PROJECT)}:{node.lineno}", node.value


def data_texts() -> Iterator[tuple[str, str]]:
    """Yield every text of data/, with its file."""
    for path in sorted(DATA.rglob("*.toml")):
        for text in texts_in(tomllib.loads(path.read_text("utf-8"))):
            yield str(path.relative_to(PROJECT)), text


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        # what users type may be dialect
        kept = [inner for key, inner in value.items() if key != "synonyms"] if isinstance(value, dict) else value
        for inner in kept:
            yield from texts_in(inner)


def faults(texts: Iterator[tuple[str, str]]) -> list[str]:
    return [
        f"{place}: {text!r} (better: {better})"
        for place, text in texts
        for found, better in MENDED.items()
        if re.search(found, text, flags=re.IGNORECASE)
    ]


def test_no_text_of_the_code_falls_back_into_dialect() -> None:
    assert not faults(code_texts())


def test_no_text_of_the_data_falls_back_into_dialect() -> None:
    assert not faults(data_texts())


@pytest.mark.parametrize("text", ["Charges of nought", "wide: a column an economy", "GDP per head", "x is no year"])
def test_a_phrase_that_was_mended_is_found(text: str) -> None:
    assert faults(iter([("here", text)]))


def test_texts_are_found_in_code_and_data() -> None:
    assert any(place.startswith("dashboard/") for place, _ in code_texts())
    assert any(place.startswith("data/") for place, _ in data_texts())
