"""Does `search` find what the search box finds, and say so where nothing is called so?"""

import json

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.registry import findable_kinds
from dashboard.cli import main
from dashboard.views.search import Search

pytestmark = pytest.mark.usefixtures("store")


def test_json_has_the_ranking_of_the_search(shipped_catalogue: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "research", "and", "development"]) == 0
    found = Search(shipped_catalogue, findable_kinds()).find("research and development").results
    assert [record["id"] for record in json.loads(capsys.readouterr().out)] == [one.id for one in found]


def test_text_has_a_line_for_each_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--kind", "economy", "South", "Korea"]) == 0
    [first, *_] = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["economy", "KOR"]


def test_where_only_a_providers_series_fit_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "wages"]) == 0
    output = capsys.readouterr()
    assert "No indicator that Eraline has checked fits" in output.err
    assert "wb:" in output.out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["qqqq", "zzzz"], 1, "Nothing is called so."),
        ([" "], 2, "Type a word"),
        (["x" * 10_000], 2, "400 characters at most"),
    ],
)
def test_what_finds_nothing_is_told(
    words: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", *words]) == code
    output = capsys.readouterr()
    assert (sentence in output.err, output.out) == (True, "")
