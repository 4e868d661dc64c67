"""Are figures believed that may be, and is all else refused in words that say what is wrong?"""

import datetime as dt
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.described import indicator_of
from dashboard.catalogue.frequency import Frequency
from dashboard.errors import ImplausibleData
from dashboard.refresh.validation import Accepted, HeldBack, Stored, validate
from dashboard.sources.base import Fetched
from dashboard.sources.registry import draft
from dashboard.store.doubts import Kind
from tests.contract.made_up import Figures, catalogue, fetched, frame, indicator, year

TODAY = dt.date(2026, 11, 24)
FIGURES = {("CHN", year(number)): number / 7 for number in range(2000, 2020)}
_codes = st.sampled_from(["CHN", "USA", "WLD"])
_years = st.integers(1800, 2027).map(year)
_values = st.floats(allow_nan=False, allow_infinity=False)
_figures = st.dictionaries(st.tuples(_codes, _years), _values, min_size=1, max_size=30)
NOTHING = Stored(frame({}))


def doubts(
    answer: Fetched, was: Stored = NOTHING, frequency: Frequency = Frequency.ANNUAL, unit: str = "%", **more: Accepted
) -> str:
    entry = indicator("growth", frequency=frequency, unit=unit)
    try:
        validate(answer, was, entry, catalogue(entry), TODAY, **more)
    except ImplausibleData as exc:
        return str(exc)
    return ""


def kinds(now: Figures, was: Figures, **more: Accepted) -> set[Kind]:
    entry = indicator("growth")
    try:
        validate(fetched("growth", now), Stored(frame(was)), entry, catalogue(entry), TODAY, **more)
    except HeldBack as exc:
        return {doubt.kind for doubt in exc.doubts}
    return set()


@given(_figures)
def test_the_same_figures_are_always_believed_and_in_any_order(figures: Figures) -> None:
    was = Stored(frame(figures), "%")
    assert doubts(fetched("growth", figures, unit="%"), was) == ""
    shuffled = frame(figures).sample(frac=1, random_state=1)
    assert doubts(Fetched("growth", shuffled, "again"), was) == ""
    assert doubts(fetched("growth", figures)) == ""


@given(_figures, _figures, st.booleans())
def test_a_shrinkage_by_a_fifth_or_an_economy_is_held_back(was: Figures, now: Figures, accepted: bool) -> None:  # noqa: FBT001
    found = kinds(now, was, accepted=Accepted(shrinkage=accepted))
    gone, vanished = len(was.keys() - now.keys()), {code for code, _ in was} - {code for code, _ in now}
    assert (Kind.SHRUNK in found) == (gone > len(was) / 5 and not accepted)
    assert (Kind.ECONOMIES_GONE in found) == (bool(vanished) and not accepted)


MANY = {(code, year(number)): number / 7 for code in ("CHN", "USA") for number in range(1980, 2020)}


def without(figures: Figures, economy: str) -> Figures:
    return {key: value for key, value in figures.items() if key[0] != economy}


def test_an_economy_that_vanished_is_held_back_by_name_however_few_its_figures() -> None:
    was = Stored(frame(MANY | {("WLD", year(2020)): 1.0}))
    assert doubts(fetched("growth", MANY), was) == "No value is left of WLD."
    assert doubts(fetched("growth", MANY), was, accepted=Accepted(shrinkage=True)) == ""
    assert doubts(fetched("growth", without(MANY, "USA")), was) == (
        "51% of the stored values are no longer there; no value is left of USA and WLD."
    )


def test_an_economy_that_keeps_one_figure_has_not_vanished() -> None:
    was = Stored(frame(MANY | {("WLD", year(2020)): 1.0, ("WLD", year(2021)): 1.0}))
    assert doubts(fetched("growth", MANY | {("WLD", year(2022)): 1.0}), was) == ""


def test_an_economy_that_left_the_catalogue_is_not_missed() -> None:
    assert doubts(fetched("growth", MANY), Stored(frame(MANY | {("XKX", year(2020)): 1.0}))) == ""


@given(
    st.dictionaries(st.tuples(_codes, _years), st.floats(1e-3, 1e6), min_size=1, max_size=30),
    st.floats(1e-9, 1e9),
    st.sampled_from([1, -1]),
)
def test_figures_a_thousand_times_as_large_or_small_are_held_back(was: Figures, factor: float, sign: int) -> None:
    now = {key: value * factor for key, value in was.items()}
    found = doubts(
        fetched("growth", {key: value * sign for key, value in now.items()}),
        Stored(frame({key: value * sign for key, value in was.items()})),
    )
    if not 0.000999 < factor < 1001:
        assert "as if the unit had changed" in found
    elif 0.2 < factor < 5:
        assert found == ""


