"""What is done beside a page's script shows how far it is, lets its user go, and is done all the same."""

import threading
from collections.abc import Callable

import pytest

from dashboard.ui.beside import do_beside


class Gone(Exception):
    """Its user is on another page."""


def test_all_that_is_said_is_shown_in_its_order() -> None:
    def work(say: Callable[[str], None]) -> None:
        for words in ("first", "second", "third"):
            say(words)

    shown = list[str | None]()
    do_beside(work, shown.append)
    assert [words for words in shown if words is not None] == ["first", "second", "third"]


def test_what_fails_is_raised_in_the_script() -> None:
    def work(_say: Callable[[str], None]) -> None:
        raise LookupError("no such series")

    with pytest.raises(LookupError, match="no such series"):
        do_beside(work, lambda _words: None)


def test_it_is_done_though_its_user_goes_elsewhere_while_nothing_is_new() -> None:
    may_end, has_ended = threading.Event(), threading.Event()

    def work(_say: Callable[[str], None]) -> None:
        may_end.wait()
        has_ended.set()

    def leave(_words: str | None) -> None:
        raise Gone

    with pytest.raises(Gone):
        do_beside(work, leave)
    assert not has_ended.is_set()
    may_end.set()
    assert has_ended.wait(10)
