"""Does Data say what is held, from when and from whom, and what was revised?"""

import datetime as dt
from base64 import b64decode
from pathlib import Path
from typing import ClassVar

import pytest
import streamlit as st

from dashboard.settings import Settings
from dashboard.sources.registry import PROVIDERS
from dashboard.store.doubts import Doubt, Kind
from dashboard.store.observations import Release
from dashboard.store.pending import PendingReleases
from dashboard.ui import access, resources
from tests.app.conftest import said
from tests.pages import OpenPage, begin_anew, opened
from tests.shipped import FirstStart
from tests.unit.sources.test_registry import Fund


def _allowed(_settings: Settings) -> bool:
    return True


def test_every_indicator_and_provider_is_listed_with_its_state(open_page: OpenPage) -> None:
    app = open_page("data")
    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == len(resources.catalogue().indicators)
    # on a phone what comes third has to be scrolled to
    assert list(table)[:2] == ["Indicator", "State"]
    assert {state.split()[-1] for state in table["State"]} == {"snapshot"}
    shown = " ".join(text.value for text in app.markdown)
    assert all(name in shown for name in ("World Bank", "FRED", "Our World in Data"))


def test_one_more_provider_is_shown_once_it_is_registered(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, Fund.id, Fund)
    app = open_page("data")
    assert not app.exception
    assert "The Fund" in " ".join(text.value for text in app.markdown)


def test_one_vintage_means_that_nothing_was_revised(open_page: OpenPage) -> None:
    app = open_page("data", {"indicator": "exchange-rate"})
    assert not app.exception
    assert any("nothing has been revised" in caption.value for caption in app.caption)


@pytest.fixture
def revised(monkeypatch: pytest.MonkeyPatch, first_start: FirstStart, tmp_path: Path) -> OpenPage:
    """Give pages on a store of their own where China's R&D of 2020 was 2.41 until it was revised."""
    monkeypatch.setenv("ERALINE_DATABASE_URL", first_start.copy(tmp_path / "eraline.db"))
    begin_anew()
    store = resources.cache().store
    now = store.observations(store.vintage("rd-spending"))
    hit = (now["economy"] == "CHN") & (now["period"].dt.year == 2020)
    assert hit.sum() == 1
    for day, values in ((dt.date(2026, 8, 1), now["value"].mask(hit, 2.41)), (dt.date(2026, 9, 1), now["value"])):
        moment = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        store.commit([Release("rd-spending", moment, f"update {day}", now.assign(value=values))])
    return opened


def test_the_revision_view_shows_what_was_published_then_and_what_is_known_now(revised: OpenPage) -> None:
    app = revised("data", {"indicator": "rd-spending", "as_of": "2026-08-01"})
    assert not app.exception
    changes = app.dataframe[-1].value
    assert changes["Period"].tolist() == ["2020"]
    assert changes["Then"].tolist() == ["2.410 %"]
    assert changes["Now"].iloc[0].startswith("2.35") or changes["Now"].iloc[0].startswith("2.36")


def test_explore_draws_a_day_that_is_over_again(revised: OpenPage) -> None:
    app = revised("explore", {"indicator": "rd-spending", "as_of": "2026-08-15", "economy": "CHN", "view": "table"})
    table = app.dataframe[0].value.set_index("Period")["China"]
    assert table["2020"] == 2.41
    app = revised("explore", {"indicator": "rd-spending", "economy": "CHN", "view": "table"})
    assert app.dataframe[0].value.set_index("Period")["China"]["2020"] != 2.41


@pytest.mark.parametrize("asked", ["2050-01-01", "1999-01-01", "2026-08-15"])
def test_a_day_that_the_control_cannot_show_breaks_nothing(open_page: OpenPage, asked: str) -> None:
    assert not open_page("explore", {"as_of": asked}).exception
    assert not open_page("data", {"as_of": asked}).exception


def test_the_refresh_button_is_there_for_those_alone_who_may(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_settings: Settings) -> bool:
        return False

    monkeypatch.setattr(access, "may_refresh", refused)
    assert not [button for button in open_page("data").button if button.key == "data-refresh"]
    monkeypatch.setattr(access, "may_refresh", _allowed)
    assert [button for button in open_page("data").button if button.key == "data-refresh"]


@pytest.fixture
def held_back(revised: OpenPage) -> OpenPage:
    """Give pages on a store where a release of R&D, a hundred times too large, waits for a decision."""
    hold("rd-spending", 100)
    return revised


def hold(indicator: str, factor: float, economy: str = "KOR") -> None:
    store = resources.cache().store
    now = store.observations(store.vintage(indicator))
    release = Release(indicator, store.now(), "WDI update", now.assign(value=now["value"] * factor))
    odd = Doubt(kind=Kind.ECONOMY_SCALE, economies=(economy,), factor=factor)
    PendingReleases.of(store).hold(release, [odd], started=store.now(), guard=lambda _connection: None)