@given(_figures)
def test_figures_that_change_their_sign_are_no_change_of_unit(figures: Figures) -> None:
    now = {key: -value * 1e5 for key, value in figures.items() if 0 < abs(value) < 1e300}
    if now:
        assert "unit" not in doubts(fetched("growth", now), Stored(frame(figures)))


@pytest.mark.parametrize(
    ("factor", "kind"), [(1e3, Kind.UNIT), (1e-3, Kind.UNIT), (10.0, Kind.UNIT), (0.01, Kind.UNIT), (0.0, Kind.ZEROED)]
)
def test_a_jump_in_most_figures_is_seen_through_a_few_that_stay(factor: float, kind: Kind) -> None:
    now = {key: value * (factor if number % 3 else 1) for number, (key, value) in enumerate(FIGURES.items())}
    assert kind in kinds(now, FIGURES)


@pytest.mark.parametrize(
    ("observations", "words"),
    [
        pytest.param(frame(FIGURES).drop(columns="value"), "the columns are economy, period", id="a column missing"),
        pytest.param(frame(FIGURES).assign(more=1), "the columns are", id="a column too many"),
        pytest.param(pd.DataFrame(), "the columns are none", id="no columns"),
        pytest.param(frame(FIGURES).astype({"value": "str"}), "not numbers but str", id="values as strings"),
        pytest.param(frame(FIGURES).astype({"value": "object"}), "not numbers but object", id="values as objects"),
        pytest.param(frame(FIGURES).assign(period="2000"), "periods are not dates", id="periods as strings"),
        pytest.param(frame(FIGURES).assign(period=cast("Any", pd.NaT)), "periods are not dates", id="no periods"),
        pytest.param(frame(FIGURES).assign(economy=1), "economies are not codes", id="economies as numbers"),
        pytest.param(frame(FIGURES).assign(economy=None), "economies are not codes", id="no economies"),
        pytest.param(frame(FIGURES | {("CHN", year(2001)): np.inf}), "no finite number, at CHN 2001", id="infinity"),
        pytest.param(frame(FIGURES | {("CHN", year(2001)): np.nan}), "no finite number, at CHN 2001", id="no number"),
        pytest.param(frame({("XYZ", year(2000)): 1.0}), "does not know: XYZ", id="unknown economy"),
        pytest.param(pd.concat([frame(FIGURES), frame(FIGURES)]), "CHN 2000-01-01, CHN 2001", id="repeats"),
        pytest.param(frame({("CHN", year(9999)): 1.0}), "years outside of 1800 to 2027, at CHN 9999", id="year 9999"),
        pytest.param(frame({("CHN", year(2028)): 1.0}), "years outside", id="after next year"),
        pytest.param(frame({("CHN", year(1799)): 1.0}), "years outside", id="before 1800"),
        pytest.param(frame({("CHN", dt.date(2000, 2, 1)): 1.0}), "do not start with a year", id="months of a year"),
    ],
)
def test_what_cannot_be_is_refused_in_words(observations: pd.DataFrame, words: str) -> None:
    assert words in doubts(Fetched("growth", observations, "odd"))


@pytest.mark.parametrize(
    ("many", "words"),
    [
        (1, "1 value is no finite number, at CHN 2000-01-01."),
        (2, "2 values are no finite number, at CHN 2000-01-01, CHN 2001-01-01."),
        (5, ", CHN 2003-01-01, CHN 2004-01-01."),
        (6, ", CHN 2003-01-01, CHN 2004-01-01 and 1 more."),
    ],
)
def test_what_is_wrong_is_counted_and_five_of_it_are_named(many: int, words: str) -> None:
    assert doubts(fetched("growth", {("CHN", year(2000 + number)): np.inf for number in range(many)})).endswith(words)


def test_a_monthly_series_has_months_and_no_days() -> None:
    first, second = (fetched("growth", {("CHN", dt.date(2000, 2, day)): 1.0}) for day in (1, 2))
    assert doubts(first, frequency=Frequency.MONTHLY) == ""
    assert "start with a month in a monthly series" in doubts(second, frequency=Frequency.MONTHLY)
    assert "start with a quarter in a quarterly series" in doubts(first, frequency=Frequency.QUARTERLY)


def test_next_year_and_1800_are_plausible() -> None:
    assert doubts(fetched("growth", {("CHN", year(2027)): 1.0, ("CHN", year(1800)): 1.0})) == ""


