"""Is what differs only in case, accents, width, quotation marks or plural folded to the same?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.folding import folded, singular, words

LATIN = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789'-,.&", max_size=40)
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a\u0327"


@given(st.text(max_size=60))
def test_a_folded_text_is_folded(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=60))
def test_a_text_is_folded_however_its_accents_are_composed(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(LATIN, st.sampled_from(ACCENTS))
def test_accents_case_and_width_make_no_difference(text: str, accent: str) -> None:
    accented = "".join(letter + accent if letter.isalpha() else letter for letter in text)
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)
    assert folded(accented) == folded(text.upper()) == folded(wide) == folded(text)


@given(LATIN)
def test_words_lose_nothing_but_what_stands_between_them(text: str) -> None:
    kept = "".join(letter for letter in singular(folded(text)) if letter.isalnum())
    assert "".join(words(text)) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Türkiye", "TURKIYE"),
        ("ＣＯ２", "CO₂"),
        ("“new quality” productive forces", '"new quality" productive forces'),
        ("ﬁnance", "finance"),
        ("Łódź", "lodz"),
        ("1861–1895", "1861-1895"),
    ],
)
def test_what_people_write_in_two_ways_is_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("wages", "wage"),
        ("economies", "economy"),
        ("chips", "chip"),
        ("policies", "policy"),
        ("gas", "gas"),
        ("process", "process"),
        ("census", "census"),
        ("US", "US"),
    ],
)
def test_a_plural_is_its_singular(plural: str, one: str) -> None:
    assert words(plural) == words(one)


def test_chinese_signs_are_words_and_japanese_sound_marks_stay() -> None:
    assert words("研发R&D经费") == ["研", "发", "r", "d", "经", "费"]
    assert folded("ガ") == "ガ" != folded("カ")
