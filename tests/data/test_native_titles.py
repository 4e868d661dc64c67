"""Are names and titles in a history's own language in the script that the language is written in?"""

import unicodedata
from collections.abc import Iterator

import pytest

from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA

HISTORIES = load_catalogue(DATA).histories
LATIN = "LATIN"
# by the first subtag of the language; whatever is not here is written in Latin letters
SCRIPTS = {
    "ar": {"ARABIC"},
    "bn": {"BENGALI"},
    "el": {"GREEK"},
    "fa": {"ARABIC"},
    "he": {"HEBREW"},
    "hi": {"DEVANAGARI"},
    "ja": {"CJK", "HIRAGANA", "KATAKANA"},
    "ko": {"HANGUL"},
    "ru": {"CYRILLIC"},
    "th": {"THAI"},
    "uk": {"CYRILLIC"},
    "zh": {"CJK"},
}
# names of letters that do not begin with their script's
SAME = {"FULLWIDTH": LATIN, "HALFWIDTH": "KATAKANA", "KATAKANA-HIRAGANA": "KATAKANA", "IDEOGRAPHIC": "CJK"}


def scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's letters: HANGUL, LATIN."""
    names = {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}
    return {SAME.get(name, name) for name in names}


def native(history: PolicyHistory) -> Iterator[tuple[str, str]]:
    yield from ((era.id, era.native_name) for era in history.eras.values())
    yield from ((milestone.id, milestone.native_title) for milestone in history.milestones.values())
    yield "interval", history.interval.native_name


@pytest.mark.parametrize("name", HISTORIES)
def test_native_names_and_titles_are_in_the_script_of_the_history_s_language(name: str) -> None:
    history = HISTORIES[name]
    own = SCRIPTS.get(history.language.split("-")[0], {LATIN})
    for record, text in native(history):
        found = scripts_of(text)
        # abbreviations stand in Latin letters everywhere: KIST, R&D
        assert not found - own - {LATIN}, (record, text, found)
        assert not text or found & own, (record, text, found)


@pytest.mark.parametrize("name", [name for name in HISTORIES if not HISTORIES[name].language.startswith("en")])
def test_a_history_in_another_language_than_english_is_told_in_it_too(name: str) -> None:
    # what is called the same in both languages needs no second title: Agenda 2010
    named = [text for _, text in native(HISTORIES[name]) if text]
    assert len(named) >= 0.9 * (len(HISTORIES[name].eras) + len(HISTORIES[name].milestones))


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("K-칩스법(조세특례제한법 개정)", {"HANGUL", LATIN}),
        ("मेक इन इंडिया", {"DEVANAGARI"}),
        ("エネルギー基本計画", {"CJK", "KATAKANA"}),
        ("第一次石油危機", {"CJK"}),
        ("Erste Ölkrise", {LATIN}),
        ("2024", set()),
    ],
)
def test_a_text_has_the_scripts_of_its_letters(text: str, scripts: set[str]) -> None:
    assert scripts_of(text) == scripts
