"""What is made of a provider's own words: the kind, the decimals, what is guessed and said to be."""

import numpy as np
import pytest

from dashboard.catalogue.described import (
    Described,
    decimals_of,
    guessed_kind,
    indicator_of,
    unit_in,
    unit_of,
    unit_sign,
)
from dashboard.catalogue.indicators import Kind, Tier

LIFE = Described(
    id="wb:SP.DYN.LE00.IN",
    provider="world-bank",
    provider_name="World Bank",
    code="SP.DYN.LE00.IN",
    name="Life expectancy at birth, total (years)",
    url="https://data.worldbank.org/indicator/SP.DYN.LE00.IN",
    unit="years",
    aggregation="Weighted average",
    decimals=1,
)


def said(name: str, unit: str, aggregation: str = "") -> Described:
    return LIFE.model_copy(update={"name": name, "unit": unit, "aggregation": aggregation})


@pytest.mark.parametrize(
    ("name", "unit", "aggregation", "kind"),
    [
        ("Life expectancy at birth, total (years)", "years", "Weighted average", Kind.INDEX),
        ("Inflation, consumer prices (annual %)", "annual %", "Median", Kind.GROWTH),
        ("GDP per capita growth (annual %)", "%", "Weighted average", Kind.GROWTH),
        ("Agricultural land (% of land area)", "% of land area", "Weighted average", Kind.SHARE),
        ("External debt stocks, total (DOD, current US$)", "current US$", "Sum", Kind.LEVEL),
        ("Population, total", "persons", "Sum", Kind.LEVEL),
        ("GNI per capita, Atlas method (current US$)", "current US$", "Weighted average", Kind.INDEX),
        ("Official exchange rate (LCU per US$, period average)", "LCU per US$", "", Kind.PRICE),
        ("Pump price for gasoline (US$ per liter)", "US$ per liter", "", Kind.PRICE),
        ("GDP per unit of energy use (PPP $ per kg of oil equivalent)", "PPP $ per kg of oil", "", Kind.INDEX),
        ("Real effective exchange rate index (2010 = 100)", "2010 = 100", "", Kind.INDEX),
        ("GDP deflator (base year varies by country)", "", "", Kind.INDEX),
        ("Exports Merchandise, Customs, Price, US$", "US$", "", Kind.PRICE),
        ("CPI Price, % y-o-y, nominal, seas. adj.", "% y-o-y", "", Kind.GROWTH),
        ("Income share held by lowest 10%", "", "", Kind.SHARE),
        ("Number of deaths ages 5-9 years", "", "Sum", Kind.LEVEL),
        ("GDP (current LCU)", "current LCU", "", Kind.LEVEL),
        ("CO2 emissions per capita", "tonnes per person", "", Kind.INDEX),
        ("Mortality rate, infant (per 1,000 live births)", "per 1,000 live births", "Weighted average", Kind.INDEX),
        ("UNRATE", "", "", Kind.INDEX),
    ],
)
def test_the_kind_is_guessed_from_unit_name_and_aggregation(name: str, unit: str, aggregation: str, kind: Kind) -> None:
    assert guessed_kind(said(name, unit, aggregation)) is kind


def test_an_indicator_says_that_nobody_has_checked_it_and_what_was_guessed() -> None:
    found = indicator_of(LIFE)
    assert found.tier is Tier.CATALOGUED
    assert found.short_name == "Life expectancy at birth, total"
    assert any("checked neither" in caveat for caveat in found.caveats)
    assert any("a guess" in caveat for caveat in found.caveats)


def test_a_kind_that_the_user_set_is_no_guess() -> None:
    found = indicator_of(LIFE, Kind.LEVEL)
    assert found.kind is Kind.LEVEL
    assert not any("a guess" in caveat for caveat in found.caveats)


