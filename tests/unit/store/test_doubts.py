"""Are doubts kept as short text that says the same when it is read, whatever version of Eraline wrote it?"""

import datetime as dt
import json

import pytest
from pydantic import ValidationError

from dashboard.store.doubts import Doubt, Kind, from_text, to_text

WHOLE = Doubt(
    kind=Kind.SHIFTED,
    economies=("CHN", "USA"),
    first=dt.date(2000, 1, 1),
    last=dt.date(2001, 1, 1),
    factor=1.5,
    share=0.25,
    steps=-1,
    value=2.5,
)


def test_what_is_written_reads_back_in_order() -> None:
    doubts = [WHOLE, Doubt(kind=Kind.ROUNDED), Doubt(kind=Kind.UNIT, factor=100.0)]
    assert from_text(to_text(doubts)) == tuple(doubts)
    assert from_text(to_text([])) == ()


def test_what_does_not_apply_is_not_written() -> None:
    assert json.loads(to_text([Doubt(kind=Kind.UNIT, factor=100.0)])) == [{"kind": "unit", "factor": 100.0}]
    assert json.loads(to_text([WHOLE]))[0].keys() == Doubt.model_fields.keys()


def test_what_does_not_apply_is_none_and_concerns_all() -> None:
    (doubt,) = from_text('[{"kind": "rounded"}]')
    assert doubt.economies == ()
    assert {doubt.first, doubt.last, doubt.factor, doubt.share, doubt.steps, doubt.value} == {None}


@pytest.mark.parametrize("text", ['[{"kind": "unheard-of"}]', '[{"factor": 1.0}]', "{}", "nonsense"])
def test_text_that_says_no_doubts_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        from_text(text)


def test_the_words_that_stand_in_databases_stay_as_they_are() -> None:
    assert [kind.value for kind in Kind] == [
        *("unit", "economy-scale", "stretch-scale", "new-scale", "jump", "negative", "flipped", "zeroed"),
        *("exchanged", "copied", "shifted", "constant", "filler", "rounded", "shrunk", "economies-gone"),
        *("periods-gone", "revised"),
    ]
