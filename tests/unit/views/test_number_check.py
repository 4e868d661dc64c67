"""Is a stated number found in the release that gave it, and only there?"""

from decimal import Decimal

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import SelectionError
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.number_check import NumberCheck, NumberOutcome, check_number


def check(cache: Cache, catalogue: Catalogue, number: str, year: int = 2020) -> NumberCheck:
    return check_number(Loader(cache.store, catalogue), "rd-spending", "CHN", year, number)


def test_a_number_of_an_earlier_release_is_told_with_its_release_and_todays(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    lives = shipped_cache.store.lifetimes("rd-spending", ["CHN"])
    of_year = lives[lives["period"].dt.year == 2020]
    before, now = of_year[of_year["until"].notna()].iloc[-1], of_year[of_year["until"].isna()].iloc[0]
    found = check(shipped_cache, shipped_catalogue, f"{before['value']:.5f}")
    assert found.outcome is NumberOutcome.BEFORE
    assert found.first is not None
    assert found.first.published == before["since"].tz_localize("UTC")
    assert found.value == now["value"]
    assert f"until {before['until'].date()}" in found.sentence
    still = check(shipped_cache, shipped_catalogue, f"{now['value']:.5f}")
    assert (still.outcome, still.until) == (NumberOutcome.NOW, None)


def test_an_economy_has_its_article_in_the_sentence(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    found = check_number(Loader(shipped_cache.store, shipped_catalogue), "rd-spending", "USA", 2020, "99")
    assert "for research and development spending of the United States in 2020." in found.sentence


@pytest.mark.parametrize(("number", "said"), [("5.93E12", "5.93e12"), ("-3.70", "−3.70"), ("1,234.50", "1,234.50")])
def test_a_number_is_told_as_it_was_stated(
    shipped_cache: Cache, shipped_catalogue: Catalogue, number: str, said: str
) -> None:
    assert f"gives {said} for research" in check(shipped_cache, shipped_catalogue, number).sentence


def test_as_many_digits_are_compared_as_were_stated(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    value = check(shipped_cache, shipped_catalogue, "0").value
    assert value is not None
    for digits in (0, 1, 2, 3):
        assert check(shipped_cache, shipped_catalogue, f"{value:.{digits}f} %").outcome is NumberOutcome.NOW
    assert check(shipped_cache, shipped_catalogue, f"{value + 0.5:.2f}").outcome is NumberOutcome.NEVER
    gdp = check_number(Loader(shipped_cache.store, shipped_catalogue), "gdp", "CHN", 2020, "14.7e12")
    assert gdp.outcome in (NumberOutcome.NOW, NumberOutcome.BEFORE)


def test_the_first_of_the_releases_that_gave_a_number_in_a_row_is_told(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    loader = Loader(shipped_cache.store, shipped_catalogue)
    # 5.930529 trillion from 2012 on, 5.930502 in the releases of 2015 before August
    found = check_number(loader, "gdp", "CHN", 2010, "5.93e12")
    assert found.first is not None
    assert (found.first.date.isoformat(), str(found.until)) == ("2012-09-20", "2015-08-16")
    finer = check_number(loader, "gdp", "CHN", 2010, "5.930502e12")
    assert finer.first is not None
    assert finer.first.date.isoformat() == "2015-02-03"


def test_the_value_now_is_told_as_finely_as_the_number_stated(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    loader = Loader(shipped_cache.store, shipped_catalogue)
    found = check_number(loader, "gdp-growth", "CHN", 2024, "4.95")
    assert found.outcome is NumberOutcome.NEVER
    assert found.value is not None
    assert f"it is {found.value:.2f} %." in found.sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert "it is 5.0 %." not in found.sentence.replace("\N{NO-BREAK SPACE}", " ")


def test_a_year_without_a_value_says_so(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    found = check(shipped_cache, shipped_catalogue, "2.4", year=1850)
    assert (found.outcome, found.value) == (NumberOutcome.NO_VALUE, None)
    assert "No release" in found.sentence


@pytest.mark.parametrize("number", ["", "much", "NaN", "1e", "inf", "2,4,x", ".", "1e999999999", "1_000"])
def test_what_is_no_number_is_refused(shipped_cache: Cache, shipped_catalogue: Catalogue, number: str) -> None:
    with pytest.raises(SelectionError, match="is not a number"):
        check(shipped_cache, shipped_catalogue, number)


@pytest.mark.parametrize("number", ["2,56", "0,256", "1,23,456", "1234,567", "2,56e3"])
def test_a_decimal_comma_is_refused_and_never_taken_for_thousands(
    shipped_cache: Cache, shipped_catalogue: Catalogue, number: str
) -> None:
    with pytest.raises(SelectionError, match="with a point before the decimals") as refused:
        check(shipped_cache, shipped_catalogue, number)
    assert refused.value.code == "bad-number"


@pytest.mark.parametrize(
    ("number", "stated"),
    [
        ("1,234,567.8", "1234567.8"),
        ("18,743", "18743"),
        ("\N{MINUS SIGN}1,000.5", "-1000.5"),
        ("\N{EN DASH}2", "-2"),
        ("2.5 %", "2.5"),
        ("17.8E12", "17.8e12"),
        (".5", "0.5"),
        ("2.", "2"),
    ],
)
def test_thousands_minus_signs_and_powers_of_ten_are_read_as_written(
    shipped_cache: Cache, shipped_catalogue: Catalogue, number: str, stated: str
) -> None:
    assert check(shipped_cache, shipped_catalogue, number).stated == Decimal(stated)


def test_what_eraline_computes_was_never_released(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    computed = next(entry.id for entry in shipped_catalogue.indicators.values() if entry.derived)
    with pytest.raises(SelectionError, match="computed by Eraline"):
        check_number(Loader(shipped_cache.store, shipped_catalogue), computed, "CHN", 2020, "1")
