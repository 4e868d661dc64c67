"""Decode a text that a user brings, in whatever encoding the program that wrote it has."""

import codecs
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from dashboard.errors import Unusable, UnusableTable

# more of these in a text than one in so many letters, and it is none
_ODD_ONE_IN: Final = 100
_EMPTY_ONE_IN: Final = 10
_BLANK: Final = "\t\n\r\f\v"
# what programs that know nothing of text begin with: pictures, documents, archives
_MAGIC: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"\x1f\x8b", b"7z\xbc", b"Rar!", b"SQLite ")
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Encoding(StrEnum):
    """Encodings that a table may have, each with its name for people; the first two need no guess."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Return an encoding by the name that Python knows it by."""
        encoding = str.__new__(cls, value)
        encoding._value_ = value
        encoding.label = label
        return encoding

    UTF_8 = "utf-8-sig", "UTF-8"
    UTF_16 = "utf-16", "UTF-16"
    WESTERN = "cp1252", "Western Europe (Windows-1252)"
    CHINESE = "gb18030", "Chinese, simplified (GBK)"
    CENTRAL = "cp1250", "Central Europe (Windows-1250)"
    CYRILLIC = "cp1251", "Cyrillic (Windows-1251)"
    TRADITIONAL = "big5", "Chinese, traditional (Big5)"
    JAPANESE = "cp932", "Japanese (Shift JIS)"
    KOREAN = "cp949", "Korean (Windows-949)"


GUESSED: Final = tuple(encoding for encoding in Encoding if encoding not in (Encoding.UTF_8, Encoding.UTF_16))
# first bytes of the signs in common use and of their punctuation: other pairs are rarely written, even in Chinese
_COMMON: Final = frozenset(bytes([first]) for first in (0xA1, 0xA3, *range(0xB0, 0xD8)))


@dataclass(frozen=True)
class Decoded:
    """A text, its encoding, and whether that was guessed, so that another may be chosen."""

    text: str
    encoding: Encoding
    guessed: bool = False


def decoded(content: bytes, encoding: Encoding | None = None) -> Decoded:
    """Return the text of bytes in an encoding, or in the likeliest one; UnusableTable if they are no text."""
    if content.startswith(_OLD_WORKBOOK):
        raise UnusableTable(Unusable.OLD_WORKBOOK)
    if content.startswith(_MAGIC):
        raise UnusableTable(Unusable.NOT_TEXT)
    found = _chosen(content, encoding) if encoding else _detected(content)
    _check(found.text)
    return found


def _chosen(content: bytes, encoding: Encoding) -> Decoded:
    # a letter that the encoding lacks is shown as such: whoever chooses sees that it is the wrong one
    return Decoded(content.decode(encoding, errors="replace"), encoding, guessed=encoding in GUESSED)


def _detected(content: bytes) -> Decoded:
    if content.startswith(_BOMS):
        return Decoded(_strictly(content, Encoding.UTF_16), Encoding.UTF_16)
    # of letters and figures half the bytes are empty in UTF-16: a stray one makes none of a text in UTF-8
    if content.count(0) * _EMPTY_ONE_IN > len(content):
        return Decoded(_without_mark(content), Encoding.UTF_16)
    try:
        return Decoded(content.decode(Encoding.UTF_8), Encoding.UTF_8)
    except UnicodeDecodeError:
        if b"\0" in content:
            return Decoded(_without_mark(content), Encoding.UTF_16)
        return _chosen(content, Encoding.CHINESE if _is_chinese(content) else Encoding.WESTERN)


def _is_chinese(content: bytes) -> bool:
    """Tell whether most pairs of high bytes are Chinese signs in common use.

    charset-normalizer, made for long texts, takes "São Paulo" written twice for Chinese and "Größte" for Greek.
    """
    try:
        letters = [letter for letter in content.decode(Encoding.CHINESE) if not letter.isascii()]
    except UnicodeDecodeError:
        return False
    common = sum(letter.encode("gb2312", "ignore")[:1] in _COMMON for letter in letters)
    return common > len(letters) / 2


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnusableTable(Unusable.NOT_TEXT) from None


def _without_mark(content: bytes) -> str:
    """Return UTF-16 without its mark: the half of each pair that is empty for digits and commas tells the order."""
    order = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
    return _strictly(content, order)


def _check(text: str) -> None:
    odd = sum(not letter.isprintable() and letter not in _BLANK and "\0" < letter < " " for letter in text)
    if odd * _ODD_ONE_IN > len(text) or text.count("\0") * _EMPTY_ONE_IN > len(text):
        raise UnusableTable(Unusable.NOT_TEXT)
    if "\0" in text:
        # left out, 1 and 2 around it would be 12
        before = text[: text.index("\0")]
        raise UnusableTable(Unusable.EMPTY_BYTE, f"{before.count(chr(10)) + 1:,}")
    start = text[:200].lstrip().casefold()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise UnusableTable(Unusable.WEB_PAGE)
