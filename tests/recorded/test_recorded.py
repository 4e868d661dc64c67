"""Is everything that users see as it was recorded? A snapshot: `tests/recorded/__init__.py` says how to renew it."""

from collections.abc import Iterator

import pytest

from tests.recorded import answers
from tests.recorded.clock import standing_still
from tests.recorded.questions import Question, questions
from tests.recorded.stores import Stores
from tests.shipped import FirstStart

_ASKED = questions()
_RECORDED = answers.read()


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, worker_id: str, first_start: FirstStart) -> Iterator[Stores]:
    base = tmp_path_factory.getbasetemp()
    # workers share the databases
    folder = (base if worker_id == "master" else base.parent) / "recorded"
    folder.mkdir(exist_ok=True)
    with standing_still(), Stores(folder, first_start.copy) as opened:
        yield opened


@pytest.mark.parametrize("question", _ASKED, ids=[question.text for question in _ASKED])
def test_the_answer_is_as_recorded(question: Question, stores: Stores) -> None:
    found = answers.difference(question, _RECORDED, question.answer(stores))
    if found:
        pytest.fail(found, pytrace=False)


def test_each_question_is_asked_once_and_no_answer_is_left_over() -> None:
    assert len({question.text for question in _ASKED}) == len(_ASKED)
    assert not answers.unasked(_RECORDED, _ASKED)
