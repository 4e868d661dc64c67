"""Does an index of words find the rows that hold them, the best known first, in names, codes or all they say?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.store.word_index import CALLED, WordIndex

ROWS = (
    ("gross domestic product", "gdp", "what is produced in a year"),
    ("life expectancy", "le00", "years that a child may live"),
    ("product of farms", "agr", "crops"),
)


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex(ROWS)


@pytest.mark.parametrize(
    ("expression", "rows"),
    [
        ("product", [0, 2]),
        ("pro*", [0, 2]),
        ("p*", [0, 2]),
        ("le00", [1]),
        ("years", [1]),
        ("year*", [0, 1]),
        (f"{CALLED} : year*", []),
        (f"{CALLED} : agr", [2]),
        ("product AND crops", [2]),
        ("nothing", []),
    ],
)
def test_rows_are_numbered_from_nought_in_their_order(index: WordIndex, expression: str, rows: list[int]) -> None:
    assert index.rows(expression, 10) == rows


def test_no_more_rows_are_given_than_are_asked_for(index: WordIndex) -> None:
    assert index.rows("product", 1) == [0]


def test_the_vocabulary_has_every_word_once_in_order(index: WordIndex) -> None:
    words = {word for row in ROWS for text in row for word in text.split()}
    assert index.vocabulary == tuple(sorted(words))
    assert index.vocabulary is index.vocabulary


def test_every_thread_may_ask() -> None:
    index = WordIndex(ROWS)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(index.rows, ["product"] * 8, [10] * 8)) == [[0, 2]] * 8
        assert pool.submit(lambda: index.vocabulary[0]).result() == "a"


def test_an_index_of_nothing_finds_nothing() -> None:
    empty = WordIndex([])
    assert (empty.rows("product", 10), empty.vocabulary) == ([], ())
