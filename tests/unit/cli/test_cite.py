"""Does `cite` say on a terminal how to cite what `export` writes?"""

import pytest
from bibtexparser.entrypoint import parse_string

from dashboard.cli import main
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.store.as_of import write_as_of
from dashboard.store.observations import Store


# the routes try every style; the command needs a catalogue for each
@pytest.mark.parametrize("style", [*CITATION_STYLES][::2])
def test_a_style_can_be_asked_for(store: Store, capsys: pytest.CaptureFixture[str], style: str) -> None:
    vintage = store.vintage("rd-spending")
    assert main(["cite", "--indicator", "rd-spending", "--economy", "CHN", "--style", style]) == 0
    said = capsys.readouterr().out
    assert vintage.release in said
    if style == "bib":
        assert len(parse_string(said).entries) == 1


def test_the_link_is_of_the_server_that_users_reach(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = write_as_of(store.vintage("rd-spending").published)
    monkeypatch.setenv("ERALINE_SITE", "https://example.org/eraline")
    assert main(["cite", "--indicator", "rd-spending", "--economy", "CHN"]) == 0
    link = capsys.readouterr().out.split()[-1]
    assert link.startswith("https://example.org/eraline/explore?indicator=rd-spending&economy=CHN&")
    assert f"as_of={pinned}" in link


def test_what_is_unknown_is_named(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert store.vintages()
    assert main(["cite", "--indicator", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err
