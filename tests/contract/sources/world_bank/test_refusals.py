"""Is what the World Bank refuses or garbles named as such, and not asked for again?"""

import json

import pytest

from dashboard.errors import SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Watch
from dashboard.sources.world_bank.source import WorldBank
from tests.contract.sources.conftest import Sent, as_json
from tests.contract.sources.world_bank.conftest import ECONOMIES, GROWTH, RESEARCH, UNKNOWN, Bank, read


def test_an_unknown_code_fails_alone(bank: Bank, source: WorldBank) -> None:
    batch = (GROWTH, UNKNOWN, RESEARCH)
    raw = source.fetch(batch, Watch())
    assert [path.split("/")[6] for path in bank.data_asked] == ["G;NOT.A.CODE;R", "G", "NOT.A.CODE", "R"]
    for good in (GROWTH, RESEARCH):
        (fetched,) = source.parse(raw, (good,), ECONOMIES)
        assert len(fetched.observations) == 8
    with pytest.raises(SourceRefused, match=r"has no such figures, or no longer: .* not found\. Check the code of"):
        source.parse(raw, (UNKNOWN,), ECONOMIES)
    with pytest.raises(SourceRefused):
        source.parse(raw, batch, ECONOMIES)


def test_an_outage_page_fails_the_batch_without_asking_for_each_code(bank: Bank, source: WorldBank) -> None:
    page = Sent(b"<html><title>Access Denied</title></html>", status=403, kind="text/html")
    bank.instead = lambda path, _times: page if "/series/" in path else None
    with pytest.raises(SourceUnavailable, match=r"answered 403 .* web page .*: Access Denied"):
        read(source, GROWTH, RESEARCH)
    assert len(bank.data_asked) == 1


def test_an_unknown_code_asked_for_alone_is_asked_once(bank: Bank, source: WorldBank) -> None:
    with pytest.raises(SourceRefused):
        read(source, UNKNOWN)
    assert len(bank.data_asked) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([{"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}], "Invalid value: Not valid"),
        ({"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}, "Invalid value: Not valid"),
        ([{"message": [{"id": "120", "key": "Invalid value"}]}], "refused: Invalid value"),
        ([{"message": "<b>No\x00pe</b>"}], "refused: No pe"),
        ([{"message": []}], "refused"),
        ([{"message": None}], "refused"),
    ],
)
def test_a_message_is_a_refusal_in_its_words(bank: Bank, source: WorldBank, body: object, words: str) -> None:
    bank.instead = lambda path, _times: as_json(body) if "/series/" in path else None
    with pytest.raises(SourceRefused, match=words):
        read(source)
    assert len(bank.data_asked) == 1


def test_an_answer_names_the_provider_only_once(bank: Bank, source: WorldBank) -> None:
    bank.wire.always(Sent(status=404))
    with pytest.raises(SourceRefused) as caught:
        read(source)
    assert str(caught.value).count("World Bank") == 1


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        [[], []],
        3,
        "words",
        [{"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}, None],
        {"page": 1, "pages": 1, "per_page": 10, "total": 1},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": None},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": []},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": None}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [None]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"variable": [], "value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 1, "source": {"data": [{"variable": [7], "value": 1}]}},
        {"page": 1, "pages": 1, "per_page": 10, "source": {"data": []}},
        {"page": 1, "pages": 1, "per_page": "many", "total": 1, "source": {"data": []}},
        {"page": 1, "pages": 1, "per_page": 10, "total": 0, "source": {"data": []}},
    ],
    ids=lambda body: json.dumps(body)[:80],
)
def test_a_shape_that_the_protocol_does_not_have_is_malformed(bank: Bank, source: WorldBank, body: object) -> None:
    bank.instead = lambda path, _times: as_json(body) if "/series/" in path else None
    with pytest.raises(SourceMalformed):
        read(source)
    assert len(bank.data_asked) == 1


def test_nought_rows_a_page_is_no_endless_loop(bank: Bank, source: WorldBank) -> None:
    bank.page = lambda page: page | {"per_page": 0}
    with pytest.raises(SourceMalformed, match="cannot be read to its end"):
        read(source)
    assert len(bank.data_asked) == 1


def test_nought_rows_a_page_in_a_list_is_no_endless_loop_either(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: (
        as_json([{"page": 1, "pages": 1, "per_page": 0, "total": 9}, []]) if "/region" in path else None
    )
    with pytest.raises(SourceMalformed, match="cannot be read to its end"):
        read(source)
