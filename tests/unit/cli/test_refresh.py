"""Which indicators does `refresh` ask for, and what does it say came of it?"""

import json

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli.refresh import Lines, asked, summary
from dashboard.errors import SelectionError
from dashboard.refresh.progress import Event, Outcome


def test_all_stored_indicators_are_asked_for_where_none_is_named(shipped_catalogue: Catalogue) -> None:
    found = asked(shipped_catalogue, (), None)
    assert list(found) == [entry.id for entry in shipped_catalogue.indicators.values() if entry.derived is None]


def test_a_computed_one_stands_for_its_inputs_each_once(shipped_catalogue: Catalogue) -> None:
    found = asked(shipped_catalogue, ("solar-wind-capacity", "solar-capacity"), None)
    assert sorted(found) == ["solar-capacity", "wind-capacity"]


def test_a_source_keeps_its_own(shipped_catalogue: Catalogue) -> None:
    assert asked(shipped_catalogue, (), "fred") == ("exchange-rate",)
    assert asked(shipped_catalogue, ("gdp", "exchange-rate"), "fred") == ("exchange-rate",)


@pytest.mark.parametrize(
    ("names", "code", "allowed"), [(("nonsense",), "unknown-indicator", "gdp"), (("gdp",), "empty", "exchange-rate")]
)
def test_what_cannot_be_asked_for_is_named_with_what_can(
    shipped_catalogue: Catalogue, names: tuple[str, ...], code: str, allowed: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        asked(shipped_catalogue, names, "fred")
    assert caught.value.code == code
    assert allowed in caught.value.allowed


def test_the_summary_counts_and_says_what_stayed() -> None:
    assert summary(Outcome((), ("a", "b"), {}, 1.26)) == "0 fresh, 2 unchanged, 0 failed in 1.3 s"
    assert summary(Outcome((), (), {"a": "gone"}, 2.0, ("b",))) == (
        "0 fresh, 0 unchanged, 1 failed, 1 not done in 2.0 s; the old figures of what failed stay"
    )


def test_words_are_kept_to_what_a_log_needs(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(as_json=False)
    for event in (
        Event("start", total=2),
        Event("fetching", "gdp", "world-bank"),
        Event("fresh", "gdp", "world-bank", added=1, revised=2, withdrawn=3),
        Event("failed", "population", "world-bank", error="gone\x1b[31m\nfor good"),
        Event("done", fresh=1),
    ):
        lines.take(event)
    assert capsys.readouterr().out.splitlines() == [
        "gdp fresh: 1 added, 2 revised, 3 withdrawn",
        "population failed: gone [31m for good",
    ]


def test_json_is_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines, event = Lines(as_json=True), Event("failed", "gdp", "world-bank", error="不存在")
    lines.take(event)
    lines.conclude(Outcome((), (), {}, 0.0))
    output = capsys.readouterr().out
    assert json.loads(output) == event.to_json()
    assert output.isascii()
