"""Are a provider's words fit to be repeated, however hostile, and its pages told from its answers?"""

import datetime as dt
import time

import pytest

from dashboard.sources.text import day, is_web_page, malformed, plain, strip_full_stop


def test_a_providers_words_come_without_markup_and_controls() -> None:
    said = (
        b"<html><style>b {}</style><script>alert(1)</script>\x1b[31m Bad&nbsp;&lt;i&gt;thing\x00\n\xe2\x80\xae</html>"
    )
    assert plain(said) == "[31m Bad thing"
    assert len(plain("word " * 1000)) <= 200


def test_plain_is_quick_with_hostile_text() -> None:
    began = time.monotonic()
    plain("<" * 10_000_000)
    plain(b"<script>" * 1_000_000)
    assert time.monotonic() - began < 1


def test_a_sentence_of_the_providers_ends_where_ours_ends() -> None:
    assert [strip_full_stop(words) for words in ("Not found.", "Not found .", "Not found", "...", "")] == [
        *["Not found"] * 3,
        *[""] * 2,
    ]
    assert str(malformed("A bank", "sent a poem.")).startswith("A bank: sent a poem. What is stored stays as it is")


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        (b"<html>Access Denied</html>", True),
        (b"\n <!DOCTYPE HTML><p>We are down", True),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", True),
        (b"<script>location.reload()</script>", True),
        (b"<!-- wait --><meta http-equiv=refresh>", True),
        (b"<wb:error>Data not found.</wb:error>", False),
        (b'{"error": "<html>"}', False),
        (b"observation_date,EXCHUS\n", False),
        (b"", False),
    ],
)
def test_a_web_page_is_told_from_an_answer(body: bytes, *, is_page: bool) -> None:
    assert is_web_page(body) is is_page


def test_only_a_day_is_a_day() -> None:
    assert day("2026-07-13") == dt.date(2026, 7, 13)
    assert [day(said) for said in ("soon", "2026-13-01", "", None, 7)] == [None] * 5
