"""Does a second look at the same cost nothing but Streamlit's own, and show nobody what another session alone has?"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.kept import Kept
from dashboard.figures import Figure
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.vintages import Release
from dashboard.ui import context, resources
from tests.pages import OpenPage, begin_anew
from tests.shipped import FirstStart

LOOKS: dict[str, tuple[str, dict[str, str]]] = {
    "overview": ("overview", {}),
    "explore": ("explore", {"indicator": "rd-spending", "milestone": "wto-accession"}),
    "a comparison": ("compare", {"indicator": "rd-spending", "view": "multiples"}),
    "the timeline": ("timeline", {"indicator": "rd-spending", "view": "overlay"}),
    "the lab": ("evidence", {"indicator": "rd-spending", "milestone": "wto-accession", "view": "lab"}),
    "the data": ("data", {"indicator": "rd-spending"}),
}


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what these tests make apart from all else."""
    monkeypatch.setattr(context, "KEPT", Kept())


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is read and what is drawn."""
    counted = Counter[str]()
    observations, init = Store.observations, Figure.__init__

    def read(self: Store, vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        counted["read"] += 1
        return observations(self, vintage, economies)

    def drawn(self: Figure, *args: object, **named: object) -> None:
        counted["drawn"] += 1
        init(self, *args, **named)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(Store, "observations", read)
    monkeypatch.setattr(Figure, "__init__", drawn)
    return counted


def specs(app: AppTest) -> list[str]:
    """Return the charts of a page as the browser gets them."""
    return [element.proto.spec for element in app.get("plotly_chart")]


@pytest.mark.parametrize("name", LOOKS)
def test_a_second_session_with_the_same_link_reads_and_draws_nothing(
    name: str, open_page: OpenPage, done: Counter[str]
) -> None:
    page, query = LOOKS[name]
    first = open_page(page, query)
    assert not first.exception
    assert done["drawn"]
    done.clear()
    second = open_page(page, query)
    assert not done
    assert specs(second) == specs(first)
    assert [each.value for each in second.markdown] == [each.value for each in first.markdown]


def test_another_era_theme_or_day_is_another_chart(open_page: OpenPage, done: Counter[str]) -> None:
    query = {"indicator": "rd-spending", "economy": "CHN,USA"}
    open_page("explore", query)
    for more in ({"era": "reform-and-opening"}, {"as_of": "2026-07-20"}, {"scale": "log"}, {"policy": "united-states"}):
        done.clear()
        assert not open_page("explore", {**query, **more}).exception
        assert done["drawn"], more


def test_what_a_session_alone_has_is_shown_to_nobody_else(open_page: OpenPage, done: Counter[str]) -> None:
    query = {"indicator": "rd-spending", "own": "2005-03-01 My own event"}
    own = open_page("explore", query)
    assert not own.exception
    assert any("My own event" in spec for spec in specs(own))
    other = open_page("explore", {"indicator": "rd-spending"})
    assert not any("My own event" in spec for spec in specs(other))
    # and it is drawn anew for the session itself
    done.clear()
    open_page("explore", query)
    assert done["drawn"]


def test_a_refresh_is_seen_by_the_next_rerun(
    open_page: OpenPage, first_start: FirstStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERALINE_DATABASE_URL", first_start.copy(tmp_path / "eraline.db"))
    begin_anew()
    query = {"indicator": "rd-spending", "economy": "CHN"}
    open_page("explore", query)
    store = resources.cache().store
    frame = store.observations(store.vintage("rd-spending")).assign(value=7.125)
    assert store.commit([Release("rd-spending", dt.datetime(2030, 1, 1, tzinfo=dt.UTC), "of 2030", frame)])
    app = open_page("explore", query)
    assert not app.exception
    assert "7.125" in specs(app)[0]
