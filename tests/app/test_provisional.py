"""Do pages say of a provisional figure that it is one: by the table, by the indicator, and in a chart's words?"""

import pytest

from tests.pages import OpenPage

INDICATOR = "gdp-per-capita"
YEAR = "2025"


def test_the_table_says_which_of_its_figures_are_provisional(open_page: OpenPage) -> None:
    said = [caption.value for caption in open_page("explore", {"indicator": INDICATOR, "view": "table"}).caption]
    assert any(text.startswith("Provisional: ") and YEAR in text for text in said)


def test_the_indicator_says_why_and_who_says_so(open_page: OpenPage) -> None:
    app = open_page("explore", {"indicator": INDICATOR, "view": "about"})
    [care] = [block.value for block in app.markdown if "Handle with care" in block.value]
    assert "Provisional: China" in care
    assert "](http://en.people.cn/n3/2024/1226/c90000-20258939.html)" in care


@pytest.mark.parametrize(("year", "marked"), [("2025", True), ("2024", False)])
def test_the_words_of_a_ranking_say_it_of_its_own_year(open_page: OpenPage, year: str, *, marked: bool) -> None:
    app = open_page("compare", {"indicator": INDICATOR, "view": "ranking", "year": year})
    [chart] = app.get("plotly_chart")
    assert ("(provisional)" in chart.proto.alt) == marked
    assert "China: rank" in chart.proto.alt
