"""Do the words beside the core four say what the figures say, and nothing where there are none?"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import GrowthSentence, Share, SharesSentence, StockSentence
from dashboard.catalogue.indicators import Break, Indicator
from dashboard.catalogue.policy import Era, Target
from dashboard.evidence.headlines import Glance, glance, sentences
from tests.unit.conftest import Frames

Make = Callable[..., Any]

RESEARCH = Share(indicator="rd-spending", text="Research and development took", whole="of GDP", decimals=2)
EXPORTS = Share(
    indicator="high-tech-export-share",
    text="high-technology goods made up",
    whole="of manufactured exports",
    decimals=1,
)


@pytest.fixture
def story(catalogue: Catalogue, retold: Make, make_indicator: Make, make_target: Make) -> Catalogue:
    """The small catalogue with what the three sentences need besides."""
    share = make_indicator(id="high-tech-export-share", kind="share", unit="%", unit_short="%", decimals=1)
    target: Target = make_target(
        "solar-2020-110gw",
        indicator="solar-capacity",
        unit="GW",
        basis="by-end",
        first_year=2020,
        last_year=2020,
        low=110.0,
    )
    told = retold(
        catalogue,
        targets={**catalogue.targets, target.id: target},
        sentences=(
            GrowthSentence(kind="growth", indicator="gdp-growth", eras=("reform-and-opening", "innovation-driven")),
            SharesSentence(kind="shares", era="reform-and-opening", shares=(RESEARCH, EXPORTS)),
            StockSentence(
                kind="stock",
                indicator="solar-capacity",
                name="solar capacity",
                era="reform-and-opening",
                target="solar-2020-110gw",
            ),
        ),
    )
    return replace(told, indicators={**catalogue.indicators, share.id: share})


def between(first: int, last: int, value: float) -> dict[int, float]:
    return dict.fromkeys(range(first, last + 1), value)


@pytest.fixture
def told(frame: Frames) -> dict[str, pd.DataFrame]:
    """Figures from which all three sentences can be written."""
    return {
        "gdp-growth": frame({"CHN": {**between(1979, 2012, 10), **between(2013, 2023, 6), 2024: 5.04}}),
        "rd-spending": frame({"CHN": {1996: 0.56, 2012: 1.91, 2020: 2.36, 2023: 2.581}}),
        "high-tech-export-share": frame({"CHN": {2012: 30.9, 2023: 26.34}}),
        "solar-capacity": frame(
            {"CHN": {2012: 6.7, 2016: 77.8, 2017: 130.8, 2023: 609.9}, "WLD": {2022: 1, 2023: 1418.0}}
        ),
    }


def test_three_sentences_are_written_from_the_figures(story: Catalogue, told: dict[str, pd.DataFrame]) -> None:
    assert sentences(story, told) == (
        (
            "China's economy grew by 10.0 % a year on average in 1979–2012 (Reform and opening) and 6.0 % a year in "
            "2013–2023 (Innovation driven); in 2024 it grew by 5.0 %."
        ),
        (
            "Research and development took 1.91 % of GDP in 2012 and 2.58 % in 2023; high-technology goods made up "
            "30.9 % of manufactured exports in 2012 and 26.3 % in 2023."
        ),
        (
            "China's solar capacity went from 7 GW at the end of 2012 to 610 GW at the end of 2023, 43 % of the "
            "world's; the 110 GW target for 2020 was passed in 2017, three years early."
        ),
    )


def test_of_no_figures_nothing_is_said(story: Catalogue, told: dict[str, pd.DataFrame]) -> None:
    assert sentences(story, {}) == ()
    assert sentences(story, {name: held.iloc[:0] for name, held in told.items()}) == ()
    others = {name: held.assign(economy="USA") for name, held in told.items()}
    assert sentences(story, others) == ()


def test_growth_is_not_told_from_a_handful_of_years(story: Catalogue, frame: Frames) -> None:
    assert sentences(story, {"gdp-growth": frame({"CHN": between(1979, 2016, 10)})}) == ()
    assert sentences(story, {"gdp-growth": frame({"CHN": between(2000, 2023, 10)})}) == ()


def test_technology_is_told_without_exports_where_they_are_missing(
    story: Catalogue, told: dict[str, pd.DataFrame]
) -> None:
    assert sentences(story, {"rd-spending": told["rd-spending"]}) == (
        "Research and development took 1.91 % of GDP in 2012 and 2.58 % in 2023.",
    )


def test_figures_that_end_with_the_era_are_not_held_against_themselves(story: Catalogue, frame: Frames) -> None:
    assert sentences(story, {"rd-spending": frame({"CHN": {2011: 1.8, 2012: 1.9}})}) == ()


def test_the_world_of_another_year_is_no_whole(story: Catalogue, frame: Frames) -> None:
    solar = frame({"CHN": {2012: 6.7, 2015: 43.5}, "WLD": {2014: 180.0}})
    [sentence] = sentences(story, {"solar-capacity": solar})
    assert sentence == (
        "China's solar capacity went from 7 GW at the end of 2012 to 44 GW at the end of 2015; "
        "the 110 GW target is for 2020."
    )


def test_a_target_that_was_not_reached_is_told_too(story: Catalogue, frame: Frames) -> None:
    [sentence] = sentences(story, {"solar-capacity": frame({"CHN": {2012: 6.7, 2021: 90.0}})})
    assert sentence.endswith("the 110 GW target for 2020 had not been reached by 2021.")


@pytest.mark.parametrize(
    ("reached", "margin"),
    [(2019, "one year early"), (2020, "on time"), (2021, "one year late"), (2023, "three years late")],
)
def test_a_target_is_passed_early_on_time_or_late(reached: int, margin: str, story: Catalogue, frame: Frames) -> None:
    # nothing is rounded up to a target
    solar = frame({"CHN": {2012: 6.7, 2018: 109.96, reached: 110.0}})
    [sentence] = sentences(story, {"solar-capacity": solar})
    assert sentence.endswith(f"the 110 GW target for 2020 was passed in {reached}, {margin}.")


def seen(indicator: Indicator, observed: pd.DataFrame, eras: tuple[Era, ...], last: int = 9999) -> Glance | None:
    shown = observed[observed["period"].dt.year <= last]
    return glance(indicator, observed, shown, eras, indicator.breaks)


def test_a_rate_stands_against_the_mean_of_the_era_before(catalogue: Catalogue, frame: Frames) -> None:
    growth = frame({"CHN": {**between(2013, 2023, 6), 2024: 5.04}})
    found = seen(catalogue.indicator("gdp-growth"), growth, tuple(catalogue.eras.values()))
    assert found is not None
    assert (found.latest, found.year) == ("5.0 %", 2024)
    assert (found.against, found.against_what) == ("−1.0 pp", "on the 2013–2023 mean")
    assert found.series == (*((year, 6.0) for year in range(2013, 2024)), (2024, 5.04))


def test_an_amount_stands_against_the_last_figure_of_the_era_before(catalogue: Catalogue, frame: Frames) -> None:
    gdp = frame({"CHN": {2010: 100, 2011: 200, 2020: 300}})
    found = seen(catalogue.indicator("gdp"), gdp, tuple(catalogue.eras.values()))
    assert found is not None
    assert (found.latest, found.against) == ("US$ 300", "+50 %")
    assert found.against_what == "on 2011"


def test_the_era_before_is_that_of_the_last_figure_shown(catalogue: Catalogue, frame: Frames) -> None:
    growth = frame({"CHN": {**between(1970, 1978, 4), **between(1979, 2012, 10), **between(2013, 2023, 6)}})
    found = seen(catalogue.indicator("gdp-growth"), growth, tuple(catalogue.eras.values()), last=2012)
    assert found is not None
    assert (found.latest, found.against) == ("10.0 %", "+6.0 pp")
    assert found.against_what == "on the 1970–1978 mean"


def test_where_there_is_no_era_before_or_nothing_in_it_nothing_is_held_against(
    catalogue: Catalogue, frame: Frames
) -> None:
    eras = tuple(catalogue.eras.values())
    for years in (between(2013, 2023, 6), between(1900, 1910, 6), between(1861, 1870, 6)):
        found = seen(catalogue.indicator("gdp-growth"), frame({"CHN": years}), eras)
        assert found is not None
        assert (found.latest, found.against, found.against_what) == ("6.0 %", "", "")


def test_nothing_is_held_against_figures_before_a_level_break(catalogue: Catalogue, frame: Frames) -> None:
    eras = tuple(catalogue.eras.values())
    broken = frame({"CHN": {2007: 100, 2008: 200, 2020: 300}})
    found = seen(catalogue.indicator("broken"), broken, eras)
    assert found is not None
    assert found.against == ""
    after = seen(catalogue.indicator("broken"), frame({"CHN": {2009: 200, 2020: 300}}), eras)
    assert after is not None
    assert after.against == "+50 %"


def test_a_sentence_does_not_tell_of_a_stock_or_a_share_across_a_series_break(
    story: Catalogue, told: dict[str, pd.DataFrame]
) -> None:
    broken = (Break(economy="CHN", year=2016, note="Counted otherwise."), Break(economy="USA", year=2013, note="No."))
    names = ("gdp-growth", "rd-spending", "solar-capacity")
    divided = {name: story.indicator(name).model_copy(update={"breaks": broken}) for name in names}
    assert sentences(replace(story, indicators={**story.indicators, **divided}), told) == (
        (
            "Research and development took 2.58 % of GDP in 2023; high-technology goods made up 30.9 % of manufactured "
            "exports in 2012 and 26.3 % in 2023."
        ),
        # nor that it passed a target that was set on another basis
        "China's solar capacity was 610 GW at the end of 2023, 43 % of the world's.",
    )


def test_growth_in_two_eras_is_not_told_where_a_series_break_lies_between_them(
    story: Catalogue, told: dict[str, pd.DataFrame]
) -> None:
    growth = {"gdp-growth": told["gdp-growth"]}
    assert len(sentences(story, growth)) == 1
    broken = story.indicator("gdp-growth").model_copy(
        update={"breaks": (Break(economy="CHN", year=2013, note="New."),)}
    )
    assert sentences(replace(story, indicators={**story.indicators, broken.id: broken}), growth) == ()


def test_what_a_glance_draws_says_of_which_year_each_value_is(catalogue: Catalogue, frame: Frames) -> None:
    found = seen(catalogue.indicator("broken"), frame({"CHN": {2007: 1, 2009: 2}}), tuple(catalogue.eras.values()))
    assert found is not None
    assert (found.series, found.breaks) == (((2007, 1.0), (2009, 2.0)), (2009,))


def test_an_amount_cannot_grow_from_nothing(catalogue: Catalogue, frame: Frames) -> None:
    found = seen(catalogue.indicator("gdp"), frame({"CHN": {2011: 0, 2020: 300}}), tuple(catalogue.eras.values()))
    assert found is not None
    assert found.against == ""


def test_of_no_figures_shown_there_is_no_glance(catalogue: Catalogue, frame: Frames) -> None:
    assert (
        seen(catalogue.indicator("gdp"), frame({"CHN": {2011: 1}}), tuple(catalogue.eras.values()), last=2000) is None
    )
