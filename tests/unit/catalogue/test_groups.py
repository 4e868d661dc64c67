"""Groups are declared or made, found by their id in any case, and their mistakes are named by file and field."""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import group_named
from dashboard.catalogue.loading import load_catalogue
from tests.unit.catalogue.conftest import Write, mistakes

GROUP = """
[[group]]
id = "TWO"
name = "The two"
members = ["CHN", "WLD"]
sources = [{ title = "A list", publisher = "A publisher" }]
"""


def test_a_declared_group_is_known_beside_those_that_are_made(written: Write) -> None:
    folder = written()
    (folder / "world/groups.toml").write_text(GROUP, encoding="utf-8")
    catalogue = load_catalogue(folder)
    assert catalogue.groups["TWO"].members == ("CHN", "WLD")
    assert "TWO" in catalogue.comparisons


def test_a_group_can_say_which_aggregate_its_members_make_up(written: Write) -> None:
    folder = written()
    text = GROUP.replace("members", 'aggregate = "WLD"\nmembers').replace('"CHN", "WLD"', '"CHN"')
    (folder / "world/groups.toml").write_text(text, encoding="utf-8")
    catalogue = load_catalogue(folder)
    assert catalogue.members("WLD") == {"CHN"}
    assert catalogue.members("CHN") == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "field", "detail"),
    [
        ('"WLD"]', '"XXX"]', "members", "names 'XXX'"),
        ('"WLD"]', '"CHN"]', "the table as a whole", "CHN twice"),
        ('id = "TWO"', 'id = "chn"', "id", "is the code of China"),
        ('id = "TWO"', 'id = "million"', "id", "is the name of a group that is made"),
        ('id = "TWO"', 'id = "t wo"', "id", "String should match"),
        ("sources = [{ title", "source = [{ title", "sources", "Field required"),
        ('name = "The two"', 'name = "The two"\naggregate = "XXX"', "aggregate", "names 'XXX'"),
    ],
)
def test_a_mistake_in_a_group_is_named_by_file_and_field(
    written: Write, old: str, new: str, field: str, detail: str
) -> None:
    folder = written()
    (folder / "world/groups.toml").write_text(GROUP.replace(old, new), encoding="utf-8")
    assert any(text.startswith("world/groups.toml") and field in text and detail in text for text in mistakes(folder))


def test_regions_and_income_groups_hold_every_individual_economy_once(shipped_catalogue: Catalogue) -> None:
    single = [entry for entry in shipped_catalogue.economies.values() if not entry.aggregate]
    for field in ("region", "income_group"):
        named = {getattr(entry, field) for entry in single} - {""}
        held = [code for group in shipped_catalogue.groups.values() if group.name in named for code in group.members]
        assert sorted(held) == sorted(entry.id for entry in single if getattr(entry, field))


def test_a_group_is_found_in_any_case(shipped_catalogue: Catalogue) -> None:
    for name, group in shipped_catalogue.groups.items():
        assert group_named(name.upper(), shipped_catalogue.groups) is group
        assert group_named(name.lower(), shipped_catalogue.groups) is group
    assert group_named("nobody", shipped_catalogue.groups) is None