def test_a_release_that_is_held_back_is_shown_and_those_alone_who_may_decide(
    held_back: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = held_back("data")
    assert not app.exception
    assert "The values of South Korea are about 100 times what they were" in said(app)
    assert "eraline refresh --accept INDICATOR" in said(app)
    assert any("R&amp;D spending, South Korea" in found.proto.body for found in app.get("html"))
    assert not [button for button in app.button if "data-accept" in (button.key or "")]
    store = resources.cache().store
    before = store.vintage("rd-spending")
    monkeypatch.setattr(access, "may_refresh", _allowed)
    app = held_back("data")
    app.button("data-accept-rd-spending").click().run()
    assert not app.exception
    assert "The release of rd-spending was taken in: 0 added" in said(app)
    assert "Held back" not in [heading.value.strip("# ") for heading in app.markdown]
    assert store.vintage("rd-spending").id > before.id


def test_a_chart_says_that_a_newer_release_is_held_back_but_not_one_as_of_a_day(held_back: OpenPage) -> None:
    for query, told in (({}, True), ({"as_of": "2026-08-15"}, False), ({"indicator": "exports-share"}, False)):
        app = held_back("explore", {"indicator": "rd-spending", "economy": "CHN", **query})
        assert ("A newer release is held back: R&D spending to 20" in said(app)) == told, query


def test_its_picture_leads_no_line_across_a_series_break(held_back: OpenPage) -> None:
    # China's researchers are counted by another definition from 2009 on, and Korea's are not
    for economy, lines in (("CHN", 2), ("KOR", 1)):
        hold("researchers", 100 * lines, economy)
        app = held_back("data")
        (image,) = (found.proto.body for found in app.get("html") if 'alt="Researchers' in found.proto.body)
        drawn = b64decode(image.partition("base64,")[2].partition('"')[0]).decode()
        assert drawn.count("<polyline") == 2 * lines, economy


def test_many_are_decided_at_once_and_none_that_was_not_shown(
    held_back: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_refresh", _allowed)
    hold("exports-share", 10)
    app = held_back("data")
    hold("exports-share", 1_000)
    app.button("data-refuse-all").click().run()
    assert "The release of rd-spending was refused" in said(app)
    assert "waits by now than the one that was shown" in " ".join(found.value for found in app.error)
    assert list(PendingReleases.of(resources.cache().store).waiting()) == ["exports-share"]
    app.button("data-accept-exports-share").click().run()
    assert "The release of exports-share was taken in" in said(app)


def test_a_release_that_is_refused_leaves_the_page(held_back: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may_refresh", _allowed)
    app = held_back("data")
    app.button("data-refuse-rd-spending").click().run()
    assert "The release of rd-spending was refused" in said(app)
    assert PendingReleases.of(resources.cache().store).waiting() == {}


@pytest.mark.parametrize("permission", ["off", "auth"])
def test_nobody_may_refresh_where_it_is_off_or_asks_for_a_login(permission: str) -> None:
    assert not access.may_refresh(Settings.model_validate({"refresh": permission}))


def test_a_login_that_is_not_set_up_is_said(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_REFRESH", "auth")
    app = open_page("data")
    assert not app.exception
    assert any("not set up on this server" in caption.value for caption in app.caption)
    assert not [button for button in app.button if button.key == "data-refresh"]


def test_who_sits_at_the_machine_may_refresh_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not access.may_refresh(Settings())

    class Context:
        headers: ClassVar = {access.OWN_MACHINE: "yes"}

    monkeypatch.setattr(st, "context", Context)
    assert access.may_refresh(Settings())
    assert not access.may_refresh(Settings(refresh="off"))
    assert not access.may_refresh(Settings(refresh="auth"))


def test_the_first_release_of_china_s_gdp_stands_against_the_newest(open_page: OpenPage) -> None:
    app = open_page("data", {"indicator": "gdp", "economy": "CHN"})
    assert not app.exception
    tables = [frame.value for frame in app.dataframe if "First release" in frame.value]
    (table,) = tables
    row = dict(zip(table.columns, table[table["Period"] == "2010"].iloc[0].tolist(), strict=True))
    assert row["First release"] == "US$ 5.93 trillion"
    assert row["Known from"] == "seen on 20 September 2012"
    assert row["Newest release"].startswith("US$ 6.")
    assert any("were revised" in caption.value for caption in app.caption)
    # the catalogue, the years covered, the releases, and both comparisons of them
    assert [popover.proto.popover.label for popover in app.get("popover")].count("Take away") == 5
    app.session_state["data-take-vintages-gdp"] = True
    app.run()
    assert any(button.proto.label.startswith("Parquet") for button in app.get("download_button"))


def test_a_first_release_is_told_against_the_day_chosen_and_as_published(open_page: OpenPage) -> None:
    asked = {"indicator": "gdp", "economy": "CHN", "as_of": "2020-01-01", "transform": "growth"}
    app = open_page("data", asked)
    assert not app.exception
    assert "First release against that of 1 January 2020" in said(app)
    assert "figures were revised by 1 January 2020. The largest change" in said(app)
    assert said(app).count("Releases are compared as published, without the transform") == 2
    (table,) = (frame.value for frame in app.dataframe if "First release" in frame.value)
    assert table["Period"].iloc[0] == "2016"


def test_two_definitions_are_not_compared(open_page: OpenPage) -> None:
    app = open_page("data", {"indicator": "gdp-constant", "economy": "CHN", "as_of": "2015-01-01"})
    assert not app.exception
    assert any("different definitions are not compared" in caption.value for caption in app.caption)
