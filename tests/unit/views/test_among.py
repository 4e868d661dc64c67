"""Whom a comparison is made with is one rule for every chart, said in one sentence; a group stands for its members."""

from dataclasses import replace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import Group
from dashboard.charts.extracts import extract
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.store.opening import Cache
from dashboard.views.among import among, beside_subject, with_peers
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection, query_of, read_selection

COMPARING = ("multiples", "ranking", "map", "scatter", "event-time")


@pytest.fixture
def loader(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Loader:
    return Loader(shipped_cache.store, shipped_catalogue)


def test_a_group_in_a_link_stands_for_its_members_which_a_permalink_spells(shipped_catalogue: Catalogue) -> None:
    reading = read_selection({"economy": ["g7,IND"]}, shipped_catalogue)
    assert reading.selection.economies == (*shipped_catalogue.groups["G7"].members, "IND")
    assert not reading.problems
    assert query_of(reading.selection)["economy"] == ",".join((*shipped_catalogue.groups["G7"].members, "IND"))


def test_an_aggregate_is_not_counted_beside_its_own_members(loader: Loader, shipped_catalogue: Catalogue) -> None:
    found = among(loader, Selection())
    assert beside_subject(found, shipped_catalogue) is found
    members = {"id": "some", "name": "Some", "aggregate": "EMU", "members": ["DEU", "FRA"]}
    group = Group.model_validate({**members, "sources": [{"title": "A list"}]})
    history = shipped_catalogue.history.model_copy(update={"subject": "EMU"})
    catalogue = replace(shipped_catalogue, histories={history.id: history}, declared_groups={"some": group})
    left = beside_subject(found, catalogue)
    assert set(found.codes) - set(left.codes) == {"DEU", "FRA"}
    assert left.rule == f"{found.rule} Members of {catalogue.subject.told} are left out."
    # where they are all that was asked for they stay
    alone = replace(found, codes=("DEU", "FRA"))
    assert beside_subject(alone, catalogue) is alone


def test_peers_are_a_group_of_economies_to_draw(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    loader = Loader(shipped_cache.store, shipped_catalogue)
    # as many as a chart has colours for
    expected = among(loader, Selection(among="peers-income")).codes[:10]
    query = {"indicator": ["gdp-growth"], "economy": ["Peers-Income,DEU"]}
    catalogue = with_peers(shipped_cache.store, shipped_catalogue, query)
    reading = read_selection(query, catalogue)
    assert reading.selection.economies == tuple(dict.fromkeys((*expected, "DEU")))
    assert not reading.problems
    assert with_peers(shipped_cache.store, shipped_catalogue, {"economy": ["G7"]}) is shipped_catalogue
    rows = extract(query, shipped_cache.store, shipped_catalogue).rows
    assert set(rows["economy"]) == set(reading.selection.economies or ())


def test_every_choice_of_whom_to_compare_reads_back_and_has_a_sentence(loader: Loader) -> None:
    for name in loader.catalogue.comparisons:
        selection = read_selection({"among": [name.upper()]}, loader.catalogue).selection
        assert selection.among == name
        found = among(loader, selection)
        assert found.rule.endswith(".")
        assert not any(loader.catalogue.economies[code].aggregate for code in found.codes)


def test_the_rule_of_a_million_holds_unless_another_is_asked_for(loader: Loader) -> None:
    assert among(loader, Selection()).codes == loader.comparators()


@pytest.mark.parametrize("view", COMPARING)
def test_every_comparison_says_its_rule_and_offers_others(loader: Loader, view: str) -> None:
    kind = CHART_KINDS[view]
    for name in ("", "OECD", "peers-size"):
        built = kind.build(request_for(kind, loader, Selection(indicator="gdp-growth", view=view, among=name)))
        assert isinstance(built, Built)
        [control] = [control for control in built.controls if control.attribute == "among"]
        assert control.value == built.permalink.among
        assert name in ("", control.value)
        assert built.notes[0] == among(loader, built.permalink).rule


@pytest.mark.parametrize("view", ["ranking", "map", "scatter"])
def test_a_group_without_values_says_so_and_lets_another_be_chosen(
    loader: Loader, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {"id": "nobody", "name": "Nobody", "members": ("SGS",)}
    nobody = loader.catalogue.groups["G7"].model_copy(update=changed)
    monkeypatch.setitem(loader.catalogue.groups, "nobody", nobody)
    kind = CHART_KINDS[view]
    built = kind.build(request_for(kind, loader, Selection(indicator="gdp-growth", view=view, among="nobody")))
    assert isinstance(built, Nothing)
    assert "Nobody" in built.text
    assert "among" in [control.attribute for control in built.controls]


def test_a_permalink_can_name_the_moment_at_which_the_rule_of_a_million_was_read(loader: Loader) -> None:
    kind = CHART_KINDS["ranking"]
    built = kind.build(request_for(kind, loader, Selection(indicator="exports-share", view="ranking")))
    assert isinstance(built, Built)
    [people] = loader.vintages(["population"])
    assert built.released == max(people.published, built.views[0].vintage.published)
    again = kind.build(request_for(kind, loader, replace(built.permalink, as_of=built.released)))
    assert isinstance(again, Built)
    assert again.rows().equals(built.rows())