def test_a_series_of_one_economy_by_guess_says_so() -> None:
    found = indicator_of(LIFE.model_copy(update={"economy": "USA"}))
    assert found.codes == {"USA": LIFE.code}
    assert any("does not say which economy" in caveat for caveat in found.caveats)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([77.1, 80.25], 1),
        ([1.5e12, 2e12], 0),
        ([0.0123, 0.0256], 4),
        ([1.0, 2.0], 0),
        ([], 0),
        ([float("nan")], 0),
        # patents and gigawatts per person
        ([0.000479, 0.000562, 0.00101], 6),
        ([7.356289e-07, 1.283871e-06], 8),
        ([0.0005, 0.0006], 4),
    ],
)
def test_decimals_show_the_typical_value_in_three_digits_and_no_more_than_there_are(
    values: list[float], decimals: int
) -> None:
    assert decimals_of(np.array(values, dtype=np.float64)) == decimals


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Life expectancy at birth, total (years)", "years"),
        ("GDP (constant 2015 US$)", "constant 2015 US$"),
        ("Unemployment (% of labour force) (modeled ILO estimate)", "% of labour force"),
        ("Population, total", ""),
    ],
)
def test_the_unit_in_of_a_name_is_its_unit(name: str, unit: str) -> None:
    assert unit_in(name) == unit


@pytest.mark.parametrize(
    ("stated", "name", "unit"),
    [
        ("%", "Exports of goods and services (% of GDP)", "% of GDP"),
        ("", "External debt stocks, total (DOD, current US$)", "current US$"),
        ("Number", "Population, total", "Number"),
        ("Index", "Consumer price index (2010 = 100)", "2010 = 100"),
        ("persons", "Population (thousands)", "persons"),
    ],
)
def test_a_unit_is_the_providers_own_unless_the_name_says_more_of_it(stated: str, name: str, unit: str) -> None:
    assert unit_of(stated, name) == unit


@pytest.mark.parametrize(
    ("unit", "sign"),
    [
        ("current US$", "US$"),
        ("current US$, millions", "US$ million"),
        ("LCU per US$, period average", ""),
        ("annual % growth", "%"),
        ("years", "years"),
        ("kg of oil equivalent per capita", ""),
    ],
)
def test_a_number_is_written_with_a_short_sign_that_says_nothing_false(unit: str, sign: str) -> None:
    assert unit_sign(unit) == sign


def test_what_is_in_each_economys_own_currency_says_that_amounts_cannot_be_compared() -> None:
    found = indicator_of(said("GDP (current LCU)", "current LCU"))
    assert any("own currency" in caveat for caveat in found.caveats)


def test_a_series_whose_economy_the_link_names_says_who_said_it() -> None:
    stated = indicator_of(LIFE.model_copy(update={"id": "fred:DEU:RATE", "economy": "DEU"}))
    assert any("whoever made the link says DEU" in caveat for caveat in stated.caveats)
    guessed = indicator_of(LIFE.model_copy(update={"id": "fred:RATE", "economy": "USA"}))
    assert any("as in fred:DEU:RATE" in caveat for caveat in guessed.caveats)


def test_a_series_whose_code_is_its_name_is_cited_by_it_once() -> None:
    assert indicator_of(LIFE.model_copy(update={"name": LIFE.code})).citation == f"World Bank, {LIFE.code}"


def test_a_name_in_another_language_is_taken_as_it_is() -> None:
    found = indicator_of(said("出生时的预期寿命 (岁)", unit_of("", "出生时的预期寿命 (岁)")))
    assert (found.short_name, found.unit, found.unit_short) == ("出生时的预期寿命", "岁", "岁")


def test_what_would_be_misread_without_its_caveat_is_said_beside_the_chart_as_well() -> None:
    found = indicator_of(LIFE.model_copy(update={"id": "fred:RATE", "economy": "USA", "unit": "current LCU"}))
    assert len(found.doubts) == len(set(found.doubts) & set(found.caveats)) == len(("whose", "own currency"))
    assert not indicator_of(LIFE).doubts
