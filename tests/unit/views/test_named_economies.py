"""Are economies found by the names that people use, and those that a name may mean told?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.groups import group_named
from dashboard.views.selection import Reading, read_selection


def read(catalogue: Catalogue, *texts: str) -> Reading:
    return read_selection({"economy": list(texts)}, catalogue)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("South Korea", "KOR"),
        ("Korea, Rep.", "KOR"),
        ("korea rep", "KOR"),
        ("KOR", "KOR"),
        ("kr", "KOR"),
        ("韩国", "KOR"),
        ("Côte d’Ivoire", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Turkey", "TUR"),
        ("Turkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("America", "USA"),
        ("Britain", "GBR"),
        ("Gambia, The", "GMB"),
        ("Trinidad & Tobago", "TTO"),
        ("Trinidad and Tobago", "TTO"),
        ("Bonaire, Sint Eustatius and Saba", "BES"),
        ("Congo, Dem. Rep.", "COD"),
        ("Ｊａｐａｎ", "JPN"),
        ("中國", "CHN"),
        ("world", "WLD"),
        ("越南", "VNM"),
        ("寮國", "LAO"),
        ("欧元区", "EMU"),
    ],
)
def test_an_economy_is_found_by_a_common_name(text: str, code: str, shipped_catalogue: Catalogue) -> None:
    reading = read(shipped_catalogue, text)
    assert (reading.problems, reading.selection.economies) == ((), (code,))


def test_commas_within_names_separate_nothing(shipped_catalogue: Catalogue) -> None:
    wanted = ("KOR", "CHN", "COD", "VEN")
    once = read(shipped_catalogue, "Korea, Rep.,China, Congo, Dem. Rep., Venezuela, RB")
    assert (once.problems, once.selection.economies) == ((), wanted)
    repeated = read(shipped_catalogue, "Korea, Rep.", "China", "Congo, Dem. Rep.", "Venezuela, RB")
    assert repeated.selection.economies == wanted


def test_codes_that_read_as_small_words_are_codes(shipped_catalogue: Catalogue) -> None:
    assert read(shipped_catalogue, "AFG,AND").selection.economies == ("AFG", "AND")
    assert read(shipped_catalogue, "Afghanistan,AND").selection.economies == ("AFG", "AND")
    assert read(shipped_catalogue, "afg,and").selection.economies == ("AFG", "AND")
    codes = tuple(shipped_catalogue.economies)
    pairs = [(one, other) for other in codes for one in ("CHN", "USA") if one != other]
    lost = [pair for pair in pairs if read(shipped_catalogue, ",".join(pair)).selection.economies != pair]
    assert lost == []


def test_every_economy_is_found_by_each_of_its_own_names(shipped_catalogue: Catalogue) -> None:
    lost = [
        (entry.id, name)
        for entry in shipped_catalogue.economies.values()
        for name in (entry.name, entry.short_name, *entry.synonyms)
        # a group is what the name of an aggregate stands for where both are called so
        if not group_named(name, shipped_catalogue.groups)
        and entry.id not in (read(shipped_catalogue, name).selection.economies or ())
    ]
    assert lost == []


def test_a_group_is_named_with_and_without_its_sign(shipped_catalogue: Catalogue) -> None:
    members = shipped_catalogue.groups["G20"].members
    assert read(shipped_catalogue, "@g20").selection.economies == members
    assert read(shipped_catalogue, "G20").selection.economies == members
    assert [problem.code for problem in read(shipped_catalogue, "@china").problems] == ["unknown-economy"]


def test_a_name_that_may_mean_several_says_which(shipped_catalogue: Catalogue) -> None:
    [problem] = read(shipped_catalogue, "Congo").problems
    assert problem.code == "ambiguous-economy"
    assert problem.message == '"Congo" may mean Congo Republic (COG) or DR Congo (COD).'
    assert problem.allowed == ("COG", "COD")
    [many] = read(shipped_catalogue, "income").problems
    assert many.message.endswith(", among others.")


def test_the_only_economy_with_a_word_is_meant(shipped_catalogue: Catalogue) -> None:
    assert read(shipped_catalogue, "Herzegovina").selection.economies == ("BIH",)
    assert read(shipped_catalogue, "Timor").selection.economies == ("TLS",)


def test_what_no_economy_is_called_is_told_as_it_was_typed(shipped_catalogue: Catalogue) -> None:
    [problem] = read(shipped_catalogue, "Atlantis <b>").problems
    assert (problem.code, problem.message) == ("unknown-economy", 'No economy is called "Atlantis <b>".')
