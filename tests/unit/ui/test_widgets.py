"""Does a text stand on a page as it is, and do its numbers keep their units?"""

import pytest

from dashboard.ui.widgets import plain


def test_what_markdown_would_take_for_its_own_is_shown() -> None:
    assert plain("*1* <b>_x_</b> $5 :red[a]") == r"\*1\* \<b\>\_x\_\</b\> \$5 \:red\[a\]"


@pytest.mark.parametrize("unit", ["%", "pp", "GW"])
def test_no_line_ends_between_a_number_and_its_unit(unit: str) -> None:
    assert plain(f"12 {unit} of it") == f"12\N{NO-BREAK SPACE}{unit} of it"


def test_other_words_may_go_to_the_next_line() -> None:
    assert plain("7 claims, 19 ppm, 100 GWh") == "7 claims, 19 ppm, 100 GWh"
