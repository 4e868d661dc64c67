"""Where does a result lead, and what of the page shown goes along?"""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import CustomIndicator
from dashboard.ui import resources, search_box, state, url
from dashboard.views.selection import Selection


def test_another_indicator_keeps_the_economies_and_drops_a_transform_that_no_longer_fits(
    shipped_catalogue: Catalogue,
) -> None:
    now = Selection("gdp", economies=("CHN", "DEU"), transform="per-capita", scale="log")
    found = state.with_indicator(now, "rd-spending", shipped_catalogue)
    assert found == Selection("rd-spending", economies=("CHN", "DEU"))


@pytest.mark.parametrize("indicator", ["gdp-constant", "population"])
def test_a_transform_that_fits_stays(shipped_catalogue: Catalogue, indicator: str) -> None:
    found = state.with_indicator(Selection("gdp", transform="growth"), indicator, shipped_catalogue)
    assert found.transform == "growth"


def test_a_series_that_nobody_has_curated_is_shown_as_it_is(shipped_catalogue: Catalogue) -> None:
    found = state.with_indicator(Selection("gdp", transform="growth"), "wb:SP.DYN.LE00.IN", shipped_catalogue)
    assert found == Selection("wb:SP.DYN.LE00.IN")


def test_what_goes_from_page_to_page_is_what_is_shown_and_not_how() -> None:
    now = Selection(
        "gdp", economies=("CHN",), eras=("new-quality",), first_year=2000, transform="growth", milestone="x"
    )
    assert state.carried(now) == Selection("gdp", economies=("CHN",), eras=("new-quality",), first_year=2000)
    assert state.carried(replace(now, second="rd-spending")).second == "rd-spending"


def test_what_a_session_alone_has_is_found_by_its_element(
    shipped_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = shipped_catalogue.indicator("gdp").model_dump() | {"id": "custom:mine", "name": "Mine"}
    mine = CustomIndicator.model_validate(entry)
    monkeypatch.setattr(resources, "catalogue", lambda: shipped_catalogue)
    monkeypatch.setattr(url, "read", dict)

    def widened(_query: url.Query) -> Catalogue:
        return shipped_catalogue.with_indicators([mine])

    monkeypatch.setattr(state, "widened", widened)
    [own] = search_box.shared()["own"]
    assert (own["id"], own["tier"], own["query"]) == ("custom:mine", "custom", "indicator=custom:mine")


def test_a_result_on_another_page_is_read_from_its_own_address_whatever_was_written_just_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = list[str]()

    def switch_page(_page: object, *, query_params: dict[str, str]) -> None:
        left.append(query_params["indicator"])

    def destination(*_: object) -> tuple[str, dict[str, str]]:
        return "explore", {"indicator": "gdp"}

    chosen = search_box.Chosen("gdp", "indicator", "explore", "indicator=gdp")
    state_of_session = {"search-chosen": ("timeline", chosen)}
    monkeypatch.setattr(search_box, "st", SimpleNamespace(session_state=state_of_session, switch_page=switch_page))
    monkeypatch.setattr(search_box, "destination", destination)
    monkeypatch.setattr(url, "leave", lambda: left.append("left"))
    search_box._go_on(search_box.PAGES["timeline"])  # pyright: ignore[reportPrivateUsage]
    assert left == ["left", "gdp"]
