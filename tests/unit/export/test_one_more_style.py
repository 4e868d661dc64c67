"""Is a style of citation one entry in one place: in the routes, on the command line, and on the pages?"""

from collections.abc import Sequence

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.cli import main
from dashboard.export.citation_styles import CITATION_STYLES, CitationStyle
from dashboard.export.works import Work
from dashboard.store.opening import Cache
from tests.pages import begin_anew, opened
from tests.unit.api.conftest import client_of


def _shouted(works: Sequence[Work]) -> str:
    return " ".join(work.title.upper() for work in works)


@pytest.fixture
def shouted(monkeypatch: pytest.MonkeyPatch) -> CitationStyle:
    style = CitationStyle("loud", "text/x-loud", "Shouted", _shouted, is_shown=True)
    monkeypatch.setitem(CITATION_STYLES, style.ending, style)
    return style


def test_one_more_style_is_offered_everywhere(
    shouted: CitationStyle,
    shipped_cache: Cache,
    shipped_catalogue: Catalogue,
    shipped_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    response = client_of(shipped_cache, shipped_catalogue).get(
        f"/api/v1/citation.{shouted.ending}?indicator=gdp&economy=CHN"
    )
    assert response.headers["content-type"].startswith("text/x-loud")
    assert response.text.startswith("GDP")
    monkeypatch.setenv("ERALINE_DATABASE_URL", shipped_url)
    assert main(["cite", "--indicator", "gdp", "--economy", "CHN", "--style", "loud"]) == 0
    assert capsys.readouterr().out.strip() == response.text
    begin_anew()
    app = opened("explore", {"indicator": "gdp", "economy": "CHN"}, {"explore-citing": True})
    assert "Shouted" in {button.proto.label for button in app.get("download_button")}
