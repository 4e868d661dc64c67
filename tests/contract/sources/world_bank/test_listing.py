"""Is the World Bank's list of series fetched whole, or not at all, and put in place of the last one?"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.catalogue.provider_series import newest_lines, renewed_file, series_lines
from dashboard.cli import main
from dashboard.errors import SourceMalformed
from dashboard.sources.request import RetryPolicy
from dashboard.sources.world_bank import listing
from tests.contract.sources.conftest import Sent, Wire, as_json

PAGE = 3


def row(number: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a row
    source = {"id": "2", "value": "World Development Indicators"}
    topics = [{"id": "3", "value": "Economy & Growth "}, {}]
    made = {"id": f"A.{number}", "name": f"Thing {number} (% of GDP)", "unit": "", "source": source, "topics": topics}
    return made | fields


def paged(rows: Sequence[Any]) -> Callable[[str, int], Sent]:
    def answer(path: str, _before: int) -> Sent:
        assert urlsplit(path).path == "/v2/indicator"
        number = int(parse_qs(urlsplit(path).query)["page"][0])
        head = {"page": number, "pages": 9, "per_page": str(PAGE), "total": len(rows)}
        return as_json([head, rows[(number - 1) * PAGE : number * PAGE]])

    return answer


@pytest.fixture
def url(wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("ERALINE_WORLD_BANK_URL", f"{wire.url}/v2")
    return f"{wire.url}/v2"


def test_all_pages_are_read_and_what_stands_in_brackets_is_the_unit(wire: Wire, url: str, policy: RetryPolicy) -> None:
    wire.answers = paged([row(number) for number in range(8)])
    found = listing.fetch_series(url, policy)
    assert [one.code for one in found] == [f"A.{number}" for number in range(8)]
    assert (found[0].unit, found[0].topics, found[0].id) == ("% of GDP", ("Economy & Growth",), "wb:A.0")
    assert len(wire.asked) == 3


def test_series_of_databases_that_nobody_knows_are_left_out(wire: Wire, url: str, policy: RetryPolicy) -> None:
    wire.answers = paged([row(1), row(2, source={"id": "99999", "value": "New"}), row(1, name="Twice")])
    assert [one.name for one in listing.fetch_series(url, policy)] == ["Twice"]


def test_markup_in_a_name_is_left_out(wire: Wire, url: str, policy: RetryPolicy) -> None:
    wire.answers = paged([row(1, name="<b>Thing</b>\tand\nmore <script>alert(1)</script>")])
    assert listing.fetch_series(url, policy)[0].name == "Thing and more"


@pytest.mark.parametrize(
    "sent",
    [
        as_json([{"page": 1, "total": 5}, []]),
        as_json([{"message": [{"id": "120", "key": "Invalid value", "value": "not valid"}]}]),
        as_json([{"total": 1}, [{"id": "A"}]]),
        as_json([{"total": 1}, [None]]),
        as_json({"total": 1}),
        Sent(b"\xef\xbb\xbf<wb:error xmlns:wb='x'/>"),
        Sent(b""),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(wire: Wire, url: str, policy: RetryPolicy, sent: Sent) -> None:
    wire.answers = lambda _path, _before: sent
    with pytest.raises(SourceMalformed):
        listing.fetch_series(url, policy)


@pytest.mark.usefixtures("url")
def test_a_list_that_has_shrunk_leaves_the_old_one_unless_that_is_accepted(
    wire: Wire, capsys: pytest.CaptureFixture[str]
) -> None:
    wire.answers = paged([row(number) for number in range(5)])
    assert main(["refresh", "--catalogue"]) == 1
    assert "lists 5 series where it listed" in capsys.readouterr().err
    assert newest_lines() == series_lines()
    assert main(["refresh", "--catalogue", "--accept-shrinkage", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["series"] == 5
    assert len(newest_lines()) == 5
    renewed_file().write_bytes(b"cut off")
    assert newest_lines() == series_lines()


def test_one_indicator_of_the_list_cannot_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "--catalogue", "--indicator", "gdp"]) == 2
    assert "whole" in capsys.readouterr().err
