"""Is what people mean found first, however they type it, and nothing found where nothing is?"""

import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalogue.indicators import Tier
from dashboard.errors import SelectionError
from dashboard.views.findable import KINDS, Findable, Found
from dashboard.views.search import MOST, Answer, Outcome, Search
from tests.draws import draws
from tests.search_queries import misses, queries, searched

LEAST_SCORE = 0.97


@pytest.fixture(scope="session")
def search() -> Search:
    return searched()


def ids(answer: Answer) -> list[str]:
    return [one.id for one in answer.results]


def test_what_people_mean_comes_first(search: Search, capsys: pytest.CaptureFixture[str]) -> None:
    asked, missed = list(queries()), misses(search)
    with capsys.disabled():
        sys.stdout.write(f"\nsearch: first of {len(asked)} queries: {len(asked) - len(missed)}\n")
    assert len(asked) >= 120
    assert 1 - len(missed) / len(asked) >= LEAST_SCORE, missed


def test_nothing_is_read_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[str]:
        raise AssertionError

    monkeypatch.setattr("dashboard.views.search_index.newest_lines", refuse)
    lazy = searched()
    with pytest.raises(AssertionError):
        lazy.find("GDP")


@pytest.mark.parametrize("text", ["", " ", "&", "\0\0", "——", "<>"])
def test_what_holds_no_word_finds_nothing(search: Search, text: str) -> None:
    assert search.find(text) == Answer(text, (), Outcome.EMPTY)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '" OR 1=1 --', "names : *", 'NEAR("a b")', "qqqqqqqq zzzzzz"]
)
def test_markup_and_expressions_of_the_index_are_words(search: Search, text: str) -> None:
    assert search.find(text).outcome in Outcome


def test_one_word_of_many_finds_nothing(search: Search) -> None:
    assert search.find("trade war").results
    assert search.find("<img src=x onerror=window.hit=1>").outcome is Outcome.NOTHING


def test_a_text_that_nobody_types_is_refused_in_a_sentence(search: Search) -> None:
    with pytest.raises(SelectionError, match="400 characters at most, not 10,000") as refused:
        search.find("x" * 10_000)
    assert refused.value.code == "too-long"


@given(st.text(max_size=80))
@settings(max_examples=draws(25), deadline=None)
def test_any_text_can_be_searched_for(search: Search, text: str) -> None:
    assert len(search.find(text).results) <= MOST


def test_each_indicator_is_found_by_its_names_and_code(search: Search) -> None:
    entries = search.catalogue.indicators.values()
    lost = [
        (entry.id, name)
        for entry in entries
        for name in filter(None, (entry.id, entry.name, entry.short_name, entry.code))
        if entry.id not in ids(search.find(name, (Found.INDICATOR,)))
    ]
    assert lost == []


def test_each_record_of_a_policy_history_is_found_by_its_native_title(search: Search) -> None:
    history = search.catalogue.history
    for milestone in history.milestones.values():
        assert milestone.id in ids(search.find(milestone.native_title))
    for era in history.eras.values():
        assert era.id in ids(search.find(era.native_name))


def test_curated_indicators_come_before_a_providers_and_those_before_the_rest(search: Search) -> None:
    found = [one for one in search.find("manufacturing ").results if any("manufacturing" in key for key in one.keys)]
    sorts = [(KINDS.index(one.kind), one.tier is Tier.CATALOGUED) for one in found[1:]]
    assert len(set(sorts)) > 1
    assert all(one <= other for one, other in pairwise(sorts))


def test_one_kind_is_found_alone(search: Search) -> None:
    for kind in KINDS:
        assert {one.kind for one in search.find("china", (kind,)).results} <= {kind}
    assert ids(search.find("chip", (Found.MILESTONE,)))


def test_where_only_a_providers_series_fit_that_is_told(search: Search) -> None:
    answer = search.find("wages")
    assert answer.outcome is Outcome.NO_CURATED
    assert {one.tier for one in answer.results if one.kind is Found.INDICATOR} == {Tier.CATALOGUED}


def test_a_series_is_listed_once_and_not_beside_the_curated_one(search: Search) -> None:
    assert "wb:NY.GDP.MKTP.CD" not in ids(search.find("GDP (current US$)", (Found.INDICATOR,)))
    assert ids(search.find("wb:NY.GDP.MKTP.CD")) == ["gdp"]


def test_an_economy_beside_an_indicator_opens_it_for_that_economy(search: Search) -> None:
    [first, *_] = search.find("gdp growth South Korea").results
    assert (first.id, dict(first.query)) == ("gdp-growth", {"indicator": "gdp-growth", "economy": "KOR"})


def test_databases_that_have_ended_come_last_among_a_providers_series(search: Search) -> None:
    found = [one.ended for one in search.find("research", (Found.INDICATOR,)).results if one.tier is Tier.CATALOGUED]
    assert found == sorted(found)
    assert any(found)


def test_one_more_thing_to_find_is_found() -> None:
    one = Findable(Found.PAGE, "glossary", "Glossary of terms", "glossary")
    assert ids(Search(searched().catalogue, (one,)).find("glossary")) == ["glossary"]
