"""Show a text in Streamlit's markdown as the text that it is."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$^@=&\"'])")
# what Streamlit turns into links, icons and arrows once markdown has been read, so that a backslash comes too early: an
# empty directive in the middle parts it
_READ_LATER: Final = re.compile(
    r"https?(?=://)|www(?=\.)|(?<=[\w.+-])(?=@)|:(?=material/|streamlit:)|(?<!\S)[-<>~](?=(?:[-=>]|->)(?:\s|$))"
)
_PARTED: Final = "\0"
_NOTHING: Final = ":red[]"
_UNIT: Final = re.compile(r"(?<=\d) (?=%|pp\b|GW\b)")
# all that a URL is written with but brackets, quotes and what markdown could end a link at
_OF_URLS: Final = "%:/?#@!$&*+,;=-._~[]"
# these mean nothing inside a word, unless the word is what HTML calls a letter
_IN_A_WORD: Final = re.compile(r"(?<=\w)\\(-|&(?!\w+;))(?=\w)")
# what pages say is much the same from one rerun to the next
_MOST_KEPT, _KEPT_LETTERS = 4_096, 1_000
_SPACE: Final = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")


def plain(text: str) -> str:
    """Return a text that Streamlit's markdown shows as it is, whatever it holds; a number keeps its unit beside it."""
    return _kept(text) if len(text) <= _KEPT_LETTERS else _escaped(text)


def _escaped(text: str) -> str:
    line = _SPACE.sub(" ", text.replace(_PARTED, " ").strip())
    parted = _READ_LATER.sub(rf"\g<0>{_PARTED}", _UNIT.sub("\N{NO-BREAK SPACE}", line))
    return _MARKDOWN.sub(r"\\\1", parted).replace(_PARTED, _NOTHING)


_kept: Final = lru_cache(_MOST_KEPT)(_escaped)


def heard(text: str) -> str:
    """Return a text as `plain` does, for what help is named after: there a screen reader says every backslash."""
    return _IN_A_WORD.sub(r"\1", plain(text))


def with_link(text: str, url: str) -> str:
    """Return a text as it is, but for a URL in it, which is a link."""
    return plain(text).replace(plain(url), linked(url, url)) if url else plain(text)


def linked(text: str, url: object) -> str:
    """Return a text as a link in Streamlit's markdown, whatever text and URL hold."""
    return f"[{plain(text)}]({quote(str(url), safe=_OF_URLS)})"
