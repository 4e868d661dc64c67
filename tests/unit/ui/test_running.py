"""Is it known whether a page is being made?"""

import pytest

from dashboard.ui.running import is_busy, page_being_made


def test_a_page_is_being_made_until_the_last_of_them_is_done() -> None:
    assert not is_busy()
    with page_being_made():
        with page_being_made():
            assert is_busy()
        assert is_busy()
    assert not is_busy()


def test_a_page_that_fails_is_done() -> None:
    with pytest.raises(RuntimeError), page_being_made():
        raise RuntimeError
    assert not is_busy()
