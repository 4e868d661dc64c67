"""Is an economy found by its code and by every name, however the name is spelt?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.economy_names import economy_named


def economy(code: str, name: str, *synonyms: str, iso2: str = "") -> Economy:
    return Economy(
        id=code, name=name, short_name=name.replace(",", ""), aggregate=False, region="x", synonyms=synonyms, iso2=iso2
    )


KOREA = economy("KOR", "South Korea", "Korea, Rep.", "韩国", iso2="KR")
IVORY = economy("CIV", "Côte d'Ivoire", "Ivory Coast", iso2="CI")
LUCIA = economy("LCA", "St. Lucia")
KNOWN = {known.id: known for known in (KOREA, IVORY, LUCIA)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KOR", "KOR"),
        ("kor", "KOR"),
        ("KR", "KOR"),
        (" south  korea ", "KOR"),
        ("Korea, South", "KOR"),
        ("Republic of Korea", "KOR"),
        ("ＫＯＲ", "KOR"),
        ("韩国", "KOR"),
        ("COTE D’IVOIRE", "CIV"),
        ("Saint Lucia", "LCA"),
        ("the St Lucia", "LCA"),
        ("Korea (urban)", None),
        ("Atlantis", None),
        ("the", None),
        ("", None),
    ],
)
def test_an_economy_is_found_by_code_and_name_in_any_spelling(text: str, code: str | None) -> None:
    assert economy_named(text, KNOWN) == code


def test_a_code_goes_before_a_name_and_a_name_before_a_synonym() -> None:
    first = economy("AAA", "Bbb", "Land", iso2="CC")
    second = economy("BBB", "Land", "AAA", iso2="AA")
    known = {one.id: one for one in (first, second)}
    assert economy_named("bbb", known) == "BBB"
    assert economy_named("Land", known) == "BBB"
    assert economy_named("aaa", known) == "AAA"


def test_every_name_in_the_catalogue_leads_to_one_economy(shipped_catalogue: Catalogue) -> None:
    known = shipped_catalogue.economies
    for entry in known.values():
        for name in filter(None, (entry.id, entry.name, entry.short_name, *entry.synonyms, entry.iso2)):
            assert economy_named(name, known) == entry.id, name
