"""Fold texts so that what differs only in accents, case, width, quotation marks or plural is found as the same."""

import re
import unicodedata
from typing import Final

# what keyboards, word processors and other languages put for the same sign
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‛′ʻʼ`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("ß", "ss"),
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
# a sign of Chinese writing is a word by itself, for nothing stands between two of them
_IDEOGRAPH: Final = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_WORD: Final = re.compile(rf"{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})[^\W_])+")
_PLURAL: Final = re.compile(r"(?<=[a-z]{2})ies\b|(?<=[a-z]{2}[a-rtv-z])s\b")


def folded(text: str) -> str:
    """Return a text without what people write in several ways: case, accents, width of letters, kinds of quote."""
    if text.isascii():
        return " ".join(text.casefold().split())
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS))
    # a sound mark of another script, such as the Japanese one, is a letter and no accent
    return unicodedata.normalize("NFC", " ".join(_ACCENTS.sub("", wide).split()))


def singular(text: str) -> str:
    """Return a folded text with English plurals cut to what the singular has too."""
    return _PLURAL.sub(lambda found: "y" if found[0] == "ies" else "", text)


def words(text: str) -> list[str]:
    """Return the words of a text, folded and in the singular, each Chinese sign as one."""
    return _WORD.findall(singular(folded(text)))
