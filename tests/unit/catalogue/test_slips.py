"""Is one typing slip forgiven, in finished words and in those that somebody is still typing?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.slips import words_meant

KNOWN = sorted(["inflation", "export", "solar", "china", "chain"])


@pytest.mark.parametrize("typed", ["infaltion", "inflaton", "innflation", "inflatiom"])
def test_one_slip_is_forgiven(typed: str) -> None:
    assert words_meant(typed, KNOWN) == ["inflation"]


def test_two_slips_are_not() -> None:
    assert words_meant("infltaon", KNOWN) == []


def test_a_word_that_is_still_typed_is_meant_by_its_beginning() -> None:
    assert words_meant("ifnla", KNOWN) == []
    assert words_meant("ifnla", KNOWN, unfinished=True) == ["inf" + "la"]


def test_letters_swapped_go_before_letters_changed() -> None:
    assert words_meant("chian", sorted([*KNOWN, "chiang", "chean"])) == ["chain", "china", "chiang", "chean"]


@given(st.text("abcdefgh", min_size=2, max_size=12), st.data())
def test_a_word_with_any_one_letter_left_out_is_found_again(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    assert word in words_meant(word[:place] + word[place + 1 :], [word])