def test_a_unit_that_changed_is_refused_until_the_catalogue_has_it() -> None:
    was, answer = Stored(frame(FIGURES), "constant 2015 US$"), fetched("growth", FIGURES, unit="constant 2021 US$")
    assert "'constant 2021 US$' now and was 'constant 2015 US$'" in doubts(answer, was)
    assert doubts(answer, was, unit="Constant 2021  US$") == ""
    assert doubts(answer, Stored(frame(FIGURES))) == ""
    assert doubts(replace(answer, unit=""), was) == ""
    assert doubts(replace(answer, unit=" Constant  2015 us$"), was) == ""


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = doubts(fetched("growth", {("XYZ", year(9999)): np.inf}, total=2, received=1))
    assert all(words in found for words in ("2 rows and sent 1", "no finite number", "XYZ", "years outside"))


def test_an_economy_that_the_source_never_has_is_no_shrinkage() -> None:
    entry = indicator("growth")
    known = catalogue(entry)
    elsewhere = known.economies["USA"].model_copy(update={"not_from": ("world-bank",)})
    told = replace(known, economies={**known.economies, "USA": elsewhere})
    now = fetched("growth", without(MANY, "USA"))
    validate(now, Stored(frame(MANY)), entry, told, TODAY)
    with pytest.raises(ImplausibleData, match=r"(?i)no value is left of USA"):
        validate(now, Stored(frame(MANY)), entry, known, TODAY)
    # what else is missing counts as before, and against what the source can have
    half = {key: value for key, value in without(MANY, "USA").items() if key[1].year < 2000}
    with pytest.raises(ImplausibleData, match="50% of the stored values"):
        validate(fetched("growth", half), Stored(frame(MANY)), entry, told, TODAY)
    # another provider has it
    with pytest.raises(ImplausibleData, match=r"(?i)no value is left of USA"):
        validate(now, Stored(frame(MANY)), indicator("growth", "owid"), told, TODAY)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("% of GDP", "Percent of GDP"),
        ("annual %", "annual  percent"),
        ("current US$", "Current U.S. dollars"),
        ("kWh per person", "kilowatt-hours per capita"),
        ("gCO₂ per kWh", "gCO2 per kilowatt-hour"),
        ("constant 2021 international $", "constant 2021 Int'l $"),
    ],
)
def test_a_unit_that_is_only_spelt_anew_is_the_same_unit(before: str, now: str) -> None:
    assert doubts(fetched("growth", FIGURES, unit=now), Stored(frame(FIGURES), before), unit="something") == ""


@pytest.mark.parametrize(
    ("catalogued", "before", "now"),
    [
        ("constant 2015 US$", "constant 2015 US$", "constant 2021 US$"),
        # what was shipped says no unit of its own
        ("constant 2015 US$", "", "constant 2021 US$"),
        ("constant 2015 US$ per person", "", "constant 2021 US dollars per capita"),
        ("index (base year 2010)", "", "index, 2015 = 100"),
    ],
)
def test_a_new_base_year_is_a_new_unit_and_no_revision(catalogued: str, before: str, now: str) -> None:
    said = doubts(fetched("growth", FIGURES, unit=now), Stored(frame(FIGURES), before), unit=catalogued)
    assert now in said
    assert "give it the new unit in data/world/indicators.toml" in said
    # once the catalogue names it, it is believed
    assert doubts(fetched("growth", FIGURES, unit=now), Stored(frame(FIGURES), before), unit=now) == ""


def test_a_series_larger_than_any_of_all_economies_and_months_is_refused() -> None:
    said = draft("wb:A.VERY.LONG.ONE")
    assert said is not None
    entry = indicator_of(said)
    months = pd.date_range("1900-01-01", periods=1_500, freq="MS").astype("datetime64[s]")
    economies = [f"{first}{second}X" for first in "ABCDEFGHIJKL" for second in "ABCDEFGHIJKL"][:134]
    many = pd.DataFrame(
        {"economy": np.repeat(economies, len(months)), "period": np.tile(months, len(economies)), "value": 1.0}
    )
    assert len(many) > 200_000
    with pytest.raises(ImplausibleData, match="201,000 figures, and Eraline takes 150,000 of one at most"):
        validate(Fetched(entry.id, many, "now"), NOTHING, entry, catalogue(entry), TODAY)


def test_another_unit_of_a_series_that_nobody_curated_is_for_a_person_to_accept() -> None:
    said = draft("wb:A.VERY.LONG.ONE")
    assert said is not None
    entry = indicator_of(said)
    answer, was = fetched(entry.id, FIGURES, unit="MW"), Stored(frame(FIGURES), "GW")

    def ask(answer: Fetched, was: Stored, accepted: Accepted) -> None:
        validate(answer, was, entry, catalogue(entry), TODAY, accepted)

    with pytest.raises(ImplausibleData, match="'MW' now and was 'GW'"):
        ask(answer, was, Accepted())
    for accepted in (Accepted(unit=True), Accepted(shrinkage=True)):
        ask(answer, was, accepted)
    ask(answer, Stored(frame(FIGURES)), Accepted())
    ask(replace(answer, unit="gw"), was, Accepted())
