"""Does the canary sing while the sources answer as recorded, and name what does not?"""

from collections.abc import Iterator

import pytest

from dashboard.settings import Settings
from tests.canary import Told, look, main
from tests.replay import Fault, ReplayServer, faults
from tests.replay.figures import few


@pytest.fixture(scope="module")
def known() -> Iterator[ReplayServer]:
    with ReplayServer(few(others=2)) as replay:
        yield replay


@pytest.fixture(scope="module")
def live() -> Iterator[ReplayServer]:
    """Give a server that stands for the live sources."""
    with ReplayServer(few(others=2)) as replay:
        yield replay


@pytest.fixture(autouse=True)
def asked(live: ReplayServer, monkeypatch: pytest.MonkeyPatch) -> None:
    live.clear_faults()
    for name, value in live.environment.items():
        monkeypatch.setenv(name, value)


def told(live: ReplayServer, known: ReplayServer) -> dict[str, Told]:
    return {one.provider: one for one in look(Settings(provider_urls=live.provider_urls), known)}


def test_sources_that_answer_as_recorded_are_one_line_each_and_no_failure(
    known: ReplayServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(known) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["world-bank", "fred", "owid"]
    assert all("as expected, " in line for line in lines), lines


@pytest.mark.parametrize(
    ("provider", "fault", "path", "words"),
    [
        ("world-bank", faults.values_as_text(), "/series/", "should have a number"),
        ("world-bank", faults.web_page(), "/country/all", "a web page in place of figures"),
        ("fred", faults.renamed_series(), "fredgraph", "sent the series 'OTHER.SERIES'"),
        ("owid", faults.unit("MW"), r"metadata\.json", "the unit is 'MW' and not 'GW'"),
        ("owid", faults.body('{"chart": {"title": 7}, "columns": {}}'), r"metadata\.json", "lacks"),
    ],
)
def test_a_source_that_answers_otherwise_is_told_and_the_others_are_not(
    live: ReplayServer, known: ReplayServer, provider: str, fault: Fault, path: str, words: str
) -> None:
    live.fault(fault, path)
    found = told(live, known)
    assert words in str(found[provider])
    assert [name for name, one in found.items() if one.differs] == [provider]
