"""Does a text stand on a page as it is, and do its numbers keep their units?"""

import pytest

from dashboard.ui.plain import heard, linked, plain, with_link


def test_what_markdown_would_take_for_its_own_is_shown() -> None:
    assert plain("*1* <b>_x_</b> $5 :red[a]") == r"\*1\* \<b\>\_x\_\</b\> \$5 \:red\[a\]"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D and high-tech", "R&D and high-tech"),
        ("a&lt;b - c -d & *e*", r"a\&lt;b \- c \-d \& \*e\*"),
    ],
)
def test_what_is_heard_has_a_backslash_only_where_markdown_would_read_something(text: str, written: str) -> None:
    assert heard(text) == written


@pytest.mark.parametrize("unit", ["%", "pp", "GW"])
def test_no_line_ends_between_a_number_and_its_unit(unit: str) -> None:
    assert plain(f"12 {unit} of it") == f"12\N{NO-BREAK SPACE}{unit} of it"


def test_other_words_may_go_to_the_next_line() -> None:
    assert plain("7 claims, 19 ppm, 100 GWh") == "7 claims, 19 ppm, 100 GWh"


@pytest.mark.parametrize("text", ["https://a.org", "www.a.org", "me@a.org", ":material/home:", ":streamlit:", "a -> b"])
def test_what_streamlit_reads_after_markdown_is_parted(text: str) -> None:
    shown = plain(text)
    assert ":red[]" in shown
    assert shown.replace(":red[]", "").replace("\\", "") == text


def test_a_text_of_several_lines_begins_no_paragraph_and_no_block() -> None:
    assert plain("one\n\n    two\u2028three") == "one two three"


def test_a_link_ends_where_its_url_does() -> None:
    assert linked("a]b", "https://a.org/x)y z") == r"[a\]b](https://a.org/x%29y%20z)"


def test_a_url_in_a_text_is_a_link() -> None:
    assert with_link("*A*, https://a.org/1.2: b", "https://a.org/1.2") == (
        r"\*A\*, [https:red[]\://a\.org/1\.2](https://a.org/1.2)\: b"
    )
