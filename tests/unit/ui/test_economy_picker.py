"""The box of economies finds each by any name that people type, as a substring of what it shows."""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui.economy_picker import label, picked, picks


def found(catalogue: Catalogue, typed: str) -> list[str]:
    """Return the picks that a box leaves after something was typed."""
    labels = {pick: label(catalogue, pick, chosen=(), available=None) for pick in picks(catalogue)}
    return [pick for pick, text in labels.items() if typed.casefold() in text.casefold()]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Turkey", "TUR"),
        ("america", "USA"),
        ("Britain", "GBR"),
        ("South Korea", "KOR"),
        ("CHN", "CHN"),
        ("中国", "CHN"),
        ("Ivory Coast", "CIV"),
        ("G7", "G7"),
    ],
)
def test_what_people_type_finds_its_economy(shipped_catalogue: Catalogue, typed: str, code: str) -> None:
    assert code in found(shipped_catalogue, typed)
    assert len(found(shipped_catalogue, typed)) < 12


def test_every_economy_is_found_by_each_of_its_names(shipped_catalogue: Catalogue) -> None:
    for code, entry in shipped_catalogue.economies.items():
        text = label(shipped_catalogue, code, chosen=(), available=())
        assert all(name in text for name in (entry.name, entry.short_name, entry.id, *entry.synonyms))


def test_labels_differ_and_what_is_chosen_is_called_by_its_name_alone(shipped_catalogue: Catalogue) -> None:
    chosen = list(shipped_catalogue.economies)[::7]
    labels = [label(shipped_catalogue, pick, chosen=chosen, available=None) for pick in picks(shipped_catalogue)]
    assert len(set(labels)) == len(labels)
    assert all(shipped_catalogue.economies[code].name in labels for code in chosen)
    assert label(shipped_catalogue, "CHN", chosen=(), available=()).startswith("China (no figures)")


def test_a_group_stands_for_its_members_each_once(shipped_catalogue: Catalogue) -> None:
    members = shipped_catalogue.groups["G7"].members
    assert picked(shipped_catalogue, ["CHN", members[0], "G7"]) == ("CHN", members[0], *members[1:])


def test_an_economy_is_known_by_the_label_that_it_had_before_it_was_chosen(shipped_catalogue: Catalogue) -> None:
    for code in list(shipped_catalogue.economies)[::5]:
        for available in (None, ()):
            asked = label(shipped_catalogue, code, chosen=(), available=available)
            assert picked(shipped_catalogue, ["CHN", asked]) == tuple(dict.fromkeys(("CHN", code)))
