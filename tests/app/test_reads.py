"""How often does a page read the store? Each series once for all that is shown of it, the attempts once."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import pytest

from dashboard.charts.kept import Kept
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.ui import context
from tests.pages import OpenPage

HEADLINES = {"gdp-growth", "rd-spending", "high-tech-exports", "solar-capacity", "high-tech-export-share"}
PAGES = {
    "overview": ("overview", {}, HEADLINES),
    "overview of an era": ("overview", {"era": "reform-and-opening"}, HEADLINES),
    "explore": ("explore", {"indicator": "rd-spending"}, {"rd-spending"}),
    "explore with a milestone": (
        "explore",
        {"indicator": "gdp-growth", "milestone": "wto-accession"},
        {"gdp-growth"},
    ),
    "explore per capita": ("explore", {"indicator": "gdp", "transform": "per-capita"}, {"gdp", "population"}),
    "a ranking": ("compare", {"indicator": "rd-spending", "view": "ranking"}, {"rd-spending"}),
    "a scatter": (
        "compare",
        {"indicator": "rd-spending", "view": "scatter", "against": "researchers"},
        {"rd-spending", "researchers"},
    ),
    "event time": ("compare", {"indicator": "exports-share", "view": "event-time"}, {"exports-share"}),
    "a timeline with a series": ("timeline", {"indicator": "rd-spending", "view": "overlay"}, {"rd-spending"}),
    "the lab": (
        "evidence",
        {"indicator": "rd-spending", "milestone": "wto-accession", "view": "lab"},
        {"rd-spending"},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_each_series_once(name: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page, query, wanted = PAGES[name]
    # opens and fills the store
    open_page(page, query)
    read, observations = Counter[str](), Store.observations

    def counted(self: Store, vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        read[vintage.indicator] += 1
        return observations(self, vintage, economies)

    monkeypatch.setattr(Store, "observations", counted)
    # as if nobody had looked before
    monkeypatch.setattr(context, "KEPT", Kept())
    app = open_page(page, query)
    assert not app.exception
    assert wanted <= read.keys()
    assert max(read.values()) == 1, read


def test_a_page_asks_once_how_fresh_all_its_series_are(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    open_page("overview", {})
    asked = Counter[str]()

    def counted(name: str) -> None:
        original = getattr(Store, name)

        def count(self: Store, *args: object, **named: object) -> object:
            asked[name] += 1
            return original(self, *args, **named)

        monkeypatch.setattr(Store, name, count)

    for name in ("attempts", "spans"):
        counted(name)
    monkeypatch.setattr(context, "KEPT", Kept())
    app = open_page("overview", {})
    assert not app.exception
    assert asked == {"attempts": 1, "spans": 1}
