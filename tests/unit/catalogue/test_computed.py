"""Is a ratio, sum or difference of two indicators an indicator, and refused in a sentence where it makes no sense?"""

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.computed import computed, parts_of
from dashboard.catalogue.indicators import Kind, Tier
from dashboard.catalogue.loading import load_catalogue
from dashboard.errors import SelectionError
from dashboard.settings import DATA


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(DATA)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("gdp/population", ("gdp", "/", "population")),
        (" gdp / population ", ("gdp", "/", "population")),
        ("exports-share plus imports-share", ("exports-share", "plus", "imports-share")),
        ("wb:A.B minus owid:c-d", ("wb:A.B", "minus", "owid:c-d")),
        ("gdp", None),
        ("gdp-growth", None),
        ("a/b/c", ("a", "/", "b/c")),
        ("https://data.worldbank.org/indicator/SP.DYN.LE00.IN", None),
        ("plus", None),
        ("/", None),
        ("", None),
    ],
)
def test_an_expression_has_two_parts_and_one_operation(text: str, parts: tuple[str, str, str] | None) -> None:
    assert parts_of(text) == parts


def test_a_ratio_has_a_unit_of_its_own_and_cites_both(catalogue: Catalogue) -> None:
    found = computed("gdp / population", catalogue, str)
    assert found is not None
    assert (found.id, found.tier, found.kind) == ("gdp/population", Tier.COMPUTED, Kind.INDEX)
    assert found.unit == "current US$ per person"
    assert found.derived is not None
    assert found.derived.inputs == ("gdp", "population")
    widened = catalogue.with_indicators([found])
    assert widened.base_inputs(found.id) == ("gdp", "population")


def test_a_sum_keeps_the_unit(catalogue: Catalogue) -> None:
    found = computed("exports-share plus imports-share", catalogue, str)
    assert found is not None
    assert found.unit == catalogue.indicator("exports-share").unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gdp plus population", "units-differ"),
        ("gdp/exchange-rate", "frequencies-differ"),
        ("gdp/nothing", "unknown-indicator"),
        ("a/b/c", "unknown-indicator"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(catalogue: Catalogue, text: str, code: str) -> None:
    with pytest.raises(SelectionError) as caught:
        computed(text, catalogue, str)
    assert caught.value.code == code
